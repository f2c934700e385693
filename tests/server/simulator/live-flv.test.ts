import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CLIP_MS, MEDIA_DIR } from '@/server/simulator/clip'
import { parseFlv } from '@/server/simulator/flv'
import { createLiveFlv } from '@/server/simulator/live-flv'
import { createFakeClock } from '@/tests/support/fake-clock'

const HOUR_MS = 3_600_000
const clip = parseFlv(await readFile(join(MEDIA_DIR, 'teahouse.flv')), CLIP_MS)
const bytesPerSecond = clip.tags.reduce((sum, { bytes }) => sum + bytes.length, 0) / (CLIP_MS / 1000)

describe('a broadcast as FLV', () => {
  it('is at another place for who comes later', () => {
    const beginnings = [0, 2000, 4000, 6000].map((ms) => {
      const clock = createFakeClock()
      clock.jumpBy(ms)
      const { stream } = createLiveFlv(clip, clock)
      stream.read(0)
      return String(stream.read())
    })
    expect(new Set(beginnings).size).toBe(clip.keyFrames.length)
  })
})

describe('a broadcast as FLV for a viewer who does not read', () => {
  it('waits with a few seconds at most, however long that takes, and with no timer', async () => {
    const clock = createFakeClock()
    const { stream } = createLiveFlv(clip, clock)
    stream.read(0)
    for (let hour = 0; hour < 24; hour++) {
      clock.jumpBy(HOUR_MS)
      await clock.advanceByAsync(1000)
    }
    expect(stream.readableLength).toBeLessThan(5 * bytesPerSecond)
    expect(clock.pendingTimers()).toBe(0)
  })
})
