import type { PlayerSnapshot } from '@/src/domain/player-controls'
import { fail } from '@/src/platform/fail'

const HELD_QUALITY = 0.7

/** Leaves the last picture where the video is while nothing plays, as WeChat's player does. */
export function holdPicture(video: HTMLVideoElement): void {
  try {
    const canvas = draw(video)
    if (canvas)
      video.poster = canvas.toDataURL('image/jpeg', HELD_QUALITY)
  }
  catch {
    // A foreign server's picture may be shown but not read; then there is none.
  }
}

/** Takes the picture that is shown. Rejects with `api-failed` where there is none, or it may not be read. */
export async function takePicture(video: HTMLVideoElement): Promise<PlayerSnapshot> {
  try {
    const canvas = draw(video)
    const blob = canvas && await new Promise<Blob | null>(resolve => canvas.toBlob(resolve))
    if (canvas && blob)
      return { imagePath: URL.createObjectURL(blob), width: canvas.width, height: canvas.height }
  }
  catch (cause) {
    fail({ kind: 'api-failed', apiName: 'snapshot', message: 'the picture may not be read', cause })
  }
  return fail({ kind: 'api-failed', apiName: 'snapshot', message: 'there is no picture yet' })
}

function draw(video: HTMLVideoElement): HTMLCanvasElement | null {
  if (video.videoWidth === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA)
    return null
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  return canvas
}
