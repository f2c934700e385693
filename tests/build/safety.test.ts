import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import vm from 'node:vm'
import { describe, expect, it } from 'vitest'
import { outputAt, outputOf, WECHAT_BUILDS } from './support/built'
import { compile, copyProject, temporaryFolder } from './support/compile'

const KB = 1024
const VENDOR = 'common/vendor.js'

// What WeChat's logic layer does not have, and methods younger than the engines of base library 2.9.
const MISSING_IN_WECHAT: readonly RegExp[] = [
  /\b(?:window|document|localStorage|sessionStorage)\./,
  /\bnew (?:URL|URLSearchParams|FormData|AbortController)\b/,
  /\b(?:fetch|structuredClone|queueMicrotask)\(/,
  // ES2022
  /\.at\(/,
  /\bObject\.hasOwn\(/,
  // ES2021
  /\.replaceAll\(/,
  /\bPromise\.any\(/,
  // ES2023
  /\.(?:findLast|findLastIndex|toSorted|toReversed|toSpliced)\(/,
]

describe.each(WECHAT_BUILDS)('the %s build', (build) => {
  const output = () => outputOf(build)

  it('stays within its size', () => {
    const sum = (files: readonly string[]): number => files.reduce((bytes, file) => bytes + output().bytes(file), 0)
    const all = sum(output().files)
    const main = sum(output().files.filter(file => !file.startsWith('src/live/')))
    process.stdout.write(`${build}: ${(all / KB).toFixed(1)} KB in all, main package ${(main / KB).toFixed(1)} KB, of it the framework's vendor.js ${(output().bytes(VENDOR) / KB).toFixed(1)} KB\n`)
    expect(all).toBeLessThanOrEqual(240 * KB)
    expect(main).toBeLessThanOrEqual(200 * KB)
  })

  it('uses nothing that WeChat\'s logic layer, or an old phone, does not have', () => {
    for (const pattern of MISSING_IN_WECHAT)
      expect(output().filesWith(pattern).filter(file => file.endsWith('.js') && file !== VENDOR), String(pattern)).toEqual([])
  })

  it('loads although the live plugin has frozen the built-ins', () => {
    loadFrozen(build)
  })
})

describe('frozen built-ins', () => {
  it.each([
    ['a polyfill', 'Array.prototype.at = function () {}'],
    ['a patched Promise', 'Promise.prototype.finally = function () {}'],
    ['a message set on an error class', 'Error.prototype.name = "Mine"'],
  ])('stop a bundle that brings %s', (_, patch) => {
    expect(() => loadFrozen('mp-weixin', `"use strict";${patch};`)).toThrow(/read.?only|not extensible/i)
  })
})

describe('the H5 build', () => {
  it('fetches nothing from elsewhere', () => {
    expect(outputOf('h5').filesWith(/url\(["']?https?:/)).toEqual([])
    expect(outputOf('h5').filesWith('cdn.dcloud.net.cn').filter(file => file.endsWith('.css'))).toEqual([])
  })
})

describe('secrets', () => {
  it('of the environment and of .env reach no output', async () => {
    const SECRETS = ['WECHAT_APP_ID', 'WECHAT_APP_SECRET', 'ADMIN_KEY', 'DATABASE_URL']
    const project = copyProject('secrets')
    writeFileSync(join(project, '.env'), `${SECRETS.map(name => `${name}=file-marker-${name}`).join('\n')}\nVITE_GATEWAY_URL=https://gateway-marker.example\n`)
    const env = { ...Object.fromEntries(SECRETS.map(name => [name, `env-marker-${name}`])), VITE_GATEWAY_URL: 'https://gateway-marker.example' }
    const folders = await Promise.all(['mp-weixin', 'h5'].map(build => compile(build, temporaryFolder('secrets'), { root: project, env })))
    for (const output of folders.map(outputAt)) {
      expect(output.filesWith('gateway-marker').length, 'a public setting is there, so the search works').toBeGreaterThan(0)
      expect(output.filesWith(/(?:file|env)-marker-/)).toEqual([])
    }
  })
})

/** Loads every module of an output in a realm whose built-ins are frozen the way the live plugin freezes them. */
function loadFrozen(build: string, prelude = ''): void {
  const output = outputOf(build)
  const wx = Object.fromEntries(['getSystemInfoSync', 'getAppBaseInfo', 'getWindowInfo', 'getDeviceInfo', 'canIUse', 'onNetworkStatusChange', 'getNetworkType', 'getStorageSync', 'createApp', 'createPage', 'createComponent']
    .map(name => [name, () => ({})]))
  const context = vm.createContext({ global: {}, wx, App: () => {}, Page: () => {}, Component: () => {}, Behavior: () => {}, getApp: () => ({}), getCurrentPages: () => [], requirePlugin: () => ({}), console, setTimeout, clearTimeout })
  vm.runInContext(`
    for (const builtIn of [Object, Function, Array, Promise, Map, Set, WeakMap, WeakSet, String, Number, Boolean, Symbol, RegExp, Date, Error]) {
      Object.freeze(builtIn.prototype)
      Object.freeze(builtIn)
    }
    for (const builtIn of [JSON, Math, Reflect]) Object.freeze(builtIn)
  `, context)
  vm.runInContext(prelude, context)

  const loaded = new Map<string, { exports: object }>()
  function load(file: string): object {
    const known = loaded.get(file)
    if (known)
      return known.exports
    const module = { exports: {} }
    loaded.set(file, module)
    const run = vm.runInContext(`(function (module, exports, require) {${output.text(file)}\n})`, context, { filename: file }) as (...args: unknown[]) => void
    run(module, module.exports, (path: string) => load(new URL(path, `file:///${file}`).pathname.slice(1)))
    return module.exports
  }
  load('app.js')
  for (const file of output.files.filter(name => name.endsWith('.js'))) load(file)
}
