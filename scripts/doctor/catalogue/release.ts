import type { Problem } from '../finding'

const SUBPACKAGES = 'https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages.html'
const NETWORK = 'https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html'
const COMPATIBILITY = 'https://developers.weixin.qq.com/miniprogram/dev/framework/compatibility.html'
const VITE_ENV = 'https://vite.dev/guide/env-and-mode'
const CI = 'https://developers.weixin.qq.com/miniprogram/dev/devtools/ci.html'

/** What is uploaded, where it runs and whom it talks to. */
export const RELEASE = {
  'output-dead': {
    severity: 'error',
    words: ['Build complete', '白屏', 'app.json: pages 不能为空', 'mount'],
    why: 'The compiler said "Build complete", but nothing mounts the app or there is no page: phones show a white page.',
    fix: 'Set UNI_INPUT_DIR to an absolute path, keep main.ts (with createSSRApp) and App.vue beside pages.json, and build again.',
    source: 'https://uniapp.dcloud.net.cn/collocation/main.html',
  },
  'output-file-missing': {
    severity: 'error',
    words: ['页面不存在', 'app.json 中未找到', 'Component is not found in path', '未找到 pages'],
    why: 'app.json or a page\'s JSON names a file that is not in the output: WeChat refuses it, or the component is not drawn.',
    fix: 'Build again into an empty folder. When it stays away, correct its path in pages.json.',
    source: 'https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/app.html',
  },
  'size-package': {
    severity: 'error',
    words: ['80051', 'source size exceed max limit 2MB', '代码包大小超过限制', '2048KB'],
    why: 'The main package and every subpackage may have 2 MB at most. A plugin does not count.',
    fix: 'Move pages into subpackages (pages.json → subPackages), pictures to a server, and look for a library that came in whole.',
    source: SUBPACKAGES,
  },
  'size-total': {
    severity: 'error',
    words: ['80051', '30M', '20M', '代码包大小超过限制'],
    why: 'All packages together may have 30 MB at most (20 MB when a service provider develops for a shop).',
    fix: 'Move pictures and films to a server, and take out what no page uses.',
    source: SUBPACKAGES,
  },
  'size-development': {
    severity: 'advice',
    words: ['80051', 'source size exceed max limit 2MB', '预览'],
    why: 'A development build is not minified. It is fine in the simulator, but 预览 and 真机调试 upload it, within the limits of a release.',
    fix: 'Preview a published build (npm run build:…) instead.',
    source: SUBPACKAGES,
  },
  'size-budget': {
    severity: 'error',
    words: ['--budget-kb'],
    why: 'The output is larger than what you allowed with --budget-kb.',
    fix: 'Look at what grew since the last build, or allow more.',
    source: SUBPACKAGES,
  },
  'base-library': {
    severity: 'advice',
    words: ['基础库最低版本', '基础库', 'canIUse', 'libVersion'],
    why: 'What a phone\'s base library does not have does nothing there, or throws. Code that asks first (canIUse, a version comparison) is safe; this list cannot see whether yours does.',
    fix: 'Ask before you use it, or set the lowest base library in the MP console: 设置 → 基本设置 → 基础库最低版本设置.',
    source: COMPATIBILITY,
  },
  'base-library-low': {
    severity: 'warning',
    words: ['libVersion', '基础库', '调试基础库'],
    why: 'DevTools runs the project with the base library that `libVersion` names, which is older than what the code uses: it may fail there although phones have it.',
    fix: 'Raise libVersion in project.config.json (or manifest.json → mp-weixin.libVersion), or take it out.',
    source: COMPATIBILITY,
  },
  'frozen-built-ins': {
    severity: 'error',
    words: ['Cannot assign to read only property', 'object is not extensible', 'modification of global variable', 'is not allowed when using plugins at app.json', '真机白屏'],
    why: 'The live plugin freezes JavaScript\'s own objects (Object, Array, Promise, Error …). Code that adds or changes something on them throws while it is loaded: a white page on phones, while the simulator is fine.',
    fix: 'Take the polyfill or the patch out; let the build target do the work, or import the function instead of hanging it on a prototype. To set a name or message on an error, use a class with fields.',
    source: 'https://developers.weixin.qq.com/miniprogram/dev/framework/plugin/using.html',
  },
  'polyfill-dependency': {
    severity: 'warning',
    words: ['core-js', '@babel/polyfill', 'modification of global variable', '真机白屏'],
    why: 'This package changes JavaScript\'s own objects when it is loaded, and the live plugin freezes them: a white page on phones as soon as a page of the app imports it.',
    fix: 'Keep it out of what goes to WeChat. WeChat brings ES2015 itself, and DevTools converts newer syntax (ES6 转 ES5, 增强编译).',
    source: 'https://developers.weixin.qq.com/miniprogram/dev/framework/plugin/using.html',
  },
  'domains': {
    severity: 'advice',
    words: ['不在以下 request 合法域名列表中', 'url not in domain list', 'request 合法域名', 'downloadFile 合法域名', '服务器域名'],
    why: 'On a phone, wx.request reaches only domains that are entered in the MP console; DevTools lets others through while 不校验合法域名 is on. Pictures in <image> need no entry, wx.downloadFile (posters, canvas) does.',
    fix: 'MP console → 开发管理 → 开发设置 → 服务器域名: enter each as request 合法域名, and as downloadFile 合法域名 what files are downloaded from. Each needs an ICP licence (备案).',
    source: NETWORK,
  },
  'address-refused': {
    severity: 'error',
    words: ['url not in domain list', 'request:fail', '不在以下 request 合法域名列表中', '不能使用 IP 地址', 'api.weixin.qq.com'],
    why: 'WeChat takes https only, a domain rather than an IP address or localhost, no :443 behind it, and never api.weixin.qq.com.',
    fix: 'Give the gateway a domain with a certificate and write https://your-domain into the setting. What only runs on your machine belongs into .env.development.',
    source: NETWORK,
  },
  'address-local': {
    severity: 'warning',
    words: ['url not in domain list', 'request:fail', '127.0.0.1', 'localhost'],
    why: 'Customers\' phones would ask this address, and WeChat refuses it. Vite reads .env and the environment for published builds too, unless .env.production says otherwise.',
    fix: 'Put the address for published builds into .env.production, or move this one to .env.development.',
    source: VITE_ENV,
  },
  'address-port': {
    severity: 'warning',
    words: ['url not in domain list', '端口'],
    why: 'A domain is entered in the console together with its port, and then only that port is reachable.',
    fix: 'Enter it with the port, or let the gateway listen on 443 and leave the port out.',
    source: NETWORK,
  },
  'env-unset': {
    severity: 'warning',
    words: ['import.meta.env', '.env.production', 'undefined'],
    why: 'The sources read a setting that no .env file and no environment variable gives: in a published build it is undefined.',
    fix: 'Put it into .env.production, or into the environment of the build.',
    source: VITE_ENV,
  },
  'secret-in-vite': {
    severity: 'error',
    words: ['AppSecret', 'VITE_', '小程序密钥泄露'],
    why: 'Everything that begins with VITE_ is written into the app, and anybody can unpack a mini-program. With the AppSecret one can act as your account.',
    fix: 'Take VITE_ off its name, let only the server read it, and reset the secret in the MP console if it was ever published.',
    source: VITE_ENV,
  },
  'secret-in-code': {
    severity: 'error',
    words: ['AppSecret', 'appsecret', 'PRIVATE KEY', '小程序密钥泄露', '检测到AppSecret'],
    why: 'Anybody can unpack a mini-program and read what is in it. With the AppSecret or a private key one can act as your account.',
    fix: 'Move it to the server, and reset it in the MP console (开发管理 → 开发设置), because it counts as known.',
    source: 'https://developers.weixin.qq.com/miniprogram/dev/framework/security.html',
  },
  'key-file-shipped': {
    severity: 'error',
    words: ['private.wx', '.key', '代码上传密钥', 'miniprogram-ci'],
    why: 'A key or settings file lies inside the folder that is uploaded.',
    fix: 'Take it out of static/ and of the output, and make a new key in the MP console (开发管理 → 开发设置 → 小程序代码上传).',
    source: CI,
  },
  'secret-tracked': {
    severity: 'error',
    words: ['private.wx', '.key', 'AppSecret', '代码上传密钥', 'git'],
    why: 'It is in git, so everybody who has ever cloned the repository has it, also after it is deleted.',
    fix: 'git rm --cached it, add it to .gitignore, and replace the key or secret in the MP console.',
    source: CI,
  },
  'key-file-loose': {
    severity: 'warning',
    words: ['private.wx', '.key', '代码上传密钥', '.gitignore'],
    why: 'The key that uploads in your name lies in the folder, and nothing keeps it out of git.',
    fix: 'Add private.*.key to .gitignore, or keep the key outside the folder.',
    source: CI,
  },
} as const satisfies Readonly<Record<string, Problem>>
