import type { Page } from 'playwright-core'
import type { Visit } from './support/visit'
import type { Room } from '@/src/domain/room'
import { describe, expect, inject, it, vi } from 'vitest'
import { roomPagePath, ROUTES } from '@/src/domain/routes'
import { shareText } from '@/src/live/text'
import { errorText, text } from '@/src/text'
import { isEndedWithReplay, isLive, isUpcoming } from './support/room-kinds'
import { screenFile } from './support/screens'
import { useBrowserShop } from './support/shop'
import { WAIT_MS } from './support/visit'

const CARD_KEY = 'weixin-live.preview.share-entry'
const CARD = 'uni-navigator.card__link'
const TAB = '.tabs__tab'
const BUTTON = 'uni-button'
const PREVIEW_ROOM = '/src/preview/room/room'
const ROOMS = /\/v1\/rooms\?/
const TOUCHES = /\/v1\/touches/
// The browser itself speaks of every request that fails; that is what the test has done to it.
const FAILED_REQUEST = /Failed to load resource: net::ERR_/
// So is the word to developers when a link names a room that is none of the shop's.
const UNKNOWN_ROOM = /Failed to load resource: .* 404|status 0 for room 12\b/

// What people do with the app, finger by finger, in the gateway's own H5 build.
describe.skipIf(!inject('chromiumPath'))('a customer with a phone', () => {
  const shop = useBrowserShop()
  const { arrive, ask, roomThat } = shop
  let cardsSent = 0

  it('looks through the list by its tabs, searches it, and clears the search', async () => {
    const { page, openCold, tap, untilItSays } = await arrive()
    await openCold()
    await untilItSays(roomThat(isLive).name)
    await tap(TAB, text.tabs.upcoming)
    await page.locator(CARD, { hasText: roomThat(isLive).name }).waitFor({ state: 'detached' })
    await untilItSays(roomThat(isUpcoming).name)
    await tap(TAB, text.tabs.past)
    await untilItSays('已结束')
    await tap(TAB, text.tabs.all)
    await untilItSays(roomThat(isLive).name)

    const { name } = roomThat(isUpcoming)
    await page.locator('.search__input input').tap()
    await page.keyboard.type(name)
    await page.locator(CARD, { hasText: roomThat(isLive).name }).waitFor({ state: 'detached' })
    await untilItSays(name)
    await page.keyboard.type('没有这样的直播间')
    await untilItSays(text.empty.search.title)
    await tap('.search__clear')
    await untilItSays(roomThat(isLive).name)
    // uni-app hands a new value on to its field a moment later.
    await vi.waitFor(async () => expect(await page.locator('.search__input input').inputValue()).toBe(''), WAIT_MS)
  })

  it('asks to be reminded of a room, looks into it and at what it sells, and goes all the way back', async () => {
    const { page, openCold, tap, untilItSays } = await arrive()
    const room = roomThat(isUpcoming)
    await openCold()
    await tap(TAB, text.tabs.upcoming)
    await page.locator('.tabs__tab--selected', { hasText: text.tabs.upcoming }).waitFor()
    await tap(CARD, room.name)
    await untilItSays('直播预告')
    await tap('.room__subscribe button', text.subscribe.button)
    await page.getByText(text.subscribe.subscribed).waitFor()
    await page.locator('.room__subscribe button', { hasText: text.subscribe.buttonSubscribed }).waitFor()
    await tap('.bar__action', text.roomAction.preview)
    await untilItSays(text.previewRoom.note)
    await untilItSays(String(room.id))
    await tap('.strip__item')
    await untilItSays(text.goods.fromRoom(room.name))

    await tap('.goods__back', text.goods.backToRoom)
    await untilItSays(text.previewRoom.note)
    await tap('.uni-page-head-btn')
    await page.locator('.room__subscribe button', { hasText: text.subscribe.buttonSubscribed }).waitFor()
    await tap('.uni-page-head-btn')
    await untilItSays(text.list.title)
    await page.locator('.tabs__tab--selected', { hasText: text.tabs.upcoming }).waitFor()
  })

  it('passes a room on: sees its card, and copies the link that opens it', async () => {
    const { context, page, openCold, tap, untilItSays } = await arrive()
    await context.grantPermissions(['clipboard-read'])
    const room = roomThat(isLive)
    await openCold(roomPagePath(room.id))
    await tap('.bar__share')
    await untilItSays(text.share.live(room.name))
    await page.screenshot({ path: screenFile('room-sheet-light'), animations: 'disabled' })
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.screenshot({ path: screenFile('room-sheet-dark'), animations: 'disabled' })
    await tap('.sheet__way', shareText.copy)
    await page.locator('.sheet--open').waitFor({ state: 'detached' })
    const link = await page.evaluate(() => navigator.clipboard.readText())
    expect(link).toContain(`#${roomPagePath(room.id)}&from=share`)
    await page.goto('about:blank')
    await page.goto(link)
    await untilItSays(room.name)
  })

  it('opens a replay from the page of a room that is over', async () => {
    const { page, openCold, tap, untilItSays } = await arrive()
    const room = roomThat(isEndedWithReplay)
    await openCold(`${ROUTES.room}?room_id=${room.id}`)
    await tap('.bar__action', text.roomAction.replay)
    await page.waitForURL(/replay\/replay/)
    await untilItSays(room.name)
    await page.locator('video').waitFor()
  })

  // What a friend finds in their chat: the card as the sender's tab leaves it, which here does not start again.
  async function cardSentFrom(room: Room): Promise<string> {
    const { page, openCold, tap } = await arrive()
    await openCold(`${PREVIEW_ROOM}?room_id=${room.id}&custom_params=${encodeURIComponent('{"from":"poster"}')}`)
    await page.route(`${shop.url()}/`, route => route.fulfill({ contentType: 'text/html', body: '<title>sent</title>' }))
    const share = page.getByText(text.previewRoom.share)
    await share.waitFor()
    await tap(BUTTON, text.previewRoom.share)
    await page.waitForFunction(() => document.title === 'sent')
    return await page.evaluate(key => sessionStorage.getItem(key), CARD_KEY) ?? ''
  }

  async function openCard(visit: Visit, card: string, room: Room): Promise<void> {
    // A page of that address which is not the app's; the browser asks for an icon of every one that names none.
    await visit.page.route(/favicon/, route => route.fulfill({ status: 204 }))
    await visit.page.goto(`${shop.url()}/v1/rooms?limit=1`)
    await visit.page.evaluate(([key, value]) => sessionStorage.setItem(key, value), [CARD_KEY, card] as const)
    await visit.page.goto(`${shop.url()}/#${PREVIEW_ROOM}?room_id=${room.id}`)
    await visit.untilItSays(text.previewRoom.note)
  }

  async function arrivalsThroughCards({ id }: Room): Promise<number> {
    const report = await ask<{ byWay?: { via: string, entries: number }[] }>(`/v1/attribution/rooms/${id}`)
    return report.byWay?.find(({ via }) => via === 'share-card')?.entries ?? 0
  }

  it.each([
    ['at once', (_: Visit) => {}],
    ['after the first try met no network', ({ context, page }: Visit) => page.route(TOUCHES, async (route) => {
      await context.setOffline(true)
      await route.abort('internetdisconnected')
      await context.setOffline(false)
    }, { times: 1 })],
    ['once, where the first answer was lost', ({ page }: Visit) => page.route(TOUCHES, async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    }, { times: 1 })],
  ])('sends a friend a card, and the friend\'s visit is counted %s', async (_, prepare) => {
    const room = roomThat(isLive, cardsSent++)
    const card = await cardSentFrom(room)
    expect(await arrivalsThroughCards(room)).toBe(0)

    const friend = await arrive({ expected: FAILED_REQUEST })
    const isSent = friend.page.waitForResponse(response => TOUCHES.test(response.url()) && response.ok(), { timeout: 60_000 })
    await prepare(friend)
    await openCard(friend, card, room)
    await isSent
    await vi.waitFor(async () => expect(await arrivalsThroughCards(room)).toBe(1), WAIT_MS)
    const { links } = await ask<{ links: object[] }>(`/v1/attribution/rooms/${room.id}/chain`)
    expect(links).toEqual([expect.objectContaining({ openid: 'visitor-2', sharerOpenid: 'visitor-1', depth: 1 })])

    // Who looks again has not come again.
    await friend.page.reload()
    await friend.untilItSays(text.previewRoom.note)
    expect(await arrivalsThroughCards(room)).toBe(1)
  })

  it('is told that the shop cannot be reached, and gets the list as soon as it can', async () => {
    const { page, openCold, tap, untilItSays } = await arrive({ expected: FAILED_REQUEST })
    await page.route(ROOMS, route => route.abort('connectionrefused'))
    await openCold()
    await untilItSays(errorText['request-failed'].title)
    await untilItSays(errorText['request-failed'].advice)
    await page.unroute(ROOMS)
    await tap('.empty__action', text.action.retry)
    await untilItSays(roomThat(isLive).name)
  })

  it('sees the list of last time with a notice where the shop cannot be reached, and the new one when it can', async () => {
    const { page, openCold, tap, untilItSays } = await arrive({ expected: FAILED_REQUEST })
    await openCold()
    await untilItSays(roomThat(isLive).name)
    await page.route(ROOMS, route => route.abort('connectionrefused'))
    await openCold()
    await untilItSays(roomThat(isLive).name)
    await untilItSays(/正在显示|可能不是最新/)
    await page.unroute(ROOMS)
    await tap('.notice__action')
    await page.locator('.notice').waitFor({ state: 'detached' })
    await untilItSays(roomThat(isLive).name)
  })

  it.each([
    ['home', () => ROUTES.rooms, '.rooms__end'],
    ['a product', () => `${ROUTES.goods}?room_id=${roomThat(isLive).id}&goods_id=${roomThat(isLive).goods[0]?.id ?? ''}`, '.goods__words >> nth=-1'],
  ])('can scroll everything on the page of %s out from under the pendant, and close it', async (_, route, last) => {
    const { page, openCold, tap } = await arrive()
    await openCold(route())
    const pendant = page.locator('.pendant')
    await pendant.waitFor()
    // The list grows at its end.
    await vi.waitFor(async () => {
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
      const [{ y }, end] = [await boxOf(page, '.pendant'), await boxOf(page, last)]
      expect(end.y + end.height).toBeLessThanOrEqual(y + 1)
    }, WAIT_MS)
    const strip = await boxOf(page, '.pendant')
    // Nothing looks out beside it, either, and no finger meant for it is lost.
    expect([strip.x, strip.width]).toEqual([0, 390])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await tap('.pendant__close')
    await pendant.waitFor({ state: 'detached' })
  })

  async function boxOf(page: Page, selector: string) {
    const box = await page.locator(selector).boundingBox()
    if (!box)
      throw new Error(`${selector} cannot be seen.`)
    return box
  }

  const twice = encodeURIComponent(encodeURIComponent('{"path":"/src/pages/rooms/rooms","from":"a&b=c"}'))
  const HOSTILE: readonly string[] = [
    'room_id=%E4%ZZ&goods_id=__proto__&stream_id=<svg onload=alert(1)>&custom_params={{{',
    `room_id=${'9'.repeat(50_000)}&custom_params=${'x'.repeat(50_000)}`,
    `room_id=%2531%2532&goods_id=%2531&stream_id=%2561&custom_params=${twice}`,
  ]
  it.each([...Object.values(ROUTES), PREVIEW_ROOM])('shows something and can go home from %s, opened with rubbish, 100 KB, and values encoded twice', async (route) => {
    const { page, openCold, untilItSays } = await arrive({ expected: UNKNOWN_ROOM })
    for (const query of HOSTILE) {
      await openCold(`${route}?${query}`)
      await page.locator('.empty__action, .goods__back, .tabs, .diag, .preview').filter({ visible: true }).first().waitFor()
      expect((await page.locator('uni-page-body').textContent())?.trim()).toMatch(/./)
      if (route !== ROUTES.rooms)
        await page.locator('.uni-page-head-btn').first().tap()
      await untilItSays(text.list.title)
    }
  })
})
