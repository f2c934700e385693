import type { Database } from './database'
import type { Room, RoomId } from '@/src/domain/room'
import { storableText } from './storable-text'

/** Every room that was ever in the list: touches outlive it, and WeChat's list forgets deleted rooms. */
export interface RoomStore {
  /** Keeps these rooms, or what is new about them; what was listed later stays. */
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
        name: storableText(name),
        host_name: storableText(hostName),
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
      })).whereRef('excluded.last_listed_at_ms', '>=', 'rooms.last_listed_at_ms'))
      .execute()
  }

  return {
    remember: async (rooms, atMs) => {
      // Each once, because a statement cannot change a row twice, and always in the same order, because two replicas
      // in different orders would be a deadlock in PostgreSQL.
      const once = [...new Map(rooms.map(room => [room.id, room])).values()].sort((a, b) => a.id - b.id)
      for (let from = 0; from < once.length; from += CHUNK)
        await rememberChunk(once.slice(from, from + CHUNK), atMs)
    },
    knownAmong: async (ids) => {
      if (ids.length === 0)
        return new Set()
      const rows = await db.selectFrom('rooms').select('id').where('id', 'in', ids).execute()
      return new Set(rows.map(({ id }) => id))
    },
  }
}
