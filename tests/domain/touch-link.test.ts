import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isGoodsCard, linkedVisitOf, parseLinkQuery } from '@/src/domain/touch-link'

describe('parseLinkQuery', () => {
  const nothing = { roomId: null, customParams: {}, from: '', shareId: '' }

  it('reads the scene of a mini-program code, encoded as WeChat leaves it or twice', () => {
    for (const scene of ['room_id%3D12', 'room_id=12', 'room_id%253D12', 'room_id%3D12%26from%3Dqr%26by%3Ds-a'])
      expect(parseLinkQuery({ scene })).toMatchObject({ roomId: 12 })
    expect(parseLinkQuery({ scene: encodeURIComponent('room_id=12&from=qr&custom_params={"pid":7}') })).toEqual({ roomId: 12, from: 'qr', shareId: '', customParams: { pid: 7 } })
  })

  it('prefers what stands beside the scene, unless it is rubbish', () => {
    expect(parseLinkQuery({ room_id: '13', scene: 'room_id%3D12' }).roomId).toBe(13)
    expect(parseLinkQuery({ room_id: 'undefined', scene: 'room_id%3D12' }).roomId).toBe(12)
  })

  it('decodes what was encoded once too often', () => {
    const customParams = { pid: 7 }
    const twice = encodeURIComponent(encodeURIComponent(JSON.stringify(customParams)))
    expect(parseLinkQuery({ room_id: '%31%32', from: '%73hare', custom_params: twice })).toEqual({ roomId: 12, customParams, from: 'share', shareId: '' })
  })

  it('takes values that a browser has decoded already', () => {
    expect(parseLinkQuery({ room_id: 12, custom_params: '{"pid":7}' })).toEqual({ roomId: 12, customParams: { pid: 7 }, from: '', shareId: '' })
    expect(parseLinkQuery({ room_id: 12, custom_params: { pid: 7 } }).customParams).toEqual({ pid: 7 })
  })

  it.each([undefined, null, 12, [], ['room_id=12'], {}, { room_id: ['12'] }, { room_id: ['12', '13'] }, { room_id: { 0: '12' } }, { room_id: '12;' }, { room_id: '-12' }, { scene: '12' }, { scene: '%' }, { scene: ['room_id%3D12'] }, { from: '<b>' }, { from: 'x'.repeat(33) }, { by: 'o/p' }, { by: 'x'.repeat(65) }, { by: ['a'] }, { custom_params: '[]' }])('finds nothing in %j', (query) => {
    expect(parseLinkQuery(query)).toEqual(nothing)
  })

  it('finds nothing in 100 KB of rubbish', () => {
    for (const rubbish of ['%25'.repeat(34_000), '&'.repeat(100_000), 'a=b&'.repeat(25_000), '{'.repeat(100_000)])
      expect(parseLinkQuery({ room_id: rubbish, scene: rubbish, from: rubbish, by: rubbish, custom_params: rubbish })).toEqual(nothing)
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.record({ room_id: fc.anything(), scene: fc.string({ unit: 'binary' }), from: fc.anything(), by: fc.anything(), custom_params: fc.anything() })), (query) => {
      const { roomId, from, shareId } = parseLinkQuery(query)
      expect(roomId === null || Number.isSafeInteger(roomId)).toBe(true)
      expect(from + shareId).toMatch(/^[\w-]*$/)
    }))
  })
})

describe('a visit through an own link', () => {
  const nobody = { goodsId: null, shareId: '', customParams: {} }

  it('is one of the room, or of the list of rooms', () => {
    expect(linkedVisitOf({ path: 'src/live/room/room', query: { room_id: '12', from: 'share', by: 's-a', custom_params: '%7B%22pid%22%3A7%7D' } }))
      .toEqual({ roomId: 12, goodsId: null, shareId: 's-a', customParams: { pid: 7 } })
    expect(linkedVisitOf({ path: 'src/pages/rooms/rooms', query: { from: 'share', room_id: '12' } })).toEqual({ ...nobody, roomId: null })
    expect(linkedVisitOf({ path: '/src/live/room/room', query: { room_id: '12', by: 's-a' } })).toEqual({ ...nobody, roomId: 12, shareId: 's-a' })
  })

  it('is one of the code that was scanned', () => {
    expect(linkedVisitOf({ path: 'src/live/room/room', query: { scene: 'room_id%3D12%26by%3Ds-a' } })).toEqual({ ...nobody, roomId: 12, shareId: 's-a' })
    expect(linkedVisitOf({ path: 'src/live/room/room', query: { scene: 'room_id%3D12' } })).toEqual({ ...nobody, roomId: 12 })
    expect(linkedVisitOf({ path: 'src/pages/rooms/rooms', query: { scene: 'poster' } })).toEqual({ ...nobody, roomId: null })
  })

  it('is one of the product whose card was opened, but not of a product that a room opened', () => {
    expect(linkedVisitOf({ path: 'src/pages/goods/goods', query: { goods_id: '7', room_id: '12', from: 'share', by: 's-a' } })).toEqual({ ...nobody, roomId: 12, goodsId: 7, shareId: 's-a' })
    expect(linkedVisitOf({ path: 'src/pages/goods/goods', query: { goods_id: '7', room_id: '12', from: 'shelf' } })).toBeNull()
    expect(linkedVisitOf({ path: 'src/pages/goods/goods', query: { goods_id: '7', from: 'share' } })).toBeNull()
  })

  it.each([
    ['a page as the app itself opens it', 'src/live/room/room', { room_id: '12' }],
    ['a page opened by nothing', 'src/pages/rooms/rooms', {}],
    ['parameters alone', 'src/live/room/room', { room_id: '12', custom_params: '{"pid":7}' }],
    ['a room\'s page without a room', 'src/live/room/room', { from: 'share', by: 's-a' }],
    ['rubbish instead of a way and a sender', 'src/pages/rooms/rooms', { from: '<b>', by: '../' }],
    ['the plugin\'s page', '__plugin__/wx0/pages/live-player-plugin', { room_id: '12', from: 'share' }],
    ['a page that only ends like ours', 'evil/src/live/room/room', { room_id: '12', from: 'share' }],
  ])('is none of %s', (_, path, query) => {
    expect(linkedVisitOf({ path, query })).toBeNull()
  })

  it('is a goods card only by what a card says', () => {
    expect([{ from: 'share' }, { from: 'timeline' }, { by: 's-a' }].every(isGoodsCard)).toBe(true)
    expect([{}, { from: 'live' }, { room_id: '12' }, null].some(isGoodsCard)).toBe(false)
  })
})
