import type { LiveStatus } from './live-status'

/** A live room's number. Always a positive integer: WeChat refuses text and arrays (error 100002). */
export type RoomId = number

/** How a goods price is to be read: fixed, a range from–to, or reduced from–to. */
export type PriceType = 'fixed' | 'range' | 'discount'

/** A product on sale in a room. */
export interface Goods {
  /** WeChat's number of the product; absent for goods of rooms made before WeChat sent it. */
  readonly id?: number
  readonly name: string
  readonly coverUrl: string
  /** The mini-program page that sells it, with its query. */
  readonly path: string
  readonly priceType: PriceType
  /** In fen. The price (fixed), the lowest price (range) or the price before (discount). */
  readonly priceFen: number
  /** In fen. The highest price (range) or the price now (discount); 0 when fixed. */
  readonly price2Fen: number
}

/** A live room as the gateway lists it. */
export interface Room {
  readonly id: RoomId
  readonly name: string
  readonly hostName: string
  /** Portrait, 1080×1920. Links may expire. */
  readonly coverUrl: string
  /** 5:4, 800×640, made for share cards. */
  readonly shareImageUrl: string
  /** Planned start, milliseconds since the epoch. */
  readonly startAtMs: number
  /** Planned end, milliseconds since the epoch. */
  readonly endAtMs: number
  readonly status: LiveStatus
  /** WeChat's number behind `status`. */
  readonly statusCode: number
  readonly goods: readonly Goods[]
  /** Whether the shop lets people watch the replay. */
  readonly hasReplay: boolean
}

/**
 * Reads a room id from outside: a positive safe integer, or its decimal text without sign, space or leading zero.
 * @returns the id, or null for anything else (arrays included)
 */
export function parseRoomId(input: unknown): RoomId | null {
  const id = typeof input === 'string' && /^[1-9]\d{0,15}$/.test(input) ? Number(input) : input
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : null
}
