import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createHlsEngine } from '@/src/platform/h5/live-player/hls-engine'
import { aRequest } from '@/tests/platform/h5/support/engine-request'

const library = vi.hoisted(() => ({
  hears: new Map<string, (event: string, data: unknown) => void>(),
  configs: [] as Record<string, unknown>[],
  recoverMediaError: vi.fn(),
  destroy: vi.fn(),
}))

vi.mock('hls.js/light', () => ({
  Events: { LEVEL_LOADED: 'level-loaded', ERROR: 'error', FRAG_LOADED: 'frag-loaded' },
  ErrorTypes: { NETWORK_ERROR: 'networkError', MEDIA_ERROR: 'mediaError', MUX_ERROR: 'muxError' },
  default: class {
    readonly levels = [{ bitrate: 900_000 }]
    readonly currentLevel = 0
    readonly recoverMediaError = library.recoverMediaError
    readonly destroy = library.destroy
    readonly loadSource = (): void => {}
    readonly attachMedia = (): void => {}
    constructor(config: Record<string, unknown>) {
      library.configs.push(config)
    }

    on(event: string, listener: () => void): void {
      library.hears.set(event, listener)
    }
  },
}))

beforeEach(() => {
  vi.useFakeTimers()
  library.configs.length = 0
  library.recoverMediaError.mockClear()
})
afterEach(() => void vi.useRealTimers())

const say = (event: string, data: unknown): void => library.hears.get(event)?.(event, data)
const playlist = (endSN: number, live = true): object => ({ details: { endSN, live, fragments: [{ relurl: `${endSN}.ts` }] } })

it('stays nearer to the live edge in the mode RTC', () => {
  createHlsEngine(aRequest())
  createHlsEngine(aRequest({ isRealTime: true }))
  expect(library.configs.map(({ liveSyncDurationCount }) => liveSyncDurationCount)).toEqual([3, 2])
})

it('tells once that it is connected, and knows the edge of the newest playlist', () => {
  const request = aRequest()
  const engine = createHlsEngine(request)
  expect(engine.edge()).toBeNull()
  say('level-loaded', playlist(7))
  say('level-loaded', playlist(8))
  expect(request.onConnected).toHaveBeenCalledOnce()
  expect(engine.edge()).toBe('8 8.ts')
})

it('does not take a playlist that has not moved since it ran dry for a stream that is back', () => {
  const request = aRequest({}, '8 8.ts')
  createHlsEngine(request)
  say('level-loaded', playlist(8))
  expect(request.onConnected).not.toHaveBeenCalled()
  expect(request.onBroken).toHaveBeenCalledWith('read')
})

it('takes it for the end where the playlist now says so', () => {
  const request = aRequest({}, '8 8.ts')
  createHlsEngine(request)
  say('level-loaded', playlist(8, false))
  expect(request.onEnded).toHaveBeenCalledOnce()
  expect(request.onBroken).not.toHaveBeenCalled()
})

it('leaves to the library what it can mend itself', () => {
  const request = aRequest()
  createHlsEngine(request)
  say('error', { fatal: false, type: 'networkError' })
  say('error', { fatal: true, type: 'mediaError' })
  expect(library.recoverMediaError).toHaveBeenCalledOnce()
  expect(request.onBroken).not.toHaveBeenCalled()
  say('error', { fatal: true, type: 'mediaError' })
  expect(request.onBroken).toHaveBeenCalledWith('decode')
})

it('tells a line that broke from one that never was', () => {
  const request = aRequest()
  createHlsEngine(request)
  say('error', { fatal: true, type: 'networkError' })
  say('level-loaded', playlist(7))
  say('error', { fatal: true, type: 'networkError' })
  expect(request.onBroken.mock.calls).toEqual([['connect'], ['read']])
})

it('measures what arrived in the last six seconds, in kbit/s', () => {
  const engine = createHlsEngine(aRequest())
  say('frag-loaded', { frag: { stats: { total: 600_000 } } })
  expect(engine.measure()).toEqual({ netSpeedKbps: 800, videoKbps: 900 })
  vi.advanceTimersByTime(6_000)
  expect(engine.measure()).toEqual({ netSpeedKbps: 0, videoKbps: 900 })
})
