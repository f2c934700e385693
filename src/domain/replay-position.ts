import type { ReplayPart } from './replay-state'
import type { RoomId } from './room'
import { parseRoomId } from './room'
import { fieldsOf, wholeNumberOf } from './untrusted'

/** How far somebody has watched a room's replay. */
export interface ReplayPosition {
  readonly roomId: RoomId
  /** Names the part: when WeChat made it, milliseconds since the epoch. Its link changes, this does not. */
  readonly partAtMs: number
  /** Whole seconds into the part. */
  readonly positionS: number
  /** How long the part is, in whole seconds; 0 when the player has not said. */
  readonly durationS: number
}

/** Where to go on in a replay. */
export interface ResumePoint {
  /** Of the part, in the list of those that can be played. */
  readonly index: number
  readonly positionS: number
}

/** So many rooms are remembered, the ones watched last. */
export const MAX_POSITIONS = 20

// Nobody needs to be brought back to a place from which so little is left, or was seen.
const EDGE_S = 15

/** Reads what was stored; whatever is not a position is left out. Never throws. */
export function parseReplayPositions(input: unknown): readonly ReplayPosition[] {
  if (!Array.isArray(input))
    return []
  return input.slice(0, MAX_POSITIONS).map(parsePosition).filter(position => position !== null)
}

function parsePosition(input: unknown): ReplayPosition | null {
  const fields = fieldsOf(input)
  const roomId = parseRoomId(fields.roomId)
  const partAtMs = wholeNumberOf(fields.partAtMs)
  const positionS = wholeNumberOf(fields.positionS)
  const durationS = wholeNumberOf(fields.durationS)
  return roomId === null || partAtMs === null || positionS === null || durationS === null
    ? null
    : { roomId, partAtMs, positionS, durationS }
}

/** The positions with this one, the newest first and one a room. */
export function withPosition(positions: readonly ReplayPosition[], position: ReplayPosition): readonly ReplayPosition[] {
  return [position, ...withoutPosition(positions, position.roomId)].slice(0, MAX_POSITIONS)
}

/** The positions without this room's: it was watched to the end. */
export function withoutPosition(positions: readonly ReplayPosition[], roomId: RoomId | null): readonly ReplayPosition[] {
  return positions.filter(position => position.roomId !== roomId)
}

/**
 * Where to go on: at the remembered place, at the next part when this one was all but over, and at the beginning of the
 * nearest part when it is no longer there.
 * @returns null where one may as well begin at the beginning
 */
export function resumePointOf({ partAtMs, positionS, durationS }: ReplayPosition, parts: readonly ReplayPart[]): ResumePoint | null {
  const distances = parts.map(({ createdAtMs }) => Math.abs(createdAtMs - partAtMs))
  const index = distances.indexOf(Math.min(...distances))
  const isThere = parts[index]?.createdAtMs === partAtMs
  if (isThere && durationS > 0 && positionS >= durationS - EDGE_S)
    return index + 1 < parts.length ? { index: index + 1, positionS: 0 } : null
  if (isThere && positionS >= EDGE_S)
    return { index, positionS }
  return index > 0 ? { index, positionS: 0 } : null
}
