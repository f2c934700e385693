import { numberOf, objectOf } from './untrusted'

/** How good the network is for this stream. */
export type NetworkQuality = 'good' | 'fair' | 'bad' | 'unknown'

/**
 * What the player measured last, `detail.info` of WeChat's `netstatus`; null where it did not say.
 * @see https://developers.weixin.qq.com/miniprogram/dev/component/live-player.html
 */
export interface PlayerStats {
  readonly videoBitrateKbps: number | null
  readonly audioBitrateKbps: number | null
  readonly videoFps: number | null
  /** Between two key frames. */
  readonly keyFrameIntervalSeconds: number | null
  /** What comes over the network now. */
  readonly netSpeedKbps: number | null
  /** 0 is none; the higher, the less steady. WeChat names no unit. */
  readonly jitter: number | null
  /** 0 undefined, 1 best … 6 unusable. */
  readonly qualityLevel: number | null
  readonly videoWidthPx: number | null
  readonly videoHeightPx: number | null
  readonly videoCacheMs: number | null
  readonly audioCacheMs: number | null
  /** Frames in the decoder; Android with hardware decoding only. */
  readonly decoderCacheFrames: number | null
  /** All buffered frames: the more, the later. */
  readonly cacheFrames: number | null
  /** How far sound and picture are apart as played; the smaller, the better. */
  readonly playOffsetMs: number | null
  /** How far they are apart as received. */
  readonly receiveOffsetMs: number | null
  /** How much may be buffered before the player catches up. WeChat names no unit. */
  readonly catchUpThreshold: number | null
}

const FIELD_OF: Readonly<Record<keyof PlayerStats, string>> = {
  videoBitrateKbps: 'videoBitrate',
  audioBitrateKbps: 'audioBitrate',
  videoFps: 'videoFPS',
  keyFrameIntervalSeconds: 'videoGOP',
  netSpeedKbps: 'netSpeed',
  jitter: 'netJitter',
  qualityLevel: 'netQualityLevel',
  videoWidthPx: 'videoWidth',
  videoHeightPx: 'videoHeight',
  videoCacheMs: 'videoCache',
  audioCacheMs: 'audioCache',
  decoderCacheFrames: 'vDecCacheSize',
  cacheFrames: 'vSumCacheSize',
  playOffsetMs: 'avPlayInterval',
  receiveOffsetMs: 'avRecvInterval',
  catchUpThreshold: 'audioCacheThreshold',
}

const MEASURES = Object.keys(FIELD_OF) as (keyof PlayerStats)[]

/** Reads what a player measured. Rubbish in a field is as good as silence. @returns null where nothing is there. Never throws */
export function parsePlayerStats(input: unknown): PlayerStats | null {
  const info = objectOf(input)
  if (!info)
    return null
  const stats = {} as Record<keyof PlayerStats, number | null>
  for (const measure of MEASURES) {
    const value = numberOf(info[FIELD_OF[measure]])
    // Sound may be ahead of the picture; nothing else is below nothing.
    stats[measure] = value !== null && value < 0 && !measure.includes('Offset') ? null : value
  }
  return stats
}

/** The light for `netQualityLevel`: 1 and 2 are good, 3 is fair, 4 to 6 are bad. */
export function networkQualityOf(level: number | null): NetworkQuality {
  switch (level) {
    case 1:
    case 2:
      return 'good'
    case 3:
      return 'fair'
    case 4:
    case 5:
    case 6:
      return 'bad'
    default:
      return 'unknown'
  }
}
