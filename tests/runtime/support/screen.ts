import type { Phone } from '@/tests/runtime/host/phone'
import { attribute } from '@/tests/runtime/host/phone'

/** Where WeChat's plugin keeps its room page. */
export const ROOM_PAGE = 'plugin-private://wx2b03c6e691cd7370/pages/live-player-plugin'

/** Parameters as WeChat wants them in a URL, written down once more so that the app's own encoder is not its own judge. */
export function encoded(params: object): string {
  return encodeURIComponent(JSON.stringify(params))
}

/** The card of a room in the list on top. Throws when it is not there. */
export function cardOf(phone: Phone, roomId: number): Element {
  const card = phone.findAll('.rooms__item').find(item => Number(phone.app.engine.datasetOf(item).roomId) === roomId)
  if (!card)
    throw new Error(`There is no card of room ${roomId} on ${phone.url()}: ${phone.text()}`)
  return card
}

/** Something on a room's card. Throws when it is not there. */
export function onCard(phone: Phone, roomId: number, selector: string): Element {
  const element = cardOf(phone, roomId).querySelector(selector)
  if (!element)
    throw new Error(`The card of room ${roomId} has no ${selector}: ${cardOf(phone, roomId).textContent}`)
  return element
}

/** Where a card leads straight into the room; null where it does not. */
export function entryUrlOn(phone: Phone, roomId: number): string | null {
  const link = cardOf(phone, roomId).querySelector('.card__enter')
  return link && attribute(link, 'url')
}

/** The word on a room's card. */
export function badgeOf(phone: Phone, roomId: number): string {
  return onCard(phone, roomId, '.badge__word').textContent?.trim() ?? ''
}

/** The touches that a phone has sent so far, each time it did. */
export function touchesSentBy(phone: Phone): unknown[] {
  return phone.network.requests.filter(({ path }) => path === '/v1/touches').flatMap(({ body }) => (body as { touches: unknown[] }).touches)
}
