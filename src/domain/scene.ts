import type { Query } from './query'
import { queryOf } from './query'
import { fieldsOf, textOf, wholeNumberOf } from './untrusted'

const SHARE_SCENES: readonly number[] = [
  /** A mini-program card in a single chat. */
  1007,
  /** A mini-program card in a group chat. */
  1008,
  /** A subscription message of the mini program, such as the reminder of a room. */
  1014,
  /** A card with a shareTicket, from a group. */
  1044,
  /** An advertisement in Moments. */
  1045,
  /** The detail page of an advertisement in Moments. */
  1046,
  /** A mini-program code that was scanned. */
  1047,
  /** A mini-program code in a picture that was pressed long. */
  1048,
  /** A mini-program code picked from the album. */
  1049,
  /** A card sent by customer service. */
  1073,
  /** Opened inside Moments, in single-page mode; nobody is logged in there. */
  1154,
  /** From the single-page mode of Moments into the mini program. */
  1155,
]

/**
 * Whether WeChat answers `getShareParams` in this scene; elsewhere it rejects with 只能获取分享卡片入口的参数.
 * @see https://developers.weixin.qq.com/miniprogram/dev/reference/scene-list.html
 */
export function isShareScene(scene: number): boolean {
  return SHARE_SCENES.includes(scene)
}

const CHANNELS_SCENES: readonly number[] = [
  /** Goods of a Channels (视频号) broadcast. */
  1177,
  /** A link in Channels. */
  1184,
  /** The goods on a Channels profile. */
  1195,
  /** A goods card of Channels in a chat. */
  1208,
]

/**
 * Whether WeChat answers `getChannelsShareKey` in this scene.
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/open-api/channels/wx.getChannelsShareKey.html
 */
export function isChannelsScene(scene: number): boolean {
  return CHANNELS_SCENES.includes(scene)
}

const MESSAGE_SCENES: readonly number[] = [
  /** A subscription message of the mini program, such as the reminder of a room. */
  1014,
  /** The same, as newer clients tell it; WeChat answers no `getShareParams` here. */
  1107,
]

/** Whether the visitor tapped a message that WeChat sent for the shop, such as the reminder of a room's start. */
export function isMessageScene(scene: number): boolean {
  return MESSAGE_SCENES.includes(scene)
}

const RETURN_SCENES: readonly number[] = [
  /** The list of recently used mini programs; also what a browser has for every way in. */
  1001,
  /** Pinned to the top of the chats. */
  1022,
  /** An icon on the phone's desktop. */
  1023,
  /** Back from another mini program. */
  1038,
  /** The main list of chats, pulled down. */
  1089,
  /** The list of recent mini programs behind the corner menu. */
  1090,
  /** My mini programs, in the list of discoveries. */
  1103,
  /** My mini programs, above the chats. */
  1104,
  /** The floating window. */
  1131,
]

/** Whether this scene can be a mere return to what was open, with the way in of then told once more. */
export function isReturnScene(scene: number): boolean {
  return RETURN_SCENES.includes(scene)
}

const CODE_SCENES: readonly number[] = [
  /** A QR code that was scanned. */
  1011,
  /** A QR code in a picture that was pressed long. */
  1012,
  /** A QR code picked from the album. */
  1013,
  /** The same three for mini-program codes. */
  1047,
  1048,
  1049,
]

/** An article of an Official Account; a card in its conversation (1074) is none. */
const ARTICLE_SCENE = 1058

/**
 * Which entrance WeChat's statistics of a room tell apart this visit came through; null for every other.
 * @see https://developers.weixin.qq.com/miniprogram/dev/reference/scene-list.html
 */
export function entranceOf(scene: number): 'qr-code' | 'article' | null {
  if (CODE_SCENES.includes(scene))
    return 'qr-code'
  return scene === ARTICLE_SCENE ? 'article' : null
}

/** How the app was entered: what `App.onLaunch` and `App.onShow` are told. */
export interface EnterOptions {
  /** The page, without leading slash; empty when unknown. */
  readonly path: string
  /** The page's parameters, as encoded as WeChat left them. */
  readonly query: Query
  /** WeChat's scene number; 0 when unknown. */
  readonly scene: number
  readonly shareTicket?: string
}

const MAX_PATH_CHARS = 1024

/** Reads the options of `App.onLaunch` or `App.onShow`; what is missing or rubbish has a safe default. Never throws. */
export function parseEnterOptions(input: unknown): EnterOptions {
  const fields = fieldsOf(input)
  const shareTicket = textOf(fields.shareTicket, MAX_PATH_CHARS)
  return {
    path: textOf(fields.path, MAX_PATH_CHARS),
    query: queryOf(fields.query),
    scene: wholeNumberOf(fields.scene) ?? 0,
    ...(shareTicket && { shareTicket }),
  }
}
