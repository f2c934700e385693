import process from 'node:process'
import { describe, expect, it } from 'vitest'
import { FREEZE } from '@/tests/support/freeze'
import { outputOf, subPackageRootsOf, WECHAT_BUILDS } from './support/built'
import { load } from './support/load'

const KB = 1024
const VENDOR = 'common/vendor.js'

// By WeChat's own account (github.com/wechat-miniprogram/miniprogram-compat), base library 2.9 runs in engines as old as
// Chrome 53 and brings core-js 2.5.1 with ES2015 only. What came later throws there, though DevTools converts the syntax.
const MISSING_IN_WECHAT: Readonly<Record<string, RegExp>> = {
  'a browser\'s globals': /\b(?:window|document|navigator|localStorage|sessionStorage)\./,
  'a browser\'s classes': /\bnew (?:URL|URLSearchParams|FormData|AbortController|TextEncoder|TextDecoder)\b/,
  'a browser\'s functions': /(?<!\.)\b(?:fetch|structuredClone|queueMicrotask|atob|btoa)\(/,
  'Intl, which Android does not have': /\bIntl\./,
  'Object.values and Object.entries (Chrome 54)': /\bObject\.(?:values|entries|getOwnPropertyDescriptors)\b/,
  'padStart and padEnd (Chrome 57)': /\.pad(?:Start|End)\(/,
  'trimStart and trimEnd (Chrome 66)': /\.trim(?:Start|End)\(/,
  'flat and flatMap (Chrome 69)': /\.flat(?:Map)?\(/,
  'globalThis (Chrome 71)': /\bglobalThis\b/,
  'Object.fromEntries, matchAll (Chrome 73)': /\bObject\.fromEntries\b|\.matchAll\(/,
  'Promise.allSettled (Chrome 76), Promise.any (Chrome 85)': /\bPromise\.(?:allSettled|any)\b/,
  'replaceAll (Chrome 85)': /\.replaceAll\(/,
  'at (Chrome 92), Object.hasOwn (Chrome 93)': /\.at\(|\bObject\.hasOwn\b/,
  'findLast and the copying array methods (Chrome 97 and 110)': /\.(?:findLast|findLastIndex|toSorted|toReversed|toSpliced)\(/,
  'lookbehind, over which iOS before 16.4 refuses the whole file': /\(\?<[=!]/,
}

// What one file of the output takes from another has a short name, which can be `at`.
function withoutOwnNames(code: string): string {
  const modules = [...code.matchAll(/([\w$]+)=require\(/g)].map(([, name = '']) => name.replaceAll('$', '\\$'))
  return modules.length === 0 ? code : code.replace(new RegExp(`(?<![\\w$.])(?:${modules.join('|')})\\.[\\w$]+`, 'g'), 'own')
}

describe.each(WECHAT_BUILDS)('the %s build', (build) => {
  const output = () => outputOf(build)

  it('stays within its size', () => {
    const sum = (files: readonly string[]): number => files.reduce((bytes, file) => bytes + output().bytes(file), 0)
    const all = sum(output().files)
    const roots = subPackageRootsOf(output())
    const main = sum(output().files.filter(file => !roots.some(root => file.startsWith(`${root}/`))))
    process.stdout.write(`${build}: ${(all / KB).toFixed(1)} KB in all, main package ${(main / KB).toFixed(1)} KB, of it the framework's vendor.js ${(output().bytes(VENDOR) / KB).toFixed(1)} KB\n`)
    expect(all).toBeLessThanOrEqual(240 * KB)
    expect(main).toBeLessThanOrEqual(200 * KB)
  })

  it('uses nothing that WeChat\'s logic layer, or an old phone, does not have', () => {
    const scripts = output().files.filter(file => file.endsWith('.js') && file !== VENDOR)
    const found = Object.entries(MISSING_IN_WECHAT)
      .map(([name, pattern]) => [name, scripts.filter(file => pattern.test(withoutOwnNames(output().text(file))))] as const)
      .filter(([, files]) => files.length > 0)
    expect(Object.fromEntries(found)).toEqual({})
  })

  it('has styles that WeChat\'s compiler takes: no `*`, and in components classes only', () => {
    for (const file of output().files.filter(name => name.endsWith('.wxss') && name !== 'app.wxss')) {
      const selectors = output().text(file).split('}').map(rule => rule.split('{').at(-2) ?? '').filter(selector => !selector.startsWith('@'))
      expect(selectors.filter(selector => /[*[#]|(?:^|[\s>+~,])[a-z]/i.test(selector.trim()) && !/^(?:from|to|[\d.]+%)/.test(selector)), file).toEqual([])
    }
  })

  it('loads although the live plugin has frozen the built-ins', () => {
    load(outputOf(build), FREEZE)
  })
})

describe('frozen built-ins', () => {
  it.each([
    ['a polyfill', 'Array.prototype.at = function () {}'],
    ['a patched Promise', 'Promise.prototype.finally = function () {}'],
    ['a message set on an error class', 'Error.prototype.name = "Mine"'],
  ])('stop a bundle that brings %s', (_, patch) => {
    expect(() => load(outputOf('mp-weixin'), `'use strict';${FREEZE}${patch};`)).toThrow(/read.?only|not extensible/i)
  })
})

describe('the H5 build', () => {
  it('fetches nothing from elsewhere', () => {
    expect(outputOf('h5').filesWith(/url\(["']?https?:/)).toEqual([])
    expect(outputOf('h5').filesWith('cdn.dcloud.net.cn').filter(file => file.endsWith('.css'))).toEqual([])
  })
})
