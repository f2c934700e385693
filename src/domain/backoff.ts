/** The first wait after a failure, in milliseconds, before it is shortened by chance. */
const BACK_OFF_FIRST_MS = 5_000

/** The longest wait after failures, in milliseconds. */
const BACK_OFF_MAX_MS = 5 * 60_000

/** The longest wait that a server may ask for, in milliseconds: what is more is a mistake in its settings. */
export const RETRY_AFTER_MAX_MS = 60 * 60_000

/**
 * How long to wait after failures in a row: twice as long each time, and between half of that and all of it, so that
 * phones that failed together do not come back together.
 * @param failureCount 1 or more
 * @param random from 0 to 1
 * @returns milliseconds
 */
export function backOffMs(failureCount: number, random: number): number {
  const fullMs = Math.min(BACK_OFF_FIRST_MS * 2 ** (failureCount - 1), BACK_OFF_MAX_MS)
  return Math.round(fullMs * (1 - random / 2))
}

/** A wait by a clock that may be set while it lasts. */
export interface Wait {
  readonly sinceMs: number
  readonly forMs: number
}

/** What is left of a wait, in milliseconds. A clock that was set back ends it: better early than never. */
export function waitLeftMs({ sinceMs, forMs }: Wait, nowMs: number): number {
  return nowMs < sinceMs ? 0 : Math.max(0, sinceMs + forMs - nowMs)
}
