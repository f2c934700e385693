import type { Log } from './log'
import type { Clock } from '@/src/domain/clock'
import type { Room } from '@/src/domain/room'

/** WeChat's list as the replicas share it. */
export interface SharedRoomList {
  /** Takes the right to ask WeChat, for so long; false while it is nobody's turn yet, or another's. */
  claim: (claim: { readonly owner: string, readonly nowMs: number, readonly leaseMs: number }) => Promise<boolean>
  save: (saved: { readonly owner: string, readonly rooms: readonly Room[], readonly checkedAtMs: number, readonly nextRefreshAtMs: number }) => Promise<void>
  /** Keeps the list, counts a failure and puts the next try off, for everybody. */
  fail: (failed: { readonly owner: string, readonly nextRefreshAtMs: number }) => Promise<void>
  read: () => Promise<SharedState | null>
  /** Differs from the last one when there is something new to read; cheap. */
  version: () => Promise<string | number>
}

/** What the replicas know together. */
export interface SharedState {
  /** Null before the first list. */
  readonly rooms: readonly Room[] | null
  readonly checkedAtMs: number
  readonly failures: number
  readonly nextRefreshAtMs: number
}

/** Who asks WeChat, and what the others have heard. No method rejects: without the database a replica is alone. */
export interface RefreshTurns {
  /** What others have found out since the last look; null when nothing, or when nobody can be asked. */
  news: () => Promise<SharedState | null>
  /** Whether this replica may ask WeChat now. One that is alone may; how often is up to it. */
  take: () => Promise<boolean>
  tellList: (rooms: readonly Room[], checkedAtMs: number, nextRefreshAtMs: number) => Promise<void>
  tellFailure: (nextRefreshAtMs: number) => Promise<void>
  /** Whether the database is out of reach. */
  readonly isAlone: boolean
}

/** What {@link createRefreshTurns} needs. */
export interface RefreshTurnsOptions {
  /** Null: there are no other replicas. */
  readonly shared: SharedRoomList | null
  /** Tells this replica from others. */
  readonly owner: string
  readonly clock: Clock
  readonly log: Log
}

/** A replica that dies while it asks WeChat holds the others up so long, in milliseconds. */
export const LEASE_MS = 30_000

/** Lets replicas ask WeChat in turns, by what they share. */
export function createRefreshTurns({ shared, owner, clock, log }: RefreshTurnsOptions): RefreshTurns {
  let seen: string | number | null = null
  let isAlone = false

  async function attempt<T>(fallback: T, asking: (list: SharedRoomList) => Promise<T>): Promise<T> {
    if (!shared)
      return fallback
    try {
      const answer = await asking(shared)
      if (isAlone)
        log.info('the database answers again')
      isAlone = false
      return answer
    }
    catch (thrown) {
      if (!isAlone)
        log.error({ err: thrown }, 'the database does not answer; the room list goes on without it')
      isAlone = true
      // Whatever was missed is new.
      seen = null
      return fallback
    }
  }

  return {
    news: () => attempt(null, async (list) => {
      const version = await list.version()
      if (version === seen)
        return null
      const state = await list.read()
      seen = version
      return state
    }),
    take: () => attempt(true, list => list.claim({ owner, nowMs: clock.now(), leaseMs: LEASE_MS })),
    tellList: (rooms, checkedAtMs, nextRefreshAtMs) => attempt(undefined, list => list.save({ owner, rooms, checkedAtMs, nextRefreshAtMs })),
    tellFailure: nextRefreshAtMs => attempt(undefined, list => list.fail({ owner, nextRefreshAtMs })),
    get isAlone() {
      return isAlone
    },
  }
}
