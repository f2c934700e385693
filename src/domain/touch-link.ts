import type { CustomParams } from './custom-params'
import type { RoomId } from './room'
import type { EnterOptions } from './scene'
import type { Touch } from './touch'
import { decodeCustomParams } from './custom-params'
import { decodeRepeatedly, parseQuery, queryOf } from './query'
import { parseRoomId } from './room'
import { parseGoodsPageQuery, ROUTES } from './routes'
import { fieldsOf } from './untrusted'

/** What one of the app's own pages was opened with. */
export interface LinkQuery {
  /** Null where the link names no room. */
  readonly roomId: RoomId | null
  /** The first sharer's: they go on unchanged with every card. */
  readonly customParams: CustomParams
  /** How the card was put out; empty when unknown. */
  readonly from: string
  /** Who sent the card, by the name that only the gateway can read; empty when unknown. */
  readonly shareId: string
}

/**
 * Reads the query of a page's `onLoad`, whose values WeChat leaves encoded. A mini-program code carries its parameters
 * inside `scene`, as `room_id%3D12`; what stands beside `scene` comes first. Never throws.
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/qr-code.html
 */
export function parseLinkQuery(query: unknown): LinkQuery {
  const direct = queryOf(query)
  const inScene = parseQuery(decodeRepeatedly(direct.scene ?? ''))
  return {
    roomId: roomIdOf(direct.room_id) ?? roomIdOf(inScene.room_id),
    customParams: decodeCustomParams(fieldsOf(query).custom_params ?? direct.custom_params ?? inScene.custom_params),
    from: wordOf(direct.from, 32) || wordOf(inScene.from, 32),
    shareId: wordOf(direct.by, 64) || wordOf(inScene.by, 64),
  }
}

/** What a visit through an own link says of itself. */
export type LinkedVisit = Pick<Touch, 'roomId' | 'goodsId' | 'shareId' | 'customParams'>

/**
 * Reads the way in from a card or code of the app's own pages.
 * @param options what the app was shown with, so that no page that the app itself opens can be meant
 * @returns null for a plain opening of a page, for a page that is not ours, and without the room that the page needs
 */
export function linkedVisitOf(options: Pick<EnterOptions, 'path' | 'query'>): LinkedVisit | null {
  const { path, query } = options
  const { roomId, customParams, from, shareId } = parseLinkQuery(query)
  const isCode = Boolean(query.scene)
  if (from === '' && shareId === '' && !isCode)
    return null

  switch (`/${path.replace(/^\//, '')}`) {
    case ROUTES.rooms:
      return { roomId: null, goodsId: null, shareId, customParams }
    case ROUTES.room:
      return roomId === null ? null : { roomId, goodsId: null, shareId, customParams }
    case ROUTES.goods:
      return roomId === null || !isGoodsCard(query) ? null : { roomId, goodsId: parseGoodsPageQuery(query).goodsId, shareId, customParams }
    default:
      return null
  }
}

/** Whether the goods page was opened by one of its own cards. A room opens it too, by a path that may say `from` itself. */
export function isGoodsCard(query: unknown): boolean {
  const { from, shareId } = parseLinkQuery(query)
  return shareId !== '' || from === 'share' || from === 'timeline'
}

function roomIdOf(text = ''): RoomId | null {
  return parseRoomId(decodeRepeatedly(text))
}

function wordOf(text = '', maxChars: number): string {
  const word = decodeRepeatedly(text)
  return /^[\w-]+$/.test(word) && word.length <= maxChars ? word : ''
}
