import type { Browser, Page } from 'playwright-core'

/** The page that plays a stream, as somebody at the browser sees it. */
export interface PlayerPage {
  readonly page: Page
  /** What the browser's console shows to developers as wrong. */
  readonly complaints: readonly string[]
  /** Waits until the page says it and, where it plays, the picture moves. Throws with what it says instead. */
  readonly untilItSays: (words: RegExp) => Promise<void>
  /** Waits until the page says that it plays, and it does: for another second of the stream. */
  readonly untilItPlays: () => Promise<void>
}

const LIMIT_MS = 45_000

/** Opens a stream, once the page is prepared, and leaves the browser's usual rules about sound as they are. */
export async function openPlayer(browser: Browser, gatewayUrl: string, streamId: string, prepare?: (page: Page) => Promise<unknown>): Promise<PlayerPage> {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
  const complaints: string[] = []
  page.on('console', message => void (['error', 'warning'].includes(message.type()) && complaints.push(message.text())))
  page.on('pageerror', error => void complaints.push(error.message))
  // Whatever a test asks of the page counts as a tap; by this time the player has asked whether it may sound without one.
  await prepare?.(page)
  const hasBegun = page.waitForRequest(/\.(?:flv|m3u8)$/, { timeout: LIMIT_MS })
  await page.goto(`${gatewayUrl}/#/src/live/player/player?stream_id=${streamId}`)
  await hasBegun

  async function until(what: string, isSo: () => Promise<unknown>): Promise<void> {
    try {
      await isSo()
    }
    catch {
      throw new Error(`Waited for ${what}, but the page says: ${(await page.locator('uni-page').first().textContent())?.replace(/\s+/g, ' ')}`)
    }
  }

  return {
    page,
    complaints,
    untilItSays: words => until(String(words), () => page.getByText(words).first().waitFor({ state: 'attached', timeout: LIMIT_MS })),
    untilItPlays: () => until('a picture that moves', async () => {
      await page.getByText('正在播放').first().waitFor({ state: 'attached', timeout: LIMIT_MS })
      const from = await page.evaluate(() => document.querySelector('video')?.currentTime ?? 0)
      await page.waitForFunction(since => (document.querySelector('video')?.currentTime ?? 0) > since + 1, from, { timeout: LIMIT_MS })
      await page.getByText('正在播放').first().waitFor({ state: 'attached', timeout: LIMIT_MS })
    }),
  }
}
