import type { OwnNames } from './credit'
import type { Touch } from './touch'
import { creditFor, isCounting, isExpired, NO_NAMES } from './credit'

/** How much is kept, and by what. */
export interface HistoryLimits {
  /** The most touches that are kept. */
  readonly limit: number
  /** Milliseconds since the epoch. */
  readonly nowMs: number
  /** The visitor, as far as known: their own sharing is the first to go. */
  readonly own?: OwnNames
}

/** Puts a touch in among others by its moment; among equals it is the last. */
export function insertTouch(touches: readonly Touch[], touch: Touch): readonly Touch[] {
  return [...touches.filter(({ atMs }) => atMs <= touch.atMs), touch, ...touches.filter(({ atMs }) => atMs > touch.atMs)]
}

/**
 * Keeps as many touches as there is room for, in their order, so that credit stays where it is for as long as possible:
 * the expired go first, then those that never count, then those between the first and the last of their room, and only
 * then the oldest of these.
 */
export function compactTouches(touches: readonly Touch[], { limit, nowMs, own = NO_NAMES }: HistoryLimits): readonly Touch[] {
  if (touches.length <= limit)
    return touches

  const credited = creditedIn(touches, nowMs, own)
  const worths = touches.map(touch => worthOf(touch, credited, nowMs, own))
  const kept = touches
    .map((_, index) => index)
    .sort((one, other) => (worths[other] ?? 0) - (worths[one] ?? 0) || other - one)
    .slice(0, limit)
  const isKept = new Set(kept)
  return touches.filter((_, index) => isKept.has(index))
}

function creditedIn(touches: readonly Touch[], nowMs: number, own: OwnNames): ReadonlySet<Touch | null> {
  const credited = new Set<Touch | null>()
  for (const roomId of new Set(touches.map(touch => touch.roomId))) {
    credited.add(creditFor(touches, { roomId, rule: 'first', nowMs, own }))
    credited.add(creditFor(touches, { roomId, rule: 'last', nowMs, own }))
  }
  return credited
}

function worthOf(touch: Touch, credited: ReadonlySet<Touch | null>, nowMs: number, own: OwnNames): number {
  if (isExpired(touch, nowMs))
    return 0
  if (!isCounting(touch, nowMs, own))
    return 1
  return credited.has(touch) ? 3 : 2
}
