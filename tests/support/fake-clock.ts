import type { Clock } from '@/src/domain/clock'
import { setImmediate } from 'node:timers/promises'

/** A clock that moves only when told. Timers follow true time; what the wall clock shows can be put right or wrong. */
export interface FakeClock extends Clock {
  /** Time passes: timers run when they are due, in order, those they set included. */
  advanceBy: (ms: number) => void
  /** Like {@link advanceBy}, and promises settle after every timer, as they would in an app. */
  advanceByAsync: (ms: number) => Promise<void>
  /** Somebody sets the phone's clock, forward or (negative) back: no time passes and no timer runs. */
  jumpBy: (ms: number) => void
  /** The app is frozen: time passes on both clocks, and timers that fall due run late, at the next advance. */
  freezeFor: (ms: number) => void
  /** How many timers are waiting. */
  pendingTimers: () => number
  /** Milliseconds that have truly passed since the clock was made, whatever the wall clock says. */
  trueMs: () => number
}

/** 2024-06-01 20:00 in China: a usual hour for a broadcast. */
export const FAKE_START_MS = Date.UTC(2024, 5, 1, 12)

/** Lets everything that is already resolved run its `then`. */
export async function settlePromises(): Promise<void> {
  await setImmediate()
}

/** @param startAtMs what the wall clock shows at first, in milliseconds since the epoch */
export function createFakeClock(startAtMs = FAKE_START_MS): FakeClock {
  const timers = new Set<{ atMs: number, callback: () => void }>()
  let trueMs = 0
  let wallOffsetMs = startAtMs

  function takeNextTimer(untilMs: number) {
    const [next] = [...timers].filter(timer => timer.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)
    if (next) {
      timers.delete(next)
      trueMs = Math.max(trueMs, next.atMs)
    }
    return next
  }

  return {
    now: () => trueMs + wallOffsetMs,
    setTimer(callback, delayMs) {
      const timer = { atMs: trueMs + Math.max(0, delayMs), callback }
      timers.add(timer)
      return timer
    },
    clearTimer: handle => void timers.delete(handle as { atMs: number, callback: () => void }),
    advanceBy(ms) {
      const untilMs = trueMs + ms
      for (let timer = takeNextTimer(untilMs); timer; timer = takeNextTimer(untilMs)) timer.callback()
      trueMs = untilMs
    },
    async advanceByAsync(ms) {
      await settlePromises()
      const untilMs = trueMs + ms
      for (let timer = takeNextTimer(untilMs); timer; timer = takeNextTimer(untilMs)) {
        timer.callback()
        await settlePromises()
      }
      trueMs = untilMs
    },
    jumpBy: ms => void (wallOffsetMs += ms),
    freezeFor: ms => void (trueMs += ms),
    pendingTimers: () => timers.size,
    trueMs: () => trueMs,
  }
}
