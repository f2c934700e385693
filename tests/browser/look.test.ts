import type { Page } from 'playwright-core'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, inject, it } from 'vitest'
import { roomPagePath, ROUTES } from '@/src/domain/routes'
import { text } from '@/src/text'
import { isLive, isUpcoming } from './support/room-kinds'
import { useBrowserShop } from './support/shop'

const COVERS = /\/simulator\/images\//
const LIST = /\/v1\/rooms\?/
const FAILED_REQUEST = /Failed to load resource/
// What WCAG asks of text that is not large.
const LEAST_RATIO = 4.5
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const WHITE = { contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="12"><rect width="9" height="12" fill="#fff"/></svg>' }

/** Words on the screen and the lightest point behind them. */
interface Words { readonly words: string, readonly ratio: number }

// Only what lies on a picture is white in the light look, beside buttons and badges.
async function whiteWords(page: Page): Promise<Words[]> {
  await page.evaluate(AXE)
  const found = await page.evaluate(whereWhiteWordsAre)
  await page.addStyleTag({ content: '* { color: transparent !important }' })
  const picture = (await page.screenshot({ animations: 'disabled' })).toString('base64')
  return await page.evaluate(contrastIn, { found, picture })
}

describe.skipIf(!inject('chromiumPath'))('the look', () => {
  const { arrive, roomThat, url } = useBrowserShop()

  async function untilQuiet(page: Page): Promise<void> {
    await page.waitForFunction(() => document.querySelectorAll('.picture__image--loaded').length > 0)
    await page.waitForFunction(() => [...document.querySelectorAll('.picture__image--loaded')].every(image => getComputedStyle(image).opacity === '1'))
  }

  it.each([
    ['home', () => ROUTES.rooms],
    ['a live room', () => roomPagePath(roomThat(isLive).id)],
    ['an announced room', () => roomPagePath(roomThat(isUpcoming).id)],
  ])('lets words on a white picture be read: %s', async (_, path) => {
    const { page } = await arrive({ colorScheme: 'light' })
    await page.route(COVERS, route => route.fulfill(WHITE))
    await page.goto(`${url()}/#${path()}`)
    await untilQuiet(page)
    const all = await whiteWords(page)
    expect(all.length).toBeGreaterThan(1)
    expect(all.filter(({ ratio }) => ratio < LEAST_RATIO)).toEqual([])
  })

  it('stands still for those who want no motion, and moves for others', async () => {
    for (const reducedMotion of ['reduce', 'no-preference'] as const) {
      const { page } = await arrive({ reducedMotion })
      const moving: number[] = []
      await page.route(LIST, async (route) => {
        await page.locator('.skeleton').first().waitFor({ state: 'attached' })
        moving.push(await page.evaluate(howManyMove))
        await route.continue()
      })
      await page.goto(`${url()}/#${ROUTES.rooms}`)
      await page.locator('.card').first().waitFor()
      moving.push(await page.evaluate(howManyMove))
      expect(moving.slice(0, 2).map(count => count > 0)).toEqual(reducedMotion === 'reduce' ? [false, false] : [true, true])
    }
  })

  it('shows a first letter where a picture cannot be had', async () => {
    const { page } = await arrive({ expected: FAILED_REQUEST })
    await page.route(COVERS, route => route.fulfill({ status: 404 }))
    await page.goto(`${url()}/#${ROUTES.rooms}`)
    const room = roomThat(isLive)
    const card = page.locator('.card', { hasText: room.name }).first()
    await card.locator('.picture__initial', { hasText: Array.from(room.name)[0] ?? '' }).waitFor()
    await page.waitForFunction(() => [...document.querySelectorAll('.card')].every(card => !card.querySelector('img[src]') || card.getBoundingClientRect().top > innerHeight))
  })

  it('keeps the place of the list while a room is looked at', async () => {
    const { page, openCold, untilItSays } = await arrive()
    await openCold(ROUTES.rooms)
    await untilItSays(text.list.title)
    const card = page.locator('.card', { hasText: roomThat(isUpcoming, 2).name }).first()
    await card.scrollIntoViewIfNeeded()
    await page.mouse.wheel(0, 120)
    await page.waitForFunction(() => scrollY > 300)
    const place = await card.boundingBox()
    await card.tap()
    await untilItSays('直播预告')
    await page.goBack()
    await untilItSays(text.list.title)
    expect(await card.boundingBox()).toEqual(place)
  })
})

// uni-app's own stylesheet has an animation on the body that shows nothing.
function howManyMove(): number {
  return document.body.getAnimations({ subtree: true })
    .filter(({ effect }) => effect instanceof KeyframeEffect && effect.target !== document.body && Number(effect.getTiming().duration) > 0)
    .length
}

interface Place { readonly words: string, readonly x: number, readonly y: number, readonly width: number, readonly height: number }

function whereWhiteWordsAre(): Place[] {
  const places: Place[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const words = (node.textContent ?? '').trim()
    const parent = node.parentElement
    if (words === '' || !parent?.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || getComputedStyle(parent).color !== 'rgb(255, 255, 255)')
      continue
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const { x, y, width, height } of range.getClientRects()) {
      if (width > 1 && y >= 0 && y + height <= innerHeight)
        places.push({ words, x, y, width, height })
    }
  }
  return places
}

async function contrastIn({ found, picture }: { found: Place[], picture: string }): Promise<Words[]> {
  const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob())
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true })!
  canvas.drawImage(bitmap, 0, 0)
  const scale = bitmap.width / innerWidth
  const { Color, getContrast } = (window as unknown as { axe: { commons: { color: { Color: new (red: number, green: number, blue: number) => object, getContrast: (ground: object, words: object) => number } } } }).axe.commons.color
  const white = new Color(255, 255, 255)
  return found.map(({ words, x, y, width, height }) => {
    const { data } = canvas.getImageData(x * scale, y * scale, Math.max(1, width * scale), Math.max(1, height * scale))
    let lightest = [0, 0, 0]
    for (let at = 0; at < data.length; at += 4) {
      const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3)
      if (red + green + blue > lightest.reduce((sum, part) => sum + part))
        lightest = [red, green, blue]
    }
    return { words, ratio: Math.round(getContrast(new Color(lightest[0]!, lightest[1]!, lightest[2]!), white) * 100) / 100 }
  })
}
