import type { Finding } from '../finding'
import type { Output } from '../output'
import { posix } from 'node:path'
import vm from 'node:vm'
import { found } from '../finding'
import { hasLivePlugin } from '../mini-program'

// As the live plugin does it on a phone.
const FREEZE = `"use strict";
  for (const builtIn of [Object, Function, Array, Promise, Map, Set, WeakMap, WeakSet, String, Number, Boolean, Symbol, RegExp, Date, Error]) {
    Object.freeze(builtIn.prototype)
    Object.freeze(builtIn)
  }
  for (const builtIn of [JSON, Math, Reflect]) Object.freeze(builtIn)
`

const TIMEOUT_MS = 5000

// What is asked of WeChat while modules are loaded is there, and gives something empty. uni-app's runtime copies what `wx` lists.
const LISTED = ['getSystemInfoSync', 'getAppBaseInfo', 'getWindowInfo', 'getDeviceInfo', 'getSystemSetting', 'getAppAuthorizeSetting', 'getLaunchOptionsSync', 'getEnterOptionsSync', 'getAccountInfoSync', 'getExtConfigSync', 'getMenuButtonBoundingClientRect', 'canIUse', 'getNetworkType', 'onNetworkStatusChange', 'getStorageSync', 'setStorageSync', 'removeStorageSync', 'getStorageInfoSync', 'getUpdateManager', 'getLogManager', 'getRealtimeLogManager', 'createSelectorQuery', 'createIntersectionObserver', 'onAppShow', 'onAppHide', 'onThemeChange', 'onError', 'request', 'login', 'nextTick']
const STUBS = `
  var anything = new Proxy(function () {}, { get: (_, name) => name === Symbol.toPrimitive ? () => '' : name === 'then' ? undefined : anything, apply: () => anything, construct: () => anything, set: () => true })
  var phone = { platform: 'android', system: 'Android 13', brand: 'a', model: 'a', language: 'zh_CN', version: '8.0.50', SDKVersion: '3.6.0', theme: 'light', pixelRatio: 2, screenWidth: 375, screenHeight: 667, windowWidth: 375, windowHeight: 667, statusBarHeight: 20, safeArea: { left: 0, right: 375, top: 20, bottom: 667, width: 375, height: 647 }, miniProgram: {}, host: {} }
  var listed = {}
  for (const name of ${JSON.stringify(LISTED)}) listed[name] = () => /^get.*(?:Sync|Info|Setting)$/.test(name) ? phone : anything
  var wx = new Proxy(listed, { get: (_, name) => name in listed ? listed[name] : anything })
  var getApp = () => ({}), getCurrentPages = () => [], requirePlugin = anything, requireMiniProgram = anything
  var App = () => {}, Page = () => {}, Component = () => {}, Behavior = () => ({}), global = {}, __wxConfig = {}
  var console = { log() {}, info() {}, warn() {}, error() {}, debug() {} }
  var setTimeout = () => 0, setInterval = () => 0, clearTimeout = () => {}, clearInterval = () => {}
`

/**
 * Loads every module of an output twice, with JavaScript's own objects as they are and frozen, each time in a realm of its
 * own. What throws only then is what a phone would show as a white page.
 */
export function checkFrozenLoad({ kind, program, files }: Output): Finding[] {
  if (kind === 'web' || !program || !hasLivePlugin(program) || !program.scripts.some(({ file }) => file === 'app.js'))
    return []
  const names = ['app.js', ...files.map(({ file }) => file).filter(file => file.endsWith('.js') && file !== 'app.js')]
  const texts = new Map(program.scripts.map(({ file, text }) => [file, text]))
  const healthy = failuresOf(texts, names, '')
  return [...failuresOf(texts, names, FREEZE)].filter(([file, reason]) => healthy.get(file) !== reason).slice(0, 3).map(([file, reason]) => found('frozen-built-ins', `Loading ${file} fails once the live plugin has frozen the built-ins: ${reason}`, { file, line: null }))
}

/** The modules that throw while they are loaded, with what they say; one that only needs such a module is not among them. */
function failuresOf(texts: ReadonlyMap<string, string>, names: readonly string[], prelude: string): Map<string, string> {
  const failures = new Map<string, string>()
  const modules = new Map<string, { exports: unknown }>()
  const context = vm.createContext({})
  vm.runInContext(`${STUBS};${prelude}`, context)

  function load(file: string): unknown {
    const known = modules.get(file)
    if (known)
      return known.exports
    const text = texts.get(file)
    const module = { exports: {} }
    modules.set(file, module)
    if (text === undefined)
      return module.exports
    try {
      Object.assign(context, { $: { module, require: (path: string) => load(posix.join(path.startsWith('/') ? '' : posix.dirname(file), path).replace(/(?<!\.js)$/, '.js')) } })
      vm.runInContext(`(function (module, exports, require) {${text}\n})($.module, $.module.exports, $.require)`, context, { filename: file, timeout: TIMEOUT_MS })
    }
    catch (thrown) {
      failures.set(file, reasonOf(thrown))
    }
    return module.exports
  }
  for (const name of names) load(name)
  return failures
}

function reasonOf(thrown: unknown): string {
  // An error of another realm is no instance of this one's.
  const message = (thrown as { message?: unknown } | null)?.message
  return typeof message === 'string' ? message : String(thrown)
}
