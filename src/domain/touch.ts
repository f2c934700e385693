import type { CustomParams } from './custom-params'
import type { RoomId } from './room'

/** One attributed visit: somebody came to a room through something that somebody else (or the shop) put out. */
export interface Touch {
  /** Unique per visit; the same touch sent twice counts once. */
  readonly id: string
  readonly roomId: RoomId
  /** The visitor as the plugin knows them; empty when unknown. */
  readonly openid: string
  /** Who shared; the chain of shares goes through this field. Empty when nobody did. */
  readonly shareOpenid: string
  readonly customParams: CustomParams
  /** WeChat's scene number of the visit. */
  readonly scene: number
  /** Milliseconds since the epoch. */
  readonly atMs: number
}
