import type { SimulatedRoom } from './timetable'

/** A part of a simulated room's replay. */
export interface SimulatedReplay {
  readonly file: string
  /** Which part it is, from 0. */
  readonly part: number
  readonly createdAtMs: number
  readonly expiresAtMs: number
}

const ENDED = 103
// Shops go on and off the air within one broadcast; each time makes a video of its own.
const MAX_SEGMENTS = 3
// Far shorter than WeChat's, so that a preview shows a link that no longer works.
const LINK_LIFE_MS = 12 * 3_600_000

/**
 * The parts of a room's replay as WeChat's `get_replay` writes them: times as text, the first part first.
 * @param room a room that has ended
 * @param publicUrl where the gateway serves the simulator's videos
 */
export function replayInfo(room: SimulatedRoom, publicUrl: string): readonly object[] {
  return replaysOf(room).map(({ file, createdAtMs, expiresAtMs }) => ({
    create_time: toText(createdAtMs),
    expire_time: toText(expiresAtMs),
    media_url: `${publicUrl}/simulator/replays/${file}`,
  }))
}

/** The replay behind the last part of a link; null when none of these rooms has it. */
export function findReplay(file: string, rooms: readonly SimulatedRoom[]): SimulatedReplay | null {
  return rooms.filter(({ hasReplay, statusCode }) => hasReplay && statusCode === ENDED).flatMap(replaysOf).find(replay => replay.file === file) ?? null
}

function replaysOf(room: SimulatedRoom): readonly SimulatedReplay[] {
  const count = 1 + room.id % MAX_SEGMENTS
  const lengthMs = (room.endAtMs - room.startAtMs) / count
  return Array.from({ length: count }, (_, part) => {
    const createdAtMs = room.startAtMs + part * lengthMs
    return { file: `${room.id}-${part + 1}.mp4`, part, createdAtMs, expiresAtMs: createdAtMs + LINK_LIFE_MS }
  })
}

function toText(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z')
}
