import type { SimulatedRoom } from './timetable'

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
  const count = 1 + room.id % MAX_SEGMENTS
  const lengthMs = (room.endAtMs - room.startAtMs) / count
  return Array.from({ length: count }, (_, i) => {
    const createdAtMs = room.startAtMs + i * lengthMs
    return {
      create_time: toText(createdAtMs),
      expire_time: toText(createdAtMs + LINK_LIFE_MS),
      media_url: `${publicUrl}/simulator/replays/${room.id}-${i + 1}.mp4`,
    }
  })
}

function toText(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z')
}
