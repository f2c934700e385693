import type { RoomReportJson, RoomSummariesJson, ShareChainJson, SharersJson } from '../contract/attribution'
import type { Period, Slice } from './attribution-queries'
import type { Database } from './database'
import type { RoomId } from '@/src/domain/room'
import { sql } from 'kysely'
import { countOfVisitors, during, entries, readDecisiveEdges, readShareEdges, sumOfEntries, touchesDuring } from './attribution-queries'
import { deepestByRoom, linkShares } from './share-edges'
import { readSharers } from './sharers-report'

/** What came of rooms and of sharing. Its methods reject with what the driver throws. */
export interface AttributionReports {
  readonly roomSummaries: (period: Period, slice: Slice) => Promise<RoomSummariesJson>
  /** Null for a room of which nothing is known. */
  readonly roomReport: (roomId: RoomId, period: Period) => Promise<RoomReportJson | null>
  readonly chain: (roomId: RoomId, period: Period, slice: Slice) => Promise<ShareChainJson>
  /** @param roomId only this room; null = all */
  readonly sharers: (roomId: RoomId | null, period: Period, slice: Slice) => Promise<SharersJson>
}

const visitors = sql<number>`count(distinct openid)`

/** The reports on a database. It counts by itself; only chains are linked here, from one row per visitor who was brought. */
export function createAttributionReports(db: Database): AttributionReports {
  const touches = (period: Period) => touchesDuring(db, period)

  async function roomSummaries(period: Period, { offset, limit }: Slice): Promise<RoomSummariesJson> {
    const perVisitor = touches(period).where('room_id', '>', 0).select(['room_id', entries.as('n')]).groupBy(['room_id', 'openid'])
    const rows = await db.selectFrom(perVisitor.as('people'))
      .select(['room_id as roomId', sumOfEntries.as('entries'), countOfVisitors.as('visitors'), sql<number>`count(*) over ()`.as('total')])
      .groupBy('room_id')
      .orderBy('entries', 'desc')
      .orderBy('roomId', 'desc')
      .offset(offset)
      .limit(limit)
      .execute()
    const ids = rows.map(({ roomId }) => roomId)
    const [rooms, edges] = await Promise.all([
      ids.length === 0 ? [] : db.selectFrom('rooms').select(['id', 'name', 'start_at_ms as startAtMs']).where('id', 'in', ids).execute(),
      ids.length === 0 ? [] : readDecisiveEdges(db, ids, period),
    ])
    const depths = deepestByRoom(linkShares(edges))
    const roomOf = new Map(rooms.map(room => [room.id, room]))
    return {
      rooms: rows.map(({ roomId, entries: n, visitors: people }) => ({
        roomId,
        name: roomOf.get(roomId)?.name ?? null,
        startAtMs: roomOf.get(roomId)?.startAtMs ?? null,
        entries: n,
        visitors: people,
        chainDepth: depths.get(roomId) ?? 0,
      })),
      total: rows[0]?.total ?? await countRooms(period),
    }
  }

  // Beyond the last page no row says how many there are.
  async function countRooms(period: Period): Promise<number> {
    const { total } = await touches(period).where('room_id', '>', 0).select(sql<number>`count(distinct room_id)`.as('total')).executeTakeFirstOrThrow()
    return total
  }

  async function remindersOf(roomId: RoomId, period: Period): Promise<RoomReportJson['reminders']> {
    const ranked = db.selectFrom('follows').where('room_id', '=', roomId).where(during(period)).select([
      'action',
      sql<number>`row_number() over (partition by openid order by at_ms desc, action)`.as('rank'),
    ])
    const rows = await db.selectFrom(ranked.as('ranked')).select(['action', entries.as('people')]).where('rank', '=', 1).groupBy('action').execute()
    const peopleWho = (action: 'add' | 'delete') => rows.find(row => row.action === action)?.people ?? 0
    return { subscribed: peopleWho('add'), unsubscribed: peopleWho('delete') }
  }

  async function nameOf(roomId: RoomId): Promise<{ readonly name: string } | undefined> {
    return db.selectFrom('rooms').select('name').where('id', '=', roomId).executeTakeFirst()
  }

  async function isKnown(roomId: RoomId): Promise<boolean> {
    const [touch, follow] = await Promise.all([
      db.selectFrom('touches').select('id').where('room_id', '=', roomId).limit(1).executeTakeFirst(),
      db.selectFrom('follows').select('action').where('room_id', '=', roomId).limit(1).executeTakeFirst(),
    ])
    return touch !== undefined || follow !== undefined
  }

  async function roomReport(roomId: RoomId, period: Period): Promise<RoomReportJson | null> {
    const room = await nameOf(roomId)
    if (!room && !await isKnown(roomId))
      return null
    const ofRoom = touches(period).where('room_id', '=', roomId)
    const counts = [entries.as('entries'), visitors.as('visitors')] as const
    const [totals, byDay, byWay, byGoods, edges, reminders] = await Promise.all([
      ofRoom.select(counts).executeTakeFirstOrThrow(),
      ofRoom.select(['day', ...counts]).groupBy('day').orderBy('day').execute(),
      ofRoom.select(['via', ...counts]).groupBy('via').orderBy('entries', 'desc').orderBy('via').execute(),
      ofRoom.where('goods_id', '>', 0).select(['goods_id as goodsId', ...counts]).groupBy('goods_id').orderBy('entries', 'desc').orderBy('goodsId').execute(),
      readDecisiveEdges(db, [roomId], period),
      remindersOf(roomId, period),
    ])
    const chainDepth = deepestByRoom(linkShares(edges)).get(roomId) ?? 0
    return { roomId, name: room?.name ?? null, ...totals, chainDepth, byDay, byWay, byGoods, reminders }
  }

  async function chain(roomId: RoomId, period: Period, { offset, limit }: Slice): Promise<ShareChainJson> {
    const links = [...linkShares(await readShareEdges(db, roomId, period))].sort((a, b) => a.depth - b.depth)
    return {
      roomId,
      links: links.slice(offset, offset + limit).map(({ openid, sharerOpenid, depth, atMs }) => ({ openid, sharerOpenid, depth, atMs })),
      total: links.length,
    }
  }

  const sharers = (roomId: RoomId | null, period: Period, slice: Slice): Promise<SharersJson> => readSharers(db, roomId, period, slice)

  return { roomSummaries, roomReport, chain, sharers }
}
