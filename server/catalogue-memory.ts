import type { CatalogueSnapshot } from './catalogue'
import type { Clock } from '@/src/domain/clock'
import type { Room, RoomId } from '@/src/domain/room'

/** What has been found out about the list. */
export interface CatalogueNews {
  /** Null or absent: no other list than before. */
  readonly rooms?: readonly Room[] | null
  readonly checkedAtMs?: number
  /** From WeChat itself, and not from another replica, which may only repeat what is known. */
  readonly isFirstHand?: boolean
  /** How many refreshes in a row have failed. */
  readonly failures: number
  readonly nextRefreshAtMs: number
}

/** The list that a gateway serves, and when it is to be refreshed. */
export interface CatalogueMemory {
  learn: (news: CatalogueNews) => void
  /** Puts the next refresh off. */
  putOff: (untilMs: number) => void
  peek: () => CatalogueSnapshot | null
  /** Whether it is time to refresh. */
  isDue: () => boolean
  /** Whether the next refresh was planned by a clock that was wrong. */
  isMisplanned: () => boolean
  readonly hasList: boolean
  readonly failures: number
  readonly nextRefreshAtMs: number
}

/** What {@link createCatalogueMemory} needs. */
export interface CatalogueMemoryOptions {
  readonly clock: Clock
  /** A list whose refresh is late by more than this is stale, in milliseconds. */
  readonly graceMs: number
  /** No refresh is planned further ahead than this, in milliseconds. */
  readonly longestDelayMs: () => number
}

interface List {
  readonly rooms: readonly Room[]
  readonly byId: ReadonlyMap<RoomId, Room>
  readonly checkedAtMs: number
}

/** Creates a memory that knows no list, and that a refresh is due. */
export function createCatalogueMemory({ clock, graceMs, longestDelayMs }: CatalogueMemoryOptions): CatalogueMemory {
  let list: List | null = null
  let snapshot: CatalogueSnapshot | null = null
  let failures = 0
  let nextRefreshAtMs = Number.NEGATIVE_INFINITY

  // What this replica has got while it was alone may be newer than what the others knew. (A list from the future is not:
  // the clock has been put right since.)
  function isNewer(checkedAtMs: number): boolean {
    return !list || checkedAtMs > list.checkedAtMs || (checkedAtMs < list.checkedAtMs && list.checkedAtMs > clock.now())
  }

  function learn(news: CatalogueNews): void {
    const { rooms, checkedAtMs = 0, isFirstHand = false } = news
    const hasNewList = rooms !== undefined && rooms !== null && (isFirstHand || isNewer(checkedAtMs))
    if (hasNewList)
      list = { rooms, byId: new Map(rooms.map(room => [room.id, room])), checkedAtMs }
    if (hasNewList)
      snapshot = null
    failures = news.failures
    nextRefreshAtMs = news.nextRefreshAtMs
  }

  function putOff(untilMs: number): void {
    nextRefreshAtMs = untilMs
  }

  function peek(): CatalogueSnapshot | null {
    if (!list)
      return null
    const isStale = failures > 0 || clock.now() - nextRefreshAtMs > graceMs
    if (snapshot?.isStale !== isStale)
      snapshot = { ...list, isStale }
    return snapshot
  }

  const isMisplanned = (): boolean => nextRefreshAtMs - clock.now() > longestDelayMs()

  return {
    learn,
    putOff,
    peek,
    isDue: () => clock.now() >= nextRefreshAtMs || isMisplanned(),
    isMisplanned,
    get hasList() {
      return list !== null
    },
    get failures() {
      return failures
    },
    get nextRefreshAtMs() {
      return nextRefreshAtMs
    },
  }
}
