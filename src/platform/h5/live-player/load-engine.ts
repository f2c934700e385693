import type { EngineMaker } from './browser-engine'

const HLS = /\.m3u8(?:[?#]|$)/i
const HTTP = /^(?:https?:)?\/\/|^\//i
const HLS_TYPE = 'application/vnd.apple.mpegurl'

/**
 * Fetches what plays an address in this browser, and nothing else: no visitor loads a library that the stream does not need.
 * @returns null where nothing in this browser plays it, such as RTMP. Rejects where the library cannot be fetched
 */
export async function loadEngine(url: string): Promise<EngineMaker | null> {
  if (!HTTP.test(url))
    return null
  if (!HLS.test(url))
    return (await import('./flv-engine')).createFlvEngine
  // iPhones before iOS 17.1 have no MediaSource, and play HLS by themselves.
  if ('MediaSource' in window || 'ManagedMediaSource' in window)
    return (await import('./hls-engine')).createHlsEngine
  if (document.createElement('video').canPlayType(HLS_TYPE) === '')
    return null
  return (await import('./native-engine')).createNativeEngine
}
