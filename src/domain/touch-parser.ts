import type { ShareParams, SubscribeStatus } from './live-plugin'
import type { Touch } from './touch'
import { decodeCustomParams } from './custom-params'
import { parseRoomId } from './room'
import { fieldsOf, wholeNumberOf } from './untrusted'

const MAX_ID_CHARS = 128

/** How long after a touch the same way in still counts as the same visit, in milliseconds. */
export const VISIT_MS = 30 * 60_000

/** Reads a touch that the phone kept. @returns null without an id, a room or a moment. Never throws */
export function parseTouch(input: unknown): Touch | null {
  const fields = fieldsOf(input)
  const id = idOf(fields?.id)
  const roomId = parseRoomId(fields?.roomId)
  const scene = wholeNumberOf(fields?.scene)
  const atMs = wholeNumberOf(fields?.atMs)
  if (id === '' || roomId === null || scene === null || atMs === null)
    return null
  const openid = idOf(fields?.openid)
  const shareOpenid = idOf(fields?.shareOpenid)
  return { id, roomId, openid, shareOpenid, customParams: decodeCustomParams(fields?.customParams), scene, atMs }
}

/**
 * A touch from what the plugin said and when. Without an `id` it gets one made of visitor, room, scene and moment, so
 * that the same visit always has the same.
 */
export function createTouch(visit: Omit<Touch, 'id'> & Partial<Pick<Touch, 'id'>>): Touch {
  const { roomId, openid, shareOpenid, customParams, scene, atMs } = visit
  const id = visit.id ?? [atMs, roomId, scene, openid].join('-')
  return { id, roomId, openid, shareOpenid, customParams, scene, atMs }
}

/**
 * Whether two touches are one visit: WeChat tells the way in again whenever the app comes back to the front. Same
 * visitor, room, sharer, parameters and scene, not more than {@link VISIT_MS} apart.
 */
export function isSameVisit(one: Touch, other: Touch): boolean {
  return one.roomId === other.roomId
    && one.openid === other.openid
    && one.shareOpenid === other.shareOpenid
    && one.scene === other.scene
    && JSON.stringify(one.customParams) === JSON.stringify(other.customParams)
    && Math.abs(one.atMs - other.atMs) <= VISIT_MS
}

/** Reads the plugin's answer to `getShareParams`. @returns null without a room. Never throws */
export function parseShareParams(input: unknown): ShareParams | null {
  const fields = fieldsOf(input)
  const roomId = parseRoomId(fields?.room_id)
  if (roomId === null)
    return null
  const openid = idOf(fields?.openid)
  const shareOpenid = idOf(fields?.share_openid)
  return { roomId, openid, shareOpenid, customParams: decodeCustomParams(fields?.custom_params) }
}

/**
 * Reads the plugin's answer to `getSubscribeStatus`, or the detail of the `subscribe` event.
 * @returns null without a room or a clear yes or no. Never throws
 */
export function parseSubscribeStatus(input: unknown): SubscribeStatus | null {
  const fields = fieldsOf(input)
  const roomId = parseRoomId(fields?.room_id)
  const isSubscribed = yesOrNoOf(fields?.is_subscribe)
  return roomId === null || isSubscribed === null ? null : { roomId, openid: idOf(fields?.openid), isSubscribed }
}

function yesOrNoOf(input: unknown): boolean | null {
  switch (input) {
    case true:
    case 1:
    case '1':
    case 'true':
      return true
    case false:
    case 0:
    case '0':
    case 'false':
      return false
    default:
      return null
  }
}

// Half an id names somebody else, so ids are never cut.
function idOf(input: unknown): string {
  return typeof input === 'string' && input.length <= MAX_ID_CHARS ? input : ''
}
