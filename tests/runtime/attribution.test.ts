import type { Shop } from './support/shop'
import type { RoomJson } from '@/server/contract/rooms'
import type { Phone } from '@/tests/runtime/host/phone'
import type { WeChat } from '@/tests/runtime/host/wechat'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WECHAT_BUILDS } from '@/tests/build/support/built'
import { encoded, ROOM_PAGE, touchesSentBy } from './support/screen'
import { OPENING_LIMIT_MS, openShop } from './support/shop'

const PLUGIN_BUILDS = WECHAT_BUILDS.filter(build => build !== 'mp-weixin-no-plugin')

// WeChat's list of the scenes in which it answers getShareParams.
const SHARE_SCENES = [1007, 1008, 1014, 1044, 1045, 1046, 1047, 1048, 1049, 1073, 1154, 1155]
/** A subscription message: here the reminder of the room, which carries the room in its address. */
const REMINDER_SCENE = 1014
const OTHER_SCENES = [1001, 1005, 1011, 1035, 1089, 1107]
const PARAMS = { campaign: '双十一', from: 'home' }
/** Longer than a touch waits for others to go with it. */
const A_MOMENT_MS = 3_000

let shop: Shop
let room: RoomJson
let visitorCount = 0

beforeAll(async () => {
  shop = await openShop()
  room = await shop.roomThatIs('live')
}, OPENING_LIMIT_MS)
beforeEach(nextVisitor)
afterAll(() => shop.close())

function nextVisitor(): string {
  visitorCount++
  return visitor()
}

/** Somebody new in every test, sent by the same friend. */
function visitor(): string {
  return `visitor-${visitorCount}`
}

/** A card of the plugin's room: its page, and what the plugin tells about who shared it. */
function cardOfRoom(): { url: string, prepare: (wechat: WeChat) => void } {
  return {
    url: `${ROOM_PAGE}?room_id=${room.id}&custom_params=${encoded(PARAMS)}`,
    prepare: ({ plugin }) => plugin.functions.getShareParams = async () => ({ room_id: room.id, openid: visitor(), share_openid: 'friend', custom_params: encoded(PARAMS) }),
  }
}

/** Touches that wait on the phone, as its storage has them. */
function waitingOn(phone: Phone): readonly unknown[] {
  const stored: unknown = JSON.parse(phone.storage.items.get('weixin-live.1.outbox.touches') ?? '""')
  return JSON.parse(String(stored).replace(/^json:/, '') || '[]') as readonly unknown[]
}

/** What the gateway has counted for the room, by way, since it was looked at first. The shop's staff may look 120 times a minute. */
async function counting(): Promise<() => Promise<Readonly<Record<string, number>>>> {
  const look = async (): Promise<Record<string, number>> => Object.fromEntries((await shop.reportOf(room.id)).byWay.map(({ via, entries }) => [via, entries]))
  const before = await look()
  return async () => Object.fromEntries(Object.entries(await look()).map(([via, entries]) => [via, entries - (before[via] ?? 0)] as const).filter(([, entries]) => entries !== 0))
}

describe.each(PLUGIN_BUILDS)('%s: a card of the plugin\'s room', (build) => {
  it('opened from cold is kept at once and arrives at the gateway once, in each of the twelve scenes', async () => {
    const counted = await counting()
    for (const scene of SHARE_SCENES) {
      const phone = await shop.visit(build, { visitor: nextVisitor(), scene, ...cardOfRoom() })
      const touch = { via: scene === REMINDER_SCENE ? 'reminder' : 'share-card', roomId: room.id, shareOpenid: 'friend', customParams: PARAMS, scene }
      expect(waitingOn(phone)).toMatchObject([touch])

      await phone.advanceBy(A_MOMENT_MS)
      expect(waitingOn(phone)).toEqual([])
      // Looking away and back is the same visit.
      await phone.hide()
      await phone.show()
      await phone.advanceBy(A_MOMENT_MS)
      expect(touchesSentBy(phone)).toMatchObject([touch])
      expect(phone.problems()).toEqual([])
      phone.close()
    }
    expect(await counted()).toEqual({ 'share-card': SHARE_SCENES.length - 1, 'reminder': 1 })
  })

  it('opened while the app runs counts once too, in each of the twelve scenes', async () => {
    const counted = await counting()
    for (const scene of SHARE_SCENES) {
      const phone = await shop.visit(build, { visitor: nextVisitor() })
      await phone.advanceBy(A_MOMENT_MS)
      expect(touchesSentBy(phone)).toEqual([])

      await phone.hide()
      cardOfRoom().prepare(phone)
      await phone.show({ scene, path: '', query: {} })
      await phone.advanceBy(A_MOMENT_MS)

      expect(touchesSentBy(phone)).toMatchObject([{ via: 'share-card', roomId: room.id, shareOpenid: 'friend', customParams: PARAMS, scene }])
      expect(phone.problems()).toEqual([])
      phone.close()
    }
    expect(await counted()).toEqual({ 'share-card': SHARE_SCENES.length })
  })

  it('is nothing to ask about in any other scene', async () => {
    const counted = await counting()
    for (const scene of OTHER_SCENES) {
      const phone = await shop.visit(build, { visitor: nextVisitor(), scene, prepare: cardOfRoom().prepare })
      await phone.advanceBy(A_MOMENT_MS)

      expect(phone.plugin.calls.filter(({ name }) => name === 'getShareParams')).toEqual([])
      expect(touchesSentBy(phone)).toEqual([])
      expect(phone.problems()).toEqual([])
      phone.close()
    }
    expect(await counted()).toEqual({})
  })

  it('is asked for again at the next show when the plugin did not answer', async () => {
    const counted = await counting()
    const { url, prepare } = cardOfRoom()
    const phone = await shop.visit(build, { visitor: visitor(), scene: 1007, url, prepare: ({ plugin }) => plugin.functions.getShareParams = () => new Promise(() => {}) })
    await phone.advanceBy(10_000)
    expect(touchesSentBy(phone)).toEqual([])

    await phone.hide()
    prepare(phone)
    await phone.show()
    await phone.advanceBy(A_MOMENT_MS)

    expect(await counted()).toEqual({ 'share-card': 1 })
    expect(phone.problems()).toEqual([])
    phone.close()
  })
})

describe.each(WECHAT_BUILDS)('%s: a card of the app\'s own room page', (build) => {
  const cardUrl = (): string => `/src/live/room/room?room_id=${room.id}&from=share&custom_params=${encoded(PARAMS)}`

  it('arrives once in each of the twelve scenes', async () => {
    const counted = await counting()
    for (const scene of SHARE_SCENES) {
      const phone = await shop.visit(build, { visitor: nextVisitor(), scene, url: cardUrl() })
      await phone.advanceBy(A_MOMENT_MS)

      expect(touchesSentBy(phone)).toMatchObject([{ via: 'own-link', roomId: room.id, customParams: PARAMS, scene }])
      expect(phone.problems()).toEqual([])
      phone.close()
    }
    expect(await counted()).toEqual({ 'own-link': SHARE_SCENES.length })
  })

  it('does not set out while the app is hidden, whatever the network does, but when it is shown again', async () => {
    const phone = await shop.visit(build, { visitor: visitor(), scene: 1007, url: cardUrl(), prepare: ({ network }) => network.setOnline(false) })
    await phone.hide()
    phone.network.setOnline(true)
    await phone.advanceBy(600_000)
    expect(waitingOn(phone)).toHaveLength(1)
    expect(touchesSentBy(phone)).toEqual([])

    await phone.show()
    await phone.advanceBy(A_MOMENT_MS)
    expect(touchesSentBy(phone)).toHaveLength(1)
    expect(phone.problems()).toEqual([])
    phone.close()
  })

  it('opened without a network waits on the phone, and arrives once after the app was killed and started again', async () => {
    const counted = await counting()
    const offline = await shop.visit(build, { visitor: visitor(), scene: 1007, url: cardUrl(), prepare: ({ network }) => network.setOnline(false) })
    await offline.advanceBy(60_000)
    expect(waitingOn(offline)).toHaveLength(1)
    expect(await counted()).toEqual({})
    expect(offline.problems()).toEqual([])

    const later = await shop.visit(build, { visitor: visitor(), storedItems: offline.close(), startsAtMs: offline.now() + 3_600_000 })
    await later.advanceBy(A_MOMENT_MS)

    expect(await counted()).toEqual({ 'own-link': 1 })
    expect(waitingOn(later)).toEqual([])
    expect(later.problems()).toEqual([])
    later.close()
  })

  it('arrives once also when the gateway\'s answer was lost and the app was killed', async () => {
    const counted = await counting()
    const arrivals: Promise<unknown>[] = []
    const phone = await shop.visit(build, {
      visitor: visitor(),
      scene: 1007,
      url: cardUrl(),
      prepare: ({ network }) => network.fault = ({ method, path, body, header }) => {
        if (path !== '/v1/touches')
          return null
        arrivals.push(fetch(network.gatewayUrl + path, { method, headers: header, body: JSON.stringify(body) }))
        return 'hang'
      },
    })
    await phone.advanceBy(A_MOMENT_MS)
    await Promise.all(arrivals)
    expect(arrivals).toHaveLength(1)
    expect(waitingOn(phone)).toHaveLength(1)

    const later = await shop.visit(build, { visitor: visitor(), storedItems: phone.close(), startsAtMs: phone.now() + 60_000 })
    await later.advanceBy(A_MOMENT_MS)

    expect(touchesSentBy(later)).toHaveLength(1)
    expect(waitingOn(later)).toEqual([])
    expect(await counted()).toEqual({ 'own-link': 1 })
    expect(later.problems()).toEqual([])
    later.close()
  })

  it('shared on by whoever came with it keeps the first one\'s parameters and names the last one', async () => {
    const counted = await counting()
    const sharer = await shop.visit(build, { visitor: visitor(), url: cardUrl().replace('&from=share', '') })
    await sharer.advanceBy(A_MOMENT_MS)
    const { path } = sharer.share()
    sharer.close()

    const friend = await shop.visit(build, { visitor: `${visitor()}-friend`, scene: 1008, url: String(path) })
    await friend.advanceBy(A_MOMENT_MS)

    expect(touchesSentBy(friend)).toMatchObject([{ customParams: PARAMS, shareId: expect.stringMatching(/./) }])
    expect(await counted()).toEqual({ 'own-link': 1 })
    expect(friend.problems()).toEqual([])
    friend.close()
  })
})
