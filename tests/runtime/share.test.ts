import type { Shop } from './support/shop'
import type { RoomJson } from '@/server/contract/rooms'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { shareText } from '@/src/live/text'
import { text } from '@/src/text'
import { WECHAT_BUILDS } from '@/tests/build/support/built'
import { OPENING_LIMIT_MS, openShop } from './support/shop'

let shop: Shop
let room: RoomJson

beforeAll(async () => {
  shop = await openShop()
  room = await shop.roomThatIs('live')
}, OPENING_LIMIT_MS)
afterAll(() => shop.close())

it.each(WECHAT_BUILDS)('%s: a room is passed on by its share sheet, which shows the card that WeChat is then given', async (build) => {
  const phone = await shop.visit(build, { url: `/src/live/room/room?room_id=${room.id}` })
  await phone.tapText(text.action.share)
  expect(phone.text('.sheet__words')).toBe(text.share.live(room.name))
  expect(phone.text('.sheet')).toContain(shareText.timelineHint)

  await phone.tapText(shareText.send)
  expect(phone.sentCards).toEqual([expect.objectContaining({ title: phone.text('.sheet__words'), path: expect.stringContaining(`room_id=${room.id}&from=share`) })])
  expect(phone.find('.sheet--open')).toBeNull()
  expect(phone.problems()).toEqual([])
  phone.close()
})
