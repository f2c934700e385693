import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countdownTo, DATE_TICK_MS, nextTickDelayMs, RUNNING_CLOCK_MS } from '@/src/domain/countdown'
import { createFakeClock } from '@/tests/support/fake-clock'

const SECOND = 1_000
const HOUR = 3_600 * SECOND
const TARGET = Date.UTC(2024, 5, 1, 12)
const leftMs = fc.integer({ min: 1, max: 400 * 24 * HOUR })

describe('the time left until a start', () => {
  it('is split into days, hours, minutes and seconds', () => {
    const nowMs = TARGET - (2 * 24 * HOUR + 3 * HOUR + 4 * 60 * SECOND + 5 * SECOND)
    expect(countdownTo(TARGET, nowMs)).toEqual({ days: 2, hours: 3, minutes: 4, seconds: 5, isOver: false })
  })

  it('counts a second that has begun, so that 0 means now', () => {
    expect(countdownTo(TARGET, TARGET - 1)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 1, isOver: false })
    expect(countdownTo(TARGET, TARGET - 59_001)).toMatchObject({ minutes: 1, seconds: 0 })
    expect(countdownTo(TARGET, TARGET)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 0, isOver: true })
  })

  it.each([TARGET + 1, TARGET + 24 * HOUR, Number.NaN])('is over at %s and never negative', (nowMs) => {
    expect(countdownTo(TARGET, nowMs)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 0, isOver: true })
  })

  it('adds up to what is left, every part within its range', () => {
    fc.assert(fc.property(leftMs, (left) => {
      const { days, hours, minutes, seconds, isOver } = countdownTo(TARGET, TARGET - left)
      expect(((days * 24 + hours) * 60 + minutes) * 60 + seconds).toBe(Math.ceil(left / SECOND))
      expect([hours < 24, minutes < 60, seconds < 60, isOver]).toEqual([true, true, true, false])
    }))
  })
})

describe('the next tick', () => {
  it('comes when the shown second ends', () => {
    expect(nextTickDelayMs(TARGET, TARGET - 5_000)).toBe(1_000)
    expect(nextTickDelayMs(TARGET, TARGET - 5_250)).toBe(250)
    expect(nextTickDelayMs(TARGET, TARGET - 1)).toBe(1)
  })

  it('is rare while a date is shown, and comes when the running clock begins', () => {
    expect(nextTickDelayMs(TARGET, TARGET - 30 * 24 * HOUR)).toBe(DATE_TICK_MS)
    expect(nextTickDelayMs(TARGET, TARGET - RUNNING_CLOCK_MS - 90 * SECOND)).toBe(90 * SECOND)
    expect(nextTickDelayMs(TARGET, TARGET - RUNNING_CLOCK_MS)).toBe(SECOND)
  })

  it('is far away once the moment has come', () => {
    expect(nextTickDelayMs(TARGET, TARGET)).toBe(DATE_TICK_MS)
  })

  it('changes the text exactly then, on a running clock', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: RUNNING_CLOCK_MS }), (left) => {
      const nowMs = TARGET - left
      const tickAtMs = nowMs + nextTickDelayMs(TARGET, nowMs)
      expect(countdownTo(TARGET, tickAtMs - 1)).toEqual(countdownTo(TARGET, nowMs))
      expect(countdownTo(TARGET, tickAtMs)).not.toEqual(countdownTo(TARGET, nowMs))
    }))
  })

  it('is always above zero and short enough for a timer', () => {
    fc.assert(fc.property(leftMs, (left) => {
      const delayMs = nextTickDelayMs(TARGET, TARGET - left)
      expect(delayMs).toBeGreaterThan(0)
      expect(delayMs).toBeLessThanOrEqual(DATE_TICK_MS)
    }))
  })

  it('does not drift when the app was frozen for a while', () => {
    const clock = createFakeClock(TARGET - 60 * SECOND)
    const shown: number[] = []
    function tick() {
      shown.push(countdownTo(TARGET, clock.now()).seconds)
      clock.setTimer(tick, nextTickDelayMs(TARGET, clock.now()))
    }
    tick()
    clock.advanceBy(2_000)
    clock.freezeFor(30_300)
    clock.advanceBy(1_000)
    expect(shown).toEqual([0, 59, 58, 28, 27])
    expect(clock.now()).toBe(TARGET - 26_700)
  })
})
