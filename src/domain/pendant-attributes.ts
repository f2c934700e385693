import type { CustomParams } from './custom-params'
import { encodeCustomParams } from './custom-params'

/**
 * Which rooms `<pendant>` may show: 0 any, by priority live > trailer > highlight > replay; 1 live, 2 trailers, 3 goods
 * explanations, 4 replays. Some WeChat versions ignore it and show live ones only.
 */
export type PendantType = 0 | 1 | 2 | 3 | 4

/**
 * The five attributes of the plugin's `<pendant>` component, plugin 1.3.0 or later. DevTools is reported not to show it.
 * @see https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/pendant.html
 */
export interface PendantAttributes {
  readonly type: PendantType
  /** Encoded once; as on a room's address. */
  readonly customParams: string
  /** 1 keeps the room from playing on in a small window. */
  readonly closePictureInPictureMode: 0 | 1
  /** The path of a page that shows a different product each time; empty on any other. */
  readonly url: string
  /** The names in that page's query that say which product it is. */
  readonly goodsKey: readonly string[]
}

/** A page that shows a different product each time; WeChat picks the rooms that sell it. */
export type RegularPage = Pick<PendantAttributes, 'url' | 'goodsKey'>

const SINGLE_PAGE: RegularPage = { url: '', goodsKey: [] }

/**
 * What to hand to `<pendant>`.
 * @param customParams at most 600 characters encoded; longer ones throw a `LiveError`
 * @param isSmallWindowOn whether the room plays on in a small window after leaving it
 * @param page how the page names its product; absent on a page that is always the same
 */
export function pendantAttributes(customParams: CustomParams, isSmallWindowOn: boolean, page = SINGLE_PAGE): PendantAttributes {
  return { type: 0, customParams: encodeCustomParams(customParams), closePictureInPictureMode: isSmallWindowOn ? 0 : 1, ...page }
}
