import type { Problem } from '../finding'

const CONDITIONS = 'https://uniapp.dcloud.net.cn/tutorial/platform.html'
const BUILDS = 'https://uniapp.dcloud.net.cn/collocation/package.html'
const MAIN = 'https://uniapp.dcloud.net.cn/collocation/main.html'

/** What uni-app's compiler does without saying so. */
export const COMPILER = {
  'nothing-to-check': {
    severity: 'error',
    words: ['app.json', 'pages.json', '未找到 app.json', 'ENOENT'],
    why: 'A uni-app checkout has pages.json in its root (HBuilderX) or in src/ (CLI); a built output has app.json.',
    fix: 'Name the folder that holds one of them: npm run doctor -- <folder>.',
    source: 'https://uniapp.dcloud.net.cn/tutorial/project.html',
  },
  'json-broken': {
    severity: 'error',
    words: ['Expecting \'STRING\', got INVALID', 'app.json 文件内容错误', 'Unexpected token', 'JSON'],
    why: 'A file that is not JSON stops WeChat, or is read only in part: uni-app\'s compiler takes from a broken pages.json or manifest.json what it understands, and drops the rest in silence. Comments are allowed in those two files only.',
    fix: 'Mend the place named above. A comma that belongs to a conditional block stands inside its #ifdef.',
    source: 'https://developers.weixin.qq.com/community/personal/oCJUsw4jocDolt5zub2ow3RlF6NU/answer',
  },
  'file-missing': {
    severity: 'error',
    words: ['pages.json', 'manifest.json', 'ENOENT'],
    why: 'The compiler reads both files from one folder: the root in an HBuilderX project, src/ in a CLI project.',
    fix: 'Put it there. A new project of the same layout shows what belongs into it.',
    source: 'https://uniapp.dcloud.net.cn/tutorial/project.html',
  },
  'page-missing': {
    severity: 'error',
    words: ['页面不存在', 'is not found', 'has not been registered yet', 'pages.json'],
    why: 'pages.json lists a page whose .vue file is not there.',
    fix: 'Correct `path` (in a subpackage it is relative to `root`, without a leading slash) or add the file.',
    source: 'https://uniapp.dcloud.net.cn/collocation/pages.html',
  },
  'ifdef-unbalanced': {
    severity: 'error',
    words: ['#ifdef', '#endif', 'Unbalanced delimiter', '条件编译失败'],
    why: 'The compiler stops at a block that is not closed, or was never opened.',
    fix: 'Give every #ifdef and #ifndef its #endif, in the comments of the language around it: // in scripts and JSON, <!-- --> in templates, /* */ in styles.',
    source: CONDITIONS,
  },
  'ifdef-negation': {
    severity: 'warning',
    words: ['#ifdef', '&& !', '条件编译 不生效'],
    why: 'A flag that a build does not know cannot be negated: "A && !B" is false whenever B is undefined, so the block is left out of the very builds that it was written for.',
    fix: 'Nest the conditions, #ifdef A around #ifndef B, or define the flag as false for this build.',
    source: CONDITIONS,
  },
  'ifdef-in-manifest': {
    severity: 'error',
    words: ['manifest.json', '#ifdef', '条件编译'],
    why: 'manifest.json knows no conditions: a block between #ifdef and #endif is taken by every build.',
    fix: 'Plugins move to pages.json, where conditions work; settings of one platform stand under its name (mp-weixin, h5 …).',
    source: CONDITIONS,
  },
  'input-dir-relative': {
    severity: 'error',
    words: ['UNI_INPUT_DIR', 'Build complete', '白屏'],
    why: 'With a relative UNI_INPUT_DIR the compiler says "Build complete" and writes an app that never mounts: a white page.',
    fix: 'Set an absolute path, as a small Node script can: UNI_INPUT_DIR = the folder with pages.json.',
    source: BUILDS,
  },
  'entry-misplaced': {
    severity: 'error',
    words: ['createSSRApp', 'main.js', 'main.ts', 'App.vue', '白屏', 'Build complete'],
    why: 'The compiler mounts the app only when main.ts or main.js stands beside pages.json, holds the word createSSRApp itself, and App.vue stands beside it. Otherwise it says "Build complete" and writes an app without onLaunch: a white page.',
    fix: 'export function createApp() { const app = createSSRApp(App); return { app } } in main.ts beside pages.json, and App.vue beside it.',
    source: MAIN,
  },
  'component-like-tag': {
    severity: 'error',
    words: ['cover-image', '组件不显示', 'built-in tag', '内置组件'],
    why: 'A component that is called like a tag of uni-app or WeChat is never drawn: the built-in tag silently takes its place.',
    fix: 'Rename the file and its tag, for example room-cover instead of cover-image.',
    source: 'https://uniapp.dcloud.net.cn/component/',
  },
  'share-hooks-lost': {
    severity: 'error',
    words: ['onShareAppMessage', 'onShareTimeline', 'onPageScroll', '当前页面未设置分享', '分享不生效', '__runtimeHooks'],
    why: 'WeChat wants share hooks when a page is registered. The compiler registers them only for a page whose own script holds the word; a hook inside a composable runs, and is never asked.',
    fix: 'Call onShareAppMessage (onShareTimeline, onPageScroll) in the page itself and let the composable return what it needs: onShareAppMessage(() => share.card()).',
    source: 'https://github.com/dcloudio/uni-app/issues/4047',
  },
  'share-hooks-in-component': {
    severity: 'warning',
    words: ['onShareAppMessage', 'onShareTimeline', 'onPageScroll', '当前页面未设置分享', '组件 分享不生效'],
    why: 'A component may answer share hooks, but only on a page whose own script holds the word: the compiler registers them when it reads the page.',
    fix: 'Nothing, when this page is not to be shared. Otherwise call the hook in the page too.',
    source: 'https://github.com/dcloudio/uni-app/issues/3061',
  },
  'package-type-module': {
    severity: 'warning',
    words: ['Cannot find package \'vite\'', '"type": "module"', 'HBuilderX'],
    why: 'HBuilderX bundles vite.config.ts to CommonJS and finds its own packages that way; with "type": "module" the build dies with "Cannot find package \'vite\'".',
    fix: 'Leave "type" out of package.json, and end the names of configuration files that must be modules in .mjs.',
    source: BUILDS,
  },
  'dcloudio-mixed': {
    severity: 'warning',
    words: ['@dcloudio', 'injectHook', 'isInSSRComponentSetup', 'uvm'],
    why: 'The @dcloudio packages call each other\'s insides: two versions side by side break in places that have nothing to do with it.',
    fix: 'Move all of them together: npx @dcloudio/uvm <version>.',
    source: 'https://uniapp.dcloud.net.cn/quickstart-cli.html',
  },
} as const satisfies Readonly<Record<string, Problem>>
