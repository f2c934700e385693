import type { Clock, TimerHandle } from './clock'
import type { KeyValueStore } from './key-value-store'
import type { LiveError } from './live-error'
import type { Network } from './network'
import type { WaitingTouch } from './outbox-shelf'
import type { Touch } from './touch'
import type { TouchApi, TouchReceipt } from './touch-api'
import type { VisitorSessions } from './visitor-session'
import { backOffMs, waitLeftMs } from './backoff'
import { toLiveError } from './live-error'
import { createBatchCutter, toTravel } from './outbox-batch'
import { createOutboxShelf } from './outbox-shelf'
import { createPace } from './pace'

/** How long a new touch waits for others to go with it, in milliseconds. */
export const GATHER_MS = 2_000

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

/**
 * Creates the outbox; an app has one.
 *
 * A touch leaves it only when the gateway has confirmed or refused it for good, so what a crash, a lost answer or a
 * restart leaves behind is sent again: the gateway counts an id once. One request at a time; after a failure the next
 * waits longer and longer, and a network that comes back or an app that is shown ends that wait. What the gateway itself
 * asked for (`Retry-After`) nothing ends.
 */
export function createOutbox(options: OutboxOptions): Outbox {
  const { clock, sessions, random } = options
  const counts = { refused: 0, dropped: 0 }
  const shelf = createOutboxShelf(options.storage, count => counts.dropped += count)
  const cutter = createBatchCutter()
  const pace = createPace(clock, random)

  let isPaused = true
  let isDisposed = false
  let isSending = false
  let timer: TimerHandle | null = null
  let nextAttemptAtMs: number | null = null
  let hasRenewedSession = false
  let lastLost: LostTouch | null = null
  let lastError: LiveError | null = null

  const waitOf = ({ wait }: WaitingTouch) => wait ? waitLeftMs(wait, clock.now()) : 0
  const isActive = () => !isPaused && !isDisposed

  // The end of everything that may have changed what is to be done next.
  function run(): void {
    if (timer !== null)
      clock.clearTimer(timer)
    timer = null
    nextAttemptAtMs = null
    if (isActive() && !isSending && shelf.all().length > 0) {
      const delayMs = Math.max(pace.leftMs(), Math.min(...shelf.all().map(waitOf)))
      if (delayMs > 0) {
        nextAttemptAtMs = clock.now() + delayMs
        timer = clock.setTimer(run, delayMs)
      }
      else {
        void deliver()
      }
    }
    if (!isDisposed)
      options.onChange(state())
  }

  async function deliver(): Promise<void> {
    isSending = true
    let token = ''
    let batch: readonly WaitingTouch[] = []
    try {
      ({ token } = await sessions.get())
      if (isActive())
        batch = cutter.cut(shelf.all().filter(entry => waitOf(entry) === 0))
      if (batch.length > 0)
        taken(batch, await options.send(token, toTravel(batch, clock.now())))
    }
    catch (thrown) {
      failed(batch, token, toLiveError(thrown))
    }
    isSending = false
    run()
  }

  function taken(batch: readonly WaitingTouch[], { acceptedIds, refused }: TouchReceipt): void {
    if (isDisposed)
      return
    const ids = new Set(acceptedIds)
    const settled = new Set(batch.filter(({ touch }) => ids.has(touch.id)))
    let putOffCount = 0
    for (const { index, code, isFinal } of refused) {
      const entry = batch[index]
      if (!entry || settled.has(entry))
        continue
      if (isFinal) {
        settled.add(entry)
        refuse(entry, code)
      }
      else {
        putOffCount++
        entry.wait = { sinceMs: clock.now(), forMs: backOffMs(++entry.putOffCount, random()) }
      }
    }
    shelf.remove(settled)
    if (settled.size + putOffCount === 0)
      return backOff({ kind: 'response-invalid' })
    lastError = null
    hasRenewedSession = false
    pace.succeeded()
    cutter.grow()
  }

  // An empty batch: the session could not be had.
  function failed(batch: readonly WaitingTouch[], token: string, error: LiveError): void {
    const [entry] = batch
    const httpStatus = error.kind === 'request-failed' ? error.httpStatus : 0
    if (!entry || isDisposed)
      return backOff(error)
    if (httpStatus === 401) {
      sessions.forget(token, error)
      if (!hasRenewedSession) {
        hasRenewedSession = true
        lastError = error
        return
      }
    }
    if (httpStatus === 400 || httpStatus === 413) {
      cutter.halve(batch)
      if (batch.length > 1) {
        lastError = error
        return
      }
      // And a wait all the same: a fault in front of the gateway must not empty the outbox in a moment.
      shelf.remove(new Set([entry]))
      refuse(entry, error.kind === 'request-failed' && error.code !== undefined ? error.code : `http-${httpStatus}`)
    }
    backOff(error)
  }

  function refuse({ touch }: WaitingTouch, reason: string): void {
    counts.refused++
    lastLost = { id: touch.id, reason }
  }

  function backOff(error: LiveError): void {
    lastError = error
    pace.failed(error, sessions.waitMs())
  }

  // Something has changed for the better: what failed before may work now.
  function hurry(): void {
    pace.hurry()
    for (const entry of shelf.all()) entry.wait = null
    sessions.hurry()
    shelf.save()
    run()
  }

  const stopListening = options.network.onChange(isOnline => isOnline && isActive() && hurry())

  function state(): OutboxState {
    return {
      waitingCount: shelf.all().length,
      isSending,
      lastError: lastError ?? shelf.error(),
      nextAttemptAtMs,
      refusedCount: counts.refused,
      droppedCount: counts.dropped,
      lastLost,
    }
  }

  return {
    add: (touch) => {
      if (isDisposed)
        return false
      const outcome = shelf.add(touch)
      if (outcome !== 'kept') {
        counts.dropped++
        lastLost = { id: touch.id, reason: outcome }
      }
      // While it backs off already, a new touch is no reason to believe that the gateway is well again.
      else {
        pace.gather(GATHER_MS)
      }
      run()
      return outcome === 'kept'
    },
    resume: () => {
      if (!isPaused || isDisposed)
        return
      isPaused = false
      hurry()
    },
    pause: () => {
      if (isPaused || isDisposed)
        return
      isPaused = true
      shelf.save()
      run()
    },
    dispose: () => {
      isDisposed = true
      stopListening()
      run()
    },
    state,
  }
}
