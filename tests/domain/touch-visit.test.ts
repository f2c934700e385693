import type { Touch } from '@/src/domain/touch'
import type { TouchDetail } from '@/src/domain/touch-visit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TOUCH_WAYS } from '@/src/domain/touch'
import { parseTouch } from '@/src/domain/touch-parser'
import { createTouch, isSameVisit, VISIT_MS } from '@/src/domain/touch-visit'

const visit: TouchDetail = { via: 'share-card', roomId: 12, goodsId: null, openid: 'me', shareOpenid: 'friend', shareId: '', customParams: { pid: 7 }, scene: 1007, atMs: 1_700_000_000_000 }

const anyVisit: fc.Arbitrary<TouchDetail> = fc.record({
  via: fc.constantFrom(...TOUCH_WAYS),
  roomId: fc.option(fc.integer({ min: 1 })),
  goodsId: fc.option(fc.integer({ min: 1 })),
  openid: fc.string({ maxLength: 128 }),
  shareOpenid: fc.string({ maxLength: 128 }),
  shareId: fc.string({ maxLength: 64 }),
  customParams: fc.dictionary(fc.stringMatching(/^[a-m]{1,4}$/), fc.oneof(fc.string(), fc.integer(), fc.boolean())),
  scene: fc.nat({ max: 2000 }),
  atMs: fc.maxSafeNat(),
})

describe('the id of a touch', () => {
  it('is the same for the same visit, and another for another moment, room, product or scene', () => {
    const { id } = createTouch(visit)
    expect(createTouch({ ...visit }).id).toBe(id)
    for (const change of [{ atMs: 1 }, { roomId: 13 }, { roomId: null }, { goodsId: 7 }, { scene: 1008 }]) expect(createTouch({ ...visit, ...change }).id).not.toBe(id)
  })

  it('is never shared by two ways in', () => {
    fc.assert(fc.property(anyVisit, anyVisit, (one, other) => {
      fc.pre(one.via !== other.via)
      expect(createTouch(one).id).not.toBe(createTouch(other).id)
      expect(createTouch(one).id).not.toBe(createTouch({ ...one, via: other.via }).id)
    }))
  })

  it('names nobody, whoever came and whoever shared', () => {
    const id = createTouch({ ...visit, openid: 'o-me', shareOpenid: 'o-friend', shareId: 's-friend' }).id
    expect(id).not.toMatch(/me|friend/)
  })
})

describe('a touch', () => {
  it('can be read back whatever it was created from', () => {
    fc.assert(fc.property(anyVisit, (made) => {
      const created = createTouch(made)
      expect(parseTouch(JSON.parse(JSON.stringify(created)))).toEqual(created)
    }))
  })

  it('takes nothing along that is no part of it', () => {
    expect(createTouch({ ...visit, token: 'secret' } as TouchDetail)).toEqual(createTouch(visit))
  })
})

describe('isSameVisit', () => {
  const same = (via: Touch['via'], change: Partial<TouchDetail>) => {
    const one = createTouch({ ...visit, via })
    const other = createTouch({ ...visit, via, ...change })
    expect(isSameVisit(other, one)).toBe(isSameVisit(one, other))
    return isSameVisit(one, other)
  }

  it.each(TOUCH_WAYS)('is true when WeChat tells the same %s again within half an hour, before or after', (via) => {
    expect(same(via, { atMs: visit.atMs + VISIT_MS })).toBe(true)
    expect(same(via, { atMs: visit.atMs - VISIT_MS })).toBe(true)
    expect(same(via, { atMs: visit.atMs + VISIT_MS + 1 })).toBe(false)
  })

  it.each(TOUCH_WAYS)('tells rooms, visitors and ways apart for a %s', (via) => {
    expect(same(via, { roomId: 13 })).toBe(false)
    expect(same(via, { roomId: null })).toBe(false)
    expect(same(via, { openid: 'you' })).toBe(false)
    for (const other of TOUCH_WAYS.filter(way => way !== via)) expect(same(via, { via: other })).toBe(false)
  })

  it.each(TOUCH_WAYS)('is true for a %s when the visitor has only become known', (via) => {
    expect(same(via, { openid: '' })).toBe(true)
  })

  it.each([{ shareOpenid: '' }, { scene: 1008 }, { customParams: { pid: 8 } }])('tells share cards, and ways through Channels, apart by %j', (change) => {
    expect(same('share-card', change)).toBe(false)
    expect(same('channels', change)).toBe(false)
  })

  it.each([{ shareOpenid: '' }, { shareId: 's-other' }, { goodsId: 7 }, { customParams: {} }])('tells goods pages and own links apart by %j', (change) => {
    expect(same('goods-page', change)).toBe(false)
    expect(same('own-link', change)).toBe(false)
  })

  it('takes a page that is shown in another scene for the same visit: Moments opens it twice', () => {
    expect(same('own-link', { scene: 1155 })).toBe(true)
    expect(same('goods-page', { scene: 1155 })).toBe(true)
  })

  it('takes a reminder for the same whatever the plugin adds to it', () => {
    expect(same('reminder', { shareOpenid: '', customParams: {}, scene: 1107 })).toBe(true)
  })
})
