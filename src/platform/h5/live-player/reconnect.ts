import type { Clock, TimerHandle } from '@/src/domain/clock'

// WeChat's player tries a few times by itself before it tells its page to do so.
const WAITS_MS = [1_000, 2_000, 4_000, 4_000, 4_000]

/** Tries to connect again, after waits that grow, a few times. */
export interface Reconnect {
  /** @returns false when it has been tried often enough */
  readonly schedule: (connect: () => void) => boolean
  /** No try is waiting any more; how many there were stays known. */
  readonly cancel: () => void
  /** It plays: the next trouble begins with the short waits. */
  readonly forget: () => void
}

/** Counts from the first. */
export function createReconnect(clock: Clock): Reconnect {
  let tries = 0
  let timer: TimerHandle

  const cancel = (): void => clock.clearTimer(timer)

  return {
    schedule(connect) {
      const waitMs = WAITS_MS[tries++]
      cancel()
      if (waitMs === undefined)
        return false
      timer = clock.setTimer(connect, waitMs)
      return true
    },
    cancel,
    forget: () => void (tries = 0),
  }
}
