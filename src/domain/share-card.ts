import type { CustomParams } from './custom-params'
import type { Room, RoomId } from './room'
import { decodeCustomParams, encodeCustomParams } from './custom-params'
import { decodeRepeatedly, parseQuery, queryOf, stringifyQuery } from './query'
import { parseRoomId } from './room'
import { ROUTES } from './routes'
import { fieldsOf } from './untrusted'

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

/** What goes into a room's card. No openid and no token: a card is read by everybody. */
export interface RoomShare {
  readonly room: Room
  /** Default: the room's name. */
  readonly title?: string
  /** Names the way the card was put out: letters, digits, `-` and `_`. Default `share`, in Moments `timeline`. */
  readonly from?: string
  readonly customParams?: CustomParams
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
export function roomShareCard({ room, title = room.name, from = 'share', customParams = {} }: RoomShare): ShareCard {
  return { title, path: `${ROUTES.room}?${roomPageQuery(room.id, from, customParams)}`, ...imageOf(room) }
}

/**
 * The card of a room for Moments, to be shared from the room page.
 * @throws {LiveError} what {@link encodeCustomParams} throws
 */
export function roomTimelineCard({ room, title = room.name, from = 'timeline', customParams = {} }: RoomShare): TimelineCard {
  return { title, query: roomPageQuery(room.id, from, customParams), ...imageOf(room) }
}

/** The card of the home page. */
export function homeShareCard({ title }: { readonly title: string }): ShareCard {
  return { title, path: ROUTES.rooms }
}

/** The card of the home page for Moments. */
export function homeTimelineCard({ title }: { readonly title: string }): TimelineCard {
  return { title, query: '' }
}

function roomPageQuery(roomId: RoomId, from: string, customParams: CustomParams): string {
  const encoded = encodeCustomParams(customParams)
  return stringifyQuery({ room_id: roomId, from }) + (encoded && `&custom_params=${encoded}`)
}

function imageOf({ shareImageUrl, coverUrl }: Room): { readonly imageUrl?: string } {
  const imageUrl = shareImageUrl || coverUrl
  return imageUrl ? { imageUrl } : {}
}

/** What the app's own room page was opened with. */
export interface RoomPageQuery {
  /** Null where the link names no room. */
  readonly roomId: RoomId | null
  readonly customParams: CustomParams
  /** How the card was put out; empty when unknown. */
  readonly from: string
}

/**
 * Reads the query of the room page's `onLoad`, whose values WeChat leaves encoded. A mini-program code carries its
 * parameters inside `scene`, as `room_id%3D12`; what stands beside `scene` comes first. Never throws.
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/qr-code.html
 */
export function parseRoomPageQuery(query: unknown): RoomPageQuery {
  const direct = queryOf(query)
  const inScene = parseQuery(decodeRepeatedly(direct.scene ?? ''))
  const from = decodeRepeatedly(direct.from ?? inScene.from ?? '')
  return {
    roomId: roomIdOf(direct.room_id) ?? roomIdOf(inScene.room_id),
    customParams: decodeCustomParams(fieldsOf(query)?.custom_params ?? direct.custom_params ?? inScene.custom_params),
    from: /^[\w-]{1,32}$/.test(from) ? from : '',
  }
}

function roomIdOf(text = ''): RoomId | null {
  return parseRoomId(decodeRepeatedly(text))
}
