import type { Clock } from './clock'
import type { KeyValueStore } from './key-value-store'
import type { LiveError } from './live-error'
import type { Network } from './network'
import type { Touch } from './touch'
import type { TouchApi } from './touch-api'
import type { VisitorSessions } from './visitor-session'

/** What the outbox needs and whom it tells. */
export interface OutboxOptions {
  readonly clock: Clock
  readonly storage: KeyValueStore
  readonly network: Pick<Network, 'onChange'>
  readonly sessions: VisitorSessions
  /** Hands touches to the gateway. Settles in time, and rejects with a `LiveError`. */
  readonly send: TouchApi['sendTouches']
  /** From 0 to 1. */
  readonly random: () => number
  readonly onChange: (state: OutboxState) => void
}

/** A touch that nobody will count, and why. */
export interface LostTouch {
  readonly id: string
  /** `outbox-full`, `too-large`, or what the gateway said: one of `TOUCH_REFUSALS`, or the code of its error. */
  readonly reason: string
}

/** What waits and what is going on, for a diagnostics page. */
export interface OutboxState {
  /** Touches on the phone that the gateway has not confirmed. */
  readonly waitingCount: number
  readonly isSending: boolean
  /** Why the last attempt, or the phone's storage, failed; null after success. */
  readonly lastError: LiveError | null
  /** Milliseconds since the epoch; null when nothing is planned. */
  readonly nextAttemptAtMs: number | null
  /** Touches that the gateway refused for good since the start of the app. */
  readonly refusedCount: number
  /** Touches that found no room here since the start of the app. */
  readonly droppedCount: number
  readonly lastLost: LostTouch | null
}

/** An outbox to which nothing has happened. */
export const EMPTY_OUTBOX: OutboxState = { waitingCount: 0, isSending: false, lastError: null, nextAttemptAtMs: null, refusedCount: 0, droppedCount: 0, lastLost: null }

/** Touches on their way to the gateway. */
export interface Outbox {
  /** @returns false when there is no room for it, which is reported */
  add: (touch: Touch) => boolean
  /** The app is shown. It starts out hidden. */
  resume: () => void
  /** The app is hidden: no timer runs and no request begins. */
  pause: () => void
  /** Ends everything for good. What waits stays in storage. */
  dispose: () => void
  state: () => OutboxState
}

/** Creates the outbox; an app has one. */
export function createOutbox(_options: OutboxOptions): Outbox {
  return { add: () => true, resume: () => {}, pause: () => {}, dispose: () => {}, state: () => EMPTY_OUTBOX }
}
