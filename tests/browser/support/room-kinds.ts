import type { Room } from '@/src/domain/room'

const HOUR_MS = 3_600_000

/** On air, with enough goods to leaf through. */
export function isLive({ status, goods }: Room): boolean {
  return status === 'live' && goods.length > 2
}

/** Announced, and not to begin while a test looks at it. */
export function isUpcoming({ status, startAtMs, goods }: Room): boolean {
  return status === 'upcoming' && startAtMs > Date.now() + HOUR_MS && goods.length > 0
}

/** Over, with a replay: WeChat has one some ten minutes after the end. */
export function isEndedWithReplay({ status, hasReplay, endAtMs, goods }: Room): boolean {
  return status === 'ended' && hasReplay === true && endAtMs < Date.now() - HOUR_MS && goods.length > 0
}
