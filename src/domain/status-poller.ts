import type { Clock } from './clock'
import type { LiveError } from './live-error'
import type { LiveStatus, StatusReading } from './live-status'
import type { RoomId } from './room'
import { createDueQueue } from './due-queue'
import { toLiveError } from './live-error'
import { liveStatusFromCode } from './live-status'
import { BASE_INTERVAL_MS, CALL_TIMEOUT_MS, MAX_CONCURRENT_CALLS, MIN_INTERVAL_MS, nextDelayMs } from './status-schedule'
import { createStopwatch } from './stopwatch'

/** What the poller needs and whom it tells. It calls nobody while it is paused: what comes in then is told on resume. */
export interface StatusPollerOptions {
  readonly clock: Clock
  /** Asks WeChat once; resolves with its code. */
  readonly check: (roomId: RoomId) => Promise<number>
  readonly onReading: (roomId: RoomId, reading: StatusReading) => void
  /** One check brought nothing; the poller goes on. Its own timeout is a `plugin-timeout`. */
  readonly onFailure: (roomId: RoomId, error: LiveError) => void
  readonly onActivity: (roomId: RoomId, isChecking: boolean) => void
  /** A code that WeChat never documented, or 0 for a room it does not know: for the developer. */
  readonly onUndocumentedCode?: (roomId: RoomId, code: number) => void
  /** One of these callbacks threw. That never stops the poller, and without this nobody hears of it. */
  readonly onCallbackError?: (thrown: unknown) => void
}

/**
 * What became of a wish to ask again: asked and answered, asked in vain, brought forward to the first moment that WeChat
 * permits, or not possible because the poller is paused or disposed or the room is not followed.
 */
export type RefreshOutcome = 'checked' | 'failed' | 'deferred' | 'inactive'

/** What the poller has done so far and will do next, for a diagnostics page. */
export interface PollerStats {
  readonly followedRooms: number
  /** Calls begun. */
  readonly calls: number
  /** Calls that brought no code: rejected, thrown, timed out. */
  readonly failures: number
  /** Those of the failures that were our own timeout. */
  readonly timeouts: number
  /** Wishes that came within a minute of the room's last call. */
  readonly skipped: number
  readonly inFlight: number
  /** Milliseconds since the epoch; null when no check is planned. */
  readonly nextCheckAtMs: number | null
}

/** The one place from which WeChat is asked about rooms' statuses. */
export interface StatusPoller {
  /** Follows a room until the returned function is called; counted, so every screen releases its own, once. */
  follow: (roomId: RoomId) => () => void
  /** Says when a room is planned to start, milliseconds since the epoch. */
  plan: (roomId: RoomId, startAtMs: number) => void
  /** Asks again as soon as WeChat allows, sharing a call in flight. Never rejects, always settles. */
  refresh: (roomId: RoomId) => Promise<RefreshOutcome>
  /** The app or page is hidden: no timer runs and no call begins. */
  pause: () => void
  /** Asks at once about every room whose last check is older than its interval. */
  resume: () => void
  /** Ends everything for good. */
  dispose: () => void
  readonly stats: () => PollerStats
}

/** Names ending in `OnWatchMs` are moments of the stopwatch; all others are milliseconds since the epoch. */
interface PolledRoom {
  readonly id: RoomId
  followers: number
  /** The last known one: an `unknown` does not replace it. */
  status: LiveStatus
  failureCount: number
  startAtMs?: number
  askedAtMs: number
  askedOnWatchMs: number
  /** When it is to be asked again; null when nothing can change any more. */
  dueOnWatchMs: number | null
  isChecking: boolean
  /** Tells a call's answer from that of one which was given up. */
  callNumber: number
  waiters: ((outcome: RefreshOutcome) => void)[]
}

const NEVER_ASKED = Number.NEGATIVE_INFINITY
const BEFORE_ALL_OTHERS = Number.NEGATIVE_INFINITY

/** Creates the poller; an app has one. */
export function createStatusPoller(options: StatusPollerOptions): StatusPoller {
  const { clock } = options
  const rooms = new Map<RoomId, PolledRoom>()
  // Followed rooms that are not being asked about, by the moment at which there is something to do about them.
  const queue = createDueQueue<PolledRoom>()
  const checking = new Set<PolledRoom>()
  // Rooms asked about since the stopwatch last woke: their moment is an estimate until it wakes again.
  const askedInThisSleep: PolledRoom[] = []
  const untold: (() => void)[] = []
  const counts = { calls: 0, failures: 0, timeouts: 0, skipped: 0 }
  let followedRooms = 0
  let isPaused = false
  let isDisposed = false
  let lastSlotOnWatchMs = 0

  // Because it never sleeps longer than a call may take, a new call's end never comes before the pending wake.
  const watch = createStopwatch({ clock, longestSleepMs: CALL_TIMEOUT_MS, onWake })

  const isActive = () => !isDisposed && !isPaused && followedRooms > 0
  const gateOnWatchMs = (room: PolledRoom) => room.askedOnWatchMs + MIN_INTERVAL_MS
  const callEndOnWatchMs = (room: PolledRoom) => room.askedOnWatchMs + CALL_TIMEOUT_MS
  const isTooSoon = (room: PolledRoom) => gateOnWatchMs(room) > watch.provenMs()

  function roomOf(id: RoomId): PolledRoom {
    const known = rooms.get(id)
    if (known)
      return known
    const room: PolledRoom = {
      id,
      followers: 0,
      status: 'unknown',
      failureCount: 0,
      askedAtMs: 0,
      askedOnWatchMs: NEVER_ASKED,
      dueOnWatchMs: 0,
      isChecking: false,
      callNumber: 0,
      waiters: [],
    }
    rooms.set(id, room)
    return room
  }

  function run() {
    if (!isActive())
      return watch.stop()
    if (watch.start()) {
      askedInThisSleep.length = 0
      giveUpOverdueCalls('cut short')
    }
    while (isActive() && checking.size < MAX_CONCURRENT_CALLS && queue.nextAtMs() <= watch.provenMs()) {
      const room = queue.peek()
      if (!room)
        break
      if (isDue(room))
        ask(room)
      else enqueue(room)
    }
    if (!isActive())
      return watch.stop()
    const nextStartOnWatchMs = checking.size < MAX_CONCURRENT_CALLS ? queue.nextAtMs() : Number.POSITIVE_INFINITY
    const nextEndOnWatchMs = Math.min(...[...checking].map(callEndOnWatchMs))
    watch.sleepUntil(Math.min(nextStartOnWatchMs, nextEndOnWatchMs))
  }

  function isDue({ dueOnWatchMs }: PolledRoom) {
    return dueOnWatchMs !== null && dueOnWatchMs <= watch.provenMs()
  }

  // A room comes up twice in a rhythm: when WeChat's minute is over, so that a refresh finds that proven, and when due.
  function enqueue(room: PolledRoom) {
    if (room.followers === 0 || room.isChecking)
      return
    if (isTooSoon(room))
      queue.set(room, gateOnWatchMs(room))
    else if (room.dueOnWatchMs !== null)
      queue.set(room, room.dueOnWatchMs)
    else queue.delete(room)
  }

  function ask(room: PolledRoom) {
    queue.delete(room)
    checking.add(room)
    counts.calls++
    const callNumber = ++room.callNumber
    room.isChecking = true
    room.askedAtMs = clock.now()
    room.askedOnWatchMs = watch.estimateMs()
    if (watch.isAsleep())
      askedInThisSleep.push(room)
    // The executor turns a synchronous throw into a rejection.
    new Promise<number>(resolve => resolve(options.check(room.id))).then(
      code => endCall(room, callNumber) && answered(room, code),
      thrown => endCall(room, callNumber) && failed(room, toLiveError(thrown)),
    )
    tell(() => options.onActivity(room.id, true))
  }

  /** @returns false for an answer that comes too late */
  function endCall(room: PolledRoom, callNumber = room.callNumber) {
    if (isDisposed || !room.isChecking || room.callNumber !== callNumber)
      return false
    room.isChecking = false
    checking.delete(room)
    return true
  }

  function answered(room: PolledRoom, code: number) {
    const reading = { status: liveStatusFromCode(code), code, checkedAtMs: room.askedAtMs }
    const isKnown = reading.status !== 'unknown'
    room.failureCount = isKnown ? 0 : room.failureCount + 1
    if (isKnown)
      room.status = reading.status
    afterCall(room, 'checked', () => {
      tell(() => options.onReading(room.id, reading))
      if (!isKnown)
        tell(() => options.onUndocumentedCode?.(room.id, code))
    })
  }

  function failed(room: PolledRoom, error: LiveError) {
    counts.failures++
    room.failureCount++
    afterCall(room, 'failed', () => tell(() => options.onFailure(room.id, error)))
  }

  function afterCall(room: PolledRoom, outcome: RefreshOutcome, report: () => void) {
    room.dueOnWatchMs = nextDueOnWatchMs(room)
    enqueue(room)
    settleWaiters(room, outcome)
    report()
    tell(() => options.onActivity(room.id, false))
    run()
  }

  function nextDueOnWatchMs(room: PolledRoom) {
    const delayMs = nextDelayMs({ ...room, nowMs: room.askedAtMs })
    if (delayMs === null)
      return null
    const dueOnWatchMs = room.askedOnWatchMs + delayMs
    return delayMs === BASE_INTERVAL_MS && room.status !== 'upcoming' ? spread(dueOnWatchMs) : dueOnWatchMs
  }

  // Rooms that were asked together take slots one after the other, at most one rhythm late; from then on every room's
  // slot comes round by itself.
  function spread(earliestOnWatchMs: number) {
    const slotOnWatchMs = lastSlotOnWatchMs + BASE_INTERVAL_MS / followedRooms
    const fits = followedRooms > 1 && slotOnWatchMs >= earliestOnWatchMs && slotOnWatchMs <= earliestOnWatchMs + BASE_INTERVAL_MS
    lastSlotOnWatchMs = fits ? slotOnWatchMs : earliestOnWatchMs
    return lastSlotOnWatchMs
  }

  function onWake(shortMs: number) {
    for (const room of askedInThisSleep.splice(0)) {
      const lateMs = Math.min(shortMs, watch.provenMs() - room.askedOnWatchMs)
      room.askedOnWatchMs += lateMs
      if (room.dueOnWatchMs !== null)
        room.dueOnWatchMs += lateMs
      enqueue(room)
    }
    giveUpOverdueCalls('timed out')
    run()
  }

  // A call that a pause cut short is nobody's failure: it is forgotten, and its room is as due as it was.
  function giveUpOverdueCalls(reason: 'timed out' | 'cut short') {
    for (const room of [...checking]) {
      if (room.askedOnWatchMs + CALL_TIMEOUT_MS > watch.provenMs() || !endCall(room))
        continue
      if (reason === 'timed out') {
        counts.timeouts++
        failed(room, { kind: 'plugin-timeout', functionName: 'getLiveStatus', timeoutMs: CALL_TIMEOUT_MS })
      }
      else {
        enqueue(room)
        tell(() => options.onActivity(room.id, false))
      }
    }
  }

  function settleWaiters(room: PolledRoom, outcome: RefreshOutcome) {
    for (const settle of room.waiters.splice(0)) settle(outcome)
  }

  function tell(callback: () => void) {
    if (isDisposed)
      return
    if (isPaused) {
      untold.push(callback)
      return
    }
    try {
      callback()
    }
    catch (thrown) {
      try {
        options.onCallbackError?.(thrown)
      }
      catch {}
    }
  }

  function follow(id: RoomId) {
    if (isDisposed)
      return () => {}
    const room = roomOf(id)
    room.followers++
    if (room.followers === 1) {
      followedRooms++
      enqueue(room)
      run()
      if (!room.isChecking && isTooSoon(room))
        counts.skipped++
    }
    let isReleased = false
    return () => {
      if (isReleased || isDisposed)
        return
      isReleased = true
      room.followers--
      if (room.followers > 0)
        return
      followedRooms--
      queue.delete(room)
      settleWaiters(room, 'inactive')
      run()
    }
  }

  function plan(id: RoomId, startAtMs: number) {
    if (isDisposed)
      return
    const room = roomOf(id)
    if (room.startAtMs === startAtMs)
      return
    room.startAtMs = startAtMs
    if (room.status !== 'upcoming' || room.isChecking || room.dueOnWatchMs === null)
      return
    room.dueOnWatchMs = Math.min(room.dueOnWatchMs, nextDueOnWatchMs(room) ?? Number.POSITIVE_INFINITY)
    enqueue(room)
    run()
  }

  function refresh(id: RoomId): Promise<RefreshOutcome> {
    const room = rooms.get(id)
    if (!isActive() || !room || room.followers === 0)
      return Promise.resolve('inactive')
    if (!room.isChecking && isTooSoon(room)) {
      counts.skipped++
      room.dueOnWatchMs = Math.min(room.dueOnWatchMs ?? Number.POSITIVE_INFINITY, gateOnWatchMs(room))
      return Promise.resolve('deferred')
    }
    const outcome = new Promise<RefreshOutcome>(resolve => room.waiters.push(resolve))
    if (!room.isChecking) {
      room.dueOnWatchMs = BEFORE_ALL_OTHERS
      enqueue(room)
      run()
    }
    return outcome
  }

  function pause() {
    if (isPaused || isDisposed)
      return
    isPaused = true
    watch.stop()
    for (const room of rooms.values()) settleWaiters(room, 'inactive')
  }

  function resume() {
    if (!isPaused || isDisposed)
      return
    isPaused = false
    for (const callback of untold.splice(0)) tell(callback)
    run()
  }

  function dispose() {
    isDisposed = true
    watch.stop()
    for (const room of rooms.values()) settleWaiters(room, 'inactive')
    rooms.clear()
    queue.clear()
    checking.clear()
    untold.length = 0
    followedRooms = 0
  }

  function nextCheckAtMs() {
    if (!isActive())
      return null
    const dues = [...rooms.values()]
      .filter(room => room.followers > 0 && !room.isChecking && room.dueOnWatchMs !== null)
      .map(room => Math.max(room.dueOnWatchMs ?? 0, gateOnWatchMs(room), watch.estimateMs()))
    const next = dues.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
    return Number.isFinite(next) ? clock.now() + next - watch.estimateMs() : null
  }

  return {
    follow,
    plan,
    refresh,
    pause,
    resume,
    dispose,
    stats: () => ({ followedRooms, ...counts, inFlight: checking.size, nextCheckAtMs: nextCheckAtMs() }),
  }
}
