import type { FakeVideo } from '@/tests/platform/h5/support/fake-video'
import { describe, expect, it } from 'vitest'
import { createStats } from '@/src/platform/h5/live-player/stats'
import { createFakeVideo } from '@/tests/platform/h5/support/fake-video'
import { createFakeClock } from '@/tests/support/fake-clock'

function begin() {
  const clock = createFakeClock()
  const video = createFakeVideo()
  const stats = createStats(video.element, clock.now)
  video.move({ width: 720, height: 1280, bufferedTo: 2 })
  stats.sample({})
  const secondLater = (state: Parameters<FakeVideo['move']>[0], measures = {}) => {
    clock.advanceBy(1_000)
    video.move(state)
    return stats.sample(measures)
  }
  return { clock, video, stats, secondLater }
}

describe('the numbers of a player in a browser', () => {
  it('are none before there are two moments to compare', () => {
    const { element } = createFakeVideo()
    expect(createStats(element, () => 0).sample({})).toBeNull()
  })

  it('are those of WeChat\'s netstatus, in its units', () => {
    const { video, secondLater } = begin()
    Object.assign(video.element, { webkitVideoDecodedByteCount: 100_000, webkitAudioDecodedByteCount: 4_000 })
    expect(secondLater({ currentTime: 1, bufferedTo: 2.5, frames: 25 }, { netSpeedKbps: 912.4 })).toEqual({
      videoBitrate: 800,
      audioBitrate: 32,
      videoFPS: 25,
      netSpeed: 912,
      netJitter: 0,
      netQualityLevel: 1,
      videoWidth: 720,
      videoHeight: 1280,
      videoCache: 1500,
    })
  })

  it('take what the stream says of itself where the browser counts no bytes, and leave out what nobody knows', () => {
    const { secondLater } = begin()
    expect(secondLater({ currentTime: 1 }, { videoKbps: 750, audioKbps: 48 })).toMatchObject({ videoBitrate: 750, audioBitrate: 48 })
    expect(secondLater({ currentTime: 2 })).not.toHaveProperty('videoBitrate')
    expect(secondLater({ currentTime: 3 })).not.toHaveProperty('netSpeed')
  })

  it('do not count backwards when a new connection begins', () => {
    const { secondLater } = begin()
    secondLater({ currentTime: 1, frames: 25 })
    expect(secondLater({ currentTime: 2, frames: 3 })).not.toHaveProperty('videoFPS')
  })

  it('show for how long the picture stood still, and that a jump to the live edge is none', () => {
    const { secondLater } = begin()
    expect(secondLater({ currentTime: 0.4 })?.netJitter).toBe(600)
    expect(secondLater({ currentTime: 9 })?.netJitter).toBe(0)
  })

  it('grow worse with a thin buffer, a stall, more stalls, and a picture that stands', () => {
    const { stats, secondLater } = begin()
    expect(secondLater({ currentTime: 1 })?.netQualityLevel).toBe(1)
    expect(secondLater({ currentTime: 2, bufferedTo: 2.1 })?.netQualityLevel).toBe(2)
    stats.noteStall()
    expect(secondLater({ currentTime: 3, bufferedTo: 5 })?.netQualityLevel).toBe(3)
    stats.noteStall()
    expect(secondLater({ currentTime: 4 })?.netQualityLevel).toBe(4)
    expect(secondLater({})?.netQualityLevel).toBe(5)
    expect(secondLater({})?.netQualityLevel).toBe(6)
  })

  it('forgive stalls after half a minute', () => {
    const { clock, stats, video, secondLater } = begin()
    stats.noteStall()
    clock.advanceBy(30_000)
    video.move({ currentTime: 30, bufferedTo: 33 })
    stats.sample({})
    expect(secondLater({ currentTime: 31 })?.netQualityLevel).toBe(1)
  })
})
