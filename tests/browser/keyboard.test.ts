import type { Page } from 'playwright-core'
import { describe, expect, inject, it } from 'vitest'
import { ROUTES } from '@/src/domain/routes'
import { text } from '@/src/text'
import { useBrowserShop } from './support/shop'

const MOST_TABS = 120
const INTERACTIVE = 'uni-button, uni-switch, button, input, .navigator-wrap, .uni-page-head-btn'

describe.skipIf(!inject('chromiumPath'))('somebody with a keyboard and no mouse', () => {
  const { arrive, roomOnAir } = useBrowserShop()

  /** Goes on by Tab until what has the focus is one of these, and can be seen to have it. */
  async function tabTo(page: Page, selector: string, words = ''): Promise<void> {
    const passed: string[] = []
    for (let times = 0; times < MOST_TABS; times++) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluate(() => {
        const element = document.activeElement
        return `${element?.getAttribute('aria-label') ?? ''} ${element?.textContent ?? ''}`.trim()
      })
      passed.push(focused)
      if (!focused.includes(words) || !await page.evaluate(wanted => document.activeElement?.closest(wanted) !== null, selector))
        continue
      expect(await hasRing(page)).toBe(true)
      return
    }
    throw new Error(`No Tab leads to ${selector} ${words}, only to: ${passed.join(' | ')}`)
  }

  function hasRing(page: Page): Promise<boolean> {
    return page.evaluate(() => {
      const element = document.activeElement ?? document.body
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      const isOutlined = outlineStyle === 'solid' && outlineWidth === '3px'
      return isOutlined || getComputedStyle(element, '::after').borderTopWidth === '3px'
    })
  }

  it('chooses a tab with the space bar, and goes from home to a card, into its room, and back by the arrow', async () => {
    const { page, openCold, untilItSays } = await arrive()
    const room = await roomOnAir()
    await openCold()
    await untilItSays(room.name)
    await tabTo(page, '.tabs__tab', text.tabs.upcoming)
    await page.keyboard.press('Space')
    await page.locator('.tabs__tab--selected', { hasText: text.tabs.upcoming }).waitFor()
    expect(await page.evaluate(() => scrollY)).toBe(0)
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await page.locator('.tabs__tab--selected', { hasText: text.tabs.live }).waitFor()
    await untilItSays(room.name)

    await tabTo(page, '.card__link', room.name)
    await page.keyboard.press('Enter')
    await untilItSays('正在直播')
    await tabTo(page, '.bar__action', text.roomAction.enter)
    await page.keyboard.press('Enter')
    await untilItSays(text.previewRoom.note)
    await tabTo(page, '.uni-page-head-btn')
    await page.keyboard.press('Enter')
    await untilItSays('正在直播')
  })

  it('turns a switch, which says how it stands', async () => {
    const { page, openCold, untilItSays } = await arrive()
    await openCold(`${ROUTES.room}?room_id=${(await roomOnAir()).id}`)
    await untilItSays(text.room.smallWindow)
    await page.getByRole('switch', { name: text.room.smallWindow, checked: true }).waitFor()
    await tabTo(page, 'uni-switch')
    await page.keyboard.press('Space')
    await page.getByRole('switch', { name: text.room.smallWindow, checked: false }).waitFor()
  })

  it('finds a name on everything that can be worked, and a heading, on every page', async () => {
    const { page, openCold } = await arrive()
    const { id, goods: [goods] } = await roomOnAir()
    const query = `room_id=${id}&goods_id=${goods?.id ?? ''}`
    for (const route of [...Object.values(ROUTES), '/src/preview/room/room']) {
      await openCold(`${route}?${query}`)
      await page.locator('uni-page-body').locator(INTERACTIVE).first().waitFor()
      const controls = await page.locator(INTERACTIVE).filter({ visible: true }).all()
      expect(controls.length, route).toBeGreaterThan(0)
      for (const control of controls) {
        const described = await control.ariaSnapshot()
        expect(described, `${route}: ${await control.evaluate(element => element.outerHTML.slice(0, 200))}`).toMatch(/^- (?:button|tab|switch|link|textbox|searchbox)\b[^\n]* "[^"]+"/)
        expect(await control.evaluate(element => (element as HTMLElement).tabIndex), described).toBe(0)
      }
      if (route !== ROUTES.player)
        expect(await page.getByRole('heading').count(), route).toBeGreaterThan(0)
    }
  })
})
