/**
 * The events of `<live-player>`.
 * @see https://developers.weixin.qq.com/miniprogram/dev/component/live-player.html
 */
export type PlayerEventName
  = | 'statechange'
    | 'fullscreenchange'
    | 'netstatus'
    | 'audiovolumenotify'
    | 'enterpictureinpicture'
    | 'leavepictureinpicture'
    | 'castinguserselect'
    | 'castingstatechange'
    | 'castinginterrupt'
  /** Not in WeChat's table, but in its sample. */
    | 'error'

/**
 * Whether WeChat refuses because this mini-program may not have the player: it is a permission of its own, and DevTools
 * never gives it.
 * @param message e.g. `operateLivePlayer:fail no permission`, `jsapi has no permission`
 */
export function isPermissionMissing(message: unknown): boolean {
  return /no permission/i.test(String(message))
}
