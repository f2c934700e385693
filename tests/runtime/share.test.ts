import { expect, it } from 'vitest'
import { shareText } from '@/src/live/text'
import { text } from '@/src/text'
import { WECHAT_BUILDS } from '@/tests/build/support/built'
import { answerWithRooms, EVENING_MS, madeRoom } from './support/made-rooms'
import { useShop } from './support/shop'

const ROOM = madeRoom(901, { status: 'live', statusCode: 101 })
const shop = useShop()

it.each(WECHAT_BUILDS)('%s: a room is passed on by its share sheet, which shows the card that WeChat is then given', async (build) => {
  const phone = await shop.open(build, { url: '/src/live/room/room?room_id=901', startsAtMs: EVENING_MS, prepare: ({ network }) => network.fault = answerWithRooms(() => [ROOM]) })
  await phone.tapText(text.action.share)
  expect(phone.text('.sheet__words')).toBe(text.share.live(ROOM.name))
  expect(phone.text('.sheet')).toContain(shareText.timelineHint)

  await phone.tapText(shareText.send)
  expect(phone.sentCards).toEqual([expect.objectContaining({ title: phone.text('.sheet__words'), path: expect.stringContaining('room_id=901&from=share') })])
  expect(phone.find('.sheet--open')).toBeNull()
})
