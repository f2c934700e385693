import type { Touch } from '@/src/domain/touch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CREDIT_EXPIRY_MS, creditFor } from '@/src/domain/credit'
import { TOUCH_WAYS } from '@/src/domain/touch'
import { compactTouches, insertTouch } from '@/src/domain/touch-compaction'
import { aTouch } from './support/a-touch'

const NOW_MS = Date.UTC(2024, 5, 1, 12)
const DAY_MS = 86_400_000
const own = { openids: ['me'], shareId: 's-me' }

const daysAgo = (days: number, id: string, change: Partial<Touch> = {}) => aTouch(id, { atMs: NOW_MS - days * DAY_MS, ...change })
const idsOf = (touches: readonly Touch[]) => touches.map(({ id }) => id)

const anyHistory = fc.array(fc.record({
  via: fc.constantFrom(...TOUCH_WAYS),
  roomId: fc.constantFrom(null, 1, 2, 3, 4),
  openid: fc.constantFrom('', 'me'),
  shareOpenid: fc.constantFrom('', '', 'me', 'a', 'b'),
  shareId: fc.constantFrom('', '', 's-me', 's-a'),
  customParams: fc.constantFrom({}, { pid: 1 }),
  // Few moments, so that some are equal, and some of them too old.
  atMs: fc.integer({ min: -2, max: 40 }).map(days => NOW_MS - days * DAY_MS),
}), { maxLength: 40 }).map(list => list.map((touch, index) => aTouch(`t${index}`, touch)))

describe('what is kept of the touches', () => {
  it('gives every room the same credit as before, as long as two for each room fit', () => {
    fc.assert(fc.property(anyHistory, fc.nat({ max: 30 }), (touches, extra) => {
      const rooms = [...new Set(touches.map(({ roomId }) => roomId))]
      const kept = compactTouches(touches, { limit: rooms.length * 2 + extra, nowMs: NOW_MS, own })
      for (const roomId of [...rooms, null, 99]) {
        for (const rule of ['first', 'last'] as const)
          expect(creditFor(kept, { roomId, rule, nowMs: NOW_MS, own })).toBe(creditFor(touches, { roomId, rule, nowMs: NOW_MS, own }))
      }
    }), { numRuns: 500 })
  })

  it('is never more than there is room for, never less than it could be, and in the old order', () => {
    fc.assert(fc.property(anyHistory, fc.nat({ max: 50 }), (touches, limit) => {
      const kept = compactTouches(touches, { limit, nowMs: NOW_MS, own })
      expect(kept).toHaveLength(Math.min(limit, touches.length))
      expect(kept).toEqual(touches.filter(touch => kept.includes(touch)))
    }))
  })

  it('loses the expired first, then what never counts, then the middle, and the ends of a room last', () => {
    const touches = [
      daysAgo(20, 'first'),
      daysAgo(10, 'middle'),
      daysAgo(5, 'goods', { via: 'goods-page', shareOpenid: '' }),
      daysAgo(1, 'last'),
      aTouch('expired', { atMs: NOW_MS - CREDIT_EXPIRY_MS - 1 }),
    ]
    const keptOf = (limit: number) => idsOf(compactTouches(touches, { limit, nowMs: NOW_MS, own }))
    expect(keptOf(5)).toEqual(['first', 'middle', 'goods', 'last', 'expired'])
    expect(keptOf(4)).toEqual(['first', 'middle', 'goods', 'last'])
    expect(keptOf(3)).toEqual(['first', 'middle', 'last'])
    expect(keptOf(2)).toEqual(['first', 'last'])
    expect(keptOf(1)).toEqual(['last'])
  })

  it('loses the older of two that are worth the same', () => {
    const touches = [daysAgo(9, 'a'), daysAgo(8, 'b'), daysAgo(7, 'c'), daysAgo(6, 'd')]
    expect(idsOf(compactTouches(touches, { limit: 3, nowMs: NOW_MS }))).toEqual(['a', 'c', 'd'])
  })
})

it('a touch that became known late takes its place by its moment', () => {
  const touches = [daysAgo(3, 'a'), daysAgo(1, 'c')]
  expect(idsOf(insertTouch(touches, daysAgo(2, 'b')))).toEqual(['a', 'b', 'c'])
  expect(idsOf(insertTouch(touches, daysAgo(1, 'd')))).toEqual(['a', 'c', 'd'])
  expect(idsOf(insertTouch([], daysAgo(1, 'a')))).toEqual(['a'])
})
