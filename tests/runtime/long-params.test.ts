import type { Shop } from './support/shop'
import type { RoomJson } from '@/server/contract/rooms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorText, text } from '@/src/text'
import { WECHAT_BUILDS } from '@/tests/build/support/built'
import { encoded, ROOM_PAGE } from './support/screen'
import { OPENING_LIMIT_MS, openShop } from './support/shop'

let shop: Shop
let room: RoomJson

beforeAll(async () => {
  shop = await openShop()
  room = await shop.roomThatIs('live')
}, OPENING_LIMIT_MS)
afterAll(() => shop.close())

/** What a link brings so that the room is entered with so many encoded characters. */
function paramsOfLength(chars: number): { readonly from: string, readonly note: string } {
  const short = { from: 'room', note: '茶' }
  return { ...short, note: `茶${'a'.repeat(chars - encoded(short).length)}` }
}

describe.each(WECHAT_BUILDS.filter(build => build !== 'mp-weixin-no-plugin'))('%s: parameters of a room', (build) => {
  it('go along whole when they have 600 encoded characters', async () => {
    const params = paramsOfLength(600)
    expect(encoded(params)).toHaveLength(600)
    const phone = await shop.visit(build, { url: `/src/live/room/room?room_id=${room.id}&custom_params=${encoded(params)}` })

    await phone.tap('.bar__action')

    expect(phone.url()).toBe(`${ROOM_PAGE}?room_id=${room.id}&custom_params=${encoded(params)}`)
    expect(phone.modals).toEqual([])
    expect(phone.problems()).toEqual([])
    phone.close()
  })

  it('are refused in words when they have 601, before anything is opened, and the page lives on', async () => {
    const url = `/src/live/room/room?room_id=${room.id}&custom_params=${encoded(paramsOfLength(601))}`
    const phone = await shop.visit(build, { url })

    await phone.tap('.bar__action')

    const { title, advice } = errorText['custom-params-too-long']
    expect(phone.modals).toEqual([{ title, content: advice }])
    expect(phone.url()).toBe(url)
    expect(phone.app.stack.pages).toHaveLength(1)

    // Whatever else goes on from this page goes without them.
    expect(String(phone.share().path)).not.toContain('note')
    await phone.tapText(room.goods[0]?.name ?? '')
    expect(phone.url()).not.toContain('custom_params')
    expect(phone.text()).toContain(text.goods.backToRoom)
    expect(phone.problems()).toEqual([])
    phone.close()
  })
})
