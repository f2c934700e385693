import type { SimulatedRoom } from './timetable'
import type { WeChatFields } from './wechat-fields'
import type { Clock } from '@/src/domain/clock'
import { replayInfo } from './replay-info'
import { roomInfo } from './room-info'
import { failure } from './wechat-fields'

const MAX_LIMIT = 100
const ENDED = 103
// WeChat makes the video of a broadcast within ten minutes of its end.
const REPLAY_LAG_MS = 10 * 60_000

/** What {@link createLiveInfo} needs. */
export interface LiveInfoOptions {
  readonly clock: Clock
  readonly publicUrl: string
  /** The shop's rooms at a moment. */
  readonly rooms: (nowMs: number) => readonly SimulatedRoom[]
}

/** The two things that `getliveinfo` answers. */
export interface LiveInfo {
  readonly listRooms: (body: WeChatFields) => WeChatFields
  readonly listReplays: (body: WeChatFields) => WeChatFields
}

/** @see https://developers.weixin.qq.com/miniprogram/dev/server/API/livebroadcast/studio-management/api_getliveinfo.html */
export function createLiveInfo({ clock, publicUrl, rooms }: LiveInfoOptions): LiveInfo {
  function listRooms(body: WeChatFields): WeChatFields {
    const slice = sliceOf(body)
    if (!slice)
      return failure(47001, 'data format error')
    const all = [...rooms(clock.now())].sort((a, b) => b.startAtMs - a.startAtMs || b.id - a.id)
    if (all.length === 0)
      return failure(9410000, 'empty list')
    return { errcode: 0, errmsg: 'ok', room_info: slice(all).map(room => roomInfo(room, publicUrl)), total: all.length }
  }

  function listReplays(body: WeChatFields): WeChatFields {
    const slice = sliceOf(body)
    if (!slice)
      return failure(47001, 'data format error')
    const find = (atMs: number) => rooms(atMs).find(({ id }) => id === body.room_id)
    if (!find(clock.now()))
      return failure(9410003, 'get replay fail')
    const endedRoom = find(clock.now() - REPLAY_LAG_MS)
    const all = endedRoom?.hasReplay && endedRoom.statusCode === ENDED ? replayInfo(endedRoom, publicUrl) : []
    return { errcode: 0, errmsg: 'ok', live_replay: slice(all), total: all.length }
  }

  return { listRooms, listReplays }
}

function sliceOf({ start, limit }: WeChatFields): (<T>(items: readonly T[]) => readonly T[]) | null {
  if (!isCount(start) || !isCount(limit) || limit === 0)
    return null
  return items => items.slice(start, start + Math.min(limit, MAX_LIMIT))
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0
}
