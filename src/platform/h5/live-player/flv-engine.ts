import type { EngineMaker } from './browser-engine'
import mpegts from 'mpegts.js'

mpegts.LoggingControl.applyConfig({ enableAll: false })

/**
 * FLV over HTTP by mpegts.js.
 * @see https://github.com/xqq/mpegts.js/blob/master/docs/api.md
 */
export const createFlvEngine: EngineMaker = ({ video, source, onConnected, onBroken, onEnded }) => {
  const player = mpegts.createPlayer({ type: 'flv', isLive: true, url: source.url }, {
    // The buffer before the buffer makes an uneven line even, and late.
    enableStashBuffer: !source.isRealTime,
    stashInitialSize: 128 * 1024,
    liveBufferLatencyChasing: true,
    liveBufferLatencyMaxLatency: source.maxCacheS,
    liveBufferLatencyMinRemain: source.minCacheS,
    autoCleanupSourceBuffer: true,
    autoCleanupMaxBackwardDuration: 30,
    autoCleanupMinBackwardDuration: 10,
    referrerPolicy: source.referrerPolicy,
  })
  let isConnected = false
  let isGone = false

  player.on(mpegts.Events.MEDIA_INFO, () => {
    if (!isConnected)
      onConnected()
    isConnected = true
  })
  player.on(mpegts.Events.LOADING_COMPLETE, onEnded)
  player.on(mpegts.Events.ERROR, (type: unknown) => {
    if (type === mpegts.ErrorTypes.MEDIA_ERROR)
      onBroken('decode')
    else onBroken(isConnected ? 'read' : 'connect')
  })
  player.attachMediaElement(video)
  player.load()

  return {
    edge: () => null,
    measure() {
      // Both getters fail on a player that has been destroyed.
      if (isGone)
        return {}
      const { statisticsInfo: net, mediaInfo: media } = player
      return {
        ...('speed' in net && net.speed !== undefined ? { netSpeedKbps: net.speed * 8 } : {}),
        ...('videoDataRate' in media && media.videoDataRate ? { videoKbps: media.videoDataRate } : {}),
        ...('audioDataRate' in media && media.audioDataRate ? { audioKbps: media.audioDataRate } : {}),
      }
    },
    destroy() {
      isGone = true
      player.destroy()
    },
  }
}
