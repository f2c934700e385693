import { describe, expect, it } from 'vitest'
import { createStopwatch } from '@/src/domain/stopwatch'
import { createFakeClock } from '@/tests/support/fake-clock'

const HOUR = 3_600_000

function setUp() {
  const clock = createFakeClock()
  const wakes: number[] = []
  const watch = createStopwatch({ clock, longestSleepMs: 8_000, onWake: shortMs => wakes.push(shortMs) })
  return { clock, watch, wakes }
}

describe('a stopwatch that nobody can set', () => {
  it('proves what its timer has outlived, and estimates what lies between', () => {
    const { clock, watch, wakes } = setUp()
    watch.start()
    watch.sleepUntil(5_000)
    clock.advanceBy(3_000)
    expect([watch.provenMs(), watch.estimateMs()]).toEqual([0, 3_000])
    clock.advanceBy(2_000)
    expect([watch.provenMs(), watch.estimateMs(), watch.isAsleep()]).toEqual([5_000, 5_000, false])
    expect(wakes).toEqual([0])
  })

  it('sleeps no longer than it may, and does not replace a timer', () => {
    const { clock, watch } = setUp()
    watch.start()
    watch.sleepUntil(60_000)
    watch.sleepUntil(1_000)
    clock.advanceBy(7_999)
    expect(watch.provenMs()).toBe(0)
    expect(clock.pendingTimers()).toBe(1)
    clock.advanceBy(1)
    expect(watch.provenMs()).toBe(8_000)
  })

  it('proves nothing from a clock set forward', () => {
    const { clock, watch } = setUp()
    watch.start()
    watch.sleepUntil(8_000)
    clock.jumpBy(HOUR)
    expect([watch.provenMs(), watch.estimateMs()]).toEqual([0, HOUR])
    clock.advanceBy(8_000)
    expect([watch.provenMs(), watch.estimateMs()]).toEqual([8_000, 8_000])
  })

  it('goes on through a clock set back, and says how far its estimates were too early', () => {
    const { clock, watch, wakes } = setUp()
    watch.start()
    watch.sleepUntil(8_000)
    clock.advanceBy(5_000)
    clock.jumpBy(-2_000)
    expect(watch.estimateMs()).toBe(3_000)
    clock.advanceBy(3_000)
    expect(watch.provenMs()).toBe(8_000)
    expect(wakes).toEqual([2_000])
  })

  it('counts a frozen app as no more than its timer proves', () => {
    const { clock, watch, wakes } = setUp()
    watch.start()
    watch.sleepUntil(8_000)
    clock.freezeFor(HOUR)
    clock.advanceBy(0)
    expect([watch.provenMs(), ...wakes]).toEqual([8_000, 0])
  })

  it('believes the wall clock across a stop, the part of a sleep before it included', () => {
    const { clock, watch } = setUp()
    watch.start()
    watch.sleepUntil(8_000)
    clock.advanceBy(3_000)
    watch.stop()
    expect(clock.pendingTimers()).toBe(0)
    clock.advanceBy(10_000)
    expect(watch.start()).toBe(true)
    expect(watch.start()).toBe(false)
    expect(watch.provenMs()).toBe(13_000)
  })

  it('counts nothing across a stop in which the clock was set back', () => {
    const { clock, watch } = setUp()
    watch.start()
    watch.stop()
    clock.advanceBy(10_000)
    clock.jumpBy(-HOUR)
    watch.start()
    expect(watch.provenMs()).toBe(0)
  })

  it('never runs backwards when asked to sleep until a moment that has passed', () => {
    const { clock, watch } = setUp()
    watch.start()
    watch.sleepUntil(8_000)
    clock.advanceBy(8_000)
    watch.sleepUntil(1_000)
    clock.advanceBy(0)
    expect(watch.provenMs()).toBe(8_000)
  })
})
