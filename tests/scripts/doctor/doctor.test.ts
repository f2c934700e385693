import { appendFileSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, inject, it } from 'vitest'
import { parseOrder } from '@/scripts/doctor/arguments'
import { CATALOGUE } from '@/scripts/doctor/catalogue'
import { diagnose } from '@/scripts/doctor/diagnose'
import { WECHAT_BUILDS } from '../../build/support/built'
import { ROOT, runNode } from '../../build/support/compile'
import { copyProject } from '../../build/support/scratch'
import { CHECKOUT, examine, OUTPUT, placeOf, write } from './support/sample'

function doctor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return runNode(['--import', 'tsx', join(ROOT, 'scripts/doctor.ts'), ...args], { env: { VITE_GATEWAY_URL: '', INIT_CWD: ROOT, ...env } })
}

describe('this project', () => {
  it('has no error; what is left to its user is an appid', () => {
    const { looked, diagnoses } = diagnose(copyProject('doctor', { hasModules: false }), { environment: { VITE_GATEWAY_URL: 'https://gateway.example' }, budgetKb: null })
    expect(looked).toEqual(WECHAT_BUILDS)
    expect(diagnoses.filter(({ id }) => CATALOGUE[id].severity !== 'advice').map(one => `${one.id} ${placeOf(one)}`)).toEqual(['appid-missing manifest.json:13'])
  })

  it.each(WECHAT_BUILDS)('has no error in its %s build, and the advice that belongs to it', (build) => {
    const { diagnoses } = diagnose(join(inject('builds'), build), { environment: {}, budgetKb: 240 })
    const advice = ['live-player-permission', 'domains', 'base-library']
    expect(diagnoses.map(({ id }) => id).sort()).toEqual(['appid-missing', ...(build === 'mp-weixin-no-plugin' ? [] : ['plugin-permission']), ...advice].sort())
    expect(diagnoses.find(({ id }) => id === 'domains')?.what).toContain('https://gateway.example')
  })

  it.each(['common/vendor.js', 'common/app.js', 'app.js', 'src/live/room/room.js'])('would be found to die on phones if %s set a name that it inherits from a built-in', (file) => {
    const folder = join(write({}), 'mp-weixin')
    cpSync(join(inject('builds'), 'mp-weixin'), folder, { recursive: true })
    appendFileSync(join(folder, file), ';(function () { "use strict"; function Mine() {} Mine.prototype = Object.create(Error.prototype); Mine.prototype.name = "Mine" })()')
    const { diagnoses } = diagnose(folder, { environment: {}, budgetKb: null })
    expect(diagnoses.filter(({ id }) => id === 'frozen-built-ins').map(placeOf)).toContain(file)
  })

  it('has no secret in what browsers load', () => {
    expect(diagnose(join(inject('builds'), 'h5'), { environment: {}, budgetKb: null }).diagnoses).toEqual([])
  })
})

describe('the outputs inside a checkout', () => {
  const built = (folder: string, files: typeof OUTPUT) => Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]))

  it('are looked at wherever the compilers put them, and only those for WeChat and browsers', () => {
    const { looked } = examine({
      ...CHECKOUT,
      ...built('dist/build/mp-weixin', OUTPUT),
      ...built('dist/dev/mp-weixin-bare', OUTPUT),
      ...built('unpackage/dist/build/mp-weixin', OUTPUT),
      ...built('dist/build/mp-alipay', OUTPUT),
      'dist/build/h5/index.html': '<html>',
      'dist/build/h5/assets/index.js': '',
    })
    expect(looked.map(one => one.replace(/ \(.*/, ''))).toEqual(['mp-weixin', 'mp-weixin-bare', 'dist/build/h5', 'dist/build/mp-weixin', 'dist/dev/mp-weixin-bare', 'unpackage/dist/build/mp-weixin'])
    expect(looked[3]).toMatch(/main package \d+\.\d KB, live \d+\.\d KB/)
  })

  it('are compared with the sources, and get no advice that those already got', () => {
    const { diagnoses } = examine({ ...CHECKOUT, ...built('dist/build/mp-weixin', { ...OUTPUT, 'project.config.json': '{"appid":"wx2222222222222222"}' }) })
    expect(diagnoses.map(({ id }) => id).sort()).toEqual(['appid-differs', 'base-library', 'domains', 'plugin-permission'])
    expect(diagnoses.filter(({ id }) => id === 'appid-differs').map(placeOf)).toEqual(['dist/build/mp-weixin/project.config.json:1'])
  })
})

describe('a key that uploads', () => {
  const KEY = { 'private.wx1111111111111111.key': 'x' }
  it.each([
    ['is an error in git', {}, ['secret-tracked']],
    ['is fine where git ignores it', { '.gitignore': 'private.*.key\n' }, []],
  ])('%s', (_, files, ids) => {
    const { diagnoses } = examine({ ...CHECKOUT, ...KEY, ...files }, { isRepository: true })
    expect(diagnoses.filter(({ id }) => /key|secret/.test(id)).map(({ id }) => id)).toEqual(ids)
  })
})

describe('rubbish', () => {
  const look = (folder: string) => diagnose(folder, { environment: {}, budgetKb: null }).diagnoses.map(({ id, what }) => [id, what])

  it('gives one clear finding, whatever is named', () => {
    const folder = write({ 'a.txt': 'hello' })
    expect(look(folder)).toEqual([['nothing-to-check', expect.stringContaining('neither pages.json')]])
    expect(look(write({ 'pages.config.ts': '' }))).toEqual([['nothing-to-check', expect.stringContaining('build it once')]])
    expect(look(join(folder, 'a.txt'))).toEqual([['nothing-to-check', expect.stringContaining('is a file')]])
    expect(look(join(folder, 'away'))).toEqual([['nothing-to-check', expect.stringContaining('is not there')]])
  })

  it('in the place of a file is said of that file', () => {
    const folder = write({ ...CHECKOUT, 'pages.json': null, 'manifest.json': '\u0000\u0001PNG' })
    mkdirSync(join(folder, 'pages.json'))
    expect(existsSync(join(folder, 'pages.json'))).toBe(true)
    expect(look(folder).map(([id]) => id).slice(0, 2)).toEqual(['file-missing', 'json-broken'])
    writeFileSync(join(folder, 'app.json'), 'null')
    expect(look(folder)).toContainEqual(['json-broken', expect.stringContaining('app.json')])
  })

  it('of any shape inside JSON stops no check', () => {
    const value = fc.jsonValue({ maxDepth: 2 })
    const page = fc.oneof(value, fc.record({ path: value, style: fc.oneof(value, fc.record({ 'usingComponents': value, 'componentPlaceholder': value, 'mp-weixin': value })) }))
    const packages = fc.oneof(value, fc.array(fc.oneof(value, fc.record({ root: value, pages: fc.oneof(value, fc.array(page)), plugins: value }))))
    const anything = fc.record({ 'pages': fc.oneof(value, fc.array(page)), 'subPackages': packages, 'plugins': fc.oneof(value, fc.dictionary(fc.string(), value)), 'mp-weixin': value, 'uni-app': fc.oneof(value, fc.record({ scripts: value })), 'scripts': value, 'dependencies': value })
    fc.assert(fc.property(anything, anything, (first, second) => {
      const [one, other] = [JSON.stringify(first), JSON.stringify(second)]
      for (const files of [{ ...CHECKOUT, 'pages.json': one, 'manifest.json': other, 'package.json': one }, { ...OUTPUT, 'app.json': one, 'project.config.json': other, 'pages/index/index.json': other }])
        expect(look(write(files)).map(([id]) => id)).not.toContain('nothing-to-check')
    }), { numRuns: 40 })
  })
})

describe('npm run doctor', () => {
  it('ends with 0 when there is no error, and with what it counted', async () => {
    const { code, output } = await doctor([write(OUTPUT)])
    expect(output).toMatch(/\n0 errors, 0 warnings, 2 pieces of advice\.\n$/)
    expect(code).toBe(0)
  })

  it('outlives what the scripts of an output leave behind', async () => {
    const { code } = await doctor([write({ ...OUTPUT, 'live/room/room.js': 'Promise.reject(new Error("later"));Page({});' })])
    expect(code).toBe(0)
  })

  it('ends with 1 when there is one, and says what, where, why and how to fix it', async () => {
    const folder = write({ ...CHECKOUT, 'pages.json': CHECKOUT['pages.json']?.toString().replace('"1.3.5"', '"latest"') ?? null })
    const { code, output } = await doctor([folder])
    expect(code).toBe(1)
    expect(output).toContain('error    The live plugin\'s version "latest" is not three numbers.\n  where  pages.json:20, in mp-weixin\n  why    ')
    expect(output).toContain('插件版本不存在')
    expect(output).toContain(`  source ${CATALOGUE['plugin-version-invalid'].source}\n`)
  })

  it('speaks to machines', async () => {
    const folder = write({ ...OUTPUT, 'app.js': null })
    const { code, output } = await doctor(['--json', folder])
    expect(code).toBe(1)
    expect(JSON.parse(output)).toMatchObject({ folder, counts: { error: 1 }, findings: expect.arrayContaining([expect.objectContaining({ id: 'output-dead', severity: 'error', what: 'There is no app.js.', place: null })]) })
  })

  it('takes a folder from where the person is', async () => {
    const folder = write({ ...OUTPUT })
    const { output } = await doctor(['pages/..'], { INIT_CWD: folder })
    expect(output.replaceAll('\n', ' ')).toContain(`Looked at ${folder}:`)
  })

  it('lists everything it knows about', async () => {
    const { code, output } = await doctor(['--list'])
    expect(code).toBe(0)
    for (const id of Object.keys(CATALOGUE)) expect(output).toMatch(new RegExp(`^(?:error|warning|advice) +${id}$`, 'm'))
  })

  it('ends with 2 when it does not understand, and says how to call it', async () => {
    const { code, output } = await doctor(['--jsn'])
    expect(code).toBe(2)
    expect(output).toContain('Usage: npm run doctor')
  })

  it.each([[['a', 'b']], [['--budget-kb', 'much']], [['--list=yes']]])('refuses %j with a reason', (args) => {
    expect(parseOrder(args)).toEqual({ kind: 'refuse', reason: expect.stringMatching(/\S/) })
  })
})
