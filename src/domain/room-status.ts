import type { LiveStatus, StatusReading, StatusSource } from './live-status'
import { INTERRUPTION_LIMIT_MS, isOver } from './live-status'
import { BASE_INTERVAL_MS } from './status-schedule'

/** What a screen says about a room, and why. */
export interface RoomStatus {
  readonly status: LiveStatus
  /** WeChat's number behind it; null when nobody has answered. */
  readonly code: number | null
  /** When WeChat was asked, milliseconds since the epoch, never in the future; null when nobody has answered. */
  readonly checkedAtMs: number | null
  readonly source: StatusSource
  /** When WeChat ends an interrupted broadcast, milliseconds since the epoch; null in every other status. */
  readonly interruptionEndsAtMs: number | null
}

/** Everything that is known about a room's status. */
export interface StatusSources {
  /** The plugin's last answer. */
  readonly plugin?: StatusReading | undefined
  /** The gateway's last word: WeChat's room list, which lags. */
  readonly gateway?: StatusReading | undefined
  /** Planned start, milliseconds since the epoch. */
  readonly startAtMs?: number | undefined
  /** Planned end, milliseconds since the epoch. */
  readonly endAtMs?: number | undefined
  /** See {@link trackInterruption}. */
  readonly interruptedSinceMs?: number | undefined
}

/**
 * How far WeChat's room list may be behind the room itself, in milliseconds. WeChat states no figure; edits have been
 * seen after ten seconds, an expired room was seen unexpired for longer, so a minute is allowed.
 * @see https://developers.weixin.qq.com/community/develop/doc/000642fbdac2a8caf17e1dca85b000
 */
export const LIST_LAG_MS = 60_000

/**
 * How much fresher the gateway's word must be to replace the plugin's answer, in milliseconds. One rhythm, because an
 * answer that is not yet due again is still the plugin's current one; and the list's lag, because a list asked later may
 * still tell an earlier state. With less, a room that has just gone live would flicker back to "not started".
 */
export const GATEWAY_LEAD_MS = BASE_INTERVAL_MS + LIST_LAG_MS

/** Merges what the plugin, the gateway and the schedule say into what is shown. */
export function mergeRoomStatus(sources: StatusSources, nowMs: number): RoomStatus {
  const { startAtMs, endAtMs, interruptedSinceMs } = sources
  const chosen = chooseReading(sources, nowMs)
  if (!chosen || chosen.status === 'unknown') {
    if (startAtMs !== undefined && nowMs < startAtMs)
      return fromSchedule('upcoming', null)
    return chosen ?? fromSchedule('unknown', null)
  }
  if (chosen.status === 'upcoming' && endAtMs !== undefined && nowMs >= endAtMs)
    return fromSchedule('expired', chosen)
  if (chosen.status !== 'interrupted')
    return chosen
  const sinceMs = Math.min(interruptedSinceMs ?? chosen.checkedAtMs, nowMs)
  return { ...chosen, interruptionEndsAtMs: sinceMs + INTERRUPTION_LIMIT_MS }
}

/**
 * Since when a broadcast has been interrupted, carried from reading to reading: it is first seen, kept while it lasts
 * (an `unknown` in between says nothing), and forgotten when the broadcast goes on or ends.
 * @param previousSinceMs what this returned for the reading before; undefined at first
 * @param status the status read
 * @param checkedAtMs when it was read, milliseconds since the epoch
 * @returns milliseconds since the epoch, or undefined when the broadcast is not interrupted
 */
export function trackInterruption(previousSinceMs: number | undefined, status: LiveStatus, checkedAtMs: number): number | undefined {
  if (status === 'unknown')
    return previousSinceMs
  if (status !== 'interrupted')
    return undefined
  return Math.min(previousSinceMs ?? checkedAtMs, checkedAtMs)
}

type ReadStatus = RoomStatus & { readonly checkedAtMs: number }

function chooseReading({ plugin, gateway }: StatusSources, nowMs: number): ReadStatus | undefined {
  const fromPlugin = plugin && shown(plugin, 'plugin', nowMs)
  const fromGateway = gateway && shown(gateway, 'gateway', nowMs)
  if (!plugin || !fromPlugin || !fromGateway)
    return fromPlugin ?? fromGateway
  if (fromGateway.status === 'unknown')
    return fromPlugin
  if (fromPlugin.status === 'unknown')
    return fromGateway
  if (isOver(fromPlugin.status))
    return fromPlugin
  return fromGateway.checkedAtMs - ageableAtMs(plugin, nowMs) >= GATEWAY_LEAD_MS ? fromGateway : fromPlugin
}

// The gateway's clock is not the phone's. A word from the future is taken for one of this moment: no better than that,
// or a gateway that is an hour fast would overrule the plugin for an hour.
function shown({ status, code, checkedAtMs }: StatusReading, source: StatusSource, nowMs: number): ReadStatus {
  return { status, code, checkedAtMs: Math.min(checkedAtMs, nowMs), source, interruptionEndsAtMs: null }
}

// The plugin's answers are stamped by the phone itself. One from the future is older than a change of the phone's clock,
// nobody knows how much: it must not pass for new until the clock has caught up. (A moment ahead is a display's slow `now`.)
function ageableAtMs({ checkedAtMs }: StatusReading, nowMs: number): number {
  return checkedAtMs - nowMs > BASE_INTERVAL_MS ? Number.NEGATIVE_INFINITY : checkedAtMs
}

function fromSchedule(status: LiveStatus, reading: ReadStatus | null): RoomStatus {
  const { code, checkedAtMs } = reading ?? { code: null, checkedAtMs: null }
  return { status, code, checkedAtMs, source: 'schedule', interruptionEndsAtMs: null }
}
