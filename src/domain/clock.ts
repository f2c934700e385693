/** Identifies a pending {@link Clock.setTimer} callback; opaque to its users. */
export type TimerHandle = unknown

/** Where the domain gets time from, so that tests can own it. */
export interface Clock {
  /** Current wall-clock time in milliseconds since the epoch. */
  now: () => number
  /** Calls `callback` once, `delayMs` from now. */
  setTimer: (callback: () => void, delayMs: number) => TimerHandle
  /** Cancels a pending timer; an unknown or fired handle is ignored. */
  clearTimer: (handle: TimerHandle) => void
}

/** The real clock. Looks the globals up at call time, so fake timers that replace them are honoured. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimer: handle => clearTimeout(handle as Parameters<typeof clearTimeout>[0]),
}
