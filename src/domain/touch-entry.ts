import type { ChannelsShareKey } from './channels-live'
import type { CustomParams } from './custom-params'
import type { ShareParams } from './live-plugin'
import type { RoomId } from './room'
import type { EnterOptions } from './scene'
import type { LinkedVisit } from './touch-link'
import type { TouchDetail } from './touch-visit'
import { decodeCustomParams } from './custom-params'
import { decodeRepeatedly } from './query'
import { parseRoomId } from './room'
import { isOwnRoute } from './routes'
import { isChannelsScene, isMessageScene, isShareScene } from './scene'
import { linkedVisitOf } from './touch-link'
import { PLAIN_TOUCH, VISIT_MS } from './touch-visit'
import { fieldsOf, objectOf, wholeNumberOf } from './untrusted'

/** What a reminder says of itself. */
export interface Reminder {
  /** Null where WeChat left it to the plugin. */
  readonly roomId: RoomId | null
  /** What the `<subscribe>` that was tapped then had been given. */
  readonly customParams: CustomParams
}

/** A way in of which WeChat's plugin, or its Channels, may know more than the app is told. */
export interface PluginVisit {
  readonly scene: number
  readonly atMs: number
  /** Null for a card, a code or an advertisement. */
  readonly reminder: Reminder | null
}

/** What one show of the app tells about how the visitor came. */
export type Entry
  = | { readonly kind: 'plain' }
    | { readonly kind: 'own-link', readonly visit: LinkedVisit }
    | { readonly kind: 'plugin', readonly visit: PluginVisit }

/**
 * Reads what `App.onShow` is told as one way in, never two: a card of our own pages comes in a share scene too, and so
 * do some reminders.
 * @param options how the app was shown
 * @param atMs milliseconds since the epoch
 */
export function entryOf(options: EnterOptions, atMs: number): Entry {
  const link = linkedVisitOf(options)
  if (link)
    return { kind: 'own-link', visit: link }
  const reminder = reminderOf(options)
  const { scene } = options
  return reminder || isAskedAbout(scene) ? { kind: 'plugin', visit: { scene, atMs, reminder } } : { kind: 'plain' }
}

// A reminder opens the plugin's page, whose address builds without the plugin do not know: any page that is not ours.
function reminderOf({ path, query, scene }: EnterOptions): Reminder | null {
  if (!isMessageScene(scene) || isOwnRoute(path))
    return null
  const roomId = parseRoomId(decodeRepeatedly(query.room_id ?? ''))
  const customParams = decodeCustomParams(query.custom_params)
  return roomId === null && isEmpty(customParams) ? null : { roomId, customParams }
}

/**
 * The touch of a visit, from what the app was told and what the plugin adds.
 * @param visit the way in
 * @param told the plugin's answer; null when there is none to be had
 * @returns null where nobody knows the room
 */
export function touchDetailOf(visit: PluginVisit, told: ShareParams | null): TouchDetail | null {
  const { scene, atMs, reminder } = visit
  if (!reminder)
    return told && { ...PLAIN_TOUCH, ...told, via: 'share-card', scene, atMs }

  const roomId = reminder.roomId ?? told?.roomId ?? null
  if (roomId === null)
    return null
  // An answer about another room is not about this visit.
  const { openid = '', shareOpenid = '', customParams = {} } = told?.roomId === roomId ? told : {}
  const params = isEmpty(reminder.customParams) ? customParams : reminder.customParams
  return { ...PLAIN_TOUCH, via: 'reminder', roomId, openid, shareOpenid, customParams: params, scene, atMs }
}

/**
 * The touch of a visit through a Channels account: whoever shared it counts, and otherwise whoever promotes it.
 * @param visit the way in
 * @param key what WeChat told
 * @param openid the visitor; empty when unknown
 */
export function channelsTouchOf(visit: PluginVisit, key: ChannelsShareKey, openid: string): TouchDetail {
  const { scene, atMs } = visit
  const { sharerOpenid, promoterId, promoterOpenid } = key
  const customParams: CustomParams = promoterId ? { promoter: promoterId } : {}
  return { ...PLAIN_TOUCH, via: 'channels', roomId: null, openid, shareOpenid: sharerOpenid || promoterOpenid, customParams, scene, atMs }
}

/** Whether WeChat has told the same way in twice, as far as the app can tell before the plugin answers. */
export function isSameEntry(one: PluginVisit, other: PluginVisit): boolean {
  return one.scene === other.scene
    && Math.abs(one.atMs - other.atMs) <= VISIT_MS
    && JSON.stringify(one.reminder) === JSON.stringify(other.reminder)
}

/** Reads a visit that the phone kept. @returns null for anything else. Never throws */
export function parsePluginVisit(input: unknown): PluginVisit | null {
  const fields = fieldsOf(input)
  const scene = wholeNumberOf(fields.scene)
  const atMs = wholeNumberOf(fields.atMs)
  const reminder = objectOf(fields.reminder)
  if (scene === null || atMs === null || !isAskedAbout(scene))
    return null
  return {
    scene,
    atMs,
    reminder: reminder && { roomId: parseRoomId(reminder.roomId), customParams: decodeCustomParams(reminder.customParams) },
  }
}

function isAskedAbout(scene: number): boolean {
  return isShareScene(scene) || isChannelsScene(scene)
}

function isEmpty(params: CustomParams): boolean {
  return Object.keys(params).length === 0
}
