import type { Clock, TimerHandle } from './clock'

/**
 * Time that cannot be set: a phone has no steady clock for a page to read, only a wall clock that its owner or the
 * network may set at any moment, and timers that never fire early.
 *
 * So a fired timer is what proves that time has passed; the wall clock only fills in between:
 * - while it runs there is always one timer, at most {@link StopwatchOptions.longestSleepMs} long and never replaced, so
 *   no proof is lost. Setting the phone's clock, either way, changes nothing that is proven.
 * - while it is stopped there is no timer, and the wall clock is believed as far as it went forward. Set back meanwhile,
 *   it proves nothing, and the wait begins again; set forward meanwhile, it cannot be told from time passing.
 */
export interface Stopwatch {
  /** Milliseconds that have passed at the very least. */
  provenMs: () => number
  /** Milliseconds that have passed as far as one can tell; when it wakes or starts again, what is proven puts it right. */
  estimateMs: () => number
  /** @returns whether it stood still before */
  start: () => boolean
  stop: () => void
  /** Sleeps until `atMs` of its own time, or less; ignored while it sleeps already. */
  sleepUntil: (atMs: number) => void
  isAsleep: () => boolean
}

/** What a {@link Stopwatch} needs. */
export interface StopwatchOptions {
  readonly clock: Clock
  readonly longestSleepMs: number
  /**
   * Called when a sleep has ended. `shortMs` says by how much the wall clock, having been set back, went less than the
   * sleep: every estimate given during this sleep may be that much too early.
   */
  readonly onWake: (shortMs: number) => void
}

/** A stopped stopwatch at 0. */
export function createStopwatch({ clock, longestSleepMs, onWake }: StopwatchOptions): Stopwatch {
  let isRunning = false
  let provenMs = 0
  // What the wall clock showed when `provenMs` was last true.
  let wallMs = clock.now()
  let sleep: { readonly timer: TimerHandle } | null = null

  function sleepUntil(atMs: number) {
    if (sleep)
      return
    const untilMs = Math.max(provenMs, Math.min(atMs, provenMs + longestSleepMs))
    wallMs = clock.now()
    sleep = { timer: clock.setTimer(() => wake(untilMs), untilMs - provenMs) }
  }

  function wake(untilMs: number) {
    const wentMs = clock.now() - wallMs
    const shortMs = Math.max(0, untilMs - provenMs - wentMs)
    sleep = null
    provenMs = untilMs
    wallMs += wentMs
    onWake(shortMs)
  }

  return {
    provenMs: () => provenMs,
    estimateMs: () => sleep ? provenMs + Math.max(0, clock.now() - wallMs) : provenMs,
    start() {
      if (isRunning)
        return false
      isRunning = true
      provenMs += Math.max(0, clock.now() - wallMs)
      wallMs = clock.now()
      return true
    },
    stop() {
      if (sleep)
        clock.clearTimer(sleep.timer)
      sleep = null
      isRunning = false
    },
    sleepUntil,
    isAsleep: () => sleep !== null,
  }
}
