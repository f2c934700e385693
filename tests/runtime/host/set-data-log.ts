import type { Instance } from './engine'

/** One `setData`: what a phone would have carried from the logic layer to the screen. */
export interface SetDataCall {
  /** The page or component. */
  readonly is: string
  readonly isPage: boolean
  readonly data: Readonly<Record<string, unknown>>
  /** Of its JSON, in UTF-8. */
  readonly bytes: number
}

/** Sends an instance's `setData` through JSON, as WeChat does, and tells of each call. */
export function watchSetData(instance: Instance, isPage: () => boolean, onCall: (call: SetDataCall) => void): void {
  const { setData } = instance
  instance.setData = (data, done) => {
    const json = JSON.stringify(data)
    const copyOf = (): Readonly<Record<string, unknown>> => JSON.parse(json) as Readonly<Record<string, unknown>>
    // A copy of its own: the framework goes on working with the one that it gets.
    onCall({ is: instance.is, isPage: isPage(), data: copyOf(), bytes: new TextEncoder().encode(json).length })
    setData.call(instance, copyOf(), done)
  }
}
