import type { ComponentPublicInstance } from 'vue'
import type { ClientVersions } from '@/src/domain/client-features'
import type { PlayerControls } from '@/src/domain/player-controls'
import type { Stream } from '@/src/domain/stream'
// #ifdef H5
import { createBrowserControls } from './h5/browser-controls'
// #endif
// #ifndef H5
import { createPlayerContext } from './wechat/player-context'
// #endif

/** Which player is meant, and in which WeChat. */
export interface PlayerControlsOptions {
  /** The component whose template holds the player (`getCurrentInstance()?.proxy`). */
  readonly instance: ComponentPublicInstance | null
  /** The player's id in that template. */
  readonly id: string
  readonly client: () => ClientVersions
}

/** The controls of one player on the page. Makes no call before one of them is used. */
export function createPlayerControls(options: PlayerControlsOptions): PlayerControls {
  // #ifdef H5
  return createBrowserControls(options.id)
  // #endif
  // #ifndef H5
  return createPlayerContext(options.instance, options.id, options.client)
  // #endif
}

/**
 * The address of a stream that can be played here: FLV or RTMP in WeChat; in a browser FLV over http(s) or HLS, as it
 * can. Empty where it can play none.
 */
export function playableUrlOf(stream: Stream): string {
  let url = stream.liveUrl
  // #ifdef H5
  const hasMediaSource = typeof MediaSource !== 'undefined'
  const canPlayHls = hasMediaSource || document.createElement('video').canPlayType('application/vnd.apple.mpegurl') !== ''
  url = hasMediaSource && /^https?:/i.test(url) ? url : canPlayHls ? stream.hlsUrl : ''
  // #endif
  return url
}
