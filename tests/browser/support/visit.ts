import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'

/** A customer with a phone of their own. */
export interface Visit {
  readonly context: BrowserContext
  readonly page: Page
  /** What the browser's console shows to developers as wrong, with the page it happened on. */
  readonly complaints: readonly string[]
  /** Opens a page of the app as its first, e.g. `/src/pages/rooms/rooms`; without one, the app's address. */
  readonly openCold: (route?: string) => Promise<void>
  /** Waits until the page in front has these words, and can be seen with them. */
  readonly untilItSays: (words: string | RegExp) => Promise<void>
  /** Puts a finger on what has this name or these words. */
  readonly tap: (selector: string, words?: string | RegExp) => Promise<void>
}

/** How long anything may take on a machine that is busy. */
export const WAIT_MS = 20_000
/** What a phone's screen shows at once, in CSS pixels. */
export const SCREEN = { width: 390, height: 844 }
const PHONE = { viewport: SCREEN, hasTouch: true, isMobile: true, locale: 'zh-CN' }

/** Gives somebody a phone, which is like others but for its `options`; close its `context` in the end. */
export async function startVisit(browser: Browser, gatewayUrl: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ ...PHONE, ...options })
  context.setDefaultTimeout(WAIT_MS)
  const page = await context.newPage()
  const complaints: string[] = []
  const complain = (words: string): void => void complaints.push(`${words} (${page.url().slice(0, 200)})`)
  page.on('console', message => ['error', 'warning'].includes(message.type()) && complain(message.text()))
  page.on('pageerror', error => complain(error.message))

  return {
    context,
    page,
    complaints,
    async openCold(route) {
      // Another fragment of the same address would not start the app again.
      await page.goto('about:blank')
      await page.goto(route === undefined ? gatewayUrl : `${gatewayUrl}/#${route}`)
    },
    untilItSays: words => page.locator('uni-page').getByText(words).filter({ visible: true }).first().waitFor(),
    tap: (selector, words) => page.locator(selector).filter(words === undefined ? {} : { hasText: words }).filter({ visible: true }).first().tap(),
  }
}
