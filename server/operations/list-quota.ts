import type { Log } from '../log'
import type { WeChatCallCounter } from '../storage/wechat-calls'
import type { Clock } from '@/src/domain/clock'
import { chinaDay } from '../storage/china-day'

/** The day's calls of `getliveinfo`, which lists rooms and replays; all replicas together. */
export interface ListQuota {
  /** Counts a call of this replica. Never throws; other calls are not counted. */
  readonly note: (call: string) => void
  /** The day's calls so far; of this replica only while the database does not answer. Never rejects. */
  readonly used: () => Promise<number>
  /** The shortest time between refreshes that lasts until China's midnight, in milliseconds. */
  readonly affordableMs: (rooms: number) => Promise<number>
}

/** What {@link createListQuota} needs. */
export interface ListQuotaOptions {
  readonly counter: WeChatCallCounter
  readonly clock: Clock
  readonly log: Log
}

/** WeChat's own limit for a day. */
export const LIST_CALLS_PER_DAY = 100_000

const CALL = 'getliveinfo'
// For replays, which are asked for when somebody wants one.
const RESERVED_CALLS = 10_000
const ROOMS_PER_CALL = 100
// However little is left: the reserve is big enough for this.
const SLOWEST_MS = 10 * 60_000

const DAY_MS = 86_400_000
const UTC_PLUS_8_MS = 8 * 3_600_000

/** Creates the quota's book-keeping. */
export function createListQuota({ counter, clock, log }: ListQuotaOptions): ListQuota {
  let own = { day: '', calls: 0 }

  function ownToday(): number {
    const day = chinaDay(clock.now())
    if (own.day !== day)
      own = { day, calls: 0 }
    return own.calls
  }

  function note(call: string): void {
    if (call !== CALL)
      return
    own = { day: chinaDay(clock.now()), calls: ownToday() + 1 }
    counter.count(own.day, CALL).catch((err: unknown) => log.debug({ err }, 'a call to WeChat could not be counted'))
  }

  async function used(): Promise<number> {
    const mine = ownToday()
    try {
      return Math.max(mine, await counter.read(own.day, CALL))
    }
    catch {
      return mine
    }
  }

  async function affordableMs(rooms: number): Promise<number> {
    const calls = Math.max(1, Math.ceil(rooms / ROOMS_PER_CALL))
    const left = LIST_CALLS_PER_DAY - RESERVED_CALLS - await used()
    const untilMidnightMs = DAY_MS - (clock.now() + UTC_PLUS_8_MS) % DAY_MS
    return left < calls ? SLOWEST_MS : Math.min(SLOWEST_MS, Math.ceil(untilMidnightMs * calls / left))
  }

  return { note, used, affordableMs }
}
