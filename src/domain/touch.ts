import type { CustomParams } from './custom-params'
import type { RoomId } from './room'

/** The ways in that are counted. */
export const TOUCH_WAYS = [
  /** A card that was shared out of the plugin's room, as `getShareParams` tells it. */
  'share-card',
  /** The reminder of a room's start. */
  'reminder',
  /** A goods page that was opened from a room. */
  'goods-page',
  /** A card, a code or a link of the app's own pages. */
  'own-link',
  /** Something of a Channels (视频号) account, as `getChannelsShareKey` tells it. */
  'channels',
] as const

/** One of {@link TOUCH_WAYS}. */
export type TouchWay = typeof TOUCH_WAYS[number]

/** One attributed visit: somebody came to a room through something that somebody else (or the shop) put out. */
export interface Touch {
  /** Unique per visitor and visit; the same touch sent twice counts once. */
  readonly id: string
  readonly via: TouchWay
  /** Null for the list of rooms. */
  readonly roomId: RoomId | null
  /** The product that was looked at; null when it was none. */
  readonly goodsId: number | null
  /** The visitor as the plugin knows them; empty when unknown. Stays on the phone: the gateway asks WeChat itself. */
  readonly openid: string
  /** Who shared, told by WeChat's plugin; the chain of shares goes through this field. Empty when unknown. */
  readonly shareOpenid: string
  /** Who shared, told by a card of the app's own: a name that only the gateway can read. Empty when unknown. */
  readonly shareId: string
  readonly customParams: CustomParams
  /** WeChat's scene number of the visit. */
  readonly scene: number
  /** Milliseconds since the epoch, by the phone's clock. */
  readonly atMs: number
}
