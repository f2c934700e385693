import type { ShareParams, SubscribeStatus } from './live-plugin'
import type { Touch, TouchWay } from './touch'
import { decodeCustomParams } from './custom-params'
import { parseRoomId } from './room'
import { TOUCH_WAYS } from './touch'
import { fieldsOf, wholeNumberOf } from './untrusted'

// The gateway refuses a touch for anything else in a name.
const NAME = /^[\u0020-\u007E]{0,128}$/

/**
 * Reads a touch that the phone kept; one from before there were several ways in came through a share card.
 * @returns null without an id, a moment, or a room or the list of them. Never throws
 */
export function parseTouch(input: unknown): Touch | null {
  const fields = fieldsOf(input)
  const id = nameOf(fields.id)
  const via = wayOf(fields.via)
  const roomId = parseRoomId(fields.roomId)
  const scene = wholeNumberOf(fields.scene)
  const atMs = wholeNumberOf(fields.atMs)
  if (id === '' || via === null || scene === null || atMs === null || (roomId === null && fields.roomId !== null))
    return null
  return {
    id,
    via,
    roomId,
    // A product's number has the form of a room's.
    goodsId: parseRoomId(fields.goodsId),
    openid: nameOf(fields.openid),
    shareOpenid: nameOf(fields.shareOpenid),
    shareId: nameOf(fields.shareId),
    customParams: decodeCustomParams(fields.customParams),
    scene,
    atMs,
  }
}

function wayOf(input: unknown): TouchWay | null {
  return input === undefined ? 'share-card' : TOUCH_WAYS.find(way => way === input) ?? null
}

/** Reads the plugin's answer to `getShareParams`. @returns null without a room. Never throws */
export function parseShareParams(input: unknown): ShareParams | null {
  const fields = fieldsOf(input)
  const roomId = parseRoomId(fields.room_id)
  if (roomId === null)
    return null
  const openid = nameOf(fields.openid)
  const shareOpenid = nameOf(fields.share_openid)
  return { roomId, openid, shareOpenid, customParams: decodeCustomParams(fields.custom_params) }
}

/**
 * Reads the plugin's answer to `getSubscribeStatus`, or the detail of the `subscribe` event.
 * @returns null without a room or a clear yes or no. Never throws
 */
export function parseSubscribeStatus(input: unknown): SubscribeStatus | null {
  const fields = fieldsOf(input)
  const roomId = parseRoomId(fields.room_id)
  const isSubscribed = yesOrNoOf(fields.is_subscribe)
  return roomId === null || isSubscribed === null ? null : { roomId, openid: nameOf(fields.openid), isSubscribed }
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

/** An id, an openid or a share id from outside; empty for anything else. Never cut: half a name is somebody else's. */
export function nameOf(input: unknown): string {
  return typeof input === 'string' && NAME.test(input) ? input : ''
}
