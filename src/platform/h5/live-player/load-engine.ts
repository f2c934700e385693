import type { EngineMaker } from './browser-engine'

const HLS = /\.m3u8(?:[?#]|$)/i
const HTTP = /^(?:https?:)?\/\/|^\//i
const HLS_TYPE = 'application/vnd.apple.mpegurl'

/**
 * Fetches what plays an address in this browser, and nothing else: no visitor loads a library that the stream does not need.
 * @returns null where nothing in this browser plays it, such as RTMP. Rejects where the library cannot be fetched
 */
export async function loadEngine(url: string): Promise<EngineMaker | null> {
  // iPhones before iOS 17.1 have no MediaSource, and play HLS by themselves.
  const canFeed = 'MediaSource' in window || 'ManagedMediaSource' in window
  if (!HTTP.test(url))
    return null
  if (!HLS.test(url))
    return canFeed ? (await import('./flv-engine')).createFlvEngine : null
  if (canFeed)
    return (await import('./hls-engine')).createHlsEngine
  return document.createElement('video').canPlayType(HLS_TYPE) === '' ? null : (await import('./native-engine')).createNativeEngine
}
