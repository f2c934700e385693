import type { CustomParams } from './custom-params'
import type { LiveError } from './live-error'
import type { RoomId } from './room'

/**
 * What the application asks of WeChat's live plugin. Every answer is parsed, every call has its own timeout, and every
 * rejection is a `LiveError`. The rhythm of status calls is the poller's business, not the adapter's.
 * @see https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/component-api.html
 */
export interface LivePlugin {
  /** WeChat's status code of a room; 0 when WeChat does not know the room. At most once a minute per room. */
  getLiveStatus: (roomId: RoomId) => Promise<number>
  /** Whether this user has asked to be reminded of this room. Plugin 1.3.0. */
  getSubscribeStatus: (roomId: RoomId) => Promise<SubscribeStatus>
  /** This user's openid, as the plugin knows it in a room. Plugin 1.3.0. */
  getOpenid: (roomId: RoomId) => Promise<string>
  /** Who shared the card this session was opened with. Only in the twelve share scenes. Plugin 1.3.0. */
  getShareParams: () => Promise<ShareParams>
  /** What there is of the plugin, for a diagnostics page: loads it, calls none of the above, and never rejects. */
  inspect: () => Promise<PluginInspection>
}

/** The plugin's functions that the application calls. */
export const PLUGIN_FUNCTIONS = ['getLiveStatus', 'getSubscribeStatus', 'getOpenid', 'getShareParams'] as const

/** One of {@link PLUGIN_FUNCTIONS}. */
export type PluginFunction = typeof PLUGIN_FUNCTIONS[number]

/** What there is of the plugin. */
export interface PluginInspection {
  /** Null where it does not say: WeChat's list of its functions has none that does. */
  readonly version: string | null
  /** Those that this version has. */
  readonly functions: readonly PluginFunction[]
  /** Why it cannot be asked at all; null where it can. */
  readonly error: LiveError | null
}

/** The answer of `getSubscribeStatus`, and the detail of the `subscribe` component's event. */
export interface SubscribeStatus {
  readonly roomId: RoomId
  /** Empty where the plugin did not say. */
  readonly openid: string
  readonly isSubscribed: boolean
}

/** The answer of `getShareParams`. */
export interface ShareParams {
  readonly roomId: RoomId
  readonly openid: string
  /** Who sent the card; empty unless the way in was a share card. */
  readonly shareOpenid: string
  /** The first sharer's parameters: WeChat does not replace them when the room is shared on. */
  readonly customParams: CustomParams
}
