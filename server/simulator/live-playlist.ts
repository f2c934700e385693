import { CLIP_SEGMENTS, SEGMENT_MS } from './clip'

// When the broadcasts began. Not in 1970: hls.js keeps a list as long as the count of discontinuities.
const BEGAN_AT_MS = Date.UTC(2024, 0, 1)

/** How many segments the playlist names at a time. */
export const WINDOW_SEGMENTS = 5

/**
 * The HLS playlist of a clip that is played over and over, as it is at a moment. It is made of the clock alone, so
 * every replica answers the same.
 * @see https://datatracker.ietf.org/doc/html/rfc8216#section-6.2.2
 * @param nowMs milliseconds since the epoch
 */
export function livePlaylist(nowMs: number): string {
  // The newest segment that is over.
  const last = Math.floor((nowMs - BEGAN_AT_MS) / SEGMENT_MS) - 1
  const first = Math.max(0, last - WINDOW_SEGMENTS + 1)
  const segments = Array.from({ length: WINDOW_SEGMENTS }, (_, i) => first + i)
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-TARGETDURATION:${SEGMENT_MS / 1000}`,
    `#EXT-X-MEDIA-SEQUENCE:${first}`,
    // Counts those that have left the playlist.
    `#EXT-X-DISCONTINUITY-SEQUENCE:${Math.floor((first - 1) / CLIP_SEGMENTS)}`,
    ...segments.flatMap(sequence => [
      ...(partOf(sequence) === 0 ? ['#EXT-X-DISCONTINUITY'] : []),
      `#EXTINF:${(SEGMENT_MS / 1000).toFixed(3)},`,
      segmentFile(sequence),
    ]),
    '',
  ].join('\n')
}

/** The name of a segment beside its playlist. */
export function segmentFile(sequence: number): string {
  return `${sequence}.ts`
}

/** Reads a name that {@link segmentFile} has made; null for any other. */
export function parseSegmentFile(file: string): number | null {
  const sequence = Number(/^(0|[1-9]\d{0,14})\.ts$/.exec(file)?.[1])
  return Number.isNaN(sequence) ? null : sequence
}

/** Which part of the clip a segment is, from 0. */
export function partOf(sequence: number): number {
  return sequence % CLIP_SEGMENTS
}
