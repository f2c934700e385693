import { describe, expect, it } from 'vitest'
import { isOnAir, isOver, LIVE_STATUSES, liveStatusCode, liveStatusFromCode } from '@/src/domain/live-status'

describe('live status codes', () => {
  it('names the seven codes of WeChat', () => {
    expect([101, 102, 103, 104, 105, 106, 107].map(liveStatusFromCode))
      .toEqual(['live', 'upcoming', 'ended', 'banned', 'paused', 'interrupted', 'expired'])
  })

  it.each([0, 100, 108, 109, -1, 101.5, Number.NaN, Number.POSITIVE_INFINITY])('takes %s for unknown', (code) => {
    expect(liveStatusFromCode(code)).toBe('unknown')
  })

  it('finds the code again', () => {
    for (const status of LIVE_STATUSES.filter(status => status !== 'unknown')) expect(liveStatusFromCode(liveStatusCode(status))).toBe(status)
    expect(liveStatusCode('unknown')).toBe(0)
  })

  it('is on air, over, or neither, never both', () => {
    expect(LIVE_STATUSES.filter(isOnAir)).toEqual(['live', 'paused', 'interrupted'])
    expect(LIVE_STATUSES.filter(isOver)).toEqual(['ended', 'banned', 'expired'])
  })
})
