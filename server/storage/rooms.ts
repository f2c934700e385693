import type { Database } from './database'
import type { Room, RoomId } from '@/src/domain/room'

/** Every room that was ever in the list: touches outlive it, and WeChat's list forgets deleted rooms. */
export interface RoomStore {
  /** Keeps these rooms, or what is new about them. */
  readonly remember: (rooms: readonly Room[], atMs: number) => Promise<void>
  /** Which of these were ever in the list. */
  readonly knownAmong: (ids: readonly RoomId[]) => Promise<ReadonlySet<RoomId>>
}

// Six values each: far below how many either database takes in one statement.
const CHUNK = 500

/** The rooms in a database. Its methods reject with what the driver throws. */
export function createRoomStore(db: Database): RoomStore {
  async function rememberChunk(rooms: readonly Room[], atMs: number): Promise<void> {
    await db.insertInto('rooms')
      .values(rooms.map(({ id, name, hostName, startAtMs, endAtMs }) => ({
        id,
        name: name.replaceAll('\0', ''),
        host_name: hostName.replaceAll('\0', ''),
        start_at_ms: startAtMs,
        end_at_ms: endAtMs,
        last_listed_at_ms: atMs,
      })))
      .onConflict(conflict => conflict.column('id').doUpdateSet(({ ref }) => ({
        name: ref('excluded.name'),
        host_name: ref('excluded.host_name'),
        start_at_ms: ref('excluded.start_at_ms'),
        end_at_ms: ref('excluded.end_at_ms'),
        last_listed_at_ms: ref('excluded.last_listed_at_ms'),
      })))
      .execute()
  }

  return {
    remember: async (rooms, atMs) => {
      for (let from = 0; from < rooms.length; from += CHUNK)
        await rememberChunk(rooms.slice(from, from + CHUNK), atMs)
    },
    knownAmong: async (ids) => {
      if (ids.length === 0)
        return new Set()
      const rows = await db.selectFrom('rooms').select('id').where('id', 'in', ids).execute()
      return new Set(rows.map(({ id }) => id))
    },
  }
}
