import type { Page } from 'playwright-core'
import type { Visit } from './support/visit'
import type { MiniProgramPack } from '@/tests/runtime/host/pack'
import { join } from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { goodsPath, playerPagePath, replayPagePath, roomPagePath, ROUTES } from '@/src/domain/routes'
import { playerText } from '@/src/live/text'
import { errorText, statusText, text } from '@/src/text'
import { WECHAT_BUILDS } from '@/tests/build/support/built'
import { packMiniProgram } from '@/tests/runtime/host/pack'
import { bundleStage } from './stage/bundle'
import { coloursOf, groundAt, isAtRest } from './stage/look'
import { isEndedWithReplay, isLive, isUpcoming } from './support/room-kinds'
import { screenFile } from './support/screens'
import { OPENING_LIMIT_MS, useBrowserShop } from './support/shop'
import { SCREEN } from './support/visit'

interface Shown {
  readonly url: string
  /** Words that are on the page, and on no other. */
  readonly shows: readonly string[]
  /** What holds a picture; null where there is none. */
  readonly picture: string | null
}

const SCHEMES = ['light', 'dark'] as const
// What lies at the foot of the screen: the page itself, or a bar on it.
const GROUND = { light: ['rgb(237, 237, 237)', 'rgb(255, 255, 255)'], dark: ['rgb(17, 17, 17)', 'rgb(28, 28, 30)'] }
const NARROWEST = { ...SCREEN, width: 320 }
const FEWEST_COLOURS = 5
const DOCUMENT = '<!doctype html><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><body></body>'

describe.skipIf(!inject('chromiumPath'))('the mini-program, drawn by a real browser', () => {
  const shop = useBrowserShop(url => [{ id: 'teahouse', title: '茶室慢直播', liveUrl: `${url}/simulator/streams/teahouse/live.flv`, coverUrl: `${url}/simulator/images/tea-cover-0.svg`, orientation: 'vertical' }])
  const packs = new Map<string, MiniProgramPack>()
  let script: string

  beforeAll(async () => {
    script = await bundleStage()
    WECHAT_BUILDS.forEach(build => packs.set(build, packMiniProgram(join(inject('builds'), build))))
  }, OPENING_LIMIT_MS)

  async function open(build: string, url: string): Promise<Visit> {
    const visit = await shop.arrive()
    const { page } = visit
    // Of the gateway's own origin: a browser asks the visitor before another one may reach into the machine.
    const address = `${shop.url()}/stage`
    await page.route(address, route => route.fulfill({ contentType: 'text/html', body: DOCUMENT }))
    await page.goto(address)
    await page.addScriptTag({ content: script })
    await page.evaluate(([pack, gatewayUrl, first]) => window.startStage(pack, gatewayUrl, first), [packs.get(build)!, shop.url(), url] as const)
    return visit
  }

  async function untilItSays(page: Page, words: string): Promise<void> {
    await page.getByText(words).filter({ visible: true }).first().waitFor()
  }

  const pages: Readonly<Record<string, () => Shown | Promise<Shown>>> = {
    'home': () => ({ url: ROUTES.rooms, shows: [text.list.title, shop.roomThat(isLive).name, statusText.live.badge], picture: '.card__cover' }),
    'room-live': async () => {
      const { id, name } = await shop.roomOnAir()
      return { url: roomPagePath(id), shows: [name, statusText.live.title], picture: '.poster__picture' }
    },
    'room-upcoming': () => ({ url: roomPagePath(shop.roomThat(isUpcoming).id), shows: [shop.roomThat(isUpcoming).name, statusText.upcoming.title], picture: '.poster__picture' }),
    'room-ended': () => ({ url: roomPagePath(shop.roomThat(isEndedWithReplay).id), shows: [shop.roomThat(isEndedWithReplay).name, statusText.ended.title, text.roomAction.replay], picture: '.poster__picture' }),
    'room-unknown': () => ({ url: `${ROUTES.room}?room_id=rubbish`, shows: [errorText['invalid-room-id'].title], picture: null }),
    'goods': () => {
      const { id, name, goods: [goods] } = shop.roomThat(isLive)
      return { url: goodsPath(`/${goods?.path}`, id), shows: [goods?.name ?? '', text.goods.fromRoom(name)], picture: '.goods__picture' }
    },
    'player': () => ({ url: playerPagePath('teahouse'), shows: ['茶室慢直播', playerText.phase.connecting], picture: '.over' }),
    'replay': () => ({ url: replayPagePath(shop.roomThat(isEndedWithReplay).id), shows: [shop.roomThat(isEndedWithReplay).name], picture: '.strip__picture' }),
    'diagnostics': () => ({ url: ROUTES.diagnostics, shows: ['3.7.3'], picture: null }),
  }
  const cases = [
    ...Object.keys(pages).map(name => ({ build: 'mp-weixin', name })),
    ...['mp-weixin-subpackage', 'mp-weixin-no-plugin'].flatMap(build => ['home', 'room-live', 'room-upcoming'].map(name => ({ build, name }))),
  ]

  it.each(cases)('shows $name of $build in both looks: filling the screen, with its pictures, nothing cut off, no complaint', async ({ build, name }) => {
    const { url, shows, picture } = await pages[name]!()
    const { page } = await open(build, url)
    for (const words of shows) await untilItSays(page, words)
    const looks: object[] = []
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme })
      await page.waitForFunction(isAtRest)
      const image = await page.screenshot({ path: screenFile(`mini-program/${build}-${name}-${colorScheme}`) })
      looks.push({
        ground: GROUND[colorScheme].includes(await page.evaluate(groundAt, SCREEN.height - 1)),
        picture: picture === null || await page.evaluate(coloursOf, { picture, image: image.toString('base64') }) >= FEWEST_COLOURS,
      })
    }
    expect(looks).toEqual(SCHEMES.map(() => ({ ground: true, picture: true })))
    for (const size of [SCREEN, NARROWEST]) {
      await page.setViewportSize(size)
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `at ${size.width} px`).toBe(size.width)
    }
    expect(await page.evaluate(() => window.stage.problems())).toEqual([])
  })

  it.each(WECHAT_BUILDS)('chooses a tab of %s by touch, opens a room and comes back to the tab, and searches for what is typed', async (build) => {
    const { page } = await open(build, ROUTES.rooms)
    const [upcoming, live] = [shop.roomThat(isUpcoming), await shop.roomOnAir()]
    const cards = page.locator('.card__link').filter({ visible: true })
    const cardOf = ({ name }: { name: string }) => cards.filter({ hasText: name })
    await cardOf(live).waitFor()

    await page.locator('.tabs__tab', { hasText: text.tabs.upcoming }).tap()
    await cardOf(live).waitFor({ state: 'detached' })
    await cardOf(upcoming).tap()
    await page.waitForFunction(() => window.stage.route() === 'src/live/room/room')
    await untilItSays(page, statusText.upcoming.title)
    await page.evaluate(() => window.stage.back())
    await page.locator('.tabs__tab--selected', { hasText: text.tabs.upcoming }).waitFor()

    await page.locator('.tabs__tab', { hasText: text.tabs.all }).tap()
    await cardOf(live).waitFor()
    await page.locator('input').tap()
    await page.keyboard.type(upcoming.name)
    await cardOf(live).waitFor({ state: 'detached' })
    await cardOf(upcoming).waitFor()
    expect(await cards.count()).toBe(1)
    expect(await page.evaluate(() => window.stage.problems())).toEqual([])
  })
})
