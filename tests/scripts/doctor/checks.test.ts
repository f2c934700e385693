import type { Report } from '@/scripts/doctor/diagnose'
import { describe, expect, it } from 'vitest'
import { CATALOGUE } from '@/scripts/doctor/catalogue'
import { BROKEN } from './support/broken'
import { CHECKOUT, examine, inSrc, OUTPUT, page, placeOf, PROVIDER } from './support/sample'

const serious = ({ diagnoses }: Report) => diagnoses.filter(({ id }) => CATALOGUE[id].severity !== 'advice').map(one => `${one.id} ${placeOf(one)} ${one.what}`)

describe('the doctor', () => {
  it('finds nothing wrong with a healthy checkout, in either layout, or with its output', () => {
    expect(serious(examine(CHECKOUT))).toEqual([])
    expect(serious(examine(inSrc(CHECKOUT)))).toEqual([])
    expect(serious(examine(OUTPUT))).toEqual([])
  })

  it.each(BROKEN.map(one => [one.id, one.name, one] as const))('finds %s: %s', (id, _, { kind, files, at, says = '', isRepository = false, budgetKb = null }) => {
    const { diagnoses } = examine({ ...(kind === 'output' ? OUTPUT : CHECKOUT), ...files }, { isRepository, budgetKb })
    const found = diagnoses.filter(one => one.id === id)
    expect(found.map(placeOf)).toContain(at)
    expect(found.map(({ what, details }) => [what, ...details].join('\n')).join('\n')).toContain(says)
  })

  it('finds none of it in the healthy samples', () => {
    const plain = { checkout: examine(CHECKOUT), output: examine(OUTPUT) }
    for (const { id, kind } of BROKEN.filter(({ healthy }) => !healthy)) expect(plain[kind].diagnoses.filter(one => one.id === id), id).toEqual([])
  })

  it.each(BROKEN.flatMap(({ id, kind, name, healthy, isRepository = false }) => healthy ? [{ id, kind, name, healthy, isRepository }] : []))('does not find $id in what is close to it and fine, instead of $name', ({ id, kind, healthy, isRepository }) => {
    const { diagnoses } = examine({ ...(kind === 'output' ? OUTPUT : CHECKOUT), ...healthy }, { isRepository })
    expect(diagnoses.filter(one => one.id === id).map(({ what }) => what)).toEqual([])
  })

  it('finds the same in the layout of the CLI, in the file that it is in', () => {
    const { diagnoses } = examine(inSrc({ ...CHECKOUT, 'live/room/room.vue': null }))
    expect(diagnoses.filter(({ id }) => id === 'page-missing').map(placeOf)).toEqual(['src/pages.json:16'])
  })

  it('says once what several builds have, and which', () => {
    const { diagnoses } = examine({ ...CHECKOUT, 'use-share.ts': 'export const useShare = () => wx.request({ url: \'https://api.weixin.qq.com\' })\n' })
    expect(diagnoses.filter(({ id }) => id === 'address-refused')).toMatchObject([{ targets: ['mp-weixin', 'mp-weixin-bare'] }])
  })

  it('minds patched built-ins only where the live plugin freezes them', () => {
    const patch = { 'use-share.ts': 'Array.prototype.last = 1\nexport const useShare = () => null\n' }
    const frozen = ({ diagnoses }: Report) => diagnoses.filter(({ id }) => id === 'frozen-built-ins').map(({ targets }) => targets)
    expect(frozen(examine({ ...CHECKOUT, ...patch }))).toEqual([['mp-weixin']])
    expect(frozen(examine({ ...CHECKOUT, ...patch, 'pages.json': '{"pages":[{"path":"pages/index/index"}]}' }))).toEqual([])
  })

  it('leaves alone what no build takes in', () => {
    const { diagnoses } = examine({ ...CHECKOUT, 'server/patch.ts': '// #ifdef H5\nArray.prototype.last = requirePlugin(\'other\')\n', 'h5.vue': page('', '<subscribe />') })
    expect(serious({ folder: '', looked: [], diagnoses })).toEqual([])
  })

  it('knows the plugin that a third-party platform declares for a shop', () => {
    const declared = { 'ext.json': JSON.stringify({ extEnable: true, plugins: { 'live-player-plugin': { version: '1.3.5', provider: PROVIDER } } }) }
    expect(serious(examine({ ...OUTPUT, ...declared, 'app.json': JSON.stringify({ pages: ['pages/index/index'], subPackages: [{ root: 'live', pages: ['room/room'] }] }) }))).toEqual([])
    expect(serious(examine({ ...CHECKOUT, ...declared }))).toEqual([])
  })

  it('asks no app of Vue 2 for createSSRApp', () => {
    expect(serious(examine({ ...CHECKOUT, 'main.ts': 'import Vue from \'vue\'\nimport App from \'./App\'\nnew Vue({ ...App }).$mount()\n', 'package.json': '{}' }))).toEqual([])
  })

  it('knows of every problem a sample that has it', () => {
    const { 'nothing-to-check': _, ...others } = CATALOGUE
    expect(Object.keys(others).filter(id => BROKEN.every(one => one.id !== id))).toEqual([])
  })

  it('names for every problem its words, a cure and a page that can be opened', () => {
    for (const [id, { words, why, fix, source }] of Object.entries(CATALOGUE)) {
      expect(words.length, id).toBeGreaterThan(0)
      expect(why, id).toMatch(/[.)]$/)
      expect(fix, id).toMatch(/\S/)
      expect(new URL(source).protocol, id).toBe('https:')
    }
  })
})
