import type { ErrorData, LevelDetails } from 'hls.js'
import type { EngineFailure, EngineMaker } from './browser-engine'
import Hls, { ErrorTypes, Events } from 'hls.js/light'
import { systemClock } from '@/src/domain/clock'

// Segments arrive in bursts; over this time the speed is one number.
const SPEED_WINDOW_MS = 6_000

// A playlist cannot be followed closer than its segments are long, so WeChat's seconds of cache become whole segments.
const SEGMENTS_BEHIND = { realTime: { near: 2, far: 4 }, live: { near: 3, far: 6 } }

// The playback tries again by itself, with words for the page; the library only bridges a moment.
const ONE_RETRY = { maxNumRetry: 1, retryDelayMs: 500, maxRetryDelayMs: 500 }
const LOAD_POLICY = { default: { maxTimeToFirstByteMs: 8_000, maxLoadTimeMs: 15_000, timeoutRetry: ONE_RETRY, errorRetry: ONE_RETRY } }

/**
 * HLS by hls.js, in its light edition: it lacks subtitles, encryption and separate sound tracks, which a shop's own
 * broadcast does not have, and a third of the weight.
 * @see https://github.com/video-dev/hls.js/blob/master/docs/API.md
 */
export const createHlsEngine: EngineMaker = ({ video, source, staleEdge, onConnected, onBroken, onEnded }) => {
  const behind = source.isRealTime ? SEGMENTS_BEHIND.realTime : SEGMENTS_BEHIND.live
  const hls = new Hls({
    liveSyncDurationCount: behind.near,
    liveMaxLatencyDurationCount: behind.far,
    maxLiveSyncPlaybackRate: 1.2,
    maxBufferLength: Math.max(10, source.maxCacheS),
    backBufferLength: 10,
    manifestLoadPolicy: LOAD_POLICY,
    playlistLoadPolicy: LOAD_POLICY,
    fragLoadPolicy: LOAD_POLICY,
  })
  let edge = staleEdge
  let isConnected = false
  let hasRecovered = false
  let arrivals: { atMs: number, bytes: number }[] = []

  function follow(details: LevelDetails): void {
    const found = edgeOf(details)
    const isStale = !isConnected && found === staleEdge
    edge = found
    if (isStale)
      return details.live ? onBroken('read') : onEnded()
    if (!isConnected)
      onConnected()
    isConnected = true
  }

  function hear({ fatal, type }: ErrorData): void {
    if (!fatal)
      return
    if (type === ErrorTypes.MEDIA_ERROR && !hasRecovered) {
      hasRecovered = true
      hls.recoverMediaError()
      return
    }
    onBroken(failureOf(type, isConnected))
  }

  hls.on(Events.LEVEL_LOADED, (_, { details }) => follow(details))
  hls.on(Events.ERROR, (_, data) => hear(data))
  hls.on(Events.FRAG_LOADED, (_, { frag }) => void arrivals.push({ atMs: systemClock.now(), bytes: frag.stats.total }))
  hls.loadSource(source.url)
  hls.attachMedia(video)

  return {
    edge: () => edge,
    measure() {
      const sinceMs = systemClock.now() - SPEED_WINDOW_MS
      arrivals = arrivals.filter(({ atMs }) => atMs > sinceMs)
      const bits = arrivals.reduce((sum, { bytes }) => sum + bytes * 8, 0)
      const declaredBps = hls.levels[hls.currentLevel]?.bitrate
      return { netSpeedKbps: bits / SPEED_WINDOW_MS, ...(declaredBps ? { videoKbps: declaredBps / 1000 } : {}) }
    },
    destroy: () => hls.destroy(),
  }
}

// A sequence number alone begins anew when the broadcaster does.
function edgeOf(details: LevelDetails): string {
  return `${details.endSN} ${details.fragments.at(-1)?.relurl ?? ''}`
}

function failureOf(type: ErrorTypes, isConnected: boolean): EngineFailure {
  if (type === ErrorTypes.MEDIA_ERROR || type === ErrorTypes.MUX_ERROR)
    return 'decode'
  return isConnected ? 'read' : 'connect'
}
