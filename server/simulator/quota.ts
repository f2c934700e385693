import type { Clock } from '@/src/domain/clock'

const DAY_MS = 86_400_000
const UTC_PLUS_8_MS = 8 * 3_600_000

/** A count of calls that begins again every day. */
export interface Quota {
  /** Counts a call; false when the day's calls are used up. */
  use: () => boolean
  /** Uses up the rest of the day's calls. */
  exhaust: () => void
}

/** WeChat's day of a moment: it changes at midnight in China. */
export function dayOf(atMs: number): number {
  return Math.floor((atMs + UTC_PLUS_8_MS) / DAY_MS)
}

/** A quota that allows so many calls a day. */
export function createQuota(perDay: number, clock: Clock): Quota {
  let day = 0
  let used = 0
  function today(): void {
    if (day !== dayOf(clock.now())) {
      day = dayOf(clock.now())
      used = 0
    }
  }
  return {
    use: () => {
      today()
      used += 1
      return used <= perDay
    },
    exhaust: () => {
      today()
      used = perDay
    },
  }
}
