import type { Output } from './built'
import vm from 'node:vm'

/** What an output's modules have registered with WeChat while they were loaded. */
export interface Loaded {
  /** What `App` was called with; null when nobody called it. */
  readonly app: Readonly<Record<string, unknown>> | null
}

const WX_FUNCTIONS = ['getSystemInfoSync', 'getAppBaseInfo', 'getWindowInfo', 'getDeviceInfo', 'getLaunchOptionsSync', 'canIUse', 'onNetworkStatusChange', 'getNetworkType', 'getStorageSync']

/**
 * Loads every module of an output as WeChat would, `app.js` first, in a realm of its own.
 * @param output the built folder
 * @param prelude a script that runs before anything else
 * @throws what a module throws while it is loaded
 */
export function load(output: Output, prelude = ''): Loaded {
  let app: Loaded['app'] = null
  const wx = Object.fromEntries(WX_FUNCTIONS.map(name => [name, () => ({})]))
  const register = (options: Record<string, unknown>): void => void (app = options)
  const context = vm.createContext({ global: {}, wx, App: register, Page: () => {}, Component: () => {}, Behavior: () => {}, getApp: () => ({}), getCurrentPages: () => [], requirePlugin: () => ({}), console, setTimeout, clearTimeout })
  vm.runInContext(prelude, context)

  const modules = new Map<string, { exports: object }>()
  function require(file: string): object {
    const known = modules.get(file)
    if (known)
      return known.exports
    const module = { exports: {} }
    modules.set(file, module)
    const run = vm.runInContext(`(function (module, exports, require) {${output.text(file)}\n})`, context, { filename: file }) as (...args: unknown[]) => void
    run(module, module.exports, (path: string) => require(new URL(path, `file:///${file}`).pathname.slice(1)))
    return module.exports
  }
  require('app.js')
  for (const file of output.files.filter(name => name.endsWith('.js'))) require(file)
  return { app }
}
