import type { Shop } from './support/shop'
import type { Phone } from '@/tests/runtime/host/phone'
import type { WeChat } from '@/tests/runtime/host/wechat'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { text } from '@/src/text'
import { WECHAT_BUILDS } from '@/tests/build/support/built'
import { attribute } from '@/tests/runtime/host/phone'
import { answerWithRooms, EVENING_MS, madeRoom } from './support/made-rooms'
import { encoded } from './support/screen'
import { OPENING_LIMIT_MS, openShop } from './support/shop'

const PLUGIN_BUILDS = WECHAT_BUILDS.filter(build => build !== 'mp-weixin-no-plugin')
const ROOM_ID = 7
const OTHER_ID = 8
const ROOM_PAGE = `/src/live/room/room?room_id=${ROOM_ID}`
const TOMORROW = { startAtMs: EVENING_MS + 24 * 3_600_000, endAtMs: EVENING_MS + 26 * 3_600_000, status: 'upcoming', statusCode: 102 } as const

let shop: Shop

beforeAll(async () => shop = await openShop(), OPENING_LIMIT_MS)
afterAll(() => shop.close())

/** A shop with two rooms tomorrow, for a customer who has asked to be reminded of none. */
function tomorrow({ network, plugin }: WeChat): void {
  network.fault = answerWithRooms(() => [madeRoom(ROOM_ID, TOMORROW), madeRoom(OTHER_ID, TOMORROW)])
  plugin.functions.getLiveStatus = async () => ({ liveStatus: 102 })
}

function buttonOf(phone: Phone, roomId: number): Phone['plugin']['components'][number] {
  const button = phone.plugin.components.filter(({ name, properties }) => name === 'subscribe' && properties().roomId === roomId).at(-1)
  if (!button)
    throw new Error(`There is no <subscribe> for room ${roomId}.`)
  return button
}

/** What the room page says about the reminder to those who cannot see the button. */
function reminderState(phone: Phone): string | null {
  const around = phone.find('.room__subscribe')
  return around && attribute(around, 'aria-label')
}

describe.each(PLUGIN_BUILDS)('%s: <subscribe>', (build) => {
  it('gets all eight attributes in the documented types, on a card and on the room\'s page', async () => {
    const phone = await shop.visit(build, { startsAtMs: EVENING_MS, prepare: tomorrow })
    const look = { width: 120, height: 44, color: '#FFFFFF', backgroundColor: '#078546', stopPropagation: true }
    for (const roomId of [ROOM_ID, OTHER_ID])
      expect(buttonOf(phone, roomId).properties()).toEqual({ roomId, fontSize: 15, customParams: '%7B%22from%22%3A%22home%22%7D', ...look })

    await phone.open(`${ROOM_PAGE}&custom_params=${encoded({ campaign: '双十一' })}`)
    expect(buttonOf(phone, ROOM_ID).properties()).toEqual({ roomId: ROOM_ID, fontSize: 16, customParams: encoded({ from: 'room', campaign: '双十一' }), ...look })
    expect(phone.problems()).toEqual([])
    phone.close()
  })

  it('tells the page, which says so, and every other page knows', async () => {
    const phone = await shop.visit(build, { startsAtMs: EVENING_MS, prepare: tomorrow })
    // From here on only the component speaks.
    phone.plugin.functions.getSubscribeStatus = () => new Promise(() => {})

    buttonOf(phone, ROOM_ID).emit('subscribe', { room_id: ROOM_ID, openid: 'visitor-1', is_subscribe: true })
    await phone.settle()
    expect(phone.toasts).toEqual([text.subscribe.subscribed])

    await phone.open(ROOM_PAGE)
    expect(reminderState(phone)).toBe(text.subscribe.state(true))
    buttonOf(phone, ROOM_ID).emit('subscribe', { room_id: ROOM_ID, openid: 'visitor-1', is_subscribe: false })
    await phone.settle()
    expect(reminderState(phone)).toBe(text.subscribe.state(false))
    expect(phone.toasts).toEqual([text.subscribe.subscribed, text.subscribe.cancelled])

    await phone.back()
    await phone.open(`/src/live/room/room?room_id=${OTHER_ID}`)
    expect(reminderState(phone)).toBe('')
    phone.close()
    expect(phone.problems()).toEqual([])
  })

  it('is believed only when it says something', async () => {
    const phone = await shop.visit(build, { startsAtMs: EVENING_MS, url: ROOM_PAGE, prepare: tomorrow })
    expect(reminderState(phone)).toBe(text.subscribe.state(false))

    for (const detail of [{}, { room_id: 'x', is_subscribe: true }, { room_id: ROOM_ID }, { room_id: ROOM_ID, is_subscribe: 'maybe' }])
      buttonOf(phone, ROOM_ID).emit('subscribe', detail)
    await phone.settle()

    expect(reminderState(phone)).toBe(text.subscribe.state(false))
    expect(phone.toasts).toEqual([])
    expect(phone.problems()).toEqual([])
    phone.close()
  })

  it('is preceded by what the plugin knows already, asked once for each opening of the page', async () => {
    const phone = await shop.visit(build, {
      startsAtMs: EVENING_MS,
      url: ROOM_PAGE,
      prepare(wechat) {
        tomorrow(wechat)
        wechat.plugin.functions.getSubscribeStatus = async ({ room_id }) => ({ room_id, openid: 'visitor-1', is_subscribe: true })
      },
    })

    expect(reminderState(phone)).toBe(text.subscribe.state(true))
    expect(phone.plugin.calls.filter(({ name }) => name === 'getSubscribeStatus')).toMatchObject([{ options: { room_id: ROOM_ID } }])
    await phone.advanceBy(3_600_000)
    expect(phone.plugin.calls.filter(({ name }) => name === 'getSubscribeStatus')).toHaveLength(1)
    expect(phone.problems()).toEqual([])
    phone.close()
  })

  it('is gone once the room is on air', async () => {
    const phone = await shop.visit(build, { startsAtMs: EVENING_MS, url: ROOM_PAGE, prepare: tomorrow })
    expect(phone.plugin.components.map(({ name }) => name)).toEqual(['subscribe'])

    phone.plugin.functions.getLiveStatus = async () => ({ liveStatus: 101 })
    await phone.advanceBy(11 * 60_000)

    expect(phone.plugin.components).toEqual([])
    expect(phone.problems()).toEqual([])
    phone.close()
  })
})

it('mp-weixin-no-plugin: holds no <subscribe>, and asks nobody about reminders', async () => {
  const phone = await shop.visit('mp-weixin-no-plugin', { startsAtMs: EVENING_MS, url: ROOM_PAGE, prepare: tomorrow })

  expect(phone.text('.status__title')).toBe('直播预告')
  expect(phone.find('.room__subscribe')).toBeNull()
  expect(phone.plugin.components).toEqual([])
  expect(phone.plugin.calls).toEqual([])
  expect(phone.problems()).toEqual([])
  phone.close()
})
