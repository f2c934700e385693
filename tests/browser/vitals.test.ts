import type { Page } from 'playwright-core'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { gzipSync } from 'node:zlib'
import { describe, expect, inject, it } from 'vitest'
import { roomPagePath, ROUTES } from '@/src/domain/routes'
import { isLive } from './support/room-kinds'
import { useBrowserShop } from './support/shop'

const WEB_VITALS = readFileSync(join(dirname(createRequire(import.meta.url).resolve('web-vitals')), 'web-vitals.iife.js'), 'utf8')
// What Google calls good; the other figures depend on the machine, and are printed only.
const GOOD_SHIFT = 0.1
/** Scripts, styles and the page itself, compressed as a server before the gateway does, in bytes. */
const FIRST_LOAD_BUDGET = 155_000

type Vitals = Partial<Record<'TTFB' | 'FCP' | 'LCP' | 'CLS', number>>

describe.skipIf(!inject('chromiumPath'))('a first visit in a real browser', () => {
  const { arrive, roomThat, url } = useBrowserShop()

  async function show(page: Page, path: string, words: string): Promise<void> {
    await page.goto(`${url()}/#${path}`, { waitUntil: 'commit' })
    await page.getByText(words).first().waitFor()
    await page.waitForFunction(() => [...document.images].some(({ complete, naturalWidth }) => complete && naturalWidth > 0))
  }

  async function vitalsOf(path: string, words: string): Promise<Vitals> {
    const { page } = await arrive()
    // Before the app: shifts are told from their first.
    await page.addInitScript(`${WEB_VITALS};window.vitals = {}; for (const watch of [webVitals.onTTFB, webVitals.onFCP, webVitals.onLCP, webVitals.onCLS])
      watch(({ name, value }) => { window.vitals[name] = value }, { reportAllChanges: true })`)
    await show(page, path, words)
    await page.waitForFunction('["TTFB", "FCP", "LCP", "CLS"].every(name => name in vitals)')
    return await page.evaluate<Vitals>('vitals')
  }

  it.each(['home', 'a room'])(`shows %s with no more shifts than ${GOOD_SHIFT}`, async (name) => {
    const room = roomThat(isLive)
    const vitals = await vitalsOf(name === 'home' ? ROUTES.rooms : roomPagePath(room.id), room.name)
    const { CLS = Infinity, ...timesMs } = vitals
    process.stdout.write(`Web Vitals of ${name}: ${Object.entries(timesMs).map(([metric, ms]) => `${metric} ${Math.round(ms)} ms`).join(', ')}, CLS ${CLS.toFixed(3)}\n`)
    expect(CLS).toBeLessThanOrEqual(GOOD_SHIFT)
  })

  it('carries the first page within its budget', async () => {
    const { page } = await arrive()
    const bodies: Promise<number>[] = []
    page.on('response', (response) => {
      if (['document', 'script', 'stylesheet'].includes(response.request().resourceType()))
        bodies.push(response.body().then(body => gzipSync(body).length))
    })
    await show(page, ROUTES.rooms, roomThat(isLive).name)
    const sizes = await Promise.all(bodies)
    const total = sizes.reduce((sum, size) => sum + size, 0)
    process.stdout.write(`H5 first load: ${sizes.length} files, ${total} bytes compressed, of ${FIRST_LOAD_BUDGET}\n`)
    expect(total).toBeLessThanOrEqual(FIRST_LOAD_BUDGET)
  })
})
