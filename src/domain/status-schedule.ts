import type { LiveStatus } from './live-status'
import { isOver } from './live-status'

/**
 * WeChat's limit, in milliseconds: the first `getLiveStatus` answers at once, later ones at most once a minute. A second
 * call for the same room within it may never settle.
 * @see https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/component-api.html
 */
export const MIN_INTERVAL_MS = 60_000

/** The rhythm of a room that is on air, in milliseconds: WeChat's minute and a margin for a phone's late timers. */
export const BASE_INTERVAL_MS = 65_000

/** The longest that a room which has not started goes without a look, in milliseconds: hosts start early. */
export const UPCOMING_MAX_MS = 10 * 60_000

/** The longest wait after failures, in milliseconds. */
export const FAILURE_MAX_MS = 5 * 60_000

/** How long one answer may take, in milliseconds; WeChat's own call has no end. */
export const CALL_TIMEOUT_MS = 8_000

/** How many rooms are asked about at the same time. */
export const MAX_CONCURRENT_CALLS = 4

/** What the next look at a room depends on. */
export interface ScheduleInput {
  /** The last status that was known; `unknown` only if there never was one. */
  readonly status: LiveStatus
  /** Planned start, milliseconds since the epoch. */
  readonly startAtMs?: number | undefined
  /** How many checks in a row brought nothing: they failed, or the answer was `unknown`. */
  readonly failureCount: number
  /** When the room was last asked about, milliseconds since the epoch. */
  readonly nowMs: number
}

/**
 * How long after a check the room is to be asked about again.
 * @returns milliseconds, never below {@link BASE_INTERVAL_MS}; null when nothing can change any more
 */
export function nextDelayMs({ status, startAtMs, failureCount, nowMs }: ScheduleInput): number | null {
  if (isOver(status))
    return null
  const usualMs = status === 'upcoming' && startAtMs !== undefined ? upcomingDelayMs(startAtMs - nowMs) : BASE_INTERVAL_MS
  // The longer of the two: a failure must not make a room that is hours away more interesting than it was.
  return Math.max(usualMs, backOffMs(failureCount))
}

function upcomingDelayMs(untilStartMs: number): number {
  if (!(untilStartMs > BASE_INTERVAL_MS))
    return BASE_INTERVAL_MS
  if (untilStartMs <= UPCOMING_MAX_MS)
    return untilStartMs
  // Keeps one rhythm free before the start, or the minute's limit would push the look at the start past it.
  return Math.min(UPCOMING_MAX_MS, untilStartMs - BASE_INTERVAL_MS)
}

// One empty check is retried in the usual rhythm: WeChat would not let it be sooner, and most failures pass.
function backOffMs(failureCount: number): number {
  return failureCount > 0 ? Math.min(BASE_INTERVAL_MS * 2 ** (failureCount - 1), FAILURE_MAX_MS) : 0
}
