import type { TouchRow } from '../storage/touches'
import type { CustomParams, JsonValue } from '@/src/domain/custom-params'
import type { RoomId } from '@/src/domain/room'
import type { TouchRefusalCode } from '@/src/domain/touch-api'
import { encodeCustomParams } from '@/src/domain/custom-params'
import { TOUCH_WAYS } from '@/src/domain/touch'
import { fieldsOf, isUnsafeKey, objectOf, wholeNumberOf } from '@/src/domain/untrusted'
import { MAX_NAME_CHARS } from '../contract/touches'

/** The request that touches came with. */
export interface Sending {
  /** The session's visitor. */
  readonly openid: string
  /** By the phone's clock. */
  readonly sentAtMs: number
  /** By the gateway's clock. */
  readonly nowMs: number
}

/** What becomes of a touch, as far as can be told from itself. */
export type TouchVerdict
  = | { readonly kind: 'good', readonly touch: TouchRow, readonly waitedMs: number }
    | { readonly kind: 'bad', readonly id: string | null, readonly code: TouchRefusalCode }

/** The shop's rooms, as far as they are known. */
export interface KnownRooms {
  readonly has: (id: RoomId) => boolean
  /** When WeChat was last asked for all of them, by the gateway's clock; null before the first time. */
  readonly listedAtMs: number | null
}

// Phones' clocks run unevenly, and a touch may be made while the batch is put together.
const MAX_AHEAD_MS = 60_000
const MAX_AGE_MS = 90 * 86_400_000

const MAX_SCENE = 1_000_000
// Twice as deep as 600 characters of real parameters ever get.
const MAX_DEPTH = 16

/**
 * Judges a touch by itself: strictly, because what is kept is kept for years. Never throws.
 * @param input what came, with fields such as `__proto__` still in it
 * @param sending the request that it came with
 */
export function judgeTouch(input: unknown, sending: Sending): TouchVerdict {
  const { openid, sentAtMs, nowMs } = sending
  const fields = fieldsOf(input)
  const id = nameOf(fields.id) || null
  const bad = (code: TouchRefusalCode): TouchVerdict => ({ kind: 'bad', id, code })

  const via = TOUCH_WAYS.find(way => way === fields.via)
  const roomId = numberOrNull(fields.roomId)
  const goodsId = numberOrNull(fields.goodsId)
  const shareOpenid = nameOf(fields.shareOpenid)
  const shareId = nameOf(fields.shareId)
  const customParams = objectOf(fields.customParams)
  const scene = wholeNumberOf(fields.scene)
  const atMs = wholeNumberOf(fields.atMs)
  if (id === null || via === undefined || roomId === undefined || goodsId === undefined || shareOpenid === null || shareId === null)
    return bad('touch-malformed')
  if (customParams === null || scene === null || scene > MAX_SCENE || atMs === null)
    return bad('touch-malformed')

  const claimed = nameOf(fields.openid ?? '')
  if (claimed === null || (claimed !== '' && claimed !== openid))
    return bad('openid-mismatch')
  if (!areParams(customParams))
    return bad('custom-params-invalid')

  // Whatever the phone's clock shows, it has measured how long the touch waited.
  const waitedMs = sentAtMs - atMs
  if (waitedMs < -MAX_AHEAD_MS)
    return bad('touch-from-future')
  if (waitedMs > MAX_AGE_MS)
    return bad('touch-too-old')
  const cameAtMs = nowMs - Math.max(0, waitedMs)
  return { kind: 'good', touch: { id, via, roomId, goodsId, shareOpenid, shareId, customParams, scene, atMs: cameAtMs }, waitedMs: nowMs - cameAtMs }
}

/**
 * Whether a touch's room is one of the shop's. A room that is not in a list from before the touch may be a new one.
 * @returns why not, or null
 */
export function judgeRoom({ roomId, atMs }: TouchRow, rooms: KnownRooms): 'room-not-found' | 'room-not-known-yet' | null {
  if (roomId === null || rooms.has(roomId))
    return null
  return rooms.listedAtMs !== null && rooms.listedAtMs > atMs ? 'room-not-found' : 'room-not-known-yet'
}

// Control characters and half emojis are in no real name, and not every database can hold them.
function nameOf(input: unknown): string | null {
  return typeof input === 'string' && input.length <= MAX_NAME_CHARS && !/[\p{Cc}\p{Cs}]/u.test(input) ? input : null
}

function numberOrNull(input: unknown): number | null | undefined {
  return input === null || (typeof input === 'number' && Number.isSafeInteger(input) && input > 0) ? input : undefined
}

function areParams(fields: Readonly<Record<string, unknown>>): fields is CustomParams {
  if (!isClean(fields, MAX_DEPTH))
    return false
  try {
    encodeCustomParams(fields)
    return true
  }
  catch {
    return false
  }
}

// Everything here was made by JSON.parse.
function isClean(value: unknown, depth: number): value is JsonValue {
  if (typeof value !== 'object' || value === null)
    return true
  return depth > 0 && Object.keys(value).every(key => !isUnsafeKey(key)) && Object.values(value).every(inner => isClean(inner, depth - 1))
}
