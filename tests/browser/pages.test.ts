import type { Page } from 'playwright-core'
import type { Room } from '@/src/domain/room'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { playerPagePath, replayPagePath, roomPagePath, ROUTES } from '@/src/domain/routes'
import { isEndedWithReplay, isLive, isUpcoming } from './support/room-kinds'
import { screenFile, writeContactSheet } from './support/screens'
import { useBrowserShop } from './support/shop'
import { SCREEN } from './support/visit'

const LARGEST_TEXT = 1.75
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

// The letter that stands in for a picture that has not come is text of the button, too, and in nobody's name.
const AXE_FINDINGS = `axe.run({ rules: { 'label-content-name-mismatch': { enabled: false } } }).then(({ violations }) => violations
  .filter(({ impact }) => impact === 'serious' || impact === 'critical')
  .map(({ id, nodes }) => id + ': ' + nodes.slice(0, 4).map(node => node.target.join(' ') + ' ' + (node.any[0]?.message ?? node.all[0]?.message ?? '')).join(' | ')))`

/** Finds a room of the shop; the simulated one has every kind at every hour. */
type Find = (isWanted: (room: Room) => boolean) => Room

interface Shown {
  /** The address after the gateway's own. */
  readonly path: string
  /** What is on the page once it is there. */
  readonly shows: string
  /** Whether a video moves on it. */
  readonly isPlaying: boolean
}

const app = (path: string, shows: string, isPlaying = false): Shown => ({ path: `/#${path}`, shows, isPlaying })

function roomWith(isWanted: (room: Room) => boolean): (find: Find) => Shown {
  return (find) => {
    const { id, name } = find(isWanted)
    return app(roomPagePath(id), name)
  }
}

const PAGES: Readonly<Record<string, (find: Find) => Shown>> = {
  'home': find => app(ROUTES.rooms, find(isLive).name),
  'room-upcoming': roomWith(isUpcoming),
  'room-live': roomWith(isLive),
  'room-ended': roomWith(isEndedWithReplay),
  'room-unknown': () => app(`${ROUTES.room}?room_id=%25rubbish`, '直播间'),
  'goods': find => app(`/${find(({ goods }) => goods.length > 0).goods[0]?.path}`, find(({ goods }) => goods.length > 0).goods[0]?.name ?? ''),
  'player': () => app(playerPagePath('teahouse'), '正在播放', true),
  'replay': (find) => {
    const { id, name } = find(isEndedWithReplay)
    return app(replayPagePath(id), name, true)
  },
  // The bar says its title before the page is there.
  'diagnostics': () => app(ROUTES.diagnostics, 'base library'),
  'preview-room': (find) => {
    const { id, name } = find(isLive)
    return app(`/src/preview/room/room?room_id=${id}`, name)
  },
  'attribution': () => ({ path: '/attribution', shows: '请输入管理密钥', isPlaying: false }),
}

const LOOKS = [
  { look: '320', width: 320, textScale: 1 },
  { look: '390', width: 390, textScale: 1 },
  { look: '768', width: 768, textScale: 1 },
  { look: 'large', width: 390, textScale: LARGEST_TEXT },
]

const CASES = Object.keys(PAGES).flatMap(name => (['light', 'dark'] as const).map(scheme => ({ name, scheme })))

describe.skipIf(!inject('chromiumPath'))('every page in a real browser', () => {
  const { arrive, roomThat, url } = useBrowserShop(url => [{ id: 'teahouse', title: '茶室慢直播', liveUrl: `${url}/simulator/streams/teahouse/live.flv`, hlsUrl: `${url}/simulator/streams/teahouse/live.m3u8`, coverUrl: `${url}/simulator/images/tea-cover-0.svg`, orientation: 'vertical' }])

  afterAll(writeContactSheet)

  async function open({ path, shows, isPlaying }: Shown, colorScheme: 'light' | 'dark'): Promise<Page> {
    const { page } = await arrive({ colorScheme })
    await page.goto(`${url()}${path}`, { waitUntil: 'commit' })
    await page.getByText(shows).first().waitFor({ state: 'attached' })
    if (isPlaying)
      await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0)
    return page
  }

  it.each(CASES)('shows $name in $scheme at every width and text size: nothing cut off, nothing covered, nothing for axe, nothing in the console', async ({ name, scheme }) => {
    const page = await open(PAGES[name]!(roomThat), scheme)
    const faults: string[] = []
    for (const { look, width, textScale } of LOOKS) {
      await page.setViewportSize({ width, height: SCREEN.height })
      await page.evaluate(setTextScale, textScale)
      await page.evaluate(settled)
      await page.screenshot({ path: screenFile(`${name}-${scheme}-${look}`), animations: 'disabled' })
      faults.push(...[...await page.evaluate(layoutFaults), ...await page.evaluate(coveredControls)].map(fault => `${look}: ${fault}`))
    }
    await page.evaluate(setTextScale, 1)
    await page.evaluate(AXE)
    expect([...faults, ...await page.evaluate<string[]>(AXE_FINDINGS)]).toEqual([])
  })
})

// A page says its own scale in a style attribute; only an important rule is stronger. A sheet without an element of its
// own is the one kind that the reports' security policy lets in.
function setTextScale(scale: number): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`.page { --text-scale: ${scale} !important }`)
  document.adoptedStyleSheets = [sheet]
}

// Two frames: uni-app sets its rem when it hears of a new width, and what depends on that is laid out in the next. Pictures
// in sight are waited for, and a while only: one that cannot come has a stand-in.
async function settled(): Promise<void> {
  const inSight = [...document.images].filter(image => image.getBoundingClientRect().top < innerHeight)
  await Promise.race([
    Promise.all(inSight.map(image => image.decode().catch(() => undefined))),
    new Promise(resolve => setTimeout(resolve, 1_000)),
  ])
  await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))
}

function layoutFaults(): string[] {
  const faults: string[] = []
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth > clientWidth) {
    const wide = [...document.body.querySelectorAll('*')].filter(node => node.getBoundingClientRect().right > clientWidth + 0.5)
    faults.push(`${scrollWidth} px wide: ${wide.slice(0, 4).map(({ tagName, className }) => `${tagName.toLowerCase()}.${className}`).join(', ')}`)
  }
  const root = document.querySelector('uni-page-body') ?? document.body
  if ((root.textContent ?? '').trim().length < 10)
    faults.push('blank')
  return faults
}

// What can be worked, but not be reached by a finger: something else lies on it, wherever the page is scrolled.
function coveredControls(): string[] {
  const covered: string[] = []
  for (const control of document.querySelectorAll('button, uni-button, uni-navigator, uni-switch, input, a, summary')) {
    if (!control.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      continue
    control.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
    const { left, top, width, height } = control.getBoundingClientRect()
    const hit = document.elementFromPoint(left + width / 2, top + height / 2)
    if (width > 0 && height > 0 && !control.contains(hit) && !hit?.contains(control))
      covered.push(`${control.className} "${control.textContent?.trim()}" lies under ${hit?.className}`)
  }
  scrollTo(0, 0)
  return covered
}
