import type { SimulatedRoom } from './timetable'
import type { WeChatFields } from './wechat-fields'
import type { Clock } from '@/src/domain/clock'
import { parseRoomId } from '@/src/domain/room'
import { failure } from './wechat-fields'

/** What {@link createSharedCode} needs. */
export interface SharedCodeOptions {
  readonly clock: Clock
  readonly publicUrl: string
  /** The shop's rooms at a moment. */
  readonly rooms: (nowMs: number) => readonly SimulatedRoom[]
}

const PLUGIN = 'wx2b03c6e691cd7370'
const MAX_PARAMS_CHARS = 600
// Ended, banned, expired.
const OVER: readonly number[] = [103, 104, 107]

/**
 * Answers `getsharedcode`.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/livebroadcast/studio-management/api_getsharedcode.html
 */
export function createSharedCode({ clock, publicUrl, rooms }: SharedCodeOptions): (query: WeChatFields) => WeChatFields {
  return ({ roomId, params }) => {
    const room = rooms(clock.now()).find(({ id }) => id === parseRoomId(roomId))
    const text = typeof params === 'string' ? params : ''
    if (!room)
      return failure(300022, 'room not exist')
    if (OVER.includes(room.statusCode))
      return failure(300023, 'room status forbidden')
    if (text.length > MAX_PARAMS_CHARS)
      return failure(1001, 'params error')
    const query = text === '' ? '' : `params=${encodeURIComponent(text)}`
    return {
      errcode: 0,
      errmsg: 'ok',
      cdnUrl: `${publicUrl}/simulator/codes/${room.id}.svg${query && '?'}${query}`,
      pagePath: `plugin-private://${PLUGIN}/pages/live-player-plugin?room_id=${room.id}${text && `&custom_params=${text}`}`,
      posterUrl: `${publicUrl}/simulator/codes/${room.id}.svg?poster=1${query && '&'}${query}`,
    }
  }
}
