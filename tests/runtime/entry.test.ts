import type { Shop } from './support/shop'
import type { StoredItems } from '@/tests/runtime/host/storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorText, text } from '@/src/text'
import { WECHAT_BUILDS } from '@/tests/build/support/built'
import { cardOf, encoded, entryUrlOn, onCard, ROOM_PAGE } from './support/screen'
import { OPENING_LIMIT_MS, openShop } from './support/shop'

const PLUGIN_BUILDS = WECHAT_BUILDS.filter(build => build !== 'mp-weixin-no-plugin')

let shop: Shop

beforeAll(async () => shop = await openShop(), OPENING_LIMIT_MS)
afterAll(() => shop.close())

/** What a URL of the plugin's page carries, read the way a server would. */
function paramsIn(url: string): unknown {
  return JSON.parse(new URLSearchParams(url.slice(url.indexOf('?'))).get('custom_params') ?? 'null')
}

/** An empty storage that tells which keys are written. */
function storageThatTells(note: (key: string) => void): StoredItems {
  const items: StoredItems = new Map()
  const set = items.set.bind(items)
  return Object.assign(items, {
    set(key: string, json: string) {
      note(key)
      return set(key, json)
    },
  })
}

describe.each(PLUGIN_BUILDS)('%s: from a cold start into a room', (build) => {
  it('leads from a card in the list straight to the plugin\'s page, and says where from', async () => {
    const room = await shop.roomThatIs('live')
    const phone = await shop.visit(build)
    expect(phone.url()).toBe('/src/pages/rooms/rooms')

    await phone.tap(onCard(phone, room.id, '.card__enter'))

    expect(phone.url()).toBe(`${ROOM_PAGE}?room_id=${room.id}&custom_params=%7B%22from%22%3A%22home%22%7D`)
    expect(paramsIn(phone.url())).toEqual({ from: 'home' })
    await phone.back()
    expect(phone.url()).toBe('/src/pages/rooms/rooms')
    expect(phone.problems()).toEqual([])
    phone.close()
  })

  it('leads through the room\'s own page to the same room, and the button says where from', async () => {
    const room = await shop.roomThatIs('live')
    const phone = await shop.visit(build)

    await phone.tap(onCard(phone, room.id, '.card__link'))
    expect(phone.url()).toBe(`/src/live/room/room?room_id=${room.id}`)
    expect(phone.text()).toContain(room.name)
    await phone.tap('.bar__action')

    expect(phone.url()).toBe(`${ROOM_PAGE}?room_id=${room.id}&custom_params=%7B%22from%22%3A%22room%22%7D`)
    expect(phone.app.stack.pages.map(({ route }) => route)).toEqual(['src/pages/rooms/rooms', 'src/live/room/room', ROOM_PAGE])
    expect(phone.problems()).toEqual([])
    phone.close()
  })

  it('hands on what a shared link brought, in Chinese too, encoded once', async () => {
    const room = await shop.roomThatIs('live')
    const brought = { campaign: '双十一&秒杀=100%', by: 'host#7', deep: { list: [1, '二', null, true] } }
    const phone = await shop.visit(build, { url: `/src/live/room/room?room_id=${room.id}&custom_params=${encoded(brought)}` })

    await phone.tap('.bar__action')

    const meant = { from: 'room', ...brought }
    expect(phone.url()).toBe(`${ROOM_PAGE}?room_id=${room.id}&custom_params=${encoded(meant)}`)
    expect(paramsIn(phone.url())).toEqual(meant)
    expect(phone.problems()).toEqual([])
    phone.close()
  })

  it('closes the small window in every way in once it is switched off, also after a restart', async () => {
    const room = await shop.roomThatIs('live')
    const phone = await shop.visit(build)
    await phone.tap(onCard(phone, room.id, '.card__link'))

    await phone.emit('switch', 'change', { value: false })
    await phone.tap('.bar__action')
    expect(phone.url()).toBe(`${ROOM_PAGE}?room_id=${room.id}&custom_params=%7B%22from%22%3A%22room%22%7D&close_picture_in_picture_mode=1`)
    await phone.back()
    await phone.back()
    const fromHome = `${ROOM_PAGE}?room_id=${room.id}&custom_params=%7B%22from%22%3A%22home%22%7D`
    expect(entryUrlOn(phone, room.id)).toBe(`${fromHome}&close_picture_in_picture_mode=1`)
    expect(phone.plugin.components.find(({ name }) => name === 'pendant')?.properties()).toMatchObject({ closePictureInPictureMode: 1 })
    expect(phone.problems()).toEqual([])

    const later = await shop.visit(build, { storedItems: phone.close() })
    expect(entryUrlOn(later, room.id)).toBe(`${fromHome}&close_picture_in_picture_mode=1`)
    await later.tap(onCard(later, room.id, '.card__link'))
    await later.emit('switch', 'change', { value: true })
    await later.back()
    expect(entryUrlOn(later, room.id)).toBe(fromHome)
    expect(later.problems()).toEqual([])
    later.close()
  })

  it('tells the room that the customer scanned a code, or came from an article', async () => {
    const room = await shop.roomThatIs('live')
    const phone = await shop.visit(build, { scene: 1011 })
    const url = `${ROOM_PAGE}?room_id=${room.id}&custom_params=%7B%22from%22%3A%22home%22%7D`

    expect(entryUrlOn(phone, room.id)).toBe(`${url}&type=9`)
    await phone.hide()
    await phone.show({ scene: 1058 })
    expect(entryUrlOn(phone, room.id)).toBe(`${url}&type=10`)
    await phone.hide()
    await phone.show({ scene: 1001 })
    expect(entryUrlOn(phone, room.id)).toBe(url)
    expect(phone.problems()).toEqual([])
    phone.close()
  })

  it('begins in WeChat\'s order: the app is shown, its page is loaded, shown and, once drawn, watched', async () => {
    const journal: string[] = []
    const note = (what: string): void => void (journal.includes(what) || journal.push(what))
    const phone = await shop.visit(build, {
      scene: 1007,
      storedItems: storageThatTells(note),
      prepare({ network, plugin }) {
        network.fault = ({ path }) => {
          note(path.split('?')[0] ?? '')
          return null
        }
        plugin.functions.getLiveStatus = async () => {
          note('getLiveStatus')
          return { liveStatus: 101 }
        }
      },
    })

    // App.onShow notes the way in, onLoad asks for the list, onShow for the accounts, and onReady sees the first cards.
    const timeline = ['weixin-live.1.attribution.pending', '/v1/rooms', '/v1/channels', 'getLiveStatus']
    expect(journal.filter(what => timeline.includes(what))).toEqual(timeline)
    expect(phone.problems()).toEqual([])
    phone.close()
  })
})

describe('mp-weixin-no-plugin', () => {
  const build = 'mp-weixin-no-plugin'

  it('offers other rooms, says why, and never names the plugin\'s page', async () => {
    const room = await shop.roomThatIs('live')
    const phone = await shop.visit(build)
    expect(entryUrlOn(phone, room.id)).toBeNull()
    expect(cardOf(phone, room.id).textContent).not.toContain(text.action.enter)

    await phone.tap(onCard(phone, room.id, '.card__link'))

    expect(phone.url()).toBe(`/src/live/room/room?room_id=${room.id}`)
    expect(phone.text()).toContain(`${errorText['plugin-missing'].title}，${errorText['plugin-missing'].advice}`)
    expect(phone.find('switch')).toBeNull()
    await phone.tapText(text.roomAction['other-rooms'])
    expect(phone.url()).toBe('/src/pages/rooms/rooms')
    expect(phone.plugin.calls).toEqual([])
    expect(phone.plugin.components).toEqual([])
    expect(phone.problems()).toEqual([])
    phone.close()
  })
})
