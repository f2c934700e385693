import type { Expression, SqlBool } from 'kysely'
import type { Database } from './database'
import type { ShareEdge } from './share-edges'
import type { RoomId } from '@/src/domain/room'
import { sql } from 'kysely'

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

/** How many touches there are. */
export const entries = sql<number>`count(*)`

// For rows that each stand for one visitor with `n` touches: grouping by visitor first goes along an index, and is
// several times faster than counting distinct ones.
/** All their touches. */
export const sumOfEntries = sql<number>`sum(n)`
/** How many visitors they are. */
export const countOfVisitors = sql<number>`count(*)`

/** Somebody else's card: opening one's own is a visit, but nobody was brought. */
export const isShared = sql<SqlBool>`share_openid <> '' and share_openid <> openid`

// Milliseconds with thirteen digits, as they have from 2001 to 2286, and a space: text that sorts as they do.
const MOMENT_CHARS = 14

/** The touches of a period. */
export function touchesDuring(db: Database, period: Period) {
  return db.selectFrom('touches').where(during(period))
}

/** Which rows of a table with a `day` belong to a period. */
export function during({ from, to }: Period): Expression<SqlBool> {
  const bounds = [
    ...(from === undefined ? [] : [sql<SqlBool>`day >= ${from}`]),
    ...(to === undefined ? [] : [sql<SqlBool>`day <= ${to}`]),
  ]
  // Not a bound that everything is within: SQLite would go day by day and sort it all.
  return bounds.length === 0 ? sql<SqlBool>`1 = 1` : sql<SqlBool>`${sql.join(bounds, sql` and `)}`
}

/** Every visitor's first way into one room through somebody else's card. */
export async function readShareEdges(db: Database, roomId: RoomId, period: Period): Promise<readonly ShareEdge[]> {
  const rows = await firstShares(db, [roomId], period).execute()
  return rows.map(({ openid, first }) => ({ roomId, openid, ...readFirst(first) }))
}

/**
 * The edges that decide how long chains are: the one that brought a sharer, and the last that a sharer brought. All others
 * are as long as these, and there are several times more of them. Null = of all rooms, and of the list of rooms.
 */
export async function readDecisiveEdges(db: Database, roomIds: readonly RoomId[] | null, period: Period): Promise<readonly ShareEdge[]> {
  const rows = await db
    .with('edges', () => firstShares(db, roomIds, period))
    .with('sharers', query => query.selectFrom('edges').select([
      'roomId',
      sql<string>`substr(first, ${sql.lit(MOMENT_CHARS + 1)})`.as('sharer'),
      sql<string>`max(substr(first, 1, ${sql.lit(MOMENT_CHARS)}) || openid)`.as('last'),
    ]).groupBy(['roomId', 'sharer']))
    .selectFrom('sharers')
    .leftJoin('edges', join => join.onRef('edges.roomId', '=', 'sharers.roomId').onRef('edges.openid', '=', 'sharers.sharer'))
    .select(['sharers.roomId', 'sharers.sharer', 'sharers.last', 'edges.first'])
    .execute()
  const edges = new Map<string, ShareEdge>()
  const keep = (edge: ShareEdge) => edges.set(`${edge.roomId} ${edge.openid}`, edge)
  for (const { roomId, sharer, last, first } of rows) {
    keep({ roomId, openid: last.slice(MOMENT_CHARS), sharerOpenid: sharer, atMs: Number(last.slice(0, MOMENT_CHARS)) })
    if (first !== null)
      keep({ roomId, openid: sharer, ...readFirst(first) })
  }
  return [...edges.values()]
}

// The first moment and whose card it was in one go, along the index: ranking each visitor's touches sorts them all.
function firstShares(db: Database, roomIds: readonly RoomId[] | null, period: Period) {
  const shared = touchesDuring(db, period).where(isShared)
  return (roomIds === null ? shared : shared.where('room_id', 'in', roomIds))
    .select(['room_id as roomId', 'openid', sql<string>`min(at_ms || ' ' || share_openid)`.as('first')])
    .groupBy(['room_id', 'openid'])
}

function readFirst(first: string): Pick<ShareEdge, 'sharerOpenid' | 'atMs'> {
  return { sharerOpenid: first.slice(MOMENT_CHARS), atMs: Number(first.slice(0, MOMENT_CHARS)) }
}
