import { WeChatFailure } from './wechat/wechat-error'

// Without any list people see nothing, so the first tries follow each other quickly.
const FIRST_RETRY_MS = 5000
const MAX_DELAY_MS = 5 * 60_000
// A used-up daily quota does not come back within minutes.
const MAX_QUOTA_DELAY_MS = 10 * 60_000

// How much rarer a replica asks that cannot agree with the others: there may be several of them.
const ALONE_FACTOR = 3

/** What the time to the next refresh depends on. */
export interface RefreshConditions {
  /** From one refresh to the next when all is well, in milliseconds. */
  readonly refreshMs: number
  /** The shortest time that the day's quota allows, in milliseconds. */
  readonly affordableMs: number
  /** Whether this replica cannot reach the database, through which replicas agree. */
  readonly isAlone: boolean
}

/** From a good refresh to the next, in milliseconds. */
export function delayAfterSuccess({ refreshMs, affordableMs, isAlone }: RefreshConditions): number {
  return Math.max(affordableMs, isAlone ? ALONE_FACTOR * refreshMs : refreshMs)
}

/**
 * From a failed refresh to the next try, in milliseconds.
 * @param thrown why it failed
 * @param failures how many have failed in a row, this one included
 * @param hasList whether there is an older list to serve
 * @param conditions as for {@link delayAfterSuccess}
 */
export function delayAfterFailure(thrown: unknown, failures: number, hasList: boolean, conditions: RefreshConditions): number {
  const usualMs = delayAfterSuccess(conditions)
  const isQuota = thrown instanceof WeChatFailure && thrown.detail.kind === 'quota-exhausted'
  const longestMs = Math.max(usualMs, isQuota ? MAX_QUOTA_DELAY_MS : MAX_DELAY_MS)
  const baseMs = hasList ? usualMs : Math.min(usualMs, FIRST_RETRY_MS)
  return Math.min(longestMs, baseMs * 2 ** (failures - 1))
}

/** No refresh is ever planned further ahead than this, in milliseconds: one that is was planned by a clock that was wrong. */
export function longestDelayMs({ refreshMs, affordableMs }: RefreshConditions): number {
  return Math.max(ALONE_FACTOR * refreshMs, affordableMs, MAX_QUOTA_DELAY_MS)
}
