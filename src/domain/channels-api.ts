import type { ChannelsLive, ChannelsNotice, ChannelsShareKey, ReserveOutcome } from './channels-live'

/** What WeChat needs to open a broadcast; the ids only before base library 2.19.2, empty where they are not known. */
export interface ChannelsTarget {
  readonly finderUserName: string
  readonly feedId: string
  readonly nonceId: string
}

/**
 * What the application asks of WeChat about Channels (视频号) broadcasts. Every answer is parsed, and every rejection is a
 * `LiveError`: `api-missing`, `channels-refused` or `api-failed`. The rhythm of questions is the store's business.
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/channels-live.html
 */
export interface ChannelsApi {
  /** The newest broadcast; null where WeChat finds none. Base library 2.15.0. */
  readonly getLiveInfo: (finderUserName: string) => Promise<ChannelsLive | null>
  /** The next announcement; null where there is none to be reserved. Base library 2.19.0. */
  readonly getNotice: (finderUserName: string) => Promise<ChannelsNotice | null>
  /** Shows WeChat's popup; settles once the user has answered. Base library 2.19.0. */
  readonly reserve: (noticeId: string) => Promise<ReserveOutcome>
  /**
   * Asks WeChat to open a broadcast, before it returns: WeChat wants the user's tap on the stack. True once it opens,
   * false when the user declined. Base library 2.15.0.
   */
  readonly open: (target: ChannelsTarget) => Promise<boolean>
  /** Who brought this visitor; null where nobody did. Only in the scenes of Channels. Base library 2.22.1. */
  readonly getShareKey: () => Promise<ChannelsShareKey | null>
}
