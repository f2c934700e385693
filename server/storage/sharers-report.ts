import type { SharersJson } from '../contract/attribution'
import type { Period, Slice } from './attribution-queries'
import type { Database } from './database'
import type { RoomId } from '@/src/domain/room'
import { sql } from 'kysely'
import { countOfVisitors, entries, isShared, readDecisiveEdges, sumOfEntries, touchesDuring } from './attribution-queries'
import { deepestBySharer, linkShares } from './share-edges'

/** Who brings people into this room; null = into all, and to the list of rooms. */
export async function readSharers(db: Database, roomId: RoomId | null, period: Period, { offset, limit }: Slice): Promise<SharersJson> {
  const everywhere = touchesDuring(db, period).where(isShared)
  const shared = roomId === null ? everywhere : everywhere.where('room_id', '=', roomId)
  const [rows, byDay, edges] = await Promise.all([
    db.selectFrom(shared.select(['share_openid', entries.as('n')]).groupBy(['share_openid', 'openid']).as('people'))
      .select(['share_openid as openid', sumOfEntries.as('entries'), countOfVisitors.as('visitors')])
      .groupBy('share_openid')
      .orderBy('visitors', 'desc')
      .orderBy('entries', 'desc')
      .orderBy('share_openid')
      .offset(offset)
      .limit(limit)
      .execute(),
    db.selectFrom(shared.select(['day', entries.as('n')]).groupBy(['day', 'openid']).as('people'))
      .select(['day', sumOfEntries.as('entries'), countOfVisitors.as('visitors')])
      .groupBy('day')
      .orderBy('day')
      .execute(),
    readDecisiveEdges(db, roomId === null ? null : [roomId], period),
  ])
  const openids = rows.map(({ openid }) => openid)
  const [rooms, { total }] = await Promise.all([
    openids.length === 0
      ? []
      : shared.where('share_openid', 'in', openids).where('room_id', '>', 0).select(['share_openid as openid', sql<number>`count(distinct room_id)`.as('rooms')]).groupBy('share_openid').execute(),
    db.selectFrom(shared.select('share_openid').distinct().as('everyone')).select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow(),
  ])
  const roomsOf = new Map(rooms.map(row => [row.openid, row.rooms]))
  // Whoever brought only people who had been brought before has no edge, though somebody came.
  const depths = deepestBySharer(linkShares(edges))
  return {
    sharers: rows.map(row => ({ ...row, rooms: roomsOf.get(row.openid) ?? 0, chainDepth: depths.get(row.openid) ?? 0 })),
    total,
    byDay,
  }
}
