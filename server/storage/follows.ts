import type { Database } from './database'
import type { FollowTable } from './schema'
import type { RoomId } from '@/src/domain/room'
import { chinaDay } from './china-day'

/** Somebody asked to be reminded of a room, or took it back. */
export interface Follow {
  readonly roomId: RoomId
  readonly openid: string
  readonly action: FollowTable['action']
  readonly atMs: number
}

/** Who wants to be reminded. */
export interface FollowStore {
  /** Keeps it once, however often WeChat sends it. @returns whether it is new */
  readonly save: (follow: Follow) => Promise<boolean>
}

/** The reminders in a database. Its methods reject with what the driver throws. */
export function createFollowStore(db: Database): FollowStore {
  return {
    save: async ({ roomId, openid, action, atMs }) => {
      const saved = await db.insertInto('follows')
        .values({ room_id: roomId, openid, action, at_ms: atMs, day: chinaDay(atMs) })
        .onConflict(conflict => conflict.doNothing())
        .returning('room_id')
        .execute()
      return saved.length > 0
    },
  }
}
