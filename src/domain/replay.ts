import type { Freshness } from './live-api'
import type { RoomId } from './room'
import { parseRoomId } from './room'
import { fieldsOf, wholeNumberOf } from './untrusted'

/** A part of a replay: its source video, without the comments. */
export interface ReplaySegment {
  readonly mediaUrl: string
  /** When WeChat made it, milliseconds since the epoch. */
  readonly createdAtMs: number
  /** When the link stops working, milliseconds since the epoch; null when WeChat does not say. */
  readonly expiresAtMs: number | null
  /** Whether the link had stopped working when the gateway answered. */
  readonly isExpired: boolean
}

/** A room's replay as the gateway last had it from WeChat. */
export interface RoomReplay extends Freshness {
  readonly roomId: RoomId
  /** Whether the shop lets people watch it. When it does not, there are no segments. */
  readonly isOpen: boolean
  /** In the order of playing. WeChat has them about ten minutes after the end. */
  readonly segments: readonly ReplaySegment[]
}

const MAX_URL_CHARS = 4096

/**
 * Reads the gateway's answer about a replay; parts that nobody could play are left out.
 * @returns null without a room, a moment or a list of parts. Never throws
 */
export function parseRoomReplay(input: unknown): RoomReplay | null {
  const fields = fieldsOf(input)
  const roomId = parseRoomId(fields.roomId)
  const checkedAtMs = wholeNumberOf(fields.checkedAtMs)
  if (roomId === null || checkedAtMs === null || !Array.isArray(fields.segments))
    return null
  const segments = fields.segments.map(parseSegment).filter(segment => segment !== null)
  return { roomId, isOpen: fields.isOpen === true, segments, checkedAtMs, isStale: fields.isStale === true }
}

function parseSegment(input: unknown): ReplaySegment | null {
  const fields = fieldsOf(input)
  const mediaUrl = fields.mediaUrl
  const createdAtMs = wholeNumberOf(fields.createdAtMs)
  if (typeof mediaUrl !== 'string' || mediaUrl.length > MAX_URL_CHARS || !/^https?:\/\/[^\s/]\S*$/i.test(mediaUrl) || createdAtMs === null)
    return null
  return { mediaUrl, createdAtMs, expiresAtMs: wholeNumberOf(fields.expiresAtMs), isExpired: fields.isExpired === true }
}
