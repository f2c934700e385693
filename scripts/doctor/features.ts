import type { MiniProgram } from './mini-program'
import { hasLivePlugin } from './mini-program'

/** Something that not every WeChat has. */
export interface Feature {
  readonly name: string
  /** The base library that brought it. */
  readonly since: string
  readonly isUsed: (program: MiniProgram) => boolean
}

const script = (name: string, since: string, pattern = new RegExp(`\\b${name}\\b`)): Feature => ({ name, since, isUsed: ({ scripts }) => scripts.some(({ text }) => pattern.test(text)) })
const tag = (name: string, since: string): Feature => ({ name: `<${name}>`, since, isUsed: ({ parts }) => parts.some(({ template }) => new RegExp(`<${name}[\\s/>]`).test(template.text)) })
function attribute(name: string, since: string): Feature {
  return {
    name: `<live-player ${name}>`,
    since,
    isUsed: ({ parts }) => parts.some(({ template }) => [...template.text.matchAll(/<live-player\b(?:[^>"']|"[^"]*"|'[^']*')*>/g)].some(([whole]) => new RegExp(`[\\s:@]${name}=`).test(whole))),
  }
}

/**
 * What the pages of WeChat give a base library for.
 * @see https://developers.weixin.qq.com/miniprogram/dev/component/live-player.html
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/channels-live.html
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/plugin/using.html
 */
export const FEATURES: readonly Feature[] = [
  { name: 'the live plugin (WeChat 7.0.7)', since: '2.9.0', isUsed: hasLivePlugin },
  { name: 'componentPlaceholder', since: '2.11.2', isUsed: ({ parts }) => parts.some(({ placeholders }) => placeholders.length > 0) },
  script('requirePlugin.async', '2.11.2', /\brequirePlugin\s*\.\s*async\b/),
  script('requirePlugin("<appid>")', '2.14.0', /\brequirePlugin\s*(?:\.async\s*)?\(\s*["'`]wx[0-9a-f]{16}/),
  script('getGroupEnterInfo', '2.17.3'),
  script('onLazyLoadError', '2.24.3'),
  tag('live-player', '1.7.0'),
  attribute('sound-mode', '1.9.90'),
  attribute('auto-pause-if-navigate', '2.5.0'),
  attribute('auto-pause-if-open-native', '2.5.0'),
  attribute('picture-in-picture-mode', '2.10.3'),
  attribute('enable-auto-rotation', '2.11.0'),
  attribute('referrer-policy', '2.13.0'),
  attribute('enable-casting', '2.32.0'),
  attribute('picture-in-picture-init-position', '3.3.0'),
  script('requestBackgroundPlayback', '2.14.3'),
  script('startCasting', '2.32.0'),
  script('checkIsPictureInPictureActive', '2.29.2'),
  script('getChannelsLiveInfo', '2.15.0'),
  script('openChannelsLive', '2.15.0'),
  script('getChannelsLiveNoticeInfo', '2.19.0'),
  script('reserveChannelsLive', '2.19.0'),
  script('openChannelsActivity', '2.19.2'),
  script('openChannelsEvent', '2.21.0'),
  script('openChannelsUserProfile', '2.21.2'),
  script('getChannelsShareKey', '2.22.1'),
  script('openChannelsLiveNoticeInfo', '3.13.0'),
  tag('channel-live', '2.29.0'),
]
