import type { TouchJson } from '@/server/contract/touches'
import type { TouchRow } from '@/server/storage/touches'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeRoom, judgeTouch } from '@/server/touches/judge-touch'
import { TOUCH_WAYS } from '@/src/domain/touch'
import { FAKE_START_MS } from '@/tests/support/fake-clock'
import { aTouchJson } from './support'

const NOW_MS = FAKE_START_MS
const DAY_MS = 86_400_000
const SENDING = { openid: 'o-visitor', sentAtMs: NOW_MS, nowMs: NOW_MS }

const judge = (differences: object, sending: object = {}) => judgeTouch({ ...aTouchJson(), ...differences }, { ...SENDING, ...sending })
function codeOf(differences: object, sending: object = {}) {
  const verdict = judge(differences, sending)
  return verdict.kind === 'bad' ? verdict.code : verdict.kind
}
const without = (name: keyof TouchJson) => Object.fromEntries(Object.entries(aTouchJson()).filter(([key]) => key !== name))
/** Fields as JSON.parse makes them, `__proto__` included. */
const parsed = (json: string) => ({ customParams: JSON.parse(json) as unknown })
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

describe('a touch', () => {
  it('is kept as it came, but for the visitor and the time', () => {
    const json = aTouchJson({ goodsId: 7, shareOpenid: 'o-sharer', shareId: 'abc', customParams: { pid: 1, 来源: '朋友圈' } })
    const verdict = judgeTouch({ ...json, openid: 'o-visitor', extra: 1 }, SENDING)
    expect(verdict).toEqual({ kind: 'good', touch: json, waitedMs: 10_000 })
  })

  it.each(TOUCH_WAYS)('may come by %s', via => expect(codeOf({ via })).toBe('good'))

  it('may be of the list of rooms', () => expect(codeOf({ roomId: null })).toBe('good'))

  describe('is malformed', () => {
    it.each(Object.keys(aTouchJson()) as (keyof TouchJson)[])('without %s', (name) => {
      expect(judgeTouch(without(name), SENDING)).toMatchObject({ kind: 'bad', code: 'touch-malformed', id: name === 'id' ? null : 'touch-1' })
    })

    it.each([null, undefined, 7, 'touch', [], [aTouchJson()], true])('when it is %j', (input) => {
      expect(judgeTouch(input, SENDING)).toEqual({ kind: 'bad', code: 'touch-malformed', id: null })
    })

    it.each(['1', [1], 1.5, 0, -1, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, true, {}])('with the room or product %j', (number) => {
      expect(codeOf({ roomId: number })).toBe('touch-malformed')
      expect(codeOf({ goodsId: number })).toBe('touch-malformed')
    })

    it.each(['', 7, null, 'x'.repeat(129), 'a\u0000b', 'line\nbreak', 'half an emoji \uD83D'])('with the id %j', (id) => {
      expect(judge({ id })).toEqual({ kind: 'bad', code: 'touch-malformed', id: null })
    })

    it.each([7, null, ['o'], 'x'.repeat(129), 'a\u0000b', '\uDE00'])('with the sharer %j', (sharer) => {
      expect(codeOf({ shareOpenid: sharer })).toBe('touch-malformed')
      expect(codeOf({ shareId: sharer })).toBe('touch-malformed')
    })

    it.each([null, [], 'pid=1', '{}', 7])('with the parameters %j', customParams => expect(codeOf({ customParams })).toBe('touch-malformed'))
    it.each(['1007', -1, 1.5, 1_000_001, null])('with the scene %j', scene => expect(codeOf({ scene })).toBe('touch-malformed'))
    it.each(['1', -1, 1.5, null, 2 ** 53])('with the time %j', atMs => expect(codeOf({ atMs })).toBe('touch-malformed'))
    it.each(['', 'toString', 'SHARE-CARD', null])('with the way in %j', via => expect(codeOf({ via })).toBe('touch-malformed'))
  })

  it('may say whose it is, if that is true', () => {
    expect(codeOf({ openid: 'o-visitor' })).toBe('good')
    expect(codeOf({ openid: '' })).toBe('good')
    expect(codeOf({ openid: null })).toBe('good')
  })

  it.each(['o-other', 'O-VISITOR', 7, ['o-visitor'], {}, 'x'.repeat(500)])('may not be another\'s: %j', (openid) => {
    expect(codeOf({ openid })).toBe('openid-mismatch')
  })

  describe('has parameters', () => {
    // Six characters each are %22a%22 and so on: what counts is what a URL would carry.
    it('of 600 encoded characters, not of 601', () => {
      const ofLength = (chars: number) => ({ customParams: { a: 'x'.repeat(chars - encodeURIComponent('{"a":""}').length) } })
      expect(codeOf(ofLength(600))).toBe('good')
      expect(codeOf(ofLength(601))).toBe('custom-params-invalid')
      expect(codeOf({ customParams: { a: '茶'.repeat(70) } })).toBe('custom-params-invalid')
    })

    it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])('without the key %s, at any depth', (key) => {
      expect(codeOf(parsed(`{"${key}":{"isAdmin":true}}`))).toBe('custom-params-invalid')
      expect(codeOf(parsed(`{"a":{"${key}":1}}`))).toBe('custom-params-invalid')
      expect(codeOf(parsed(`{"a":[{"b":[{"${key}":1}]}]}`))).toBe('custom-params-invalid')
      expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false)
    })

    it('of some depth, and none that no phone sends', () => {
      expect(codeOf(parsed(nested(16)))).toBe('good')
      expect(codeOf(parsed(nested(17)))).toBe('custom-params-invalid')
      expect(codeOf(parsed(`{"a":${'['.repeat(40_000)}${']'.repeat(40_000)}}`))).toBe('custom-params-invalid')
    })

    it.each(['{"a":1e400}', '{"a":"\\ud800"}', '{"\\ud800":1}'])('that a URL can carry: not %s', json => expect(codeOf(parsed(json))).toBe('custom-params-invalid'))
  })

  describe('came', () => {
    it('as long before now as before its sending, whatever the phone\'s clock says', () => {
      const phoneMs = Date.UTC(1999, 0, 1)
      const verdict = judge({ atMs: phoneMs - 3_600_000 }, { sentAtMs: phoneMs })
      expect(verdict).toMatchObject({ kind: 'good', touch: { atMs: NOW_MS - 3_600_000 }, waitedMs: 3_600_000 })
    })

    it('not after its sending, but for a minute, and never after now', () => {
      expect(codeOf({ atMs: NOW_MS + 60_001 })).toBe('touch-from-future')
      expect(judge({ atMs: NOW_MS + 60_000 })).toMatchObject({ kind: 'good', touch: { atMs: NOW_MS }, waitedMs: 0 })
      expect(codeOf({ atMs: Number.MAX_SAFE_INTEGER })).toBe('touch-from-future')
    })

    it('at most ninety days ago', () => {
      expect(codeOf({ atMs: NOW_MS - 90 * DAY_MS })).toBe('good')
      expect(codeOf({ atMs: NOW_MS - 90 * DAY_MS - 1 })).toBe('touch-too-old')
      expect(codeOf({ atMs: 0 }, { sentAtMs: Number.MAX_SAFE_INTEGER })).toBe('touch-too-old')
    })
  })
})

describe('a touch\'s room', () => {
  const touch: TouchRow = aTouchJson({ roomId: 5 })
  const rooms = (listedAtMs: number | null, ...ids: number[]) => ({ has: (id: number) => ids.includes(id), listedAtMs })

  it('may be known, or none', () => {
    expect(judgeRoom(touch, rooms(NOW_MS, 4, 5))).toBeNull()
    expect(judgeRoom(touch, rooms(null, 5))).toBeNull()
    expect(judgeRoom({ ...touch, roomId: null }, rooms(null))).toBeNull()
  })

  it('is none of the shop\'s once a list from after the touch lacks it', () => {
    expect(judgeRoom(touch, rooms(touch.atMs + 1, 4))).toBe('room-not-found')
  })

  it('may be a new one as long as there is no such list', () => {
    expect(judgeRoom(touch, rooms(touch.atMs, 4))).toBe('room-not-known-yet')
    expect(judgeRoom(touch, rooms(touch.atMs - 60_000, 4))).toBe('room-not-known-yet')
    expect(judgeRoom(touch, rooms(null))).toBe('room-not-known-yet')
  })
})

describe('whatever comes', () => {
  const anything = fc.oneof(fc.anything(), fc.jsonValue())
  // Mostly right, so that some are right in everything.
  const mostly = <T>(right: fc.Arbitrary<T>) => fc.oneof({ weight: 15, arbitrary: right }, { weight: 1, arbitrary: anything })
  const nearlyATouch = fc.record({
    id: mostly(fc.string({ minLength: 1, unit: fc.constantFrom('a', '7', '-', '茶', '😀', '\'', ';', '\0', '\uD800') })),
    via: mostly(fc.constantFrom(...TOUCH_WAYS)),
    roomId: mostly(fc.oneof(fc.constant(null), fc.integer({ min: 1 }), fc.double())),
    goodsId: mostly(fc.oneof(fc.constant(null), fc.maxSafeNat())),
    shareOpenid: mostly(fc.string()),
    shareId: mostly(fc.string()),
    customParams: mostly(fc.dictionary(fc.string(), fc.jsonValue())),
    scene: mostly(fc.nat(1_100_000)),
    atMs: mostly(fc.integer({ min: NOW_MS - 100 * DAY_MS, max: NOW_MS + DAY_MS })),
  })

  it('is judged and never throws, and what is good can be kept by any database', () => {
    let good = 0
    fc.assert(fc.property(mostly(nearlyATouch), fc.maxSafeNat(), (input, sentAtMs) => {
      for (const sentMs of [NOW_MS, sentAtMs]) {
        const verdict = judgeTouch(input, { ...SENDING, sentAtMs: sentMs })
        if (verdict.kind === 'bad')
          continue
        good += 1
        const { touch, waitedMs } = verdict
        expect(touch.atMs).toBe(NOW_MS - waitedMs)
        expect(touch.atMs).toBeGreaterThanOrEqual(NOW_MS - 90 * DAY_MS)
        expect(touch.atMs).toBeLessThanOrEqual(NOW_MS)
        for (const number of [touch.roomId ?? 1, touch.goodsId ?? 1, touch.scene, touch.atMs])
          expect(Number.isSafeInteger(number)).toBe(true)
        for (const text of [touch.id, touch.shareOpenid, touch.shareId, JSON.stringify(touch.customParams)])
          expect(text).not.toMatch(/\0|\p{Cs}/u)
        expect(encodeURIComponent(JSON.stringify(touch.customParams)).length).toBeLessThanOrEqual(600)
      }
    }), { numRuns: 2000 })
    // So that the above was not all about nothing.
    expect(good).toBeGreaterThan(20)
  })

  it('is the same verdict for the same touch sent again later, but for the lag', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 89 * DAY_MS }), fc.integer({ min: 0, max: DAY_MS }), (waitedMs, laterMs) => {
      const atMs = NOW_MS - waitedMs
      const first = judge({ atMs }, { sentAtMs: NOW_MS, nowMs: NOW_MS })
      const second = judge({ atMs }, { sentAtMs: NOW_MS + laterMs, nowMs: NOW_MS + laterMs })
      expect(first.kind === 'good' && first.touch).toEqual(second.kind === 'good' && second.touch)
    }))
  })
})
