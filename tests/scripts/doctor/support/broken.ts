import type { Files } from './sample'
import type { ProblemId } from '@/scripts/doctor/catalogue'
import { manifest, page, pages, pagesOfSubpackage, PROVIDER, withSubscribe } from './sample'

/** One way of having a problem. */
export interface Broken {
  readonly id: ProblemId
  readonly name: string
  readonly kind: 'checkout' | 'output'
  /** What is different from the healthy sample. */
  readonly files: Files
  /** Where it should be found: `file:line`, or null for no place. */
  readonly at: string | null
  /** In both the finding's sentence and details. */
  readonly says?: string
  readonly isRepository?: boolean
  readonly budgetKb?: number
  /** What is close to it and fine, when the healthy sample has nothing of the kind. */
  readonly healthy?: Files
}

const MB = 1024 * 1024
const plugin = (version: string, provider = PROVIDER): string => `"live-player-plugin": { "version": "${version}", "provider": "${provider}" }`
const healthyPlugin = plugin('1.3.5')
const appJson = (plugins: object, live: object = {}): string => JSON.stringify({ pages: ['pages/index/index'], subPackages: [{ root: 'live', pages: ['room/room'], ...live }], ...plugins })
const packageJson = (fields: object): string => JSON.stringify({ name: 'sample', ...fields }, null, 2)
const SUBSCRIBE_URL = withSubscribe.usingComponents.subscribe

/** At least one for every problem of the catalogue. */
export const BROKEN: readonly Broken[] = [
  { id: 'appid-missing', name: 'an empty appid', kind: 'checkout', files: { 'manifest.json': manifest({ appid: '' }) }, at: 'manifest.json:6' },
  { id: 'appid-missing', name: 'an output of a tourist', kind: 'output', files: { 'project.config.json': '{\n"appid": "touristappid"}' }, at: 'project.config.json:2' },
  { id: 'appid-malformed', name: 'DCloud\'s appid', kind: 'checkout', files: { 'manifest.json': manifest({ appid: '__UNI__1234567' }) }, at: 'manifest.json:6', says: '__UNI__1234567' },
  { id: 'appid-malformed', name: 'half an appid in an output', kind: 'output', files: { 'project.config.json': '{"appid":"wx1111"}' }, at: 'project.config.json:1' },
  { id: 'appid-differs', name: 'two appids', kind: 'checkout', files: { 'project.config.json': '{\n  "appid": "wx2222222222222222"\n}' }, at: 'project.config.json:2', says: 'wx2222222222222222' },
  { id: 'appid-of-plugin', name: 'the plugin\'s appid as one\'s own', kind: 'checkout', files: { 'manifest.json': manifest({ appid: PROVIDER }) }, at: 'manifest.json:6' },
  { id: 'plugin-permission', name: 'the plugin', kind: 'output', files: {}, at: 'app.json:14', healthy: { 'app.json': appJson({}), 'pages/index/index.json': '{}', 'pages/index/index.wxml': '<view/>', 'live/room/room.js': '' } },
  { id: 'live-player-permission', name: '<live-player>', kind: 'checkout', files: { 'live/room/room.vue': page('', '<live-player src="rtmp://a" />') }, at: 'live/room/room.vue' },

  { id: 'plugin-twice', name: 'main package and subpackage at once', kind: 'checkout', files: { 'pages.json': pages.replace('"root": "live",', `"root": "live", "plugins": { ${healthyPlugin} },`) }, at: 'pages.json:16', says: 'provider 相同' },
  { id: 'plugin-twice', name: 'a subpackage and manifest.json at once', kind: 'checkout', files: { 'pages.json': pagesOfSubpackage({ ...withSubscribe, componentPlaceholder: { subscribe: 'view' } }), 'manifest.json': manifest({ plugins: JSON.parse(`{${healthyPlugin}}`) }) }, at: 'pages.json:19', says: 'manifest.json', healthy: { 'manifest.json': manifest({ plugins: JSON.parse(`{${healthyPlugin}}`) }) } },
  { id: 'plugin-twice', name: 'two names in an output', kind: 'output', files: { 'app.json': appJson({ plugins: { 'live-player-plugin': { version: '1.3.5', provider: PROVIDER }, 'live': { version: '1.3.5', provider: PROVIDER } } }) }, at: 'app.json:1', says: '"live"' },
  { id: 'plugin-provider', name: 'one\'s own appid as provider', kind: 'checkout', files: { 'pages.json': pages.replace(healthyPlugin, plugin('1.3.5', 'wx1111111111111111')) }, at: 'pages.json:20', says: 'wx1111111111111111' },
  { id: 'plugin-version-invalid', name: 'a version in words', kind: 'checkout', files: { 'pages.json': pages.replace(healthyPlugin, plugin('latest')) }, at: 'pages.json:20', says: 'latest' },
  { id: 'plugin-version-invalid', name: 'no version', kind: 'output', files: { 'app.json': appJson({ plugins: { 'live-player-plugin': { provider: PROVIDER } } }) }, at: 'app.json:1' },
  { id: 'plugin-version-old', name: 'an old version', kind: 'checkout', files: { 'pages.json': pages.replace(healthyPlugin, plugin('1.2.8')) }, at: 'pages.json:20', says: '1.2.8' },
  { id: 'plugin-version-unknown', name: 'a version of the future', kind: 'output', files: { 'app.json': appJson({ plugins: { 'live-player-plugin': { version: '1.4.0', provider: PROVIDER } } }) }, at: 'app.json:1', says: '1.4.0' },
  { id: 'plugin-in-manifest', name: 'the plugin in manifest.json alone', kind: 'checkout', files: { 'pages.json': pages.replace(healthyPlugin, ''), 'manifest.json': manifest({ plugins: JSON.parse(`{${healthyPlugin}}`) }) }, at: 'manifest.json:11' },
  { id: 'plugin-undeclared', name: 'a call without a declaration', kind: 'checkout', files: { 'pages.json': pages.replace(healthyPlugin, '') }, at: 'live/room/room.vue:3', says: 'live-player-plugin' },
  { id: 'plugin-undeclared', name: 'a component without a declaration', kind: 'output', files: { 'app.json': appJson({}), 'live/room/room.js': '' }, at: 'pages/index/index.json:1', says: '<subscribe>' },
  { id: 'plugin-sync-outside', name: 'a call from the main package for a subpackage\'s plugin', kind: 'checkout', files: { 'pages.json': pagesOfSubpackage({ ...withSubscribe, componentPlaceholder: { subscribe: 'view' } }), 'use-share.ts': 'export const useShare = () => requirePlugin(\'live-player-plugin\')\n' }, at: 'use-share.ts:1', says: 'the main package', healthy: { 'pages.json': pagesOfSubpackage({ ...withSubscribe, componentPlaceholder: { subscribe: 'view' } }), 'use-share.ts': 'export const useShare = () => requirePlugin.async(\'live-player-plugin\')\nexport const old = () => requirePlugin(\'live-player-plugin\', () => {})\n' } },
  { id: 'plugin-sync-outside', name: 'the same in an output', kind: 'output', files: { 'app.json': appJson({}, { plugins: { 'live-player-plugin': { version: '1.3.5', provider: PROVIDER } } }), 'pages/index/index.js': '\nrequirePlugin("live-player-plugin")' }, at: 'pages/index/index.js:2' },
  { id: 'plugin-component-outside', name: 'no placeholder', kind: 'checkout', files: { 'pages.json': pagesOfSubpackage(withSubscribe) }, at: 'pages.json:7', says: 'pages/index/index', healthy: { 'pages.json': pagesOfSubpackage({ ...withSubscribe, componentPlaceholder: { subscribe: 'view' } }) } },
  { id: 'plugin-url-malformed', name: 'a slash before plugin-private', kind: 'checkout', files: { 'pages.json': pages.replace('"plugin-private:', '"/plugin-private:') }, at: 'pages.json:8', says: '/plugin-private' },
  { id: 'plugin-url-malformed', name: 'a slash lost in code', kind: 'output', files: { 'pages/index/index.js': `Page({});const a="plugin-private:/${PROVIDER}/pages/live-player-plugin?room_id=1"` }, at: 'pages/index/index.js:1', healthy: { 'pages/index/index.js': `Page({});const a="plugin-private://${PROVIDER}/pages/live-player-plugin?room_id=1"` } },
  { id: 'plugin-page-unknown', name: 'a page that the plugin does not have', kind: 'output', files: { 'pages/index/index.js': `Page({});const a="plugin-private://${PROVIDER}/pages/room?room_id=1"` }, at: 'pages/index/index.js:1', says: 'pages/room' },
  { id: 'subscribe-in-component', name: '<subscribe> in a component', kind: 'checkout', files: { 'components/room-card.vue': page('', '<view><subscribe :room-id="1" /><slot /></view>') }, at: 'components/room-card.vue:6', says: 'components/room-card' },
  { id: 'subscribe-in-component', name: '<pendant> in a built component', kind: 'output', files: { 'components/room-card.wxml': '<view>\n<pendant type="{{0}}"/></view>' }, at: 'components/room-card.wxml:2' },
  { id: 'plugin-tag-unregistered', name: '<subscribe> on a page that does not register it', kind: 'checkout', files: { 'pages.json': pages.replace(`"usingComponents": { "subscribe": "${SUBSCRIBE_URL}" },`, '') }, at: 'pages/index/index.vue:13', healthy: { 'pages.json': pages.replace(`"usingComponents": { "subscribe": "${SUBSCRIBE_URL}" },`, ''), 'pages/index/index.vue': page('import Subscribe from \'@/components/room-card.vue\'', '<subscribe />') } },
  { id: 'native-tags', name: '<pendant> without nativeTags', kind: 'checkout', files: { 'manifest.json': manifest({ nativeTags: [] }), 'pages.json': pages.replace('{ "subscribe"', `{ "pendant": "plugin-private://${PROVIDER}/components/pendant/pendant", "subscribe"`), 'pages/index/index.vue': page('', '<pendant :type="0" />') }, at: 'manifest.json:7', says: 'pendant', healthy: { 'pages.json': pages.replace('{ "subscribe"', `{ "pendant": "plugin-private://${PROVIDER}/components/pendant/pendant", "subscribe"`), 'pages/index/index.vue': page('', '<pendant :type="0" />') } },

  { id: 'json-broken', name: 'half a pages.json', kind: 'checkout', files: { 'pages.json': '{\n  "pages": [\n    { "path": }\n  ]\n}' }, at: 'pages.json:3' },
  { id: 'json-broken', name: 'an empty manifest.json', kind: 'checkout', files: { 'manifest.json': '' }, at: 'manifest.json' },
  { id: 'json-broken', name: 'a comment in app.json', kind: 'output', files: { 'app.json': '{\n  // the pages\n  "pages": ["pages/index/index"]\n}' }, at: 'app.json', says: 'comments' },
  { id: 'json-broken', name: 'a list in package.json', kind: 'checkout', files: { 'package.json': '[]' }, at: 'package.json:1' },
  { id: 'file-missing', name: 'no manifest.json', kind: 'checkout', files: { 'manifest.json': null }, at: 'manifest.json' },
  { id: 'page-missing', name: 'a page without a file', kind: 'checkout', files: { 'live/room/room.vue': null }, at: 'pages.json:16', says: 'live/room/room' },
  { id: 'ifdef-unbalanced', name: 'a block that is not closed', kind: 'checkout', files: { 'use-share.ts': '// #ifdef MP-WEIXIN\nexport const useShare = () => null\n' }, at: 'use-share.ts' },
  { id: 'ifdef-negation', name: 'an unknown flag negated', kind: 'checkout', files: { 'use-share.ts': '\n// #ifdef MP-WEIXIN && !NO_PLUGIN\nexport const useShare = () => null\n// #endif\n' }, at: 'use-share.ts:2', says: 'NO_PLUGIN', healthy: { 'use-share.ts': '// #ifdef !H5\n// #ifndef NO_PLUGIN || OTHER\nexport const useShare = () => null\n// #endif\n// #endif\n' } },
  { id: 'ifdef-in-manifest', name: 'a condition in manifest.json', kind: 'checkout', files: { 'manifest.json': manifest().replace('"name"', '// #ifdef H5\n  "h5": {},\n  // #endif\n  "name"') }, at: 'manifest.json:3' },
  { id: 'input-dir-relative', name: 'a relative folder in a script', kind: 'checkout', files: { 'package.json': packageJson({ scripts: { dev: 'cross-env UNI_INPUT_DIR=./app uni -p mp-weixin' } }) }, at: 'package.json:4', says: './app', healthy: { 'package.json': packageJson({ scripts: { dev: 'UNI_INPUT_DIR=$PWD uni -p mp-weixin' } }) } },
  { id: 'input-dir-relative', name: 'a relative folder in .env', kind: 'checkout', files: { '.env': '\nUNI_INPUT_DIR=.\n' }, at: '.env:2' },
  { id: 'entry-misplaced', name: 'createSSRApp elsewhere', kind: 'checkout', files: { 'main.ts': 'export { createApp } from \'./app\'\n' }, at: 'main.ts', says: 'createSSRApp' },
  { id: 'entry-misplaced', name: 'no App.vue', kind: 'checkout', files: { 'App.vue': null }, at: null, says: 'App.vue' },
  { id: 'component-like-tag', name: 'a component called cover-image', kind: 'checkout', files: { 'components/cover-image.vue': page(''), 'use-share.ts': 'import Cover from \'./components/cover-image.vue\'\nexport const useShare = () => Cover\n' }, at: 'components/cover-image.vue', says: '<cover-image>' },
  { id: 'share-hooks-lost', name: 'the hook in a composable', kind: 'checkout', files: { 'use-share.ts': 'import { onShareAppMessage } from \'@dcloudio/uni-app\'\nconst register = () => onShareAppMessage(() => ({}))\nexport function useShare() {\n  register()\n}\n', 'pages/index/index.vue': page('import { useShare } from \'@/use-share\'\nuseShare()') }, at: 'pages/index/index.vue', says: 'onShareAppMessage' },
  { id: 'share-hooks-lost', name: 'the hook behind a file that passes it on', kind: 'checkout', files: { 'index.ts': 'export * from \'./use-share\'\n', 'use-share.ts': 'export const useShare = () => {\n  onShareTimeline(() => ({}))\n}\n', 'pages/index/index.vue': page('import { useShare as share } from \'@/index\'\nshare()') }, at: 'pages/index/index.vue', says: 'onShareTimeline', healthy: { 'index.ts': 'export * from \'./use-share\'\n', 'use-share.ts': 'export const useShare = () => {\n  onShareTimeline(() => ({}))\n}\nexport const other = () => null\n', 'pages/index/index.vue': page('import { other } from \'@/index\'\nother()') } },
  { id: 'share-hooks-in-component', name: 'the hook in a component', kind: 'checkout', files: { 'components/room-card.vue': page('onShareAppMessage(() => ({}))'), 'pages/index/index.vue': page('import RoomCard from \'@/components/room-card.vue\'', '<room-card />') }, at: 'pages/index/index.vue', says: 'A component on the page pages/index/index', healthy: { 'components/room-card.vue': page('onShareAppMessage(() => ({}))') } },
  { id: 'share-hooks-in-component', name: 'a built page without its hook', kind: 'output', files: { 'pages/index/index.js': 'const a=require("../../use-share.js");Page(a)', 'use-share.js': 'exports.useShare=()=>{vendor.onShareAppMessage(()=>({}))}' }, at: 'pages/index/index.js', says: '__runtimeHooks', healthy: { 'pages/index/index.js': 'const a=require("../../use-share.js");a.__runtimeHooks=2;Page(a)', 'use-share.js': 'exports.useShare=()=>{vendor.onShareAppMessage(()=>({}))}' } },
  { id: 'package-type-module', name: '"type": "module"', kind: 'checkout', files: { 'package.json': packageJson({ type: 'module' }) }, at: 'package.json:3' },
  { id: 'dcloudio-mixed', name: 'two versions of @dcloudio', kind: 'checkout', files: { 'package.json': packageJson({ dependencies: { '@dcloudio/uni-app': '3.0.0', '@dcloudio/uni-ui': '1.5.0', '@dcloudio/uni-h5': '3.0.1' } }) }, at: 'package.json:6', says: '3.0.1' },

  { id: 'output-dead', name: 'no page', kind: 'output', files: { 'app.json': '{\n"pages": []}' }, at: 'app.json:2' },
  { id: 'output-dead', name: 'nothing mounted', kind: 'output', files: { 'app.js': '"use strict";require("./common/vendor.js");' }, at: 'app.js' },
  { id: 'output-dead', name: 'no app.js', kind: 'output', files: { 'app.js': null }, at: null },
  { id: 'output-file-missing', name: 'a page without its template', kind: 'output', files: { 'live/room/room.wxml': null }, at: 'app.json', says: 'live/room/room.wxml' },
  { id: 'output-file-missing', name: 'a component that is not there', kind: 'output', files: { 'components/room-card.js': null }, at: 'pages/index/index.json:1', says: 'components/room-card.js' },
  { id: 'size-package', name: 'a main package of 2.1 MB', kind: 'output', files: { 'static/film.mp4': 2.1 * MB | 0 }, at: null, says: 'static/film.mp4' },
  { id: 'size-total', name: '31 MB in all', kind: 'output', files: { 'app.json': JSON.stringify({ pages: ['pages/index/index'], subPackages: Array.from({ length: 16 }, (_, index) => ({ root: `p${index}`, pages: [] })) }), ...Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`p${index}/film.mp4`, 1.95 * MB | 0])) }, at: null, says: '30720 KB' },
  { id: 'size-development', name: 'a large development build', kind: 'checkout', files: { 'dist/dev/mp-weixin/app.json': '{"pages":["a"]}', 'dist/dev/mp-weixin/film.mp4': 3 * MB }, at: null, says: '3072.0 KB' },
  { id: 'size-budget', name: 'more than was allowed', kind: 'output', files: { 'static/a.png': 20_000 }, budgetKb: 10, at: null, says: 'you allowed 10 KB' },
  { id: 'base-library', name: 'something new', kind: 'checkout', files: { 'use-share.ts': 'export const useShare = () => wx.openChannelsLive({})\n' }, at: null, says: 'openChannelsLive', healthy: { 'pages.json': '{ "pages": [{ "path": "pages/index/index" }] }', 'pages/index/index.vue': page('') } },
  { id: 'base-library-low', name: 'an old base library', kind: 'checkout', files: { 'manifest.json': manifest({ libVersion: '2.8.1' }) }, at: 'manifest.json:10', says: '2.9.0', healthy: { 'manifest.json': manifest({ libVersion: 'latest' }) } },
  { id: 'base-library-low', name: 'an old base library in an output', kind: 'output', files: { 'project.config.json': '{"appid":"wx1111111111111111","libVersion":"2.8.1"}' }, at: 'project.config.json:1' },
  { id: 'frozen-built-ins', name: 'a patched prototype', kind: 'checkout', files: { 'use-share.ts': 'Array.prototype.last = function () {}\nexport const useShare = () => null\n' }, at: 'use-share.ts:1', says: 'Array.prototype.last', healthy: { 'use-share.ts': 'const own = Array.prototype.slice === undefined\nMine.Array.prototype.x = own\nexport const useShare = () => Array.prototype.map\n' } },
  { id: 'frozen-built-ins', name: 'a property defined on Object', kind: 'output', files: { 'common/vendor.js': 'if(!Object.values)Object.defineProperty(Object,"values",{value(){}})' }, at: 'common/vendor.js:1' },
  { id: 'frozen-built-ins', name: 'an imported polyfill', kind: 'checkout', files: { 'main.ts': 'import \'core-js/stable\'\nimport { createSSRApp } from \'vue\'\nexport const createApp = () => ({ app: createSSRApp({}) })\n' }, at: 'main.ts:1', says: 'core-js' },
  { id: 'frozen-built-ins', name: 'an inherited name assigned to, which only running shows', kind: 'output', files: { 'common/vendor.js': '"use strict";function Mine(){}Mine.prototype=Object.create(Error.prototype);Mine.prototype.name="Mine"' }, at: 'common/vendor.js', says: 'read only' },
  { id: 'polyfill-dependency', name: 'core-js among the dependencies', kind: 'checkout', files: { 'package.json': packageJson({ dependencies: { 'core-js': '3' } }) }, at: 'package.json:4' },
  { id: 'domains', name: 'a gateway', kind: 'checkout', files: {}, at: null, says: 'https://gateway.example', healthy: { '.env.production': null } },
  { id: 'domains', name: 'an address in an output', kind: 'output', files: { 'pages/index/index.js': 'const a="https://api.shop.example/v1?x=1";Page({})' }, at: null, says: 'https://api.shop.example' },
  { id: 'address-refused', name: 'http', kind: 'checkout', files: { '.env.production': '# ours\nVITE_GATEWAY_URL=http://gateway.example\n' }, at: '.env.production:2', says: 'http://' },
  { id: 'address-refused', name: 'an IP address', kind: 'checkout', files: { '.env.production': 'VITE_GATEWAY_URL="https://203.0.113.7"\n' }, at: '.env.production:1', says: 'IP address' },
  { id: 'address-refused', name: 'a port 443 written out', kind: 'checkout', files: { '.env.production': 'VITE_GATEWAY_URL=https://gateway.example:443/api\n' }, at: '.env.production:1', says: '443' },
  { id: 'address-refused', name: 'WeChat\'s server asked from the app', kind: 'output', files: { 'pages/index/index.js': 'wx.request({url:"https://api.weixin.qq.com/cgi-bin/token"});Page({})' }, at: 'pages/index/index.js:1', says: 'api.weixin.qq.com' },
  { id: 'address-local', name: 'this machine in .env', kind: 'checkout', files: { '.env.production': null, '.env': 'VITE_GATEWAY_URL=http://127.0.0.1:8787\n' }, at: '.env:1', says: '127.0.0.1', healthy: { '.env': 'VITE_GATEWAY_URL=http://127.0.0.1:8787\n' } },
  { id: 'address-local', name: 'plain http in an output', kind: 'output', files: { 'pages/index/index.js': 'const a="http://gateway.example";Page({})' }, at: 'pages/index/index.js:1', says: 'http://gateway.example' },
  { id: 'address-port', name: 'a port', kind: 'checkout', files: { '.env.production': 'VITE_GATEWAY_URL=https://gateway.example:8443\n' }, at: '.env.production:1' },
  { id: 'env-unset', name: 'a setting that nobody gives', kind: 'checkout', files: { 'use-share.ts': '\nexport const useShare = () => import.meta.env.VITE_SHOP\n' }, at: 'use-share.ts:2', says: 'VITE_SHOP', healthy: { 'use-share.ts': 'export const useShare = () => import.meta.env.VITE_GATEWAY_URL\n' } },
  { id: 'secret-in-vite', name: 'a secret that Vite writes into the app', kind: 'checkout', files: { '.env': 'VITE_WECHAT_APP_SECRET=something\n' }, at: '.env:1', healthy: { '.env': 'WECHAT_APP_SECRET=something\n' } },
  { id: 'secret-in-code', name: 'an AppSecret in the sources', kind: 'checkout', files: { 'use-share.ts': `const appSecret = '${'0f'.repeat(16)}'\nexport const useShare = () => appSecret\n` }, at: 'use-share.ts:1' },
  { id: 'secret-in-code', name: 'a private key in an output', kind: 'output', files: { 'common/vendor.js': '\nconst key=`-----BEGIN RSA PRIVATE KEY-----`' }, at: 'common/vendor.js:2' },
  { id: 'secret-in-code', name: 'the value of a server\'s setting in an output', kind: 'checkout', files: { '.env': 'ADMIN_KEY=correct-horse-battery\n', 'dist/build/mp-weixin/app.json': '{"pages":["a"]}', 'dist/build/mp-weixin/app.js': 'const a="correct-horse-battery"' }, at: 'dist/build/mp-weixin/app.js', says: 'ADMIN_KEY' },
  { id: 'key-file-shipped', name: 'an upload key in an output', kind: 'output', files: { 'static/private.wx1111111111111111.key': 'x' }, at: 'static/private.wx1111111111111111.key' },
  { id: 'secret-tracked', name: 'a secret in git', kind: 'checkout', isRepository: true, files: { '.env': 'WECHAT_APP_SECRET=something\n' }, at: '.env', healthy: { '.env': 'WECHAT_APP_SECRET=something\n', '.gitignore': '.env\n' } },
  { id: 'key-file-loose', name: 'an upload key in a folder without git', kind: 'checkout', files: { 'private.wx1111111111111111.key': 'x' }, at: 'private.wx1111111111111111.key' },
]
