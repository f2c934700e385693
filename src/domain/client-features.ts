import { compareVersions } from './version'

/** How new the WeChat around the app is; empty where it did not say. */
export interface ClientVersions {
  /** The WeChat app, e.g. `8.0.54`. */
  readonly clientVersion: string
  /** The base library, e.g. `3.7.3`. */
  readonly baseLibraryVersion: string
}

/** What not every WeChat has, and the base library that brought it. */
export const BASE_LIBRARY_OF = {
  // https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/live-player-plugin.html
  'live-plugin': '2.9.0',
  'async-subpackage': '2.11.2',
  // https://developers.weixin.qq.com/miniprogram/dev/component/live-player.html
  'player': '1.7.0',
  'player-pause': '1.9.90',
  'player-snapshot': '2.7.1',
  'player-small-window': '2.10.3',
  'player-background': '2.14.3',
  'player-casting': '2.32.0',
  // https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/channels-live.html
  'channels-live': '2.15.0',
  'channels-notice': '2.19.0',
  /** Opening a broadcast by its account alone; before, it wanted `feedId` and `nonceId`. */
  'channels-open-by-account': '2.19.2',
  'channels-share-key': '2.22.1',
  'channel-live-component': '2.29.0',
} as const

/** One of {@link BASE_LIBRARY_OF}. */
export type ClientFeature = keyof typeof BASE_LIBRARY_OF

/** Whether this WeChat has a feature. Versions that cannot be read lock nobody out. */
export function hasFeature({ baseLibraryVersion }: ClientVersions, feature: ClientFeature): boolean {
  return compareVersions(baseLibraryVersion, BASE_LIBRARY_OF[feature]) >= 0
}
