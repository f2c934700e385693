import { beforeEach, expect, it, vi } from 'vitest'
import { createFlvEngine } from '@/src/platform/h5/live-player/flv-engine'
import { aRequest } from '@/tests/platform/h5/support/engine-request'

const library = vi.hoisted(() => ({
  hears: new Map<string, (...details: unknown[]) => void>(),
  createPlayer: vi.fn(),
  destroy: vi.fn(),
}))

vi.mock('mpegts.js', () => ({
  default: {
    Events: { MEDIA_INFO: 'media_info', LOADING_COMPLETE: 'loading_complete', ERROR: 'error' },
    ErrorTypes: { NETWORK_ERROR: 'NetworkError', MEDIA_ERROR: 'MediaError' },
    LoggingControl: { applyConfig: () => {} },
    createPlayer: library.createPlayer,
  },
}))

beforeEach(() => {
  library.hears.clear()
  library.destroy.mockClear()
  library.createPlayer.mockReset().mockReturnValue({
    on: (event: string, listener: () => void) => void library.hears.set(event, listener),
    attachMediaElement: () => {},
    load: () => {},
    destroy: library.destroy,
    statisticsInfo: { playerType: 'MSEPlayer', speed: 100 },
    mediaInfo: { videoDataRate: 700, audioDataRate: 0 },
  })
})

const say = (event: string, ...details: unknown[]): void => library.hears.get(event)?.(...details)

it('keeps within WeChat\'s cache limits, and buffers twice only where delay does not matter', () => {
  createFlvEngine(aRequest({ minCacheS: 1, maxCacheS: 3 }))
  createFlvEngine(aRequest({ isRealTime: true, minCacheS: 0.2, maxCacheS: 0.8 }))
  const settings = library.createPlayer.mock.calls.map(([, config]) => config)
  expect(settings).toEqual([
    expect.objectContaining({ liveBufferLatencyChasing: true, liveBufferLatencyMinRemain: 1, liveBufferLatencyMaxLatency: 3, enableStashBuffer: true, referrerPolicy: 'no-referrer' }),
    expect.objectContaining({ liveBufferLatencyChasing: true, liveBufferLatencyMinRemain: 0.2, liveBufferLatencyMaxLatency: 0.8, enableStashBuffer: false }),
  ])
})

it('tells once that it is connected, and what broke it then was a broken line', () => {
  const request = aRequest()
  createFlvEngine(request)
  say('media_info')
  say('media_info')
  expect(request.onConnected).toHaveBeenCalledOnce()
  say('error', 'NetworkError', 'UnrecoverableEarlyEof')
  expect(request.onBroken).toHaveBeenCalledWith('read')
})

it.each([['NetworkError', 'connect'], ['MediaError', 'decode']])('reads a %s before anything came as "%s"', (type, failure) => {
  const request = aRequest()
  createFlvEngine(request)
  say('error', type)
  expect(request.onBroken).toHaveBeenCalledWith(failure)
})

it('tells that the broadcast has ended', () => {
  const request = aRequest()
  createFlvEngine(request)
  say('loading_complete')
  expect(request.onEnded).toHaveBeenCalledOnce()
})

it('measures in kbit/s, and nothing once it is destroyed', () => {
  const engine = createFlvEngine(aRequest())
  expect(engine.measure()).toEqual({ netSpeedKbps: 800, videoKbps: 700 })
  engine.destroy()
  expect(library.destroy).toHaveBeenCalledOnce()
  expect(engine.measure()).toEqual({})
})
