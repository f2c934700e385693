import type { RoomPage, RoomQuery } from './live-api'
import type { LiveError } from './live-error'
import type { LiveStatus } from './live-status'
import type { Room } from './room'
import type { FetchSlice, RoomStretch } from './room-slices'
import { toLiveError } from './live-error'
import { hasMoreRooms, MAX_SLICE_ROOMS, readFromStart, readMore, startWith } from './room-slices'

/** Which rooms a list shows. */
export interface RoomFilter {
  /** Absent or empty = all. */
  readonly statuses?: readonly LiveStatus[]
  /** Text in the room's name or its host's; absent or blank = all. */
  readonly search?: string
}

/** The tabs of the home page, in their order. */
export const ROOM_TABS = ['all', 'live', 'upcoming', 'past'] as const

/** One of {@link ROOM_TABS}. */
export type RoomTab = typeof ROOM_TABS[number]

/** What each tab of the home page shows. A room whose status is unknown is under `all` only. */
export const ROOM_FILTERS: Readonly<Record<RoomTab, RoomFilter>> = {
  all: {},
  live: { statuses: ['live', 'paused', 'interrupted'] },
  upcoming: { statuses: ['upcoming'] },
  past: { statuses: ['ended', 'banned', 'expired'] },
}

/** The statuses that a tab shows; empty = all. */
export function statusesOfTab(tab: RoomTab): readonly LiveStatus[] {
  return ROOM_FILTERS[tab].statuses ?? []
}

/** What a list holds and what it is doing: two questions, for old rooms stay while new ones are asked for. */
export interface RoomListState {
  /** Each room once, in the gateway's order. */
  readonly rooms: readonly Room[]
  /** How many rooms match in all; null while unknown. */
  readonly total: number | null
  /** How the last attempt ended. `pending` until the first one has; rooms of before stay beside an `error`. */
  readonly status: 'pending' | 'success' | 'error'
  readonly activity: 'idle' | 'loading-first' | 'loading-more' | 'refreshing'
  /** Of the last attempt; stays until one succeeds. */
  readonly error: LiveError | null
  /** Whether `loadMore` would do something. */
  readonly hasMore: boolean
  /** True while the gateway cannot ask WeChat and serves its last good answer. */
  readonly isStale: boolean
  /** When WeChat was asked about the oldest part of the list, milliseconds since the epoch; null without rooms. */
  readonly checkedAtMs: number | null
}

/**
 * A list of rooms that is read in slices. Every promise settles without rejecting, at the latest when `fetchPage` does
 * or when something newer takes the attempt's place; how it went is in the state.
 */
export interface RoomList {
  readonly state: RoomListState
  /** Shows the rooms of a filter. What was asked for another filter is dropped; the same filter again is a refresh. */
  load: (filter: RoomFilter) => Promise<void>
  /** Asks for the next slice; while anything is under way, joins it. */
  loadMore: () => Promise<void>
  /** Asks again for as much as is loaded. */
  refresh: () => Promise<void>
  /** Does again what failed last. */
  retry: () => Promise<void>
  /** Shows the first slice of the current filter as it was remembered; ignored once something newer is there. */
  restore: (page: RoomPage) => void
  /** Ends the list: nothing is asked or told any more, and what is under way settles. */
  dispose: () => void
}

/** What a {@link RoomList} is made of. */
export interface RoomListOptions {
  /** Must settle by itself (the gateway's client has a timeout). */
  readonly fetchPage: (query: RoomQuery) => Promise<RoomPage>
  /** Rooms per slice, 1–50. Default 20. */
  readonly pageSize?: number
  /** Called after every change. */
  readonly onChange: (state: RoomListState) => void
}

type Work = Exclude<RoomListState['activity'], 'idle'>

interface Attempt {
  readonly work: Work
  readonly promise: Promise<void>
  readonly settle: () => void
}

const NOTHING: RoomListState = { rooms: [], total: null, status: 'pending', activity: 'idle', error: null, hasMore: false, isStale: false, checkedAtMs: null }

/**
 * Creates a list that shows nothing until {@link RoomList.load}. There is one attempt at a time, and each asks for one
 * slice at a time; `fetchPage` is where time and network come in.
 */
export function createRoomList({ fetchPage, pageSize = 20, onChange }: RoomListOptions): RoomList {
  const limit = Math.min(Math.max(Math.trunc(pageSize), 1), MAX_SLICE_ROOMS)

  let state = NOTHING
  let filter: RoomFilter = {}
  let stretch: RoomStretch | null = null
  let attempt: Attempt | null = null
  let failedWork: Work | null = null
  let isDisposed = false

  function update(change: Partial<RoomListState>): void {
    state = { ...state, ...change }
    onChange(state)
  }

  function show(next: RoomStretch): Partial<RoomListState> {
    stretch = next
    const { rooms, total, isStale, checkedAtMs } = next
    return { rooms, total, isStale, checkedAtMs, hasMore: hasMoreRooms(next), status: 'success', error: null }
  }

  function start(work: Work, read: (fetchSlice: FetchSlice) => Promise<RoomStretch>): Promise<void> {
    if (isDisposed)
      return Promise.resolve()
    attempt?.settle()

    let settle = () => {}
    const promise = new Promise<void>(resolve => settle = resolve)
    const current: Attempt = { work, promise, settle }
    attempt = current

    const end = (change: Partial<RoomListState>): void => {
      attempt = null
      settle()
      update({ ...change, activity: 'idle' })
    }
    // An attempt that was overtaken asks for no further slices, and what it still gets is dropped.
    const fetchSlice: FetchSlice = async (offset, size) => {
      if (attempt !== current)
        throw new Error('overtaken')
      return fetchPage({ ...filter, offset, limit: size })
    }
    update({ activity: work })
    read(fetchSlice).then(
      (next) => {
        if (attempt !== current)
          return
        failedWork = null
        end(show(next))
      },
      (thrown) => {
        if (attempt !== current)
          return
        failedWork = work
        end({ status: 'error', error: toLiveError(thrown) })
      },
    )
    return promise
  }

  const loadFirst = (): Promise<void> => start('loading-first', fetchSlice => readFromStart(fetchSlice, limit))

  function load(next: RoomFilter): Promise<void> {
    const wanted = plainFilter(next)
    if (isSameFilter(wanted, filter) && (stretch || attempt))
      return refresh()
    if (isDisposed)
      return Promise.resolve()
    filter = wanted
    stretch = null
    state = NOTHING
    return loadFirst()
  }

  function loadMore(): Promise<void> {
    if (attempt)
      return attempt.promise
    const loaded = stretch
    if (!loaded || !hasMoreRooms(loaded))
      return Promise.resolve()
    return start('loading-more', fetchSlice => readMore(fetchSlice, loaded, limit))
  }

  function refresh(): Promise<void> {
    if (attempt && attempt.work !== 'loading-more')
      return attempt.promise
    return start('refreshing', fetchSlice => readFromStart(fetchSlice, Math.max(stretch?.nextOffset ?? 0, limit)))
  }

  function retry(): Promise<void> {
    if (attempt)
      return attempt.promise
    switch (failedWork) {
      case null: return Promise.resolve()
      case 'loading-first': return loadFirst()
      case 'loading-more': return loadMore()
      case 'refreshing': return refresh()
      default: return failedWork satisfies never
    }
  }

  function restore(page: RoomPage): void {
    if (!isDisposed && state.status === 'pending' && page.offset === 0)
      update(show(startWith(page)))
  }

  function dispose(): void {
    isDisposed = true
    attempt?.settle()
    attempt = null
  }

  return {
    get state() {
      return state
    },
    load,
    loadMore,
    refresh,
    retry,
    restore,
    dispose,
  }
}

// Only what restricts, so that equal filters look equal and the gateway is asked the same question.
function plainFilter({ statuses = [], search = '' }: RoomFilter): RoomFilter {
  const text = search.trim()
  return { ...(statuses.length > 0 && { statuses: [...statuses].sort() }), ...(text && { search: text }) }
}

function isSameFilter(one: RoomFilter, other: RoomFilter): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
