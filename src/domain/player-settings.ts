/** How the player weighs delay against steadiness, in WeChat's words. */
export type PlayerMode = 'live' | 'RTC'

/** How the picture fills its box, in WeChat's words: whole with bars, or cropped. */
export type PlayerFit = 'contain' | 'fillCrop'

/** How much the player buffers. */
export interface PlayerCache {
  readonly minSeconds: number
  readonly maxSeconds: number
}

/**
 * What WeChat advises for each mode; more is steadier, and later.
 * @see https://developers.weixin.qq.com/miniprogram/dev/component/live-player.html
 */
export const CACHE_OF: Readonly<Record<PlayerMode, PlayerCache>> = {
  live: { minSeconds: 1, maxSeconds: 3 },
  RTC: { minSeconds: 0.2, maxSeconds: 0.8 },
}
