import type { ChannelsLive, ChannelsNotice } from '@/src/domain/channels-live'
import { describe, expect, it } from 'vitest'
import { channelsDelayMs, channelsOfferOf } from '@/src/domain/channels-offer'
import { BASE_INTERVAL_MS, FAILURE_MAX_MS, UPCOMING_MAX_MS } from '@/src/domain/status-schedule'

const NOW_MS = 1_764_072_000_000
const MINUTE_MS = 60_000

const live = (status: ChannelsLive['status'], replay: ChannelsLive['replay'] = 'none'): ChannelsLive => ({ feedId: 'f', nonceId: 'n', description: '', headUrl: '', nickname: '', status, replay })
const notice = (change: Partial<ChannelsNotice> = {}): ChannelsNotice => ({ noticeId: 'n', headUrl: '', nickname: '', startAtMs: NOW_MS + 5 * MINUTE_MS, isReservable: true, status: 'usable', ...change })

describe('what an account has for customers', () => {
  it.each([
    ['a broadcast, before everything', live('live'), notice(), 'watch'],
    ['a notice that can be reserved, before a replay', live('ended', 'ready'), notice(), 'reserve'],
    ['a notice of an account that never was live', live('none'), notice(), 'reserve'],
    ['a notice alone', null, notice(), 'reserve'],
    ['a broadcast to come', live('preparing'), notice({ status: 'used' }), 'prepare'],
    ['a replay', live('ended', 'ready'), notice({ isReservable: false }), 'replay'],
    ['a replay to come', live('ended', 'generating'), null, 'replay-soon'],
    ['nothing once the replay has expired', live('ended', 'expired'), notice({ status: 'cancelled' }), null],
    ['nothing without a replay', live('ended', 'none'), null, null],
    ['nothing where WeChat does not tell of replays', live('ended', 'unknown'), null, null],
    ['nothing before the first broadcast', live('none'), null, null],
    ['nothing in a state that nobody knows', live('unknown', 'ready'), null, null],
    ['nothing of which nothing is known', null, null, null],
  ])('is %s', (_, newest, next, offer) => {
    expect(channelsOfferOf({ live: newest, notice: next })).toBe(offer)
  })
})

describe('the rhythm of an account', () => {
  const delayMs = (newest: ChannelsLive | null, next: ChannelsNotice | null = null, failureCount = 0) => channelsDelayMs({ live: newest, notice: next }, failureCount, NOW_MS)

  it('is that of a room while it is live or preparing', () => {
    expect(delayMs(live('live'))).toBe(BASE_INTERVAL_MS)
    expect(delayMs(live('preparing'))).toBe(BASE_INTERVAL_MS)
  })

  it('is slow once it has ended, or while there is nothing', () => {
    for (const newest of [live('ended'), live('none'), live('unknown'), null]) expect(delayMs(newest)).toBe(UPCOMING_MAX_MS)
  })

  it('meets the start of a notice', () => {
    expect(delayMs(live('ended'), notice())).toBe(5 * MINUTE_MS)
    expect(delayMs(live('ended'), notice({ startAtMs: NOW_MS + 1000 }))).toBe(BASE_INTERVAL_MS)
    expect(delayMs(live('ended'), notice({ startAtMs: NOW_MS - MINUTE_MS }))).toBe(BASE_INTERVAL_MS)
    expect(delayMs(live('ended'), notice({ startAtMs: NOW_MS + 5 * 60 * MINUTE_MS }))).toBe(UPCOMING_MAX_MS)
    for (const change of [{ status: 'cancelled' }, { startAtMs: null }] as const) expect(delayMs(live('ended'), notice(change))).toBe(UPCOMING_MAX_MS)
  })

  it('slows down with failures, to an end', () => {
    expect(delayMs(live('live'), null, 1)).toBe(BASE_INTERVAL_MS)
    expect(delayMs(live('live'), null, 2)).toBe(2 * BASE_INTERVAL_MS)
    expect(delayMs(live('live'), null, 60)).toBe(FAILURE_MAX_MS)
  })
})
