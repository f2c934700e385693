import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { channelsRefusalOf, isReservedAfter, parseChannelsLive, parseChannelsNotice, parseChannelsShareKey, parseReserveOutcome } from '@/src/domain/channels-live'

const live = { feedId: 'feed', nonceId: 'nonce', description: '品春茶', headUrl: 'https://wx.example/head', nickname: '小满茶馆', status: 2, replayStatus: 0, otherInfos: [] }
const notice = { noticeId: 'notice', nickname: '小满茶馆', headUrl: 'https://wx.example/head', startTime: '1764072000', reservable: true, status: 0, otherInfos: [] }
function quiet() {}

describe('a broadcast', () => {
  it('is read with all it says', () => {
    expect(parseChannelsLive(live, quiet)).toEqual({ feedId: 'feed', nonceId: 'nonce', description: '品春茶', headUrl: 'https://wx.example/head', nickname: '小满茶馆', status: 'live', replay: 'none' })
  })

  it.each([[1, 'none'], [2, 'live'], [3, 'ended'], [4, 'preparing']])('of status %i is %s', (status, word) => {
    expect(parseChannelsLive({ ...live, status }, quiet)?.status).toBe(word)
  })

  it.each([[0, 'none'], [1, 'ready'], [3, 'generating'], [6, 'expired']])('with replay status %i has a replay that is %s', (replayStatus, word) => {
    expect(parseChannelsLive({ ...live, replayStatus }, quiet)?.replay).toBe(word)
  })

  it('has an unknown replay where the base library does not tell, which is no news', () => {
    const report = vi.fn()
    expect(parseChannelsLive({ ...live, replayStatus: undefined }, report)?.replay).toBe('unknown')
    expect(report).not.toHaveBeenCalled()
  })

  it('takes no undocumented number for a documented one, and reports it', () => {
    fc.assert(fc.property(fc.anything().filter(value => ![1, 2, 3, 4].includes(value as number) && typeof value !== 'bigint'), (status) => {
      const report = vi.fn()
      fc.pre(isJson(status))
      expect(parseChannelsLive({ ...live, status }, report)?.status).toBe('unknown')
      expect(report).toHaveBeenCalledTimes(1)
    }))
    const report = vi.fn()
    parseChannelsLive({ ...live, status: 7, replayStatus: 2 }, report)
    expect(report.mock.calls).toEqual([['status 7'], ['replayStatus 2']])
  })
})

describe('a notice', () => {
  it('is read with all it says', () => {
    expect(parseChannelsNotice(notice, quiet)).toEqual({ noticeId: 'notice', nickname: '小满茶馆', headUrl: 'https://wx.example/head', startAtMs: 1764072000_000, isReservable: true, status: 'usable' })
  })

  it.each([[0, 'usable'], [1, 'cancelled'], [2, 'used'], [3, 'unknown'], ['0', 'unknown'], [undefined, 'unknown']])('of status %s is %s', (status, word) => {
    expect(parseChannelsNotice({ ...notice, status }, quiet)?.status).toBe(word)
  })

  it.each([['1764072000', 1764072000_000], [1764072000, 1764072000_000], ['1764072000000', 1764072000_000], ['soon', null], ['', null], ['0', null], [undefined, null], [{}, null]])('that starts at %j starts at %s', (startTime, startAtMs) => {
    expect(parseChannelsNotice({ ...notice, startTime }, quiet)?.startAtMs).toBe(startAtMs)
  })

  it('is none without its id', () => {
    expect(parseChannelsNotice({ ...notice, noticeId: '' }, quiet)).toBeNull()
  })
})

describe('what came of reserving', () => {
  it.each([
    [1, 'live-declined', null],
    [2, 'live-opened', null],
    [3, 'notice-cancelled', null],
    [4, 'broadcast-ended', null],
    [5, 'left', false],
    [6, 'reserved', true],
    [7, 'released', false],
    [8, 'kept', true],
    [9, 'dismissed', null],
    [10, 'notice-expired', null],
  ] as const)('in state %i is %s', (state, outcome, isReserved) => {
    expect(parseReserveOutcome({ state }, quiet)).toBe(outcome)
    expect(isReservedAfter(outcome)).toBe(isReserved)
  })

  it('is unknown in any other state', () => {
    fc.assert(fc.property(fc.oneof(fc.integer().filter(state => state < 1 || state > 10), fc.string(), fc.constant(null)), (state) => {
      const report = vi.fn()
      expect(parseReserveOutcome({ state }, report)).toBe('unknown')
      expect(report).toHaveBeenCalledTimes(1)
    }))
    expect(isReservedAfter('unknown')).toBeNull()
  })
})

describe('who brought a visitor', () => {
  it('is the sharer and the promoter, without the promoter\'s nickname', () => {
    const promoter = { finderNickname: '阿陶', promoterId: 'p1', promoterOpenId: 'o-promoter' }
    expect(parseChannelsShareKey({ sharerOpenId: 'o-sharer', promoter })).toEqual({ sharerOpenid: 'o-sharer', promoterId: 'p1', promoterOpenid: 'o-promoter' })
    expect(parseChannelsShareKey({ sharerOpenId: '', promoter })).toMatchObject({ sharerOpenid: '', promoterId: 'p1' })
  })

  it.each([null, {}, { sharerOpenId: '' }, { promoter: {} }, { sharerOpenId: '阿陶', promoter: 'p1' }])('is nobody in %j', (answer) => {
    expect(parseChannelsShareKey(answer)).toBeNull()
  })
})

describe('a refusal', () => {
  it.each([[100008, 'account-not-eligible'], [40097, 'argument-invalid'], [1416104, 'nothing-found'], [1416100, 'account-id-invalid'], [1, null], [-1, null]])('with code %i is %s', (code, reason) => {
    expect(channelsRefusalOf(code)).toBe(reason)
  })
})

it('no answer of WeChat\'s makes its reader throw', () => {
  fc.assert(fc.property(fc.oneof(fc.anything(), fc.record({ noticeId: fc.anything(), startTime: fc.anything(), promoter: fc.anything() })), (input) => {
    fc.pre(isJson(input))
    for (const parse of [parseChannelsLive, parseChannelsNotice, parseReserveOutcome, parseChannelsShareKey]) expect(() => parse(input, quiet)).not.toThrow()
  }))
})

// What comes through WeChat's bridge.
function isJson(value: unknown): boolean {
  try {
    JSON.stringify(value)
    return true
  }
  catch {
    return false
  }
}
