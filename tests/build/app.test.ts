import type { JsonObject } from './support/built'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { outputOf, PROVIDER, routesOf, WECHAT_BUILDS } from './support/built'
import { ROOT } from './support/compile'
import { load } from './support/load'

const require = createRequire(import.meta.url)
const { BUILT_IN_TAG_NAMES, MINI_PROGRAM_PAGE_RUNTIME_HOOKS } = require('@dcloudio/uni-shared') as { BUILT_IN_TAG_NAMES: string[], MINI_PROGRAM_PAGE_RUNTIME_HOOKS: Record<string, number> }

/** The attributes of a template that a screen reader uses, by their names. */
function spokenIn(template: string): string[] {
  return [...template.matchAll(/[\s:](aria-[a-z]+)=/g)].map(([, name = '']) => name).sort()
}

const SHARING_PAGES = ['src/pages/rooms/rooms', 'src/live/room/room']

describe.each(WECHAT_BUILDS)('the %s build', (build) => {
  const output = () => outputOf(build)

  it('mounts the app and hears it come and go', () => {
    expect(load(output()).app).toMatchObject({ onLaunch: expect.any(Function), onShow: expect.any(Function), onHide: expect.any(Function) })
  })

  it('has every page of pages.json in every form WeChat wants, and no other', () => {
    expect(routesOf(output())).toEqual(['src/pages/rooms/rooms', 'src/pages/goods/goods', 'src/live/room/room', 'src/live/player/player', 'src/live/replay/replay', 'src/pages/diagnostics/diagnostics'])
    for (const route of routesOf(output())) {
      for (const form of ['js', 'json', 'wxml', 'wxss']) expect(output().files).toContain(`${route}.${form}`)
    }
  })

  it('finds every component that it uses', () => {
    for (const file of output().files.filter(name => name.endsWith('.json'))) {
      const used: string[] = Object.values((output().json(file) as { usingComponents?: Record<string, string> }).usingComponents ?? {})
      for (const path of used.filter(path => !path.startsWith('plugin-private:'))) {
        const target = new URL(path, `file:///${file}`).pathname.slice(1)
        expect(output().files, `${file} uses ${path}`).toContain(`${target}.js`)
      }
    }
  })

  it('keeps the share hooks of pages that share', () => {
    for (const route of routesOf(output())) {
      const source = readFileSync(join(ROOT, `${route}.vue`), 'utf8')
      const wanted = Object.entries(MINI_PROGRAM_PAGE_RUNTIME_HOOKS).filter(([hook]) => source.includes(`${hook}(`)).reduce((bits, [, bit]) => bits | bit, 0)
      const [, found = '0'] = /__runtimeHooks=(\d+)/.exec(output().text(`${route}.js`)) ?? []
      expect(Number(found), route).toBe(wanted)
    }
    for (const route of SHARING_PAGES) expect(output().text(`${route}.js`), route).toContain('__runtimeHooks=6')
  })

  it('lets people pull down exactly the pages that do something then', () => {
    const pulled = routesOf(output()).filter(route => readFileSync(join(ROOT, `${route}.vue`), 'utf8').includes('onPullDownRefresh('))
    expect(pulled).toContain('src/pages/rooms/rooms')
    expect(routesOf(output()).filter(route => output().json(`${route}.json`).enablePullDownRefresh)).toEqual(pulled)
  })

  it('keeps the diagnostics and their words out of what customers download', () => {
    const folder = 'src/pages/diagnostics/'
    expect(output().json('app.json').subPackages).toContainEqual({ root: 'src/pages/diagnostics', pages: ['diagnostics'] })
    for (const words of ['复制全部', 'VITE_GATEWAY_URL 和', 'diagnostics.probe', '尚不能比较']) {
      const files = output().filesWith(words)
      expect(files, words).not.toEqual([])
      expect(files.filter(file => !file.startsWith(folder)), words).toEqual([])
    }
    expect(output().filesWith('diagnostics/sections')).toEqual([])
  })

  it('loads components lazily, follows the phone\'s theme, and can be published from DevTools', () => {
    expect(output().json('app.json')).toMatchObject({ lazyCodeLoading: 'requiredComponents', darkmode: true, themeLocation: 'theme.json' })
    expect(Object.keys(output().json('theme.json'))).toEqual(['light', 'dark'])
    expect(output().text('app.wxss')).toMatch(/@media \(prefers-color-scheme: dark\)\{page\{(?:--\w+: [^;}]+;?){10,}\}\}/)
    expect(output().json('project.config.json')).toMatchObject({ compileType: 'miniprogram', appid: 'touristappid', setting: { urlCheck: true, minified: true, es6: true } })
  })
})

// Both hold every component; in the build without the plugin, sources import more than is left of them.
describe.each(['mp-weixin', 'mp-weixin-subpackage'])('components in the %s build', (build) => {
  it('say to people who do not see what the sources say', () => {
    const output = outputOf(build)
    for (const file of output.files.filter(name => name.endsWith('.wxml') && existsSync(join(ROOT, name.replace(/\.wxml$/, '.vue'))))) {
      const source = readFileSync(join(ROOT, file.replace(/\.wxml$/, '.vue')), 'utf8').replace(/<!-- #ifdef H5 -->[\s\S]*?<!-- #endif -->/g, '')
      expect(spokenIn(output.text(file)), file).toEqual(spokenIn(source))
    }
  })

  it('are registered wherever a source imports one; a tag that the compiler takes for a built-in is not', () => {
    const output = outputOf(build)
    let count = 0
    for (const file of output.files.filter(name => name.endsWith('.wxml'))) {
      const sfc = file.replace(/\.wxml$/, '.vue')
      const { usingComponents = {} } = output.json(file.replace(/\.wxml$/, '.json')) as { usingComponents?: Record<string, string> }
      const registered = Object.values(usingComponents).map(path => new URL(path, `file:///${file}`).pathname.slice(1))
      const source = readFileSync(join(ROOT, sfc), 'utf8').replace(/\/\/ #ifdef H5\n[\s\S]*?\/\/ #endif/g, '')
      for (const [, from = ''] of source.matchAll(/^import \w+ from '(\S+)\.vue'$/gm)) {
        const component = from.startsWith('@/') ? from.slice(2) : new URL(from, `file:///${sfc}`).pathname.slice(1)
        expect(registered, `${sfc} imports ${component}`).toContain(component)
        count += 1
      }
    }
    expect(count).toBeGreaterThan(10)
  })
})

describe('the sources', () => {
  it('name no component like a built-in tag, which would silently take its place', () => {
    const names = readdirSync(join(ROOT, 'src/components')).filter(file => file.endsWith('.vue')).map(file => file.replace('.vue', ''))
    expect(BUILT_IN_TAG_NAMES).toContain('cover-image')
    expect(names.filter(name => BUILT_IN_TAG_NAMES.includes(name))).toEqual([])
  })

  it('hold no appid but the plugin\'s', () => {
    const files = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n')
    const appids = files.flatMap((file) => {
      try {
        return [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\bwx[0-9a-f]{16}\b/g)].map(([appid]) => appid)
      }
      catch {
        // Removed in the working tree, but not yet from the index.
        return []
      }
    })
    // The one in the example of WeChat's page on pushed messages.
    const published = 'wxba5fad812f8e6fb9'
    // wx followed by sixteen equal or counting digits is nobody's.
    expect([...new Set(appids)].filter(appid => appid !== PROVIDER && appid !== published && !/^wx(.)\1{15}$|0123456789/.test(appid))).toEqual([])
  })

  it('offer the builds with their own compiler flags to HBuilderX', () => {
    const { scripts } = (require(join(ROOT, 'package.json')) as { 'uni-app': { scripts: Record<string, JsonObject> } })['uni-app']
    expect(Object.keys(scripts)).toEqual(['mp-weixin-subpackage', 'mp-weixin-no-plugin'])
    for (const script of Object.values(scripts)) {
      expect(script).toMatchObject({ title: expect.stringMatching(/\S/), env: { UNI_PLATFORM: 'mp-weixin' } })
      expect(script).toHaveProperty('define')
    }
  })
})
