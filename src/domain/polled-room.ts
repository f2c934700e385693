import type { LiveStatus, StatusReading } from './live-status'
import type { RoomId } from './room'
import { liveStatusFromCode } from './live-status'
import { BASE_INTERVAL_MS, CALL_TIMEOUT_MS, MIN_INTERVAL_MS, nextDelayMs } from './status-schedule'

/**
 * What the poller keeps about a room, also while nobody follows it. Names ending in `OnWatchMs` are moments of the
 * poller's stopwatch; all others are milliseconds since the epoch.
 */
export interface PolledRoom {
  readonly id: RoomId
  followers: number
  /** The last known one: an `unknown` does not replace it. */
  status: LiveStatus
  /** How many checks in a row brought nothing. */
  failureCount: number
  startAtMs: number | undefined
  askedAtMs: number
  askedOnWatchMs: number
  /** When it is to be asked about again; null when nothing can change any more. */
  dueOnWatchMs: number | null
  isChecking: boolean
  /** Tells a call's answer from that of one which was given up. */
  callNumber: number
  /** Those who wait for the outcome of the next call, or of the one in flight. */
  waiters: ((outcome: RefreshOutcome) => void)[]
}

/**
 * What became of a wish to ask again: asked and answered, asked in vain, brought forward to the first moment that WeChat
 * permits, or not possible because the poller is paused or disposed or the room is not followed.
 */
export type RefreshOutcome = 'checked' | 'failed' | 'deferred' | 'inactive'

/** A room that was never asked about, and is due. */
export function createPolledRoom(id: RoomId): PolledRoom {
  return {
    id,
    followers: 0,
    status: 'unknown',
    failureCount: 0,
    startAtMs: undefined,
    askedAtMs: Number.NEGATIVE_INFINITY,
    askedOnWatchMs: Number.NEGATIVE_INFINITY,
    dueOnWatchMs: 0,
    isChecking: false,
    callNumber: 0,
    waiters: [],
  }
}

/** When WeChat's minute since the last call is over. */
export function gateOnWatchMs(room: PolledRoom): number {
  return room.askedOnWatchMs + MIN_INTERVAL_MS
}

/** When the call in flight is given up. */
export function callEndOnWatchMs(room: PolledRoom): number {
  return room.askedOnWatchMs + CALL_TIMEOUT_MS
}

/** Takes in what WeChat answered. */
export function readCode(room: PolledRoom, code: number): StatusReading {
  const status = liveStatusFromCode(code)
  if (status === 'unknown') {
    room.failureCount++
  }
  else {
    room.status = status
    room.failureCount = 0
  }
  return { status, code, checkedAtMs: room.askedAtMs }
}

/** How long after its last call a room is due, in milliseconds; null when nothing can change any more. */
export function delayOf(room: PolledRoom): number | null {
  return nextDelayMs({ ...room, nowMs: room.askedAtMs })
}

/**
 * Spreads rooms that are asked about in the base rhythm over it: those that were asked together take slots one after the
 * other, at most one rhythm late, and from then on every room's slot comes round by itself. A room alone is never late.
 */
export function createSpread(): (earliestOnWatchMs: number, roomCount: number) => number {
  let lastOnWatchMs = 0
  return (earliestOnWatchMs, roomCount) => {
    const slotOnWatchMs = lastOnWatchMs + BASE_INTERVAL_MS / roomCount
    const fits = roomCount > 1 && slotOnWatchMs >= earliestOnWatchMs && slotOnWatchMs <= earliestOnWatchMs + BASE_INTERVAL_MS
    lastOnWatchMs = fits ? slotOnWatchMs : earliestOnWatchMs
    return lastOnWatchMs
  }
}
