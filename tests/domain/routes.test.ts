import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { goodsPath, isOwnRoute, parseGoodsPageQuery, roomPagePath } from '@/src/domain/routes'

describe('own routes', () => {
  it.each(['/src/pages/rooms/rooms', 'src/live/room/room', '/src/pages/goods/goods?goods_id=1'])('knows %s', (path) => {
    expect(isOwnRoute(path)).toBe(true)
  })

  it.each(['', '/', 'https://evil.example/src/pages/rooms/rooms', '//src/pages/rooms/rooms', '/src/pages/rooms/rooms/../x', 'plugin-private://x/src/pages/rooms/rooms'])('refuses %s', (path) => {
    expect(isOwnRoute(path)).toBe(false)
  })

  it('leads to a room by its number', () => {
    expect(roomPagePath(12)).toBe('/src/live/room/room?room_id=12')
  })
})

describe('goods pages', () => {
  it('get the room and its parameters appended, encoded once', () => {
    expect(goodsPath('pages/goods?goods_id=7', 11, { pid: '甲' })).toBe(`pages/goods?goods_id=7&room_id=11&custom_params=${encodeURIComponent('{"pid":"甲"}')}`)
    expect(goodsPath('pages/goods', 11)).toBe('pages/goods?room_id=11')
  })

  it('read back what a room appended, encoded or not, once or twice', () => {
    const params = encodeURIComponent('{"pid":"甲"}')
    for (const custom_params of [params, encodeURIComponent(params), '{"pid":"甲"}'])
      expect(parseGoodsPageQuery({ goods_id: '7', room_id: '11', custom_params })).toEqual({ goodsId: 7, roomId: 11, customParams: { pid: '甲' } })
  })

  it('survive anything they are opened with', () => {
    fc.assert(fc.property(fc.anything(), (query) => {
      const { goodsId, roomId } = parseGoodsPageQuery(query)
      expect([goodsId, roomId].every(id => id === null || (Number.isSafeInteger(id) && id > 0))).toBe(true)
    }))
  })
})
