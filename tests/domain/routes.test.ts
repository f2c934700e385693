import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { goodsPath, isOwnRoute, isSamePage, ownRouteIn, parseGoodsPageQuery, roomPagePath, ROUTES } from '@/src/domain/routes'

describe('own routes', () => {
  it.each(['/src/pages/rooms/rooms', 'src/live/room/room', '/src/pages/goods/goods?goods_id=1'])('knows %s', (path) => {
    expect(isOwnRoute(path)).toBe(true)
  })

  it.each([
    '',
    '/',
    'https://evil.example/src/pages/rooms/rooms',
    '//src/pages/rooms/rooms',
    '//evil/src/pages/rooms/rooms',
    '/src/pages/rooms/rooms/../x',
    '/src/pages/../pages/rooms/rooms',
    '/src//pages/rooms/rooms',
    '/src/pages/rooms/rooms/',
    '/src/pages/rooms/rooms.html',
    '/SRC/pages/rooms/rooms',
    '%2Fsrc%2Fpages%2Frooms%2Frooms',
    '/src/pages/rooms%2Frooms',
    '/src\\pages\\rooms\\rooms',
    '/src/pages/rooms/rooms#/src/live/room/room',
    '/src/pages/rooms/rooms?a=1#b',
    '/src/pages/rooms/rooms?a=\n1',
    ' /src/pages/rooms/rooms',
    '/src/pages/rooms/rooms ',
    'plugin-private://x/src/pages/rooms/rooms',
    'plugin-private://wx0/pages/live-player-plugin?room_id=1',
    'javascript:alert(1)//src/pages/rooms/rooms',
    `/src/pages/rooms/rooms?${'x'.repeat(1024)}`,
  ])('refuses %s', (path) => {
    expect(isOwnRoute(path)).toBe(false)
    expect(ownRouteIn({ path })).toBeNull()
  })

  it('are only ever the pages themselves, whatever is put around them', () => {
    const route = fc.constantFrom(...Object.values(ROUTES).filter(own => own !== ROUTES.diagnostics))
    const noise = fc.oneof(fc.string(), fc.constantFrom('/', '//', '../', '%2F', '\\', '@', ':', '?', '#', '.', 'https://', 'plugin-private://'))
    fc.assert(fc.property(noise, route, noise, (before, page, after) => {
      const path = before + page + after
      expect(isOwnRoute(path)).toBe(/^\/?src\/(?:pages\/rooms\/rooms|pages\/goods\/goods|live\/room\/room|live\/player\/player|live\/replay\/replay)(?:\?[^\s#\\]*)?$/.test(path))
    }))
    fc.assert(fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.webPath()), path => !isOwnRoute(path)))
  })

  it('are found in parameters, with their leading slash, and nothing else is', () => {
    expect(ownRouteIn({ path: 'src/live/room/room?room_id=12' })).toBe('/src/live/room/room?room_id=12')
    expect(ownRouteIn({ path: '/src/pages/rooms/rooms' })).toBe('/src/pages/rooms/rooms')
    for (const path of [null, 12, true, ['/src/pages/rooms/rooms'], { path: '/src/pages/rooms/rooms' }]) expect(ownRouteIn({ path })).toBeNull()
    expect(ownRouteIn({})).toBeNull()
  })

  it('are the same page for the same room and product', () => {
    expect(isSamePage('/src/live/room/room?room_id=12', '/src/live/room/room?from=share&room_id=12')).toBe(true)
    expect(isSamePage('/src/live/room/room?room_id=12', '/src/live/room/room?room_id=13')).toBe(false)
    expect(isSamePage('/src/pages/rooms/rooms?from=x', '/src/pages/rooms/rooms')).toBe(true)
    expect(isSamePage('/src/pages/goods/goods?goods_id=7&room_id=12', '/src/pages/goods/goods?goods_id=8&room_id=12')).toBe(false)
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
      expect(parseGoodsPageQuery({ goods_id: '7', room_id: '11', custom_params })).toEqual({ goodsId: 7, roomId: 11, customParams: { pid: '甲' }, openid: '', shareOpenid: '' })
  })

  it('decode what was encoded up to three times, and no further', () => {
    const encodeTimes = (text: string, times: number): string => times === 0 ? text : encodeURIComponent(encodeTimes(text, times - 1))
    for (const times of [0, 1, 2, 3]) expect(parseGoodsPageQuery({ custom_params: encodeTimes('{"pid":"甲"}', times) }).customParams).toEqual({ pid: '甲' })
    expect(parseGoodsPageQuery({ custom_params: encodeTimes('{"pid":"甲"}', 4) }).customParams).toEqual({})
  })

  it('take who came and who shared where the room says so', () => {
    expect(parseGoodsPageQuery({ room_id: '11', openid: 'o-me', share_openid: 'o%2Dfriend' })).toMatchObject({ openid: 'o-me', shareOpenid: 'o-friend' })
    expect(parseGoodsPageQuery({ room_id: '11', openid: ['o-me'], share_openid: 'x'.repeat(129) })).toMatchObject({ openid: '', shareOpenid: '' })
  })

  it('find nothing in 100 KB of rubbish', () => {
    for (const rubbish of ['%25'.repeat(34_000), '9'.repeat(100_000), '{'.repeat(100_000)])
      expect(parseGoodsPageQuery({ goods_id: rubbish, room_id: rubbish, custom_params: rubbish, openid: rubbish, share_openid: rubbish })).toEqual({ goodsId: null, roomId: null, customParams: {}, openid: '', shareOpenid: '' })
  })

  it('survive anything they are opened with', () => {
    fc.assert(fc.property(fc.anything(), (query) => {
      const { goodsId, roomId } = parseGoodsPageQuery(query)
      expect([goodsId, roomId].every(id => id === null || (Number.isSafeInteger(id) && id > 0))).toBe(true)
    }))
  })
})

it('no page and nothing behind it leaves by switchTab or reLaunch, which break the small window', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(file => /\.(?:vue|ts)$/.test(file)).map(file => join('src', file))
  expect(sources.length).toBeGreaterThan(90)
  for (const file of [...sources, 'App.vue', 'main.ts', 'pages.json'])
    expect(readFileSync(join(root, file), 'utf8'), file).not.toMatch(/switch-?tab|re-?launch/i)
})
