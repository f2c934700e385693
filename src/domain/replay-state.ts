import type { LiveStatus } from './live-status'
import type { ReplaySegment, RoomReplay } from './replay'
import { isOnAir } from './live-status'

/** A part of a replay that can be played now. */
export interface ReplayPart extends Pick<ReplaySegment, 'mediaUrl' | 'createdAtMs' | 'expiresAtMs'> {
  /** 1 for the first part of the broadcast, whether or not the parts before it can be played. */
  readonly number: number
}

/** What there is to see of a room's replay. */
export type ReplayState
  /** The shop does not let people watch it; it may open it later. */
  = | { readonly kind: 'closed' }
  /** The broadcast is going on or still to come. */
    | { readonly kind: 'not-ended' }
  /** WeChat is making the video, or late with it, counted from the planned end. */
    | { readonly kind: 'being-made', readonly isLate: boolean }
  /** The broadcast is long over, or never took place, and there is no video. */
    | { readonly kind: 'none' }
  /** Every link has stopped working. */
    | { readonly kind: 'expired' }
    | ReadyReplay

/** A replay of which at least one part can be played. */
export interface ReadyReplay {
  readonly kind: 'ready'
  /** In the order of playing. */
  readonly parts: readonly ReplayPart[]
  /** How many parts the broadcast has, those included that can no longer be played. */
  readonly total: number
  /** When the first of the links stops working, milliseconds since the epoch; null unless that is near. */
  readonly expiresSoonAtMs: number | null
}

/** What a room's status says about its replay. */
export interface ReplayedRoom {
  readonly status: LiveStatus
  /** Planned end, milliseconds since the epoch. */
  readonly endAtMs: number
}

// WeChat has the video about so long after the end.
const USUAL_MAKING_MS = 10 * 60_000

// A broadcast may go on after its planned end, and WeChat may be slow. What has no video after this gets none.
const LONGEST_MAKING_MS = 2 * 60 * 60_000

const SOON_MS = 24 * 60 * 60_000

/**
 * What there is to see of a room's replay.
 * @param room what the room is doing
 * @param replay the gateway's last answer; how late a video is goes by its clock, for the phone's may be wrong
 * @param nowMs milliseconds since the epoch
 */
export function replayStateOf(room: ReplayedRoom, replay: Pick<RoomReplay, 'isOpen' | 'segments' | 'checkedAtMs'>, nowMs: number): ReplayState {
  const { status } = room
  const lateMs = replay.checkedAtMs - room.endAtMs
  if (isOnAir(status) || status === 'upcoming')
    return { kind: 'not-ended' }
  if (status === 'banned' || status === 'expired')
    return { kind: 'none' }
  if (!replay.isOpen)
    return { kind: 'closed' }
  if (replay.segments.length > 0)
    return playableOf(replay.segments, nowMs)
  // Nobody knows the status, but it is not over by the plan.
  if (status === 'unknown' && lateMs < 0)
    return { kind: 'not-ended' }
  return lateMs < LONGEST_MAKING_MS ? { kind: 'being-made', isLate: lateMs > USUAL_MAKING_MS } : { kind: 'none' }
}

function playableOf(segments: readonly ReplaySegment[], nowMs: number): ReplayState {
  const parts: ReplayPart[] = []
  segments.forEach(({ mediaUrl, createdAtMs, expiresAtMs, isExpired }, index) => {
    // As the gateway's clock has it: the phone's may be wrong, and must not hide what can be played.
    if (!isExpired)
      parts.push({ mediaUrl, createdAtMs, expiresAtMs, number: index + 1 })
  })
  if (parts.length === 0)
    return { kind: 'expired' }
  const expiresAtMs = firstExpiryAfter(nowMs, parts)
  return { kind: 'ready', parts, total: segments.length, expiresSoonAtMs: expiresAtMs - nowMs <= SOON_MS ? expiresAtMs : null }
}

function firstExpiryAfter(atMs: number, parts: readonly ReplayPart[]): number {
  return Math.min(...parts.map(({ expiresAtMs }) => expiresAtMs !== null && expiresAtMs > atMs ? expiresAtMs : Infinity))
}

const MINUTE_MS = 60_000
const BUSY_MS = 30 * MINUTE_MS
const SLOW_MS = 5 * MINUTE_MS

/** The least time between two questions, in milliseconds: on the way, the gateway's answers are kept for so long. */
export const LEAST_ASK_DELAY_MS = 30_000

/**
 * When the gateway is worth asking again by itself: every minute while the video is being made, every five once it is
 * very late, and when a link stops working, for WeChat may have a fresh one.
 * @param state what there was to see when it answered
 * @param endAtMs the planned end, milliseconds since the epoch
 * @param askedAtMs when it answered, milliseconds since the epoch
 * @returns milliseconds since the epoch, at least {@link LEAST_ASK_DELAY_MS} after the answer; null where asking again would bring nothing
 */
export function replayAskAtMs(state: ReplayState, endAtMs: number, askedAtMs: number): number | null {
  if (state.kind === 'being-made')
    return askedAtMs + (askedAtMs < endAtMs + BUSY_MS ? MINUTE_MS : SLOW_MS)
  const expiresAtMs = state.kind === 'ready' ? firstExpiryAfter(askedAtMs, state.parts) : Infinity
  return expiresAtMs === Infinity ? null : Math.max(askedAtMs + LEAST_ASK_DELAY_MS, expiresAtMs)
}
