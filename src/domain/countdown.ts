const SECOND_MS = 1_000
const MINUTE_S = 60
const HOUR_S = 60 * MINUTE_S
const DAY_S = 24 * HOUR_S

/** Further away than this, in milliseconds, a start is shown as a date and not as a running clock. */
export const RUNNING_CLOCK_MS = DAY_S * SECOND_MS

/** The longest sleep while a date is shown, in milliseconds: the phone's clock may be set meanwhile, and a timer of more than 24 days would fire at once. */
export const DATE_TICK_MS = HOUR_S * SECOND_MS

/** The time left until a moment, split for display; a second that has begun counts as whole. */
export interface Countdown {
  readonly days: number
  readonly hours: number
  readonly minutes: number
  readonly seconds: number
  /** The moment has come; all parts are 0, and only then. */
  readonly isOver: boolean
}

/**
 * What is left until `targetAtMs`, worked out from the clock alone, so that a suspended app cannot drift.
 * @param targetAtMs milliseconds since the epoch
 * @param nowMs milliseconds since the epoch
 */
export function countdownTo(targetAtMs: number, nowMs: number): Countdown {
  const left = secondsLeft(targetAtMs, nowMs)
  return {
    days: Math.floor(left / DAY_S),
    hours: Math.floor(left % DAY_S / HOUR_S),
    minutes: Math.floor(left % HOUR_S / MINUTE_S),
    seconds: left % MINUTE_S,
    isOver: left === 0,
  }
}

/**
 * How long the shown text stays right: until the next second on a running clock, rarely while a date is shown.
 * @returns milliseconds, above 0 and at most {@link DATE_TICK_MS}, which is also the answer once the moment has come
 */
export function nextTickDelayMs(targetAtMs: number, nowMs: number): number {
  const left = secondsLeft(targetAtMs, nowMs)
  if (left === 0)
    return DATE_TICK_MS
  const leftMs = targetAtMs - nowMs
  if (leftMs > RUNNING_CLOCK_MS)
    return Math.min(leftMs - RUNNING_CLOCK_MS, DATE_TICK_MS)
  return leftMs - (left - 1) * SECOND_MS
}

function secondsLeft(targetAtMs: number, nowMs: number): number {
  return targetAtMs > nowMs ? Math.ceil((targetAtMs - nowMs) / SECOND_MS) : 0
}
