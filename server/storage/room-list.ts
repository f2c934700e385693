import type { SharedRoomList, SharedState } from '../refresh-turns'
import type { Database } from './database'
import type { Room } from '@/src/domain/room'
import { parseRoom } from '@/src/domain/room-parser'

// Longer than any rhythm or lease. Moments beyond it were set by a clock that was wrong, and nobody waits for them.
const FAR_MS = 2 * 3_600_000

/**
 * WeChat's list in a database, for all replicas on it: one asks WeChat, the others read. Its methods reject with what the
 * driver throws.
 */
export function createSharedRoomList(db: Database): SharedRoomList {
  return {
    claim: async ({ owner, nowMs, leaseMs }) => {
      const { numUpdatedRows } = await db.updateTable('room_list')
        .set({ lease_owner: owner, lease_until_ms: nowMs + leaseMs })
        .where('id', '=', 1)
        .where(({ or, eb, not }) => {
          const isAhead = (column: 'next_refresh_at_ms' | 'lease_until_ms') => eb.between(column, nowMs + 1, nowMs + FAR_MS)
          return not(or([isAhead('next_refresh_at_ms'), eb('lease_owner', '!=', '').and(isAhead('lease_until_ms'))]))
        })
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },
    // Whoever's turn it is replaces the list. So does a replica that had no turn, for want of the database, if its look
    // at WeChat is a later one; an answer that was long on its way must not bring back the past.
    save: async ({ owner, rooms, checkedAtMs, nextRefreshAtMs }) => {
      await db.updateTable('room_list')
        .set(({ eb }) => ({
          body: JSON.stringify(rooms),
          checked_at_ms: checkedAtMs,
          failures: 0,
          next_refresh_at_ms: nextRefreshAtMs,
          lease_owner: eb.case().when('lease_owner', '=', owner).then('').else(eb.ref('lease_owner')).end(),
        }))
        .where('id', '=', 1)
        .where(({ or, eb }) => or([eb('lease_owner', '=', owner), eb('checked_at_ms', '<', checkedAtMs)]))
        .execute()
    },
    // Of a lease that was lost meanwhile somebody else has more to tell.
    fail: async ({ owner, nextRefreshAtMs }) => {
      await db.updateTable('room_list')
        .set(({ eb }) => ({ failures: eb('failures', '+', 1), next_refresh_at_ms: nextRefreshAtMs, lease_owner: '' }))
        .where('id', '=', 1)
        .where('lease_owner', '=', owner)
        .execute()
    },
    read: async () => {
      const row = await db.selectFrom('room_list').selectAll().where('id', '=', 1).executeTakeFirst()
      if (!row)
        return null
      return {
        rooms: parseBody(row.body),
        checkedAtMs: row.checked_at_ms,
        failures: row.failures,
        nextRefreshAtMs: row.next_refresh_at_ms,
      } satisfies SharedState
    },
    version: async () => {
      const row = await db.selectFrom('room_list').select(['checked_at_ms', 'failures']).where('id', '=', 1).executeTakeFirst()
      return row ? `${row.checked_at_ms}-${row.failures}` : ''
    },
  }
}

// Taken as it is, so that every replica serves the same bytes; or not at all, when one of them cannot be read.
function parseBody(body: string | null): readonly Room[] | null {
  try {
    const rooms: unknown = JSON.parse(body ?? 'null')
    return Array.isArray(rooms) && rooms.every(room => parseRoom(room) !== null) ? rooms as readonly Room[] : null
  }
  catch {
    return null
  }
}
