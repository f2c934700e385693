import type { Browser, Page } from 'playwright-core'
import type { GatewayProcess } from './support/gateway'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { ROOT } from '@/tests/build/support/compile'
import { packMiniProgram } from '@/tests/runtime/host/pack'
import { bundleStage } from './stage/bundle'
import { launchChromium } from './support/chromium'
import { startGateway } from './support/gateway'

const chromium = inject('chromiumPath')
const SCREENS = join(ROOT, 'artifacts/screens/mini-program')
const LOOKS = ['light', 'dark'] as const

describe.skipIf(!chromium)('the mini-program, drawn by a real browser', { timeout: 60_000 }, () => {
  let gateway: GatewayProcess
  let browser: Browser
  let script: string

  beforeAll(async () => {
    if (!chromium)
      return
    mkdirSync(SCREENS, { recursive: true })
    script = await bundleStage()
    gateway = await startGateway('', () => [])
    browser = await launchChromium(chromium)
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await gateway?.close()
  })

  async function open(build: string, colorScheme: 'light' | 'dark'): Promise<{ page: Page, complaints: string[] }> {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme, hasTouch: true, isMobile: true })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', message => void (['error', 'warning'].includes(message.type()) && complaints.push(message.text())))
    page.on('pageerror', error => void complaints.push(error.message))
    // Of the gateway's own origin: a browser asks the visitor before another one may reach into the machine.
    const url = `${gateway.url}/stage`
    await page.route(url, route => route.fulfill({ contentType: 'text/html', body: '<!doctype html><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><body></body>' }))
    await page.goto(url)
    await page.addScriptTag({ content: script })
    await page.evaluate(([pack, url]) => window.startStage(pack, url), [packMiniProgram(join(inject('builds'), build)), gateway.url] as const)
    await rest(page)
    return { page, complaints }
  }

  async function rest(page: Page): Promise<void> {
    await page.waitForFunction(() => window.stage.inFlight() === 0)
  }

  const cases = ['mp-weixin', 'mp-weixin-subpackage', 'mp-weixin-no-plugin'].flatMap(build => LOOKS.map(look => ({ build, look })))

  it.each(cases)('shows the home of $build in $look without overflow or complaint', async ({ build, look }) => {
    const { page, complaints } = await open(build, look)
    await page.waitForSelector('.card')
    await page.screenshot({ path: join(SCREENS, `${build}-home-${look}.png`) })
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
    expect(await page.evaluate(() => getComputedStyle(document.querySelector('[data-route]')!).backgroundColor)).toBe(look === 'dark' ? 'rgb(17, 17, 17)' : 'rgb(237, 237, 237)')
    expect(await page.evaluate(() => window.stage.problems())).toEqual([])
    expect(complaints).toEqual([])
  })
})
