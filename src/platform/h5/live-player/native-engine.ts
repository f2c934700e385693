import type { EngineMaker } from './browser-engine'

/** The browser's own player, for HLS where scripts cannot feed a video (iPhones before iOS 17.1). */
export const createNativeEngine: EngineMaker = ({ video, source, onConnected, onBroken }) => {
  const onError = (): void => onBroken(video.error?.code === MediaError.MEDIA_ERR_DECODE ? 'decode' : 'connect')

  video.addEventListener('loadedmetadata', onConnected)
  video.addEventListener('error', onError)
  video.src = source.url

  return {
    // What it reads of the playlist, nobody else sees.
    edge: () => null,
    measure: () => ({}),
    destroy() {
      video.removeEventListener('loadedmetadata', onConnected)
      video.removeEventListener('error', onError)
      video.removeAttribute('src')
      video.load()
    },
  }
}
