import type { LiveStatus, StatusReading } from '@/src/domain/live-status'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { INTERRUPTION_LIMIT_MS, isOver, LIVE_STATUSES, liveStatusCode } from '@/src/domain/live-status'
import { GATEWAY_LEAD_MS, LIST_LAG_MS, mergeRoomStatus, trackInterruption } from '@/src/domain/room-status'
import { BASE_INTERVAL_MS } from '@/src/domain/status-schedule'

const NOW = Date.UTC(2024, 5, 1, 12)
const HOUR = 3_600_000
const MINUTE = 60_000

function reading(status: LiveStatus, ageMs = 0, code = liveStatusCode(status)): StatusReading {
  return { status, code, checkedAtMs: NOW - ageMs }
}

const anyReading = fc.option(fc.record({
  status: fc.constantFrom(...LIVE_STATUSES),
  ageMs: fc.oneof(fc.integer({ min: -HOUR, max: HOUR }), fc.integer({ min: -5 * MINUTE, max: 5 * MINUTE })),
}).map(({ status, ageMs }) => reading(status, ageMs)), { nil: undefined })

const anyMoment = fc.option(fc.integer({ min: -2 * HOUR, max: 2 * HOUR }).map(ms => NOW + ms), { nil: undefined })
const anySources = fc.record({ plugin: anyReading, gateway: anyReading, startAtMs: anyMoment, endAtMs: anyMoment, interruptedSinceMs: anyMoment })

describe('what is shown when one source has spoken', () => {
  it('is the plugin\'s answer', () => {
    expect(mergeRoomStatus({ plugin: reading('live', MINUTE) }, NOW))
      .toEqual({ status: 'live', code: 101, checkedAtMs: NOW - MINUTE, source: 'plugin', interruptionEndsAtMs: null })
  })

  it('is the gateway\'s word', () => {
    expect(mergeRoomStatus({ gateway: reading('paused', HOUR) }, NOW))
      .toEqual({ status: 'paused', code: 105, checkedAtMs: NOW - HOUR, source: 'gateway', interruptionEndsAtMs: null })
  })

  it('is the schedule before the planned start, and unknown from then on', () => {
    const upcoming = { status: 'upcoming', code: null, checkedAtMs: null, source: 'schedule', interruptionEndsAtMs: null }
    expect(mergeRoomStatus({ startAtMs: NOW + 1, endAtMs: NOW + HOUR }, NOW)).toEqual(upcoming)
    expect(mergeRoomStatus({ startAtMs: NOW, endAtMs: NOW + HOUR }, NOW)).toEqual({ ...upcoming, status: 'unknown' })
    expect(mergeRoomStatus({ startAtMs: NOW - HOUR, endAtMs: NOW - 1 }, NOW)).toEqual({ ...upcoming, status: 'unknown' })
    expect(mergeRoomStatus({}, NOW)).toEqual({ ...upcoming, status: 'unknown' })
  })

  it('keeps WeChat\'s number of an unknown status', () => {
    expect(mergeRoomStatus({ plugin: reading('unknown', 0, 142) }, NOW)).toMatchObject({ status: 'unknown', code: 142, source: 'plugin' })
    expect(mergeRoomStatus({ plugin: reading('unknown', 0, 0), gateway: reading('unknown', 0, 9) }, NOW)).toMatchObject({ status: 'unknown', code: 0, source: 'plugin' })
  })
})

describe('plugin against gateway', () => {
  it('prefers the plugin though the list was asked a little later, because the list lags', () => {
    const plugin = reading('live', GATEWAY_LEAD_MS - 1)
    expect(mergeRoomStatus({ plugin, gateway: reading('upcoming') }, NOW)).toMatchObject({ status: 'live', source: 'plugin' })
  })

  it('takes the gateway\'s word once it is fresher by a rhythm and the list\'s lag', () => {
    expect(GATEWAY_LEAD_MS).toBe(BASE_INTERVAL_MS + LIST_LAG_MS)
    const plugin = reading('upcoming', GATEWAY_LEAD_MS)
    expect(mergeRoomStatus({ plugin, gateway: reading('live') }, NOW)).toMatchObject({ status: 'live', source: 'gateway' })
  })

  it.each(['ended', 'banned', 'expired'] as const)('never lets the list bring a room back that the plugin called %s', (status) => {
    expect(mergeRoomStatus({ plugin: reading(status, HOUR), gateway: reading('upcoming') }, NOW)).toMatchObject({ status, source: 'plugin' })
  })

  it('never hides a known status behind an unknown one', () => {
    expect(mergeRoomStatus({ plugin: reading('live', HOUR), gateway: reading('unknown') }, NOW).status).toBe('live')
    expect(mergeRoomStatus({ plugin: reading('unknown'), gateway: reading('live', HOUR) }, NOW).status).toBe('live')
    expect(mergeRoomStatus({ plugin: reading('unknown'), startAtMs: NOW + 1 }, NOW)).toMatchObject({ status: 'upcoming', source: 'schedule' })
  })
})

describe('clocks that disagree', () => {
  it('takes a gateway that is an hour fast for no fresher than this moment', () => {
    expect(mergeRoomStatus({ plugin: reading('live', MINUTE), gateway: reading('upcoming', -HOUR) }, NOW))
      .toMatchObject({ status: 'live', source: 'plugin' })
    expect(mergeRoomStatus({ plugin: reading('live', 3 * MINUTE), gateway: reading('ended', -HOUR) }, NOW))
      .toEqual({ status: 'ended', code: 103, checkedAtMs: NOW, source: 'gateway', interruptionEndsAtMs: null })
  })

  it('does not hold on to an answer from before the phone\'s clock was set back', () => {
    expect(mergeRoomStatus({ plugin: reading('upcoming', -HOUR), gateway: reading('live', 2 * MINUTE) }, NOW))
      .toMatchObject({ status: 'live', source: 'gateway' })
    expect(mergeRoomStatus({ plugin: reading('live', -HOUR) }, NOW)).toMatchObject({ status: 'live', checkedAtMs: NOW })
  })

  it('does not mind an answer that is a moment ahead of a display\'s slow clock', () => {
    expect(mergeRoomStatus({ plugin: reading('live', -1_000), gateway: reading('upcoming') }, NOW)).toMatchObject({ status: 'live', source: 'plugin' })
  })
})

describe('a planned end', () => {
  it('makes an upcoming room expired, which the list may not know yet', () => {
    const gateway = reading('upcoming', MINUTE)
    expect(mergeRoomStatus({ gateway, endAtMs: NOW + 1 }, NOW).status).toBe('upcoming')
    expect(mergeRoomStatus({ gateway, endAtMs: NOW }, NOW))
      .toEqual({ status: 'expired', code: 102, checkedAtMs: NOW - MINUTE, source: 'schedule', interruptionEndsAtMs: null })
  })

  it('says nothing about a room that runs over time', () => {
    expect(mergeRoomStatus({ plugin: reading('live'), endAtMs: NOW - HOUR }, NOW).status).toBe('live')
  })
})

describe('an interruption', () => {
  it('ends fifteen minutes after it was first seen', () => {
    expect(mergeRoomStatus({ plugin: reading('interrupted'), interruptedSinceMs: NOW - 4 * MINUTE }, NOW).interruptionEndsAtMs).toBe(NOW + 11 * MINUTE)
  })

  it('counts from the reading when nobody kept track, and never from the future', () => {
    expect(mergeRoomStatus({ plugin: reading('interrupted', MINUTE) }, NOW).interruptionEndsAtMs).toBe(NOW + 14 * MINUTE)
    expect(mergeRoomStatus({ plugin: reading('interrupted'), interruptedSinceMs: NOW + HOUR }, NOW).interruptionEndsAtMs).toBe(NOW + 15 * MINUTE)
  })

  it('is tracked from its first sight until the broadcast goes on or ends', () => {
    let since = trackInterruption(undefined, 'live', 1_000)
    expect(since).toBeUndefined()
    since = trackInterruption(since, 'interrupted', 2_000)
    expect(since).toBe(2_000)
    since = trackInterruption(since, 'interrupted', 3_000)
    since = trackInterruption(since, 'unknown', 4_000)
    expect(since).toBe(2_000)
    expect(trackInterruption(since, 'live', 5_000)).toBeUndefined()
    expect(trackInterruption(since, 'ended', 5_000)).toBeUndefined()
  })

  it('begins anew when the phone\'s clock was set back meanwhile', () => {
    expect(trackInterruption(NOW, 'interrupted', NOW - HOUR)).toBe(NOW - HOUR)
  })
})

describe('whatever the sources say', () => {
  it('shows no future check, a deadline only for an interruption, and unknown only if nobody knows better', () => {
    fc.assert(fc.property(anySources, (sources) => {
      const shown = mergeRoomStatus(sources, NOW)
      expect(shown.checkedAtMs ?? NOW).toBeLessThanOrEqual(NOW)
      expect(shown.interruptionEndsAtMs !== null).toBe(shown.status === 'interrupted')
      expect(shown.interruptionEndsAtMs ?? NOW).toBeLessThanOrEqual(NOW + INTERRUPTION_LIMIT_MS)
      const isAnybodyKnowing = [sources.plugin, sources.gateway].some(source => source && source.status !== 'unknown')
      if (isAnybodyKnowing)
        expect(shown.status).not.toBe('unknown')
      if (sources.plugin && isOver(sources.plugin.status))
        expect(shown).toMatchObject({ status: sources.plugin.status, source: 'plugin' })
    }))
  })

  it('lets a gateway that goes on answering take over from a plugin that does not, within five minutes', () => {
    fc.assert(fc.property(
      fc.constantFrom<LiveStatus>('live', 'upcoming', 'paused'),
      fc.integer({ min: 0, max: 2 * HOUR }),
      fc.integer({ min: 0, max: 2 * HOUR }),
      (status, pluginAheadMs, gatewayAheadMs) => {
        const nowMs = NOW + 5 * MINUTE
        const plugin = reading(status, -pluginAheadMs)
        const gateway = { status: 'interrupted' as const, code: 106, checkedAtMs: nowMs + gatewayAheadMs }
        // Between a clock a little ahead and one that was set back, an answer may look new for one rhythm more.
        if (plugin.checkedAtMs - nowMs <= BASE_INTERVAL_MS && nowMs - plugin.checkedAtMs < GATEWAY_LEAD_MS)
          return
        expect(mergeRoomStatus({ plugin, gateway }, nowMs).source).toBe('gateway')
      },
    ))
  })
})
