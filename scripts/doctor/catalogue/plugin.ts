import type { Problem } from '../finding'

const USING = 'https://developers.weixin.qq.com/miniprogram/dev/framework/plugin/using.html'
const ASYNC = 'https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages/async.html'
const COMPONENTS = 'https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/component-api.html'

/** Where the live plugin is declared, and what is used of it where. */
export const PLUGIN = {
  'plugin-twice': {
    severity: 'error',
    words: ['provider 相同', '[plugins] 的 provider 相同', 'app.json: [subPackages][0][plugins]'],
    why: 'WeChat takes a plugin once: in the main package or in one subpackage, under one name. A second declaration stops the compilation with "provider 相同".',
    fix: 'Keep one declaration. In pages.json, #ifdef can choose the place for each build; manifest.json knows no conditions and wins over pages.json, so declare nothing there.',
    source: 'https://developers.weixin.qq.com/community/develop/doc/0004c67a4b40c818f60d7d4bc52800',
  },
  'plugin-provider': {
    severity: 'error',
    words: ['provider', 'wx2b03c6e691cd7370', 'live-player-plugin', '插件 provider'],
    why: '`provider` is the appid of the plugin, which is WeChat\'s, not the appid of your mini-program.',
    fix: 'Write "provider": "wx2b03c6e691cd7370".',
    source: 'https://developers.weixin.qq.com/community/develop/doc/000c84daee8128cd1cca494985b800',
  },
  'plugin-version-invalid': {
    severity: 'error',
    words: ['插件版本不存在', 'the version of the app/plugin is not exist', 'version'],
    why: 'A released plugin is asked for by three numbers. Anything else is a version that does not exist.',
    fix: 'Write "version": "1.3.5", or the newest one that DevTools shows under 详情 → 基本信息 → 插件信息.',
    source: 'https://developers.weixin.qq.com/community/minihome/doc/000c26e5260ae0c5b4fc3a70851c00',
  },
  'plugin-version-old': {
    severity: 'warning',
    words: ['插件版本不存在', 'the version of the app/plugin is not exist', '89257', 'no such version', '1.3.0'],
    why: 'WeChat withdraws old versions ("插件版本不存在"), and its documents want at least 1.3.0 for getSubscribeStatus, getOpenid, getShareParams and <pendant>. 1.3.5 is the highest that is known to be in use.',
    fix: 'Write "version": "1.3.5", or the newest one that DevTools shows under 详情 → 基本信息 → 插件信息.',
    source: 'https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/update-log.html',
  },
  'plugin-version-unknown': {
    severity: 'warning',
    words: ['插件版本不存在', 'the version of the app/plugin is not exist'],
    why: 'A version above 1.3.5 is neither in WeChat\'s log nor known from the field. If it does not exist, WeChat says 插件版本不存在.',
    fix: 'Keep it when DevTools shows it under 详情 → 基本信息 → 插件信息; otherwise write "version": "1.3.5".',
    source: 'https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/update-log.html',
  },
  'plugin-in-manifest': {
    severity: 'advice',
    words: ['插件版本不存在', 'provider 相同', 'mp-weixin.plugins', '80082'],
    why: 'manifest.json knows no #ifdef and wins over pages.json: a plugin declared there is in every build, also in the one for accounts without the permission, and clashes with a subpackage\'s.',
    fix: 'Move `plugins` to the top level of pages.json, where #ifdef can leave it out of a build.',
    source: 'https://developers.weixin.qq.com/community/minihome/doc/000c26e5260ae0c5b4fc3a70851c00',
  },
  'plugin-undeclared': {
    severity: 'error',
    words: ['plugin is not defined', 'Plugin "wx2b03c6e691cd7370/0" is not defined', 'plugin "live-player-plugin" is not defined', '插件未声明'],
    why: 'A plugin that no package declares cannot be asked for: requirePlugin throws, and its components are not found.',
    fix: 'Declare it in pages.json → plugins (or in the subpackage), or keep the code that uses it out of this build with #ifdef. Shops of a third-party platform may get the declaration from ext.json.',
    source: USING,
  },
  'plugin-sync-outside': {
    severity: 'error',
    words: ['Plugin "wx2b03c6e691cd7370/0" is not defined', 'requirePlugin', 'requirePlugin.async', '分包异步化'],
    why: 'A plugin of a subpackage can be asked for at once only by files of that subpackage. A module goes to the package that its source folder is in, whoever imports it, and npm packages go to the main package.',
    fix: 'Use requirePlugin.async(alias), which returns a promise (base library 2.11.2), move the file under the subpackage\'s root, or declare the plugin in the main package.',
    source: ASYNC,
  },
  'plugin-component-outside': {
    severity: 'error',
    words: ['componentPlaceholder', 'Component is not found in path', 'plugin-private', '占位组件'],
    why: 'A page outside the subpackage that declares the plugin may use its components only with a placeholder, which is shown until the subpackage has been downloaded.',
    fix: 'Add "componentPlaceholder": { "<tag>": "view" } to that page\'s style in pages.json (base library 2.11.2), or declare the plugin in the main package.',
    source: ASYNC,
  },
  'plugin-url-malformed': {
    severity: 'error',
    words: ['/plugin-private://', 'Component is not found in path "plugin-private:/wx', 'navigateTo:fail page', 'is not found'],
    why: 'The address of a plugin\'s page or component begins with "plugin-private://", without a slash before it and with two behind the colon.',
    fix: 'Write plugin-private://wx2b03c6e691cd7370/… as it stands.',
    source: 'https://developers.weixin.qq.com/community/minihome/doc/000e4e460204404dba1ae533851800',
  },
  'plugin-page-unknown': {
    severity: 'error',
    words: ['plugin-private', 'pages/live-player-plugin', 'has not been registered yet', 'is not found'],
    why: 'The live plugin opens one page to mini-programs, pages/live-player-plugin.',
    fix: 'Go to plugin-private://wx2b03c6e691cd7370/pages/live-player-plugin?room_id=…',
    source: 'https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/live-player-plugin.html',
  },
  'subscribe-in-component': {
    severity: 'error',
    words: ['subscribe', 'pendant', '订阅组件不显示', 'subscribe 组件', '开播提醒'],
    why: 'uni-app registers a plugin\'s components for pages only, from pages.json. Inside a component the tag is compiled but stands for nothing: it draws nothing and says nothing.',
    fix: 'Put the tag into the page\'s own template, or into a slot that the page fills: <room-card><subscribe … /></room-card>, with <slot /> in the component.',
    source: COMPONENTS,
  },
  'plugin-tag-unregistered': {
    severity: 'error',
    words: ['usingComponents', 'subscribe', 'pendant', '组件不显示'],
    why: 'A tag that is not registered for its page stands for nothing: it draws nothing and says nothing.',
    fix: 'Add to this page\'s style in pages.json: "usingComponents": { "subscribe": "plugin-private://wx2b03c6e691cd7370/components/subscribe/subscribe" } (or …/pendant/pendant).',
    source: COMPONENTS,
  },
  'native-tags': {
    severity: 'error',
    words: ['nativeTags', 'pendant', '挂件', 'custom-params', '属性丢失'],
    why: 'The compiler takes a tag that it does not know for a Vue component and passes its attributes another way, so that WeChat\'s component gets none. It knows <subscribe> as native, no other tag of the plugin.',
    fix: 'Add the tag to manifest.json → mp-weixin.nativeTags: ["pendant"].',
    source: 'https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/pendant.html',
  },
} as const satisfies Readonly<Record<string, Problem>>
