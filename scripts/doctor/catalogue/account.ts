import type { Problem } from '../finding'

/** The appid, and what its account may do. */
export const ACCOUNT = {
  'appid-missing': {
    severity: 'warning',
    words: ['touristappid', 'appid', '游客模式', '80082'],
    why: 'Without an appid the compiler writes "touristappid": DevTools opens it as a tourist, but it cannot be uploaded, and the live plugin may not load for it.',
    fix: 'Put your mini-program\'s appid (MP console → 开发管理 → 开发设置 → AppID) into manifest.json → mp-weixin.appid and build again. Without an account, use a build without the plugin or the browser.',
    source: 'https://uniapp.dcloud.net.cn/collocation/manifest.html',
  },
  'appid-malformed': {
    severity: 'error',
    words: ['appid', 'invalid appid', '40013', '不合法的appid'],
    why: 'An appid of WeChat is "wx" and 16 digits or letters a to f. DCloud\'s own (__UNI__…) belongs to the top of manifest.json and is another thing.',
    fix: 'Copy the AppID from the MP console (开发管理 → 开发设置) into manifest.json → mp-weixin.appid.',
    source: 'https://uniapp.dcloud.net.cn/collocation/manifest.html',
  },
  'appid-differs': {
    severity: 'error',
    words: ['appid', 'project.config.json', 'manifest.json'],
    why: 'DevTools takes the appid of the project.config.json that it opens. With two different ones, what you test and what you upload may belong to two accounts, with two sets of permissions and domains.',
    fix: 'Keep one: manifest.json → mp-weixin.appid, which the compiler writes into the output. Build again when the output is the older one.',
    source: 'https://uniapp.dcloud.net.cn/collocation/manifest.html',
  },
  'appid-of-plugin': {
    severity: 'error',
    words: ['provider', 'wx2b03c6e691cd7370', 'appid'],
    why: 'wx2b03c6e691cd7370 is the appid of WeChat\'s live plugin. Nobody but WeChat can open or upload a project with it.',
    fix: 'Your own appid goes into manifest.json → mp-weixin.appid; the plugin\'s stays where it is, as its `provider`.',
    source: 'https://developers.weixin.qq.com/community/develop/doc/000c84daee8128cd1cca494985b800',
  },
  'plugin-permission': {
    severity: 'advice',
    words: ['80082', '-80082', 'permission deny', 'get plugin(id: wx2b03c6e691cd7370', 'miniprogram has no permission to plugin', 'inner upload fail with errcode: 80082', '268489001', '插件未授权使用', '暂时不支持新增开通直播权限'],
    why: 'The plugin loads only for accounts that have 小程序直播. Without it, DevTools and uploads fail with 80082. WeChat gives no new permissions at present (268489001, "under maintenance"); who has it keeps it.',
    fix: 'Look in the MP console under 功能 → 直播. Without the permission, upload a build without the plugin and offer Channels (视频号) broadcasts instead.',
    source: 'https://developers.weixin.qq.com/doc/oplatform/openApi/miniprogram-management/live-player/api_applylivelnfo',
  },
  'live-player-permission': {
    severity: 'advice',
    words: ['live-player', 'operateLivePlayer:fail no permission', 'jsapi has no permission', '接口设置', '实时播放音视频流'],
    why: '<live-player> is a permission of its own, for other categories than the live plugin (社交、教育、医疗、金融 …), and DevTools never plays it.',
    fix: 'Switch it on in the MP console under 开发 → 接口设置, and test on a phone. An account without it should not show this page.',
    source: 'https://developers.weixin.qq.com/miniprogram/dev/component/live-player.html',
  },
} as const satisfies Readonly<Record<string, Problem>>
