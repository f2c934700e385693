import type { Shop } from '../support/shop'
import type { RoomJson } from '@/server/contract/rooms'
import type { Phone } from '@/tests/runtime/host/phone'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { errorText, statusText, text } from '@/src/text'
import { outputOf, routesOf, WECHAT_BUILDS } from '@/tests/build/support/built'
import { entryUrlOn, onCard, ROOM_PAGE } from '../support/screen'
import { OPENING_LIMIT_MS, openShop } from '../support/shop'

const PLUGIN_BUILDS = WECHAT_BUILDS.filter(build => build !== 'mp-weixin-no-plugin')

// Rooms want WeChat 7.0.7 and base library 2.9.0.
const TOO_OLD: ReadonlyArray<readonly [why: string, version: string, baseLibrary: string]> = [
  ['both are old', '7.0.6', '2.8.3'],
  ['only the base library is', '7.0.8', '2.8.9'],
  ['only the app is', '7.0.6', '2.9.0'],
]

// For the developer alone, and once for each account: Channels are younger than all of these.
const CHANNELS_ARE_YOUNGER = expect.stringMatching(/Channels account \w+: api-missing/)

let shop: Shop
let room: RoomJson
let phone: Phone

beforeAll(async () => {
  shop = await openShop()
  room = await shop.roomThatIs('live')
}, OPENING_LIMIT_MS)
afterEach(() => {
  expect(phone.problems()).toEqual([CHANNELS_ARE_YOUNGER, CHANNELS_ARE_YOUNGER])
  phone.close()
})
afterAll(() => shop.close())

async function start(build: string, version: string, SDKVersion: string): Promise<void> {
  phone = await shop.visit(build, { versions: { version, SDKVersion } })
  expect(phone.findAll('.rooms__item')).toHaveLength(20)
}

describe.each(PLUGIN_BUILDS)('%s, on a WeChat in which rooms do not work,', (build) => {
  it.each(TOO_OLD)('because %s: shows the list, says that WeChat must be updated, and how', async (_, version, baseLibrary) => {
    await start(build, version, baseLibrary)
    expect(phone.text('.notice__message')).toBe(text.notice.clientTooOld)

    await phone.tapText(text.action.updateClient)
    expect(phone.toasts).toEqual([text.notice.howToUpdate])
  })

  it.each(TOO_OLD)('because %s: leads to a room\'s page, which says why nobody can go in', async (_, version, baseLibrary) => {
    await start(build, version, baseLibrary)
    expect(entryUrlOn(phone, room.id)).toBeNull()
    await phone.tap(onCard(phone, room.id, '.card__link'))
    expect(phone.text()).toContain(room.name)
    expect(phone.text()).toContain(statusText.live.title)

    await phone.tapText(text.roomAction.enter)
    const { title, advice } = errorText['client-too-old']
    expect(phone.modals).toEqual([{ title, content: advice }])
    expect(phone.toasts).toEqual([text.notice.howToUpdate])
    expect(phone.url()).toBe(`/src/live/room/room?room_id=${room.id}`)

    await phone.advanceBy(5 * 60_000)
    expect(phone.plugin.calls).toEqual([])
    expect(phone.text()).toContain(statusText.live.title)
  })

  it('opens WeChat\'s own page for updating where there is one', async () => {
    await start(build, '7.0.6', '2.12.0')
    await phone.tapText(text.action.updateClient)
    expect(phone.updates).toEqual(['updateWeChatApp'])
    expect(phone.toasts).toEqual([])
  })

  it('lets people in as soon as WeChat is new enough', async () => {
    await start(build, '7.0.7', '2.9.0')
    expect(phone.find('.notice__message')).toBeNull()
    await phone.tap(onCard(phone, room.id, '.card__link'))
    await phone.tapText(text.roomAction.enter)
    expect(phone.url().startsWith(`${ROOM_PAGE}?room_id=${room.id}&`)).toBe(true)
  })
})

describe.each(WECHAT_BUILDS)('%s, on a WeChat of 2019,', (build) => {
  it('opens every page with words on it, and looks for nothing that is not there', async () => {
    await start(build, '7.0.6', '2.8.3')
    for (const route of routesOf(outputOf(build))) {
      await phone.reLaunch(`/${route}?room_id=${room.id}&goods_id=${room.goods[0]?.id}`)
      await phone.advanceBy(10_000)
      expect(phone.text().length, route).toBeGreaterThan(5)
    }
    expect(phone.text()).toContain('7.0.6')
  })
})

describe('mp-weixin-no-plugin, on a WeChat of 2019,', () => {
  it('asks for no update, because none would help', async () => {
    await start('mp-weixin-no-plugin', '7.0.6', '2.8.3')
    expect(phone.find('.notice__message')).toBeNull()
  })
})
