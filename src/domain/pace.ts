import type { Clock } from './clock'
import type { LiveError } from './live-error'
import { backOffMs, RETRY_AFTER_MAX_MS, waitLeftMs } from './backoff'
import { retryAfterMsOf } from './live-error'

/** When something that may fail is to be tried next. */
export interface Pace {
  /** Milliseconds until the next try is due; 0 when it is. */
  leftMs: () => number
  /** Waits, unless there is a wait already. */
  gather: (forMs: number) => void
  /** Waits, and nothing ends that wait early. */
  hold: (forMs: number) => void
  /** Waits longer after every failure in a row, and as long as the gateway asked for. */
  failed: (error: LiveError, atLeastMs?: number) => void
  succeeded: () => void
  /** What failed before may work now: ends every wait that is not held. */
  hurry: () => void
}

/**
 * A pace that begins without a wait.
 * @param clock may be set meanwhile: set forward it ends waits early, set back it ends them at once
 * @param random from 0 to 1
 */
export function createPace(clock: Clock, random: () => number): Pace {
  const none = { sinceMs: clock.now(), forMs: 0 }
  let wait = none
  let held = none
  let failureCount = 0

  const waitFor = (forMs: number) => ({ sinceMs: clock.now(), forMs })

  function hold(forMs: number): void {
    if (forMs > waitLeftMs(held, clock.now()))
      held = waitFor(forMs)
  }

  return {
    leftMs: () => Math.max(waitLeftMs(wait, clock.now()), waitLeftMs(held, clock.now())),
    gather: (forMs) => {
      if (waitLeftMs(wait, clock.now()) === 0)
        wait = waitFor(forMs)
    },
    hold,
    failed: (error, atLeastMs = 0) => {
      wait = waitFor(Math.max(backOffMs(++failureCount, random()), atLeastMs))
      hold(Math.min(retryAfterMsOf(error), RETRY_AFTER_MAX_MS))
    },
    succeeded: () => failureCount = 0,
    hurry: () => {
      failureCount = 0
      wait = none
    },
  }
}
