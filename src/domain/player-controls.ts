/**
 * What can be told to a player that plays a stream: the methods of WeChat's LivePlayerContext. Each rejects with a
 * `LiveError`: `api-missing` where this WeChat (or browser) is without it, `api-failed` where it refused.
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/media/live/LivePlayerContext.html
 */
export interface PlayerControls {
  readonly play: () => Promise<void>
  readonly stop: () => Promise<void>
  readonly pause: () => Promise<void>
  readonly resume: () => Promise<void>
  /** Turns the sound off, or on again. */
  readonly mute: () => Promise<void>
  /** @param direction how the picture is turned, in degrees */
  readonly requestFullScreen: (direction: FullScreenDirection) => Promise<void>
  readonly exitFullScreen: () => Promise<void>
  /** A picture of what is playing. */
  readonly snapshot: () => Promise<PlayerSnapshot>
  readonly exitPictureInPicture: () => Promise<void>
  readonly requestBackgroundPlayback: () => Promise<void>
  readonly exitBackgroundPlayback: () => Promise<void>
  /** To be called in the tap itself, like the three below. */
  readonly startCasting: () => Promise<void>
  readonly exitCasting: () => Promise<void>
  readonly reconnectCasting: () => Promise<void>
  readonly switchCasting: () => Promise<void>
}

/** Upright, or lying on either side. */
export type FullScreenDirection = 0 | 90 | -90

/** A picture of what a player plays. */
export interface PlayerSnapshot {
  /** A temporary file, or in a browser an address of the page's own. */
  readonly imagePath: string
  /** In px. */
  readonly width: number
  /** In px. */
  readonly height: number
}
