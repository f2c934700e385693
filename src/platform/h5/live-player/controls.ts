import type { Playback } from './playback'
import type { FullScreenDirection, PlayerControls } from '@/src/domain/player-controls'
import { fail } from '@/src/platform/fail'
import { readRejection } from '@/src/platform/rejection'
import { takePicture } from './picture'

const ORIENTATION_AT: Readonly<Record<FullScreenDirection, string>> = { '0': 'portrait', '90': 'landscape-primary', '-90': 'landscape-secondary' }

/** What the controls of a player in a browser work on. */
export interface ControlledPlayer {
  /** What is shown on the whole screen: the video, and what the page has laid over it. */
  readonly frame: HTMLElement
  readonly video: HTMLVideoElement
  readonly playback: Playback
  /** Whether it goes on while the page cannot be seen. */
  readonly setBackground: (isAllowed: boolean) => void
}

/** The controls, and what they have to clean up in the end. */
export interface BrowserControls extends PlayerControls {
  /** Pictures that were taken are gone after this. */
  readonly dispose: () => void
}

/** What WeChat's LivePlayerContext offers, as far as a browser can. */
export function createControls({ frame, video, playback, setBackground }: ControlledPlayer): BrowserControls {
  const pictures: string[] = []

  async function start(): Promise<void> {
    if (playback.isOpen())
      playback.resume('paused')
    else playback.open()
  }

  return {
    play: start,
    stop: async () => playback.close(),
    pause: async () => playback.suspend('paused'),
    resume: start,
    mute: async () => void (video.muted = !video.muted),
    requestFullScreen: direction => attempt('requestFullScreen', () => fill(frame, video, direction)),
    exitFullScreen: () => attempt('exitFullScreen', async () => {
      if (document.fullscreenElement)
        await document.exitFullscreen()
    }),
    async snapshot() {
      const picture = await takePicture(video)
      pictures.push(picture.imagePath)
      return picture
    },
    exitPictureInPicture: () => attempt('exitPictureInPicture', async () => {
      if (document.pictureInPictureElement === video)
        await document.exitPictureInPicture()
    }),
    requestBackgroundPlayback: async () => setBackground(true),
    exitBackgroundPlayback: async () => setBackground(false),
    // Browsers cast to devices of their own choosing, not to the ones that WeChat finds.
    startCasting: async () => missing('startCasting'),
    exitCasting: async () => missing('exitCasting'),
    reconnectCasting: async () => missing('reconnectCasting'),
    switchCasting: async () => missing('switchCasting'),
    dispose: () => pictures.splice(0).forEach(address => URL.revokeObjectURL(address)),
  }
}

async function fill(frame: HTMLElement, video: HTMLVideoElement, direction: FullScreenDirection): Promise<void> {
  if (frame.requestFullscreen) {
    await frame.requestFullscreen()
    await turn(direction)
  }
  else {
    // iPhones show nothing but a video on the whole screen.
    const enter: unknown = Reflect.get(video, 'webkitEnterFullscreen')
    if (typeof enter !== 'function')
      missing('requestFullScreen')
    Reflect.apply(enter, video, [])
  }
}

// Phones turn the screen; computers have nothing to turn, and refuse.
async function turn(direction: FullScreenDirection): Promise<void> {
  const lock: unknown = Reflect.get(screen.orientation ?? {}, 'lock')
  if (typeof lock === 'function')
    await Promise.resolve(Reflect.apply(lock, screen.orientation, [ORIENTATION_AT[direction]])).catch(() => {})
}

async function attempt(apiName: string, act: () => Promise<void>): Promise<void> {
  try {
    await act()
  }
  catch (cause) {
    if (typeof cause === 'object' && cause !== null && 'kind' in cause)
      throw cause
    fail({ kind: 'api-failed', apiName, message: readRejection(cause).message, cause })
  }
}

// No version of the base library brings it to a browser.
function missing(apiName: string): never {
  return fail({ kind: 'api-missing', apiName, neededVersion: '' })
}
