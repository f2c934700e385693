import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIVE_STATUSES } from '@/src/domain/live-status'
import { BASE_INTERVAL_MS, FAILURE_MAX_MS, MIN_INTERVAL_MS, nextDelayMs, UPCOMING_MAX_MS } from '@/src/domain/status-schedule'

const NOW = Date.UTC(2024, 5, 1, 12)
const MINUTE = 60_000

describe('when a room is looked at again', () => {
  it('leaves a margin above the minute that WeChat asks for', () => {
    expect(MIN_INTERVAL_MS).toBe(60_000)
    expect(BASE_INTERVAL_MS).toBe(65_000)
  })

  it.each(['live', 'paused', 'interrupted'] as const)('keeps the rhythm while a room is %s', (status) => {
    expect(nextDelayMs({ status, failureCount: 0, nowMs: NOW })).toBe(65_000)
    expect(nextDelayMs({ status, startAtMs: NOW + 60 * MINUTE, failureCount: 0, nowMs: NOW })).toBe(65_000)
  })

  it.each(['ended', 'banned', 'expired'] as const)('never looks again at a room that is %s, even after failures', (status) => {
    expect(nextDelayMs({ status, failureCount: 0, nowMs: NOW })).toBeNull()
    expect(nextDelayMs({ status, failureCount: 3, nowMs: NOW })).toBeNull()
  })

  it.each([
    ['days away', 3 * 24 * 60 * MINUTE, UPCOMING_MAX_MS],
    ['half an hour away', 30 * MINUTE, UPCOMING_MAX_MS],
    ['ten minutes away', 10 * MINUTE, 10 * MINUTE],
    ['four minutes away', 4 * MINUTE, 4 * MINUTE],
    ['half a minute away', MINUTE / 2, BASE_INTERVAL_MS],
    ['just passed', -1, BASE_INTERVAL_MS],
    ['long passed', -90 * MINUTE, BASE_INTERVAL_MS],
    ['not a number', Number.NaN, BASE_INTERVAL_MS],
  ])('looks at an upcoming room whose start is %s', (_, untilStartMs, delayMs) => {
    expect(nextDelayMs({ status: 'upcoming', startAtMs: NOW + untilStartMs, failureCount: 0, nowMs: NOW })).toBe(delayMs)
  })

  it('keeps the rhythm for an upcoming room whose start nobody knows', () => {
    expect(nextDelayMs({ status: 'upcoming', failureCount: 0, nowMs: NOW })).toBe(BASE_INTERVAL_MS)
  })

  it('meets every start on the dot that is more than one rhythm away', () => {
    fc.assert(fc.property(fc.integer({ min: BASE_INTERVAL_MS, max: 100 * MINUTE }), (untilStartMs) => {
      let nowMs = NOW
      const startAtMs = NOW + untilStartMs
      while (nowMs < startAtMs) nowMs += nextDelayMs({ status: 'upcoming', startAtMs, failureCount: 0, nowMs }) ?? Number.NaN
      expect(nowMs).toBe(startAtMs)
    }))
  })

  it('backs off while checks bring nothing, to five minutes', () => {
    const delays = [1, 2, 3, 4, 5, 50, 5_000].map(failureCount => nextDelayMs({ status: 'live', failureCount, nowMs: NOW }))
    expect(delays).toEqual([65_000, 130_000, 260_000, 300_000, 300_000, 300_000, 300_000])
    expect(delays).toEqual([1, 2, 3, 4, 5, 50, 5_000].map(failureCount => nextDelayMs({ status: 'unknown', failureCount, nowMs: NOW })))
  })

  it('starts with the rhythm for a room it knows nothing about', () => {
    expect(nextDelayMs({ status: 'unknown', failureCount: 0, nowMs: NOW })).toBe(BASE_INTERVAL_MS)
  })

  it('never looks at a room sooner because a check failed, nor sooner than the rhythm', () => {
    fc.assert(fc.property(
      fc.constantFrom(...LIVE_STATUSES),
      fc.option(fc.integer({ min: -UPCOMING_MAX_MS, max: 3 * UPCOMING_MAX_MS }), { nil: undefined }),
      fc.nat({ max: 20 }),
      (status, untilStartMs, failureCount) => {
        const startAtMs = untilStartMs === undefined ? undefined : NOW + untilStartMs
        const usual = nextDelayMs({ status, startAtMs, failureCount: 0, nowMs: NOW })
        const afterFailures = nextDelayMs({ status, startAtMs, failureCount, nowMs: NOW })
        if (usual === null || afterFailures === null) {
          expect(afterFailures).toBe(usual)
          return
        }
        expect(afterFailures).toBeGreaterThanOrEqual(usual)
        expect(usual).toBeGreaterThanOrEqual(BASE_INTERVAL_MS)
        expect(afterFailures).toBeLessThanOrEqual(Math.max(usual, FAILURE_MAX_MS))
      },
    ))
  })
})
