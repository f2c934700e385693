import type { EngineMaker, EngineRequest } from '@/src/platform/h5/live-player/browser-engine'
import { describe, expect, it, vi } from 'vitest'
import { createPlayback } from '@/src/platform/h5/live-player/playback'
import { createFakeVideo } from '@/tests/platform/h5/support/fake-video'
import { createFakeClock, settlePromises } from '@/tests/support/fake-clock'

const SOURCE = { url: 'https://cdn.example/tea.flv', isRealTime: false, minCacheS: 1, maxCacheS: 3, referrerPolicy: 'origin' } as const

function begin(loadEngine?: () => Promise<EngineMaker | null>) {
  const clock = createFakeClock()
  const video = createFakeVideo()
  const requests: EngineRequest[] = []
  const destroy = vi.fn()
  const make: EngineMaker = (request) => {
    requests.push(request)
    return { edge: () => `edge ${requests.length}`, measure: () => ({ netSpeedKbps: 800 }), destroy }
  }
  const heard = { states: [] as number[], errors: [] as [string, boolean][], infos: 0, silenced: 0 }
  const playback = createPlayback({
    video: video.element,
    source: () => SOURCE,
    loadEngine: loadEngine ?? (async () => make),
    clock,
    onState: code => void heard.states.push(code),
    onNetStatus: () => void heard.infos++,
    onError: (...error) => void heard.errors.push(error),
    onSilenced: () => void heard.silenced++,
  })
  const newest = (): EngineRequest => requests.at(-1) ?? expect.fail('no engine was made')
  const statesSince = (): number[] => heard.states.splice(0)

  async function play(): Promise<void> {
    playback.open()
    await settlePromises()
    newest().onConnected()
    video.move({ width: 320, height: 180, bufferedTo: 2 })
    video.say('resize', 'loadeddata', 'playing')
  }

  return { clock, video, requests, destroy, heard, playback, newest, statesSince, play }
}

describe('a playback in a browser', () => {
  it('says in WeChat\'s codes how it comes to play', async () => {
    const { play, heard, requests } = begin()
    await play()
    expect(heard.states).toEqual([2001, 2002, 2007, 2009, 2003, 2008, 2004, 2032])
    expect(requests[0]).toMatchObject({ source: SOURCE, staleEdge: null })
  })

  it('measures every second while it plays, and no longer than that', async () => {
    const { play, heard, clock, playback } = begin()
    await play()
    clock.advanceBy(5_000)
    expect(heard.infos).toBe(5)
    playback.close()
    clock.advanceBy(5_000)
    expect(heard.infos).toBe(5)
  })

  it('tells a stutter at once, a wait after a while, and plays on when more comes', async () => {
    const { play, video, statesSince, clock, requests } = begin()
    await play()
    statesSince()
    video.say('waiting')
    expect(statesSince()).toEqual([2105])
    clock.advanceBy(1_500)
    expect(statesSince()).toEqual([2007])
    video.say('playing')
    expect(statesSince()).toEqual([2004])
    clock.advanceBy(60_000)
    expect(requests).toHaveLength(1)
  })

  it('connects anew when nothing comes for eight seconds, and tells the engine where the old one ran dry', async () => {
    const { play, video, statesSince, clock, requests, destroy } = begin()
    await play()
    video.say('waiting')
    statesSince()
    await clock.advanceByAsync(8_000)
    expect(statesSince()).toEqual([2007, 3005, 2103])
    expect(destroy).toHaveBeenCalledOnce()
    await clock.advanceByAsync(1_000)
    expect(requests[1]).toMatchObject({ staleEdge: 'edge 1' })
  })

  it('takes a connection that brings no picture for a failed one', async () => {
    const { playback, clock, statesSince } = begin()
    playback.open()
    await clock.advanceByAsync(12_000)
    expect(statesSince()).toEqual([3002, 2103])
  })

  it.each([['connect', 3002], ['read', 3005], ['decode', 2101]] as const)('says %s failures as %i and that it tries again', async (failure, code) => {
    const { play, newest, statesSince } = begin()
    await play()
    statesSince()
    newest().onBroken(failure)
    expect(statesSince()).toEqual([code, 2103])
  })

  it('tries five times, longer apart each time, then gives up with -2301 and leaves nothing behind', async () => {
    const { playback, clock, requests, newest, heard } = begin()
    playback.open()
    await settlePromises()
    const madeAtMs: number[] = []
    while (playback.isOpen()) {
      madeAtMs.push(clock.trueMs())
      newest().onBroken('connect')
      await clock.advanceByAsync(4_000)
    }
    expect(requests).toHaveLength(6)
    expect(heard.states.at(-1)).toBe(-2301)
    expect(heard.states.filter(code => code === 2103)).toHaveLength(5)
    expect(clock.pendingTimers()).toBe(0)
  })

  it('counts its tries from the first once it has played again', async () => {
    const { play, newest, clock, video, playback } = begin()
    await play()
    for (let round = 0; round < 8; round++) {
      newest().onBroken('read')
      await clock.advanceByAsync(4_000)
      video.say('loadeddata', 'playing')
    }
    expect(playback.isOpen()).toBe(true)
  })

  it('tries again when its library cannot be fetched', async () => {
    const loadEngine = vi.fn().mockRejectedValue(new TypeError('Failed to fetch dynamically imported module'))
    const { playback, clock, heard } = begin(loadEngine)
    playback.open()
    await settlePromises()
    expect(heard.states).toEqual([3002, 2103])
    await clock.advanceByAsync(1_000)
    expect(loadEngine).toHaveBeenCalledTimes(2)
  })

  it('says so where nothing plays the address', async () => {
    const { playback, heard, clock } = begin(async () => null)
    playback.open()
    await settlePromises()
    expect(heard).toMatchObject({ states: [], errors: [[`nothing in this browser plays ${SOURCE.url}`, false]] })
    expect(clock.pendingTimers()).toBe(0)
  })

  it('lets what is buffered play to its end when the source has ended, then says 2006', async () => {
    const { play, newest, video, statesSince, playback, clock } = begin()
    await play()
    statesSince()
    newest().onEnded()
    expect(statesSince()).toEqual([])
    video.say('ended')
    expect(statesSince()).toEqual([2006])
    expect(playback.isOpen()).toBe(false)
    expect(clock.pendingTimers()).toBe(0)
  })

  it('says 2006 at once when a source has ended that never had a picture', async () => {
    const { playback, newest, statesSince } = begin()
    playback.open()
    await settlePromises()
    newest().onEnded()
    expect(statesSince()).toEqual([2006])
  })

  it('plays without sound where the browser allows none, and says so once', async () => {
    const { play, video, heard } = begin()
    video.refuse('with-sound')
    await play()
    await settlePromises()
    expect(video.element.muted).toBe(true)
    expect(heard).toMatchObject({ silenced: 1, errors: [] })
  })

  it('says so where the browser lets nothing play before a tap', async () => {
    const { playback, video, heard } = begin()
    video.refuse('always')
    playback.open()
    await settlePromises()
    expect(heard).toMatchObject({ silenced: 0, errors: [['this browser plays nothing before the visitor has touched the page', true]] })
  })

  it('ends its requests while it is suspended, and then plays from the live edge, whatever the edge is', async () => {
    const { play, playback, destroy, requests, clock } = begin()
    await play()
    playback.suspend('hidden')
    expect(destroy).toHaveBeenCalledOnce()
    expect(clock.pendingTimers()).toBe(0)
    playback.resume('hidden')
    await settlePromises()
    expect(requests[1]).toMatchObject({ staleEdge: null })
    playback.resume('hidden')
    await settlePromises()
    expect(requests).toHaveLength(2)
  })

  it('stays paused when the visitor comes back, and waits for the last reason to go', async () => {
    const { play, playback, requests } = begin()
    await play()
    playback.suspend('paused')
    playback.suspend('covered')
    playback.suspend('hidden')
    playback.resume('hidden')
    playback.resume('covered')
    await settlePromises()
    expect(requests).toHaveLength(1)
    playback.resume('paused')
    await settlePromises()
    expect(requests).toHaveLength(2)
  })

  it('connects to what was opened out of sight when it comes into sight', async () => {
    const { playback, requests } = begin()
    playback.suspend('covered')
    playback.open()
    await settlePromises()
    expect(requests).toHaveLength(0)
    playback.resume('covered')
    await settlePromises()
    expect(requests).toHaveLength(1)
  })

  it('does not begin again by itself when it was closed, in whatever order that comes', async () => {
    const { playback, clock, requests } = begin()
    playback.open()
    playback.close()
    await clock.advanceByAsync(60_000)
    playback.suspend('hidden')
    playback.resume('hidden')
    await clock.advanceByAsync(60_000)
    expect(requests).toHaveLength(0)
    expect(clock.pendingTimers()).toBe(0)
  })

  it('does not listen to an engine that it has left', async () => {
    const { play, requests, playback, statesSince, video } = begin()
    await play()
    playback.open()
    await settlePromises()
    statesSince()
    requests[0]?.onBroken('read')
    requests[0]?.onConnected()
    requests[0]?.onEnded()
    expect(statesSince()).toEqual([])
    playback.close()
    video.say('waiting', 'playing', 'ended')
    expect(statesSince()).toEqual([])
  })
})
