import type { Expression, SqlBool } from 'kysely'
import type { RoomReportJson, RoomSummariesJson, ShareChainJson, SharersJson } from '../contract/attribution'
import type { Database } from './database'
import type { ShareEdge } from './share-edges'
import type { RoomId } from '@/src/domain/room'
import { sql } from 'kysely'
import { deepestByRoom, deepestBySharer, linkShares } from './share-edges'

/** The days that count, both included, as YYYY-MM-DD in China's time; absent = without end. */
export interface Period {
  readonly from?: string
  readonly to?: string
}

/** Which part of a long report. */
export interface Slice {
  readonly offset: number
  readonly limit: number
}

/** What came of rooms and of sharing. Its methods reject with what the driver throws. */
export interface AttributionReports {
  readonly roomSummaries: (period: Period, slice: Slice) => Promise<RoomSummariesJson>
  /** Null for a room of which nothing is known. */
  readonly roomReport: (roomId: RoomId, period: Period) => Promise<RoomReportJson | null>
  readonly chain: (roomId: RoomId, period: Period, slice: Slice) => Promise<ShareChainJson>
  /** @param roomId only this room; null = all */
  readonly sharers: (roomId: RoomId | null, period: Period, slice: Slice) => Promise<SharersJson>
}

const entries = sql<number>`count(*)`
const visitors = sql<number>`count(distinct openid)`
/** Somebody else's card: opening one's own is a visit, but nobody was brought. */
const isShared = sql<SqlBool>`share_openid <> '' and share_openid <> openid`

/** The reports on a database. It counts by itself; only chains are linked here, from one row per visitor who was brought. */
export function createAttributionReports(db: Database): AttributionReports {
  const during = ({ from, to }: Period): Expression<SqlBool> => sql<SqlBool>`day >= ${from ?? ''} and day <= ${to ?? '9999-12-31'}`
  const touches = (period: Period) => db.selectFrom('touches').where(during(period))

  /** The edges of these rooms; chains need all of a room's, whatever page is looked at. */
  async function edgesOf(rooms: Expression<SqlBool>, period: Period): Promise<readonly ShareEdge[]> {
    const ranked = touches(period).where(rooms).where(isShared).select([
      'room_id as roomId',
      'openid',
      'share_openid as sharerOpenid',
      'at_ms as atMs',
      sql<number>`row_number() over (partition by room_id, openid order by at_ms, id)`.as('rank'),
    ])
    return db.selectFrom(ranked.as('ranked')).select(['roomId', 'openid', 'sharerOpenid', 'atMs']).where('rank', '=', 1).execute()
  }

  async function roomSummaries(period: Period, { offset, limit }: Slice): Promise<RoomSummariesJson> {
    const inRooms = touches(period).where('room_id', '>', 0)
    const rows = await inRooms
      .leftJoin('rooms', 'rooms.id', 'touches.room_id')
      .select(['room_id as roomId', 'rooms.name', 'rooms.start_at_ms as startAtMs', entries.as('entries'), visitors.as('visitors')])
      .groupBy(['room_id', 'rooms.name', 'rooms.start_at_ms'])
      .orderBy('entries', 'desc')
      .orderBy('roomId', 'desc')
      .offset(offset)
      .limit(limit)
      .execute()
    const total = await inRooms.select(sql<number>`count(distinct room_id)`.as('total')).executeTakeFirstOrThrow()
    const ids = rows.map(({ roomId }) => roomId)
    const depths = ids.length === 0 ? new Map<RoomId, number>() : deepestByRoom(linkShares(await edgesOf(sql`room_id in (${sql.join(ids)})`, period)))
    return { rooms: rows.map(row => ({ ...row, chainDepth: depths.get(row.roomId) ?? 0 })), ...total }
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
      edgesOf(sql`room_id = ${roomId}`, period),
      remindersOf(roomId, period),
    ])
    const chainDepth = deepestByRoom(linkShares(edges)).get(roomId) ?? 0
    return { roomId, name: room?.name ?? null, ...totals, chainDepth, byDay, byWay, byGoods, reminders }
  }

  async function chain(roomId: RoomId, period: Period, { offset, limit }: Slice): Promise<ShareChainJson> {
    const links = [...linkShares(await edgesOf(sql`room_id = ${roomId}`, period))].sort((a, b) => a.depth - b.depth)
    return {
      roomId,
      links: links.slice(offset, offset + limit).map(({ openid, sharerOpenid, depth, atMs }) => ({ openid, sharerOpenid, depth, atMs })),
      total: links.length,
    }
  }

  async function sharers(roomId: RoomId | null, period: Period, { offset, limit }: Slice): Promise<SharersJson> {
    const all = touches(period).where(isShared)
    const shared = roomId === null ? all : all.where('room_id', '=', roomId)
    const [rows, total, byDay] = await Promise.all([
      shared
        .select(['share_openid as openid', entries.as('entries'), visitors.as('visitors'), sql<number>`count(distinct nullif(room_id, 0))`.as('rooms')])
        .groupBy('share_openid')
        .orderBy('visitors', 'desc')
        .orderBy('entries', 'desc')
        .orderBy('share_openid')
        .offset(offset)
        .limit(limit)
        .execute(),
      shared.select(sql<number>`count(distinct share_openid)`.as('total')).executeTakeFirstOrThrow(),
      shared.select(['day', entries.as('entries'), visitors.as('visitors')]).groupBy('day').orderBy('day').execute(),
    ])
    const openids = rows.map(({ openid }) => openid)
    const theirRooms = roomId === null
      ? sql<SqlBool>`room_id in (select room_id from touches where share_openid in (${sql.join(openids)}))`
      : sql<SqlBool>`room_id = ${roomId}`
    const depths = openids.length === 0 ? new Map<string, number>() : deepestBySharer(linkShares(await edgesOf(theirRooms, period)))
    // Whoever brought only people who had been brought before has no edge, though somebody came.
    return { sharers: rows.map(row => ({ ...row, chainDepth: depths.get(row.openid) ?? 0 })), ...total, byDay }
  }

  return { roomSummaries, roomReport, chain, sharers }
}
