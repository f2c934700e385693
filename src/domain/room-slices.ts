import type { Freshness, RoomPage } from './live-api'
import type { LiveError } from './live-error'
import type { Room } from './room'

/** The most rooms that the gateway gives in one slice. */
export const MAX_SLICE_ROOMS = 50

/** How often a list that changes under the reading is started again before it is taken as it comes. */
const MAX_READINGS = 3

/** The list from its start up to some offset, put together from slices. */
export interface RoomStretch extends Freshness {
  /** Each room once. */
  readonly rooms: readonly Room[]
  /** Where the next slice starts. More than `rooms` holds where rooms came twice or could not be read. */
  readonly nextOffset: number
  readonly total: number
  /** Names the order that all slices share; null when they come from different ones, so that rooms may be missing. */
  readonly revision: string | null
  /** Whether the gateway had nothing at `nextOffset`, whatever `total` says. */
  readonly isExhausted: boolean
}

/** Asks the gateway for one slice of the list. */
export type FetchSlice = (offset: number, limit: number) => Promise<RoomPage>

/** Whether there may be rooms behind the stretch, or missing inside it. */
export function hasMoreRooms(stretch: RoomStretch): boolean {
  return stretch.revision === null || !isAtEnd(stretch)
}

/**
 * Reads one slice more. When the list has changed since, what was loaded no longer fits: everything is read anew.
 * @throws {LiveError} what the gateway's client throws
 */
export async function readMore(fetchSlice: FetchSlice, stretch: RoomStretch, limit: number): Promise<RoomStretch> {
  if (stretch.revision !== null) {
    const page = await fetchAt(fetchSlice, stretch.nextOffset, limit)
    if (page.revision === stretch.revision)
      return extend(stretch, page)
  }
  return readFromStart(fetchSlice, stretch.nextOffset + limit)
}

/**
 * Reads the list from its start until `length` rooms or the end. When the list changes between two slices the reading
 * starts again, three times at most; then the slices are put together as they came.
 * @throws {LiveError} what the gateway's client throws
 */
export async function readFromStart(fetchSlice: FetchSlice, length: number, readingsLeft = MAX_READINGS): Promise<RoomStretch> {
  let stretch: RoomStretch | null = null
  do {
    const offset: number = stretch?.nextOffset ?? 0
    const page = await fetchAt(fetchSlice, offset, Math.min(length - offset, MAX_SLICE_ROOMS))
    if (stretch && page.revision !== stretch.revision && readingsLeft > 1)
      return readFromStart(fetchSlice, length, readingsLeft - 1)
    stretch = stretch ? extend(stretch, page) : startWith(page)
  } while (stretch.nextOffset < length && !isAtEnd(stretch))
  return stretch
}

/** The stretch that one slice at offset 0 makes. */
export function startWith(page: RoomPage): RoomStretch {
  return extend({ ...page, rooms: [], nextOffset: 0, isExhausted: false }, page)
}

function extend(stretch: RoomStretch, page: RoomPage): RoomStretch {
  const taken = page.rooms.length + (page.unreadableCount ?? 0)
  return {
    rooms: withoutRepetition([...stretch.rooms, ...page.rooms]),
    nextOffset: stretch.nextOffset + taken,
    total: page.total,
    revision: page.revision === stretch.revision ? stretch.revision : null,
    isExhausted: taken === 0,
    checkedAtMs: Math.min(stretch.checkedAtMs, page.checkedAtMs),
    isStale: stretch.isStale || page.isStale,
  }
}

function withoutRepetition(rooms: readonly Room[]): readonly Room[] {
  return [...new Map(rooms.map(room => [room.id, room])).values()]
}

function isAtEnd({ isExhausted, nextOffset, total }: RoomStretch): boolean {
  return isExhausted || nextOffset >= total
}

async function fetchAt(fetchSlice: FetchSlice, offset: number, limit: number): Promise<RoomPage> {
  const page = await fetchSlice(offset, limit)
  if (page.offset !== offset) {
    const error: LiveError = { kind: 'response-invalid', cause: `asked for offset ${offset}, got ${page.offset}` }
    throw error
  }
  return page
}
