import type { CatalogueSnapshot } from './catalogue'
import type { RoomPage, RoomQuery } from '@/src/domain/live-api'
import type { Room } from '@/src/domain/room'
import { createHash } from 'node:crypto'
import { isOnAir } from '@/src/domain/live-status'

const REVISION_CHARS = 12

// In the order in which people look for them.
const ON_AIR = 0
const UPCOMING = 1
const REST = 2

/**
 * A room as it is at a moment: one that never started is expired once its planned end has passed, which WeChat's list
 * may not say for hours. WeChat's number stays as it came.
 * @param room the room as WeChat listed it
 * @param nowMs milliseconds since the epoch
 */
export function roomAt(room: Room, nowMs: number): Room {
  return room.status === 'upcoming' && nowMs >= room.endAtMs ? { ...room, status: 'expired' } : room
}

/**
 * When {@link roomAt} will next say something else of one of these rooms.
 * @param rooms as WeChat listed them
 * @param nowMs milliseconds since the epoch
 * @returns milliseconds since the epoch; infinite when never
 */
export function nextChangeMs(rooms: readonly Room[], nowMs: number): number {
  return rooms.reduce((soonest, { status, endAtMs }) => status === 'upcoming' && endAtMs > nowMs ? Math.min(soonest, endAtMs) : soonest, Number.POSITIVE_INFINITY)
}

/**
 * The asked slice of the rooms that match.
 * @param snapshot all rooms
 * @param query which of them
 * @param nowMs milliseconds since the epoch
 */
export function roomPage(snapshot: CatalogueSnapshot, query: RoomQuery, nowMs: number): RoomPage & { readonly limit: number } {
  const { rooms, checkedAtMs, isStale } = snapshot
  const { offset, limit } = query
  const matching = rooms.map(room => roomAt(room, nowMs)).filter(matcher(query)).sort(byImportance)
  return {
    rooms: matching.slice(offset, offset + limit),
    total: matching.length,
    offset,
    limit,
    revision: revisionOf(matching),
    checkedAtMs,
    isStale,
  }
}

function matcher({ statuses, search = '', goodsId }: RoomQuery): (room: Room) => boolean {
  const wanted = searchable(search)
  return room => (!statuses || statuses.includes(room.status))
    && (goodsId === undefined || room.goods.some(({ id }) => id === goodsId))
    && (searchable(room.name).includes(wanted) || searchable(room.hostName).includes(wanted))
}

/** A text as it is searched by: full-width letters and digits, as Chinese keyboards give them, are the same to people. */
export function searchable(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim()
}

function byImportance(a: Room, b: Room): number {
  const group = groupOf(a) - groupOf(b)
  if (group !== 0)
    return group
  const start = a.startAtMs - b.startAtMs
  return (groupOf(a) === UPCOMING ? start : -start) || a.id - b.id
}

function groupOf({ status }: Room): number {
  if (isOnAir(status))
    return ON_AIR
  return status === 'upcoming' ? UPCOMING : REST
}

function revisionOf(rooms: readonly Room[]): string {
  return createHash('sha256').update(rooms.map(({ id }) => id).join()).digest('base64url').slice(0, REVISION_CHARS)
}
