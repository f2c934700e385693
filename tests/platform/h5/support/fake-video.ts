/** A `<video>` of happy-dom, which plays nothing, with what a test says of its picture and its buffer. */
export interface FakeVideo {
  readonly element: HTMLVideoElement
  /** What `play()` throws from now on; null: it plays. */
  readonly refuse: (refusal: 'always' | 'with-sound' | null) => void
  /** Where the picture is and how far the buffer reaches, in seconds. */
  readonly move: (state: { currentTime?: number, bufferedTo?: number, frames?: number, width?: number, height?: number }) => void
  /** Lets the browser say something. */
  readonly say: (...events: string[]) => void
}

/** Makes one, or makes one of an element that is there. */
export function createFakeVideo(element = document.createElement('video')): FakeVideo {
  const state = { currentTime: 0, bufferedTo: 0, frames: 0, width: 0, height: 0 }
  let refusal: 'always' | 'with-sound' | null = null
  const fixed = (value: () => unknown): PropertyDescriptor => ({ configurable: true, get: value })

  Object.defineProperties(element, {
    currentTime: fixed(() => state.currentTime),
    videoWidth: fixed(() => state.width),
    videoHeight: fixed(() => state.height),
    readyState: fixed(() => state.width > 0 ? 4 : 0),
    buffered: fixed(() => ({ length: state.bufferedTo > 0 ? 1 : 0, start: () => 0, end: () => state.bufferedTo })),
    seeking: fixed(() => false),
  })
  element.getVideoPlaybackQuality = () => ({ totalVideoFrames: state.frames, droppedVideoFrames: 0, corruptedVideoFrames: 0, creationTime: 0 })
  element.play = async () => {
    if (refusal === 'always' || (refusal === 'with-sound' && !element.muted))
      throw new DOMException('play() failed because the user did not interact with the document first', 'NotAllowedError')
  }

  return {
    element,
    refuse: kind => void (refusal = kind),
    move: next => void Object.assign(state, next),
    say: (...events) => events.forEach(event => element.dispatchEvent(new Event(event))),
  }
}
