import type { CustomParams } from './custom-params'
import type { Room } from './room'
import { encodeCustomParams } from './custom-params'
import { stringifyQuery } from './query'
import { ROUTES } from './routes'

/** What a page's `onShareAppMessage` returns. Without `imageUrl` WeChat takes a picture of the page. */
export interface ShareCard {
  readonly title: string
  readonly path: string
  readonly imageUrl?: string
}

/** What a page's `onShareTimeline` returns. Without `imageUrl` WeChat takes the mini program's logo. */
export interface TimelineCard {
  readonly title: string
  /** For the page that is shared; Moments cannot name another. */
  readonly query: string
  readonly imageUrl?: string
}

/** The titles of a room's card, by what the room is doing. */
export interface RoomShareWords {
  readonly live: (room: Room) => string
  readonly upcoming: (room: Room) => string
  readonly replay: (room: Room) => string
}

/** What every card carries. No openid and no token: a card is read by everybody. */
export interface CardOrigin {
  /** Names the way the card was put out: letters, digits, `-` and `_`. Default `share`, in Moments `timeline`. */
  readonly from?: string
  /** Stands for who sends the card; only the gateway can tell whose it is. Empty: nobody is named. */
  readonly shareId?: string
  /** The first sharer's, whoever sends the card on. */
  readonly customParams?: CustomParams
}

/** What goes into a room's card. */
export interface RoomShare extends CardOrigin {
  readonly room: Room
  /** Default: the room's name. */
  readonly title?: string
}

/** What goes into the card of a product that was seen in a room. */
export interface GoodsShare extends CardOrigin {
  readonly room: Room
  readonly goodsId: number
  readonly title: string
  readonly imageUrl: string
}

/** What goes into the home page's card. */
export interface HomeShare extends CardOrigin {
  readonly title: string
}

/** The title for what the room is doing; its plain name where there is nothing to come for. */
export function roomShareTitle(room: Room, words: RoomShareWords): string {
  switch (room.status) {
    case 'live':
    case 'paused':
    case 'interrupted':
      return words.live(room)
    case 'upcoming':
      return words.upcoming(room)
    case 'ended':
      return room.hasReplay ? words.replay(room) : room.name
    case 'banned':
    case 'expired':
    case 'unknown':
      return room.name
    default:
      return room.status satisfies never
  }
}

/**
 * The card of a room for chats and groups; it opens the app's own room page.
 * @throws {LiveError} what {@link encodeCustomParams} throws
 */
export function roomShareCard({ room, title = room.name, ...origin }: RoomShare): ShareCard {
  return { title, path: `${ROUTES.room}?${cardQuery({ room_id: room.id }, origin, 'share')}`, ...imageOf(room) }
}

/**
 * The card of a room for Moments, to be shared from the room page.
 * @throws {LiveError} what {@link encodeCustomParams} throws
 */
export function roomTimelineCard({ room, title = room.name, ...origin }: RoomShare): TimelineCard {
  return { title, query: cardQuery({ room_id: room.id }, origin, 'timeline'), ...imageOf(room) }
}

/**
 * The card of a product in its room.
 * @throws {LiveError} what {@link encodeCustomParams} throws
 */
export function goodsShareCard({ room, goodsId, title, imageUrl, ...origin }: GoodsShare): ShareCard {
  const path = `${ROUTES.goods}?${cardQuery({ goods_id: goodsId, room_id: room.id }, origin, 'share')}`
  return { title, path, ...(imageUrl && { imageUrl }) }
}

/**
 * The card of the home page.
 * @throws {LiveError} what {@link encodeCustomParams} throws
 */
export function homeShareCard({ title, ...origin }: HomeShare): ShareCard {
  return { title, path: `${ROUTES.rooms}?${cardQuery({}, origin, 'share')}` }
}

/**
 * The card of the home page for Moments.
 * @throws {LiveError} what {@link encodeCustomParams} throws
 */
export function homeTimelineCard({ title, ...origin }: HomeShare): TimelineCard {
  return { title, query: cardQuery({}, origin, 'timeline') }
}

function cardQuery(page: Readonly<Record<string, number>>, { from, shareId, customParams = {} }: CardOrigin, usualFrom: string): string {
  const encoded = encodeCustomParams(customParams)
  return stringifyQuery({ ...page, from: from ?? usualFrom, by: shareId || undefined }) + (encoded && `&custom_params=${encoded}`)
}

function imageOf({ shareImageUrl, coverUrl }: Room): { readonly imageUrl?: string } {
  const imageUrl = shareImageUrl || coverUrl
  return imageUrl ? { imageUrl } : {}
}
