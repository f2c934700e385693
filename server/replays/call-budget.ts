import type { Clock } from '@/src/domain/clock'

/** Keeps calls to so many a minute. */
export interface CallBudget {
  /** Counts a call; false when the minute's calls are used up. */
  readonly take: () => boolean
}

const MINUTE_MS = 60_000

/** A budget of so many calls in every minute of the clock. */
export function createCallBudget(perMinute: number, clock: Clock): CallBudget {
  let minute = 0
  let used = 0
  return {
    take: () => {
      const current = Math.floor(clock.now() / MINUTE_MS)
      if (current !== minute) {
        minute = current
        used = 0
      }
      used += 1
      return used <= perMinute
    },
  }
}
