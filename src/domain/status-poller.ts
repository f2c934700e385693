import type { Clock } from './clock'
import type { LiveError } from './live-error'
import type { StatusReading } from './live-status'
import type { PolledRoom, RefreshOutcome } from './polled-room'
import type { RoomId } from './room'
import { createAnnouncer } from './announcer'
import { createDueQueue } from './due-queue'
import { toLiveError } from './live-error'
import { callEndOnWatchMs, createPolledRoom, createSpread, delayOf, gateOnWatchMs, readCode } from './polled-room'
import { BASE_INTERVAL_MS, CALL_TIMEOUT_MS, MAX_CONCURRENT_CALLS } from './status-schedule'
import { createStopwatch } from './stopwatch'

export type { RefreshOutcome }

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
  readonly follow: (roomId: RoomId) => () => void
  /** Says when a room is planned to start, milliseconds since the epoch. */
  readonly plan: (roomId: RoomId, startAtMs: number) => void
  /** Asks again as soon as WeChat allows, sharing a call in flight. Never rejects, always settles. */
  readonly refresh: (roomId: RoomId) => Promise<RefreshOutcome>
  /** The app or page is hidden: no timer runs and no call begins. */
  readonly pause: () => void
  /** Asks at once about every room whose last check is older than its interval. */
  readonly resume: () => void
  /** Ends everything for good. */
  readonly dispose: () => void
  readonly stats: () => PollerStats
}

const BEFORE_ALL_OTHERS = Number.NEGATIVE_INFINITY

/** Creates the poller; an app has one. */
export function createStatusPoller(options: StatusPollerOptions): StatusPoller {
  const { clock } = options
  const rooms = new Map<RoomId, PolledRoom>()
  // Followed rooms without a call in flight, by the moment at which there is something to do about them.
  const queue = createDueQueue<PolledRoom>()
  const checking = new Set<PolledRoom>()
  // Rooms asked about while the stopwatch sleeps: their moment is an estimate until it wakes.
  const askedInThisSleep = new Set<PolledRoom>()
  const news = createAnnouncer(thrown => options.onCallbackError?.(thrown))
  const spread = createSpread()
  const counts = { calls: 0, failures: 0, timeouts: 0, skipped: 0 }
  let followedRooms = 0
  let isPaused = false
  let isDisposed = false

  // It never sleeps longer than a call may take, so a call begun meanwhile never ends before the pending wake.
  const watch = createStopwatch({ clock, longestSleepMs: CALL_TIMEOUT_MS, onWake })

  const isActive = () => !isDisposed && !isPaused && followedRooms > 0
  const isTooSoon = (room: PolledRoom) => gateOnWatchMs(room) > watch.provenMs()
  const isDue = ({ dueOnWatchMs }: PolledRoom) => dueOnWatchMs !== null && dueOnWatchMs <= watch.provenMs()
  const hasFreeCall = () => checking.size < MAX_CONCURRENT_CALLS

  function roomOf(id: RoomId): PolledRoom {
    const room = rooms.get(id) ?? createPolledRoom(id)
    rooms.set(id, room)
    return room
  }

  // The end of everything that may have changed what is to be done next. Wishes of those who are being told something
  // wait until all is told: every teller runs afterwards.
  function run() {
    if (news.isTelling())
      return
    if (isActive() && watch.start()) {
      settleEstimates(0)
      forgetCutShortCalls()
    }
    while (isActive() && hasFreeCall() && queue.nextAtMs() <= watch.provenMs()) {
      const room = queue.peek()
      if (!room)
        break
      if (isDue(room))
        ask(room)
      else
        enqueue(room)
    }
    if (!isActive())
      return watch.stop()
    const nextCallOnWatchMs = hasFreeCall() ? queue.nextAtMs() : Number.POSITIVE_INFINITY
    watch.sleepUntil(Math.min(nextCallOnWatchMs, ...[...checking].map(callEndOnWatchMs)))
  }

  // A room comes up twice in a rhythm: when WeChat's minute is over, so that a refresh finds that proven, and when due.
  function enqueue(room: PolledRoom) {
    if (room.followers === 0 || room.isChecking)
      return
    if (isTooSoon(room))
      queue.set(room, gateOnWatchMs(room))
    else if (room.dueOnWatchMs !== null)
      queue.set(room, room.dueOnWatchMs)
    else
      queue.delete(room)
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
      askedInThisSleep.add(room)
    const isCurrent = () => !isDisposed && room.isChecking && room.callNumber === callNumber
    // The executor turns a synchronous throw into a rejection.
    new Promise<number>(resolve => resolve(options.check(room.id))).then(
      code => isCurrent() && answered(room, code),
      thrown => isCurrent() && failed(room, toLiveError(thrown)),
    )
    news.tell(() => options.onActivity(room.id, true))
  }

  function answered(room: PolledRoom, code: number) {
    const reading = readCode(room, code)
    endCall(room, 'checked', () => {
      news.tell(() => options.onReading(room.id, reading))
      if (reading.status === 'unknown')
        news.tell(() => options.onUndocumentedCode?.(room.id, code))
    })
  }

  function failed(room: PolledRoom, error: LiveError) {
    counts.failures++
    room.failureCount++
    endCall(room, 'failed', () => news.tell(() => options.onFailure(room.id, error)))
  }

  // Everything is in order before anybody is told, because whoever is told may come back with wishes.
  function endCall(room: PolledRoom, outcome: RefreshOutcome, report: () => void) {
    room.isChecking = false
    checking.delete(room)
    room.dueOnWatchMs = nextDueOnWatchMs(room)
    enqueue(room)
    settleWaiters(room, outcome)
    report()
    news.tell(() => options.onActivity(room.id, false))
    run()
  }

  // A start is met on the dot; only the rhythm of rooms that are on air may give way to others.
  function nextDueOnWatchMs(room: PolledRoom): number | null {
    const delayMs = delayOf(room)
    if (delayMs === null)
      return null
    const dueOnWatchMs = room.askedOnWatchMs + delayMs
    return delayMs === BASE_INTERVAL_MS && room.status !== 'upcoming' ? spread(dueOnWatchMs, followedRooms) : dueOnWatchMs
  }

  function onWake(shortMs: number) {
    settleEstimates(shortMs)
    for (let room = overdueCall(); room; room = overdueCall()) {
      counts.timeouts++
      failed(room, { kind: 'plugin-timeout', functionName: 'getLiveStatus', timeoutMs: CALL_TIMEOUT_MS })
    }
    run()
  }

  // Moves what was asked about during a sleep to where it must have been: later if the clock was set back, and not in the
  // future if it was set forward.
  function settleEstimates(shortMs: number) {
    for (const room of askedInThisSleep) {
      const correctionMs = Math.min(shortMs, watch.provenMs() - room.askedOnWatchMs)
      room.askedOnWatchMs += correctionMs
      if (room.dueOnWatchMs !== null)
        room.dueOnWatchMs += correctionMs
      enqueue(room)
    }
    askedInThisSleep.clear()
  }

  function overdueCall(): PolledRoom | undefined {
    return [...checking].find(room => callEndOnWatchMs(room) <= watch.provenMs())
  }

  // A call that a pause cut short is nobody's failure: it is dropped, and its room is as due as it was.
  function forgetCutShortCalls() {
    for (let room = overdueCall(); room; room = overdueCall()) {
      const { id } = room
      room.isChecking = false
      checking.delete(room)
      enqueue(room)
      news.tell(() => options.onActivity(id, false))
    }
  }

  function settleWaiters(room: PolledRoom, outcome: RefreshOutcome) {
    for (const settle of room.waiters.splice(0)) settle(outcome)
  }

  function follow(id: RoomId) {
    if (isDisposed)
      return () => {}
    const room = roomOf(id)
    if (room.followers++ === 0) {
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
      if (--room.followers > 0)
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
    // Only forward: a check that is already promised is kept.
    room.dueOnWatchMs = Math.min(room.dueOnWatchMs, nextDueOnWatchMs(room) ?? room.dueOnWatchMs)
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
    room.dueOnWatchMs = BEFORE_ALL_OTHERS
    enqueue(room)
    run()
    return outcome
  }

  function stop() {
    watch.stop()
    for (const room of rooms.values()) settleWaiters(room, 'inactive')
  }

  function pause() {
    if (isPaused || isDisposed)
      return
    isPaused = true
    news.hold()
    stop()
  }

  function resume() {
    if (!isPaused || isDisposed)
      return
    isPaused = false
    news.release()
    run()
  }

  function dispose() {
    if (isDisposed)
      return
    isDisposed = true
    stop()
    for (const collection of [rooms, checking, queue]) collection.clear()
    news.close()
    followedRooms = 0
  }

  function nextCheckAtMs(): number | null {
    if (!isActive())
      return null
    const nowOnWatchMs = watch.estimateMs()
    let nextOnWatchMs = Number.POSITIVE_INFINITY
    for (const room of rooms.values()) {
      if (room.followers > 0 && !room.isChecking && room.dueOnWatchMs !== null)
        nextOnWatchMs = Math.min(nextOnWatchMs, Math.max(room.dueOnWatchMs, gateOnWatchMs(room), nowOnWatchMs))
    }
    return Number.isFinite(nextOnWatchMs) ? clock.now() + nextOnWatchMs - nowOnWatchMs : null
  }

  function stats(): PollerStats {
    return { followedRooms, ...counts, inFlight: checking.size, nextCheckAtMs: nextCheckAtMs() }
  }

  return { follow, plan, refresh, pause, resume, dispose, stats }
}
