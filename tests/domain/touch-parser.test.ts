import type { Touch } from '@/src/domain/touch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TOUCH_WAYS } from '@/src/domain/touch'
import { parseShareParams, parseSubscribeStatus, parseTouch } from '@/src/domain/touch-parser'

const touch: Touch = { id: 't1', via: 'own-link', roomId: 12, goodsId: 7, openid: 'me', shareOpenid: 'friend', shareId: 's-friend', customParams: { pid: 7 }, scene: 1007, atMs: 1_700_000_000_000 }

const anyTouch = fc.record({
  id: fc.string({ minLength: 1, maxLength: 128 }),
  via: fc.constantFrom(...TOUCH_WAYS),
  roomId: fc.option(fc.integer({ min: 1 })),
  goodsId: fc.option(fc.integer({ min: 1 })),
  openid: fc.string({ maxLength: 28 }),
  shareOpenid: fc.string({ maxLength: 28 }),
  shareId: fc.string({ maxLength: 64 }),
  customParams: fc.dictionary(fc.stringMatching(/^[a-m]{1,4}$/), fc.oneof(fc.string(), fc.integer(), fc.boolean())),
  scene: fc.nat({ max: 2000 }),
  atMs: fc.maxSafeNat(),
})

describe('touches', () => {
  it('come back from storage as they went in', () => {
    fc.assert(fc.property(anyTouch, (kept) => {
      expect(parseTouch(JSON.parse(JSON.stringify(kept)))).toEqual(kept)
    }))
  })

  it.each([{ id: '' }, { id: 5 }, { id: 'x'.repeat(129) }, { roomId: 0 }, { roomId: [12] }, { roomId: undefined }, { via: 'telepathy' }, { via: null }, { scene: null }, { scene: -1 }, { atMs: 'now' }, { atMs: Number.NaN }])('are lost with %j', (change) => {
    expect(parseTouch({ ...touch, ...change })).toBeNull()
  })

  it('stay without what is optional', () => {
    expect(parseTouch({ ...touch, openid: null, shareOpenid: 5, shareId: {}, goodsId: 'x', customParams: 'rubbish' })).toEqual({ ...touch, openid: '', shareOpenid: '', shareId: '', goodsId: null, customParams: {} })
  })

  it('from before there were several ways in came through a share card', () => {
    const { via, goodsId, shareId, ...old } = touch
    expect(parseTouch(old)).toEqual({ ...old, via: 'share-card', goodsId: null, shareId: '' })
    expect([via, goodsId, shareId]).not.toContain(undefined)
  })
})

describe('parseShareParams', () => {
  const answer = { room_id: 12, openid: 'me', share_openid: 'friend', custom_params: { pid: 7 } }

  it('reads what the plugin says', () => {
    expect(parseShareParams(answer)).toEqual({ roomId: 12, openid: 'me', shareOpenid: 'friend', customParams: { pid: 7 } })
    expect(parseShareParams({ ...answer, room_id: '12' })).toMatchObject({ roomId: 12 })
  })

  it.each([
    ['an object, which must not be parsed a second time', { pid: 7 }],
    ['JSON', '{"pid":7}'],
    ['encoded JSON', encodeURIComponent('{"pid":7}')],
    ['JSON encoded twice', encodeURIComponent(encodeURIComponent('{"pid":7}'))],
  ])('takes custom_params as %s', (_, custom_params) => {
    expect(parseShareParams({ ...answer, custom_params })?.customParams).toEqual({ pid: 7 })
  })

  it.each([null, undefined, '', 'undefined', '[object Object]', []])('survives custom_params of %j', (custom_params) => {
    expect(parseShareParams({ ...answer, custom_params })?.customParams).toEqual({})
  })

  it('knows no sharer where the way in was no share card', () => {
    expect(parseShareParams({ room_id: 12, openid: 'me' })).toEqual({ roomId: 12, openid: 'me', shareOpenid: '', customParams: {} })
  })

  it.each([null, undefined, 'fail', [], {}, { ...answer, room_id: [12] }, { ...answer, room_id: 0 }, { errMsg: 'fail' }])('knows nothing from %j', (input) => {
    expect(parseShareParams(input)).toBeNull()
  })
})

describe('parseSubscribeStatus', () => {
  it.each([[true, true], [1, true], ['1', true], ['true', true], [false, false], [0, false], ['0', false], ['false', false]])('reads %j as %j', (is_subscribe, isSubscribed) => {
    expect(parseSubscribeStatus({ room_id: '12', openid: 'me', is_subscribe })).toEqual({ roomId: 12, openid: 'me', isSubscribed })
  })

  it.each([undefined, null, '', 'yes', 2, [], [1]])('does not guess from %j', (is_subscribe) => {
    expect(parseSubscribeStatus({ room_id: 12, openid: 'me', is_subscribe })).toBeNull()
  })

  it('needs a room but no openid', () => {
    expect(parseSubscribeStatus({ room_id: 0, is_subscribe: true })).toBeNull()
    expect(parseSubscribeStatus({ room_id: 12, is_subscribe: true })).toEqual({ roomId: 12, openid: '', isSubscribed: true })
  })
})

it('no parser of plugin answers ever throws', () => {
  fc.assert(fc.property(fc.oneof(fc.anything(), fc.record({ room_id: fc.anything(), custom_params: fc.anything(), is_subscribe: fc.anything(), customParams: fc.anything() })), (input) => {
    parseTouch(input)
    parseShareParams(input)
    parseSubscribeStatus(input)
  }))
})
