import type { OutputBundle } from 'rollup'
import { describe, expect, it } from 'vitest'
import { shortNames } from '@/scripts/small-output'

type Files = Readonly<Record<string, string | Uint8Array>>

/** What the files hold after their names were shortened. */
function shortened(files: Files): Record<string, unknown> {
  const bundle = Object.fromEntries(Object.entries(files).map(([fileName, source]) => [fileName, fileName.endsWith('.js') ? { type: 'chunk', fileName, code: source } : { type: 'asset', fileName, source }]))
  const { generateBundle } = shortNames
  if (typeof generateBundle !== 'object')
    throw new TypeError('It is no longer an object with a handler.')
  Reflect.apply(generateBundle.handler, null, [{}, bundle as unknown as OutputBundle, true])
  return Object.fromEntries(Object.values(bundle).map(file => [file.fileName, 'code' in file ? file.code : file.source]))
}

const picture = new Uint8Array([0x89, 0x50])
const files: Files = {
  'app.wxss': 'page{--space-1:4rpx;--space-2:8rpx;--text-sm:1px}',
  'a.wxss': '.card.data-v-0011aabb{margin:var(--space-2)}.card--text-sm.data-v-0011aabb{gap:var(--space-2)}',
  'a.js': 'const n="data-v-0011aabb",i="1234abcd-0-"+n,f="var(--space-1)";for(let a=9;a--;);',
  'a.wxml': '<view class="card data-v-0011aabb" u-i="1234abcd-0"/><b class="data-v-ffee0011"/>',
  'a.json': '{\n  "a": "data-v-0011aabb"\n}',
  'common/vendor.js': 'var(--space-1) data-v-0011aabb 1234abcd-0',
  'a.png': picture,
}

describe('shorter names', () => {
  const out = shortened(files)

  it('are the same wherever a name is used, shortest where it is used most', () => {
    expect(out['a.wxss']).toBe('.card.va{margin:var(--a)}.card--text-sm.va{gap:var(--a)}')
    expect(out['app.wxss']).toBe('page{--b:4rpx;--a:8rpx;--c:1px}')
    expect(out['a.js']).toBe('const n="va",i="a-0-"+n,f="var(--b)";for(let a=9;a--;);')
    expect(out['a.wxml']).toBe('<view class="card va" u-i="a-0"/><b class="vb"/>')
  })

  it('stay away from JSON, pictures and what others have written', () => {
    expect(out['a.json']).toBe('{"a":"data-v-0011aabb"}')
    expect(out['a.png']).toBe(picture)
    expect(out['common/vendor.js']).toBe(files['common/vendor.js'])
  })

  it('do not depend on the order of the files', () => {
    expect(shortened(Object.fromEntries(Object.entries(files).reverse()))).toEqual(Object.fromEntries(Object.entries(out).reverse()))
  })

  it('are different for different names, however many there are', () => {
    const scopes = Array.from({ length: 800 }, (_, n) => `data-v-${n.toString(16).padStart(8, '0')}`)
    const names = String(shortened({ 'a.wxml': scopes.join(' ') })['a.wxml']).split(' ')
    expect(new Set(names).size).toBe(800)
    expect(names.filter(name => !/^v[a-z][a-z\d]?$/.test(name))).toEqual([])
  })
})
