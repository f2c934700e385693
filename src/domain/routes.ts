import type { CustomParams } from './custom-params'
import type { RoomId } from './room'
import { decodeCustomParams, encodeCustomParams } from './custom-params'
import { decodeRepeatedly, queryOf } from './query'
import { parseRoomId } from './room'
import { nameOf } from './touch-parser'
import { fieldsOf } from './untrusted'

/** The app's own pages, as `pages.json` names them. A path from outside opens one of these or nothing. */
export const ROUTES = {
  rooms: '/src/pages/rooms/rooms',
  goods: '/src/pages/goods/goods',
  room: '/src/live/room/room',
  player: '/src/live/player/player',
  replay: '/src/live/replay/replay',
  diagnostics: '/src/pages/diagnostics/diagnostics',
} as const

// Not the diagnostics: no link may lead a customer there.
const OWN_ROUTES: readonly string[] = [ROUTES.rooms, ROUTES.goods, ROUTES.room, ROUTES.player, ROUTES.replay]

/** The page of one room. */
export function roomPagePath(roomId: RoomId): string {
  return `${ROUTES.room}?room_id=${roomId}`
}

/**
 * The page that plays a room's replay.
 * @param roomId whose replay
 * @param customParams the first sharer's, to go on with every card
 * @throws {LiveError} what `encodeCustomParams` throws
 */
export function replayPagePath(roomId: RoomId, customParams: CustomParams = {}): string {
  return goodsPath(ROUTES.replay, roomId, customParams)
}

/** The page that plays one of the shop's own streams. */
export function playerPagePath(streamId: string): string {
  return `${ROUTES.player}?stream_id=${streamId}`
}

const MAX_PATH_CHARS = 1024

/**
 * Whether a path from outside, with or without its query and leading slash, is one of the app's own pages: letter by
 * letter, for nothing is decoded and no `..` is followed.
 */
export function isOwnRoute(path: string): boolean {
  const [page = ''] = path.split('?')
  const route = page.startsWith('/') ? page : `/${page}`
  return OWN_ROUTES.includes(route) && path.length <= MAX_PATH_CHARS && !/[\s#\\]/.test(path)
}

/** The page of ours that parameters ask for in `path`, with a leading slash; null where they ask for none of ours. */
export function ownRouteIn({ path }: CustomParams): string | null {
  if (typeof path !== 'string' || !isOwnRoute(path))
    return null
  return path.startsWith('/') ? path : `/${path}`
}

/** Whether two paths of ours show the same: the same page, for the same room and product. */
export function isSamePage(one: string, other: string): boolean {
  const [page, query = ''] = one.split('?')
  const [otherPage, otherQuery = ''] = other.split('?')
  const [values, otherValues] = [parseGoodsPageQuery(query), parseGoodsPageQuery(otherQuery)]
  return page === otherPage && values.roomId === otherValues.roomId && values.goodsId === otherValues.goodsId
}

/**
 * A goods page as a room opens it: with the room and its parameters appended, the way WeChat's own room page does it.
 * @param path the goods' path, with or without a query
 * @throws {LiveError} what `encodeCustomParams` throws
 */
export function goodsPath(path: string, roomId: RoomId, customParams: CustomParams = {}): string {
  const encoded = encodeCustomParams(customParams)
  return `${path}${path.includes('?') ? '&' : '?'}room_id=${roomId}${encoded && `&custom_params=${encoded}`}`
}

/** What the goods page was opened with. */
export interface GoodsPageQuery {
  /** Null where the link names no product. */
  readonly goodsId: number | null
  /** The room it was opened from; null when it was not. */
  readonly roomId: RoomId | null
  readonly customParams: CustomParams
  /** The visitor, where the room said so; rooms do not always. */
  readonly openid: string
  /** Who shared the room, where it said so. */
  readonly shareOpenid: string
}

/**
 * Reads the query of the goods page's `onLoad`. A room appends its values encoded once or twice: each is decoded until
 * it can be read, at most three times. Never throws.
 */
export function parseGoodsPageQuery(query: unknown): GoodsPageQuery {
  const values = queryOf(query)
  return {
    // A product's number has the form of a room's.
    goodsId: parseRoomId(decodeRepeatedly(values.goods_id ?? '')),
    roomId: parseRoomId(decodeRepeatedly(values.room_id ?? '')),
    customParams: decodeCustomParams(fieldsOf(query).custom_params ?? values.custom_params),
    openid: nameOf(decodeRepeatedly(values.openid ?? '')),
    shareOpenid: nameOf(decodeRepeatedly(values.share_openid ?? '')),
  }
}
