import type { Touch } from '@/src/domain/touch'
import { describe, expect, it } from 'vitest'
import { CREDIT_EXPIRY_MS, creditFor } from '@/src/domain/credit'
import { aTouch } from './support/a-touch'

const NOW_MS = Date.UTC(2024, 5, 1, 12)
const DAY_MS = 86_400_000

const daysAgo = (days: number, id: string, change: Partial<Touch> = {}) => aTouch(id, { atMs: NOW_MS - days * DAY_MS, ...change })

function credited(touches: readonly Touch[], roomId: number | null = 11) {
  const own = { openids: ['me', 'me-in-rooms'], shareId: 's-me' }
  return (['first', 'last'] as const).map(rule => creditFor(touches, { roomId, rule, nowMs: NOW_MS, own })?.id ?? null)
}

describe('credit', () => {
  it('goes to the first or the last who brought the visitor into the room', () => {
    expect(credited([daysAgo(3, 'a'), daysAgo(2, 'b'), daysAgo(1, 'c')])).toEqual(['a', 'c'])
    expect(credited([daysAgo(3, 'a', { roomId: 12 })])).toEqual([null, null])
    expect(credited([])).toEqual([null, null])
  })

  it('goes by the moment of the visit, not by when it became known', () => {
    expect(credited([daysAgo(2, 'b'), daysAgo(1, 'c'), daysAgo(3, 'a')])).toEqual(['a', 'c'])
  })

  it('expires after thirty days, by both rules', () => {
    expect(CREDIT_EXPIRY_MS).toBe(30 * DAY_MS)
    expect(credited([daysAgo(30, 'a')])).toEqual(['a', 'a'])
    expect(credited([daysAgo(30, 'a', { atMs: NOW_MS - CREDIT_EXPIRY_MS - 1 })])).toEqual([null, null])
    expect(credited([daysAgo(40, 'a'), daysAgo(20, 'b'), daysAgo(10, 'c')])).toEqual(['b', 'c'])
  })

  it('is not held for years by a visit that a wrong clock has put ahead', () => {
    expect(credited([daysAgo(1, 'a'), daysAgo(-400, 'ahead')])).toEqual(['a', 'a'])
    // A clock that was put right by a minute takes nothing away.
    expect(credited([daysAgo(0, 'a', { atMs: NOW_MS + 60_000 })])).toEqual(['a', 'a'])
  })

  it('goes to the room\'s own visits before those of the list of rooms, however late these are', () => {
    const list = { via: 'own-link', roomId: null } as const
    expect(credited([daysAgo(5, 'list-1', list), daysAgo(3, 'room'), daysAgo(1, 'list-2', list)])).toEqual(['room', 'room'])
    expect(credited([daysAgo(5, 'list-1', list), daysAgo(1, 'list-2', list)])).toEqual(['list-1', 'list-2'])
    expect(credited([daysAgo(5, 'list-1', list), daysAgo(50, 'room')])).toEqual(['list-1', 'list-1'])
    expect(credited([daysAgo(5, 'list-1', list), daysAgo(1, 'room')], null)).toEqual(['list-1', 'list-1'])
  })

  it.each<[string, Partial<Touch>, boolean]>([
    ['a sharer that the plugin named', { customParams: {} }, true],
    ['a sharer that our own card named', { shareOpenid: '', shareId: 's-friend', customParams: {} }, true],
    ['parameters alone: a channel of the shop', { shareOpenid: '' }, true],
    ['a reminder with parameters', { via: 'reminder', shareOpenid: '' }, true],
    ['neither sharer nor parameters', { shareOpenid: '', customParams: {} }, false],
    ['a goods page with the room\'s parameters', { via: 'goods-page', shareOpenid: '' }, false],
    ['a goods page with a sharer', { via: 'goods-page' }, true],
    ['a visitor who opened their own card', { openid: 'friend' }, false],
    ['a visitor whom the gateway knows as the sharer', { openid: '', shareOpenid: 'me' }, false],
    ['a visitor whom the plugin knows as the sharer', { openid: '', shareOpenid: 'me-in-rooms' }, false],
    ['a visitor whose own name is on the card', { shareOpenid: '', shareId: 's-me' }, false],
  ])('counts %s: %j', (_, change, counts) => {
    expect(credited([daysAgo(1, 'a', change)])).toEqual(counts ? ['a', 'a'] : [null, null])
  })

  it('needs to know nothing of the visitor', () => {
    expect(creditFor([daysAgo(1, 'a', { openid: '' })], { roomId: 11, rule: 'last', nowMs: NOW_MS })?.id).toBe('a')
  })
})
