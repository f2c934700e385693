import type { CustomParams } from './custom-params'
import type { RoomId } from './room'
import { decodeCustomParams, encodeCustomParams } from './custom-params'
import { decodeRepeatedly, queryOf } from './query'
import { parseRoomId } from './room'
import { fieldsOf } from './untrusted'

/** The app's own pages, as `pages.json` names them. A path from outside opens one of these or nothing. */
export const ROUTES = {
  rooms: '/src/pages/rooms/rooms',
  goods: '/src/pages/goods/goods',
  room: '/src/live/room/room',
} as const

const OWN_ROUTES: readonly string[] = [ROUTES.rooms, ROUTES.goods, ROUTES.room]

/** The page of one room. */
export function roomPagePath(roomId: RoomId): string {
  return `${ROUTES.room}?room_id=${roomId}`
}

/** Whether a path from outside, with or without its query and leading slash, is one of the app's own pages. */
export function isOwnRoute(path: string): boolean {
  const [page = ''] = path.split('?')
  const route = page.startsWith('/') ? page : `/${page}`
  return OWN_ROUTES.includes(route)
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
}

/** Reads the query of the goods page's `onLoad`, whose values WeChat leaves encoded. Never throws. */
export function parseGoodsPageQuery(query: unknown): GoodsPageQuery {
  const values = queryOf(query)
  return {
    // A product's number has the form of a room's.
    goodsId: parseRoomId(decodeRepeatedly(values.goods_id ?? '')),
    roomId: parseRoomId(decodeRepeatedly(values.room_id ?? '')),
    customParams: decodeCustomParams(fieldsOf(query)?.custom_params),
  }
}
