import type { EngineMeasures } from './browser-engine'
import { bufferedAheadS } from './browser-engine'

/** What WeChat's netstatus event tells, as far as a browser knows it. */
export interface NetStatusInfo {
  /** In kbit/s. */
  readonly videoBitrate?: number
  /** In kbit/s. */
  readonly audioBitrate?: number
  /** Frames per second. */
  readonly videoFPS?: number
  /** In kbit/s. */
  readonly netSpeed?: number
  /** For how many milliseconds of the last second the picture stood still. */
  readonly netJitter: number
  /** 1 is best, 6 is unusable. */
  readonly netQualityLevel: number
  readonly videoWidth: number
  readonly videoHeight: number
  /** In milliseconds. */
  readonly videoCache: number
}

/** Measures a video that plays, from one moment to the next. */
export interface Stats {
  /** The picture has stopped because nothing came. */
  readonly noteStall: () => void
  /** @returns null at the first call, which has nothing to compare with */
  readonly sample: (measures: EngineMeasures) => NetStatusInfo | null
}

const STALL_MEMORY_MS = 30_000
const LOW_CACHE_S = 0.3
const LONG_STILL_MS = 900

interface Sample { readonly atMs: number, readonly positionS: number, readonly frames: number, readonly videoBytes: number, readonly audioBytes: number }

/** Begins with nothing measured. @param now in milliseconds */
export function createStats(video: HTMLVideoElement, now: () => number): Stats {
  let last: Sample | null = null
  let stallsAtMs: number[] = []
  let stillSinceMs: number | null = null

  function qualityOf(stillMs: number, atMs: number): number {
    stallsAtMs = stallsAtMs.filter(stallMs => stallMs > atMs - STALL_MEMORY_MS)
    stillSinceMs = stillMs >= LONG_STILL_MS ? stillSinceMs ?? atMs : null
    if (stillSinceMs !== null)
      return stillSinceMs === atMs ? 5 : 6
    if (stallsAtMs.length > 0)
      return stallsAtMs.length > 1 ? 4 : 3
    return bufferedAheadS(video) < LOW_CACHE_S ? 2 : 1
  }

  return {
    noteStall: () => void stallsAtMs.push(now()),
    sample(measures) {
      const before = last
      const next = take(video, now())
      last = next
      if (!before || next.atMs <= before.atMs)
        return null
      const passedMs = next.atMs - before.atMs
      // A jump to the live edge is no time spent standing still, and a faster pace makes up for none.
      const stillMs = Math.max(0, passedMs - Math.abs(next.positionS - before.positionS) * 1000)
      const perSecond = (count: number): number => Math.round(count * 1000 / passedMs)
      const decodedKbps = (bytes: number): number => Math.round(bytes * 8 / passedMs)
      const videoKbps = next.videoBytes > before.videoBytes ? decodedKbps(next.videoBytes - before.videoBytes) : measures.videoKbps
      const audioKbps = next.audioBytes > before.audioBytes ? decodedKbps(next.audioBytes - before.audioBytes) : measures.audioKbps
      return {
        ...(videoKbps === undefined ? {} : { videoBitrate: Math.round(videoKbps) }),
        ...(audioKbps === undefined ? {} : { audioBitrate: Math.round(audioKbps) }),
        ...(next.frames >= before.frames ? { videoFPS: perSecond(next.frames - before.frames) } : {}),
        ...(measures.netSpeedKbps === undefined ? {} : { netSpeed: Math.round(measures.netSpeedKbps) }),
        // Timers are never on time to the millisecond.
        netJitter: stillMs < 50 ? 0 : Math.round(stillMs),
        netQualityLevel: qualityOf(stillMs, next.atMs),
        videoWidth: video.videoWidth,
        videoHeight: video.videoHeight,
        videoCache: Math.round(bufferedAheadS(video) * 1000),
      }
    },
  }
}

function take(video: HTMLVideoElement, atMs: number): Sample {
  return {
    atMs,
    positionS: video.currentTime,
    frames: video.getVideoPlaybackQuality?.().totalVideoFrames ?? 0,
    // Chromium and Safari count what they decode; Firefox does not.
    videoBytes: numberOf(video, 'webkitVideoDecodedByteCount'),
    audioBytes: numberOf(video, 'webkitAudioDecodedByteCount'),
  }
}

function numberOf(video: HTMLVideoElement, name: string): number {
  const value: unknown = Reflect.get(video, name)
  return typeof value === 'number' ? value : 0
}
