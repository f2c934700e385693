/** How long the gateway waits for WeChat, without a real clock: a machine that is busy makes no time-out, and none takes time. */
export interface TimeLimits {
  /** For the client's `timeLimit`. */
  readonly start: () => AbortSignal
  /** The time of every call on its way is over; for a fault's `begun`. */
  readonly pass: () => void
}

/** No time passes at first. */
export function createTimeLimits(): TimeLimits {
  let current = new AbortController()
  return {
    start: () => current.signal,
    pass() {
      current.abort(new DOMException('The time is over.', 'TimeoutError'))
      current = new AbortController()
    },
  }
}
