import type { Shop } from './support/shop'
import type { RoomJson } from '@/server/contract/rooms'
import type { Phone } from '@/tests/runtime/host/phone'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { text } from '@/src/text'
import { WECHAT_BUILDS } from '@/tests/build/support/built'
import { encoded, onCard, ROOM_PAGE, touchesSentBy } from './support/screen'
import { OPENING_LIMIT_MS, openShop } from './support/shop'

const PARAMS = { from: 'home', campaign: '双十一&秒杀' }

let shop: Shop
let room: RoomJson
let goods: RoomJson['goods'][number]

beforeAll(async () => {
  shop = await openShop()
  room = await shop.roomThatIs('live')
  const [first] = room.goods
  if (!first)
    throw new Error('The room sells nothing.')
  goods = first
}, OPENING_LIMIT_MS)
afterAll(() => shop.close())

/** The goods page as the plugin opens it from a room: what it knows is appended to the path that the shop gave. */
function goodsUrl(customParams: string): string {
  return `/${goods.path.replace(/^\//, '')}${goods.path.includes('?') ? '&' : '?'}room_id=${room.id}&custom_params=${customParams}&openid=visitor-1`
}

function routesOf(phone: Phone): string[] {
  return phone.app.stack.pages.map(({ route }) => route)
}

describe.each(WECHAT_BUILDS)('%s: goods', (build) => {
  it('are shown with their room, and lead back to its page when opened there', async () => {
    const phone = await shop.visit(build)
    await phone.tap(onCard(phone, room.id, '.card__link'))

    await phone.tapText(goods.name)
    expect(phone.url().startsWith(`/${goods.path.replace(/^\//, '')}`)).toBe(true)
    expect(phone.app.stack.top().query).toMatchObject({ room_id: String(room.id) })
    expect(phone.text()).toContain(goods.name)
    expect(phone.text()).toContain(text.goods.fromRoom(room.name))

    await phone.tapText(text.goods.backToRoom)
    expect(routesOf(phone)).toEqual(['src/pages/rooms/rooms', 'src/live/room/room'])
    expect(phone.problems()).toEqual([])
    phone.close()
  })

  it('lead to the room\'s page where nothing lies below them', async () => {
    const phone = await shop.visit(build, { url: goodsUrl(encoded(PARAMS)) })
    expect(phone.text()).toContain(goods.name)

    await phone.tapText(text.goods.backToRoom)

    expect(phone.url()).toBe(`/src/live/room/room?room_id=${room.id}`)
    expect(phone.problems()).toEqual([])
    phone.close()
  })
})

describe.each(WECHAT_BUILDS.filter(build => build !== 'mp-weixin-no-plugin'))('%s: goods opened inside the plugin\'s room', (build) => {
  // WeChat's room page is seen to encode what it appends once more.
  it.each([
    ['once', encoded(PARAMS)],
    ['twice', encodeURIComponent(encoded(PARAMS))],
  ])('know their room and its parameters, encoded %s, and lead back into the broadcast', async (_, customParams) => {
    const phone = await shop.visit(build)
    await phone.tap(onCard(phone, room.id, '.card__link'))
    await phone.tap('.bar__action')
    const roomUrl = phone.url()
    expect(roomUrl.startsWith(ROOM_PAGE)).toBe(true)

    await phone.open(goodsUrl(customParams))
    expect(phone.text()).toContain(goods.name)
    expect(phone.text()).toContain(text.goods.fromRoom(room.name))
    expect(String(phone.share().path)).toContain(`custom_params=${encoded(PARAMS)}`)
    const pendant = phone.plugin.components.filter(({ name }) => name === 'pendant').at(-1)
    expect(pendant?.properties()).toEqual({ type: 0, customParams: encoded(PARAMS), closePictureInPictureMode: 0, url: 'src/pages/goods/goods', goodsKey: ['goods_id'] })
    await phone.advanceBy(3_000)
    expect(touchesSentBy(phone)).toMatchObject([{ via: 'goods-page', roomId: room.id, goodsId: goods.id, customParams: PARAMS }])

    await phone.tapText(text.goods.backToRoom)
    expect(phone.url()).toBe(roomUrl)
    expect(phone.problems()).toEqual([])
    phone.close()
  })
})
