/**
 * What a room is doing, in words. WeChat's numbers exist at the edge only.
 * @see https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/component-api.html
 */
export type LiveStatus = typeof LIVE_STATUSES[number]

/** All statuses, the seven of WeChat first. */
export const LIVE_STATUSES = ['live', 'upcoming', 'ended', 'banned', 'paused', 'interrupted', 'expired', 'unknown'] as const

const FIRST_CODE = 101

/**
 * WeChat's code as a status: 101 live, 102 upcoming, 103 ended, 104 banned, 105 paused, 106 interrupted, 107 expired.
 * Everything else is `unknown`, including 0, which the plugin answers for a room id it does not know.
 */
export function liveStatusFromCode(code: number): LiveStatus {
  return LIVE_STATUSES[code - FIRST_CODE] ?? 'unknown'
}

/** WeChat's code of a status; 0 for `unknown`. */
export function liveStatusCode(status: LiveStatus): number {
  return status === 'unknown' ? 0 : LIVE_STATUSES.indexOf(status) + FIRST_CODE
}

/** Whether the broadcast is going on, if only with a break: live, paused or interrupted. */
export function isOnAir(status: LiveStatus): boolean {
  return status === 'live' || status === 'paused' || status === 'interrupted'
}

/** Whether nothing can follow: ended, banned or expired. */
export function isOver(status: LiveStatus): boolean {
  return status === 'ended' || status === 'banned' || status === 'expired'
}

/** How long an interrupted broadcast may take to come back before WeChat ends it, in milliseconds. */
export const INTERRUPTION_LIMIT_MS = 15 * 60_000

/** One answer about a room's status, and who gave it when. */
export interface StatusReading {
  readonly status: LiveStatus
  /** WeChat's number as it came; kept because `unknown` hides it. */
  readonly code: number
  /** When WeChat was asked, in milliseconds since the epoch. */
  readonly checkedAtMs: number
}

/** Where a shown status comes from, the most trustworthy first. */
export type StatusSource = 'plugin' | 'gateway' | 'schedule'
