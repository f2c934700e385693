import type { Browser, Page } from 'playwright-core'
import type { GatewayProcess } from './support/gateway'
import type { Room } from '@/src/domain/room'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { playerPagePath, replayPagePath, roomPagePath, ROUTES } from '@/src/domain/routes'
import { launchChromium } from './support/chromium'
import { startGateway } from './support/gateway'
import { screenFile, writeContactSheet } from './support/screens'

const chromium = inject('chromiumPath')
const WAIT_MS = 30_000
const HEIGHT = 844
const LARGEST_TEXT = 1.75
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

// The page as a whole is scrolled by keys in every browser, whatever in it can have the focus.
// The letter that stands in for a picture that has not come is text of the button, too, and in nobody's name.
const AXE_FINDINGS = `axe.run({ rules: { 'label-content-name-mismatch': { enabled: false } } }).then(({ violations }) => violations
  .filter(({ impact }) => impact === 'serious' || impact === 'critical')
  .map(({ id, nodes }) => ({ id, nodes: nodes.filter(({ target }) => id !== 'scrollable-region-focusable' || target.join() !== 'body') }))
  .filter(({ nodes }) => nodes.length > 0)
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

// WeChat has a replay some ten minutes after the end.
const isEndedWithReplay = ({ status, hasReplay, endAtMs }: Room): boolean => status === 'ended' && hasReplay === true && endAtMs < Date.now() - 3_600_000

const PAGES: Readonly<Record<string, (find: Find) => Shown>> = {
  'home': find => app(ROUTES.rooms, find(({ status }) => status === 'live').name),
  'room-upcoming': roomWith(({ status, startAtMs }) => status === 'upcoming' && startAtMs > Date.now() + 3_600_000),
  'room-live': roomWith(({ status, goods }) => status === 'live' && goods.length > 2),
  'room-ended': roomWith(isEndedWithReplay),
  'room-unknown': () => app(`${ROUTES.room}?room_id=%25rubbish`, '直播间'),
  'goods': find => app(`/${find(({ goods }) => goods.length > 0).goods[0]?.path}`, find(({ goods }) => goods.length > 0).goods[0]?.name ?? ''),
  'player': () => app(playerPagePath('teahouse'), '正在播放', true),
  'replay': (find) => {
    const { id, name } = find(isEndedWithReplay)
    return app(replayPagePath(id), name, true)
  },
  'diagnostics': () => app(ROUTES.diagnostics, '诊断'),
  'preview-room': (find) => {
    const { id, name } = find(({ status }) => status === 'live')
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

describe.skipIf(!chromium)('every page in a real browser', () => {
  let gateway: GatewayProcess
  let browser: Browser
  let rooms: readonly Room[]

  beforeAll(async () => {
    if (!chromium)
      return
    const streamsAt = (url: string): object[] => [{ id: 'teahouse', title: '茶室慢直播', liveUrl: `${url}/simulator/streams/teahouse/live.flv`, hlsUrl: `${url}/simulator/streams/teahouse/live.m3u8`, coverUrl: `${url}/simulator/images/tea-cover-0.svg`, orientation: 'vertical' }]
    const started = await Promise.all([startGateway(join(inject('builds'), 'h5'), streamsAt), launchChromium(chromium)])
    gateway = started[0]
    browser = started[1]
    rooms = (await (await fetch(`${gateway.url}/v1/rooms?limit=50`)).json() as { rooms: Room[] }).rooms
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await gateway?.close()
    if (chromium)
      writeContactSheet()
  })

  function find(isWanted: (room: Room) => boolean): Room {
    const room = rooms.find(isWanted)
    if (!room)
      throw new Error('The simulated shop has no such room')
    return room
  }

  async function open({ path, shows, isPlaying }: Shown, colorScheme: 'light' | 'dark'): Promise<{ page: Page, complaints: readonly string[] }> {
    const context = await browser.newContext({ viewport: { width: 390, height: HEIGHT }, colorScheme, hasTouch: true, isMobile: true })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', message => void (['error', 'warning'].includes(message.type()) && complaints.push(message.text())))
    page.on('pageerror', error => void complaints.push(error.message))
    await page.goto(`${gateway.url}${path}`, { waitUntil: 'commit' })
    await page.getByText(shows).first().waitFor({ state: 'attached', timeout: WAIT_MS })
    if (isPlaying)
      await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0, undefined, { timeout: WAIT_MS })
    return { page, complaints }
  }

  it.each(CASES)('shows $name in $scheme at every width and text size: nothing cut off, nothing for axe, nothing in the console', async ({ name, scheme }) => {
    const { page, complaints } = await open(PAGES[name]!(find), scheme)
    const faults: string[] = []
    for (const { look, width, textScale } of LOOKS) {
      await page.setViewportSize({ width, height: HEIGHT })
      await page.evaluate(setTextScale, textScale)
      await page.evaluate(settled)
      await page.screenshot({ path: screenFile(`${name}-${scheme}-${look}`), animations: 'disabled' })
      faults.push(...(await page.evaluate(layoutFaults)).map(fault => `${look}: ${fault}`))
    }
    await page.evaluate(setTextScale, 1)
    await page.evaluate(AXE)
    expect([...faults, ...await page.evaluate<string[]>(AXE_FINDINGS), ...complaints]).toEqual([])
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
