import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { outputAt, outputOf, parseCommented, PROVIDER, routesOf, WECHAT_BUILDS } from './support/built'
import { compile, ROOT } from './support/compile'
import { copyProject, temporaryFolder } from './support/scratch'

const DECLARATION = { 'live-player-plugin': { version: '1.3.5', provider: PROVIDER } }
const SUBSCRIBE = `plugin-private://${PROVIDER}/components/subscribe/subscribe`
const SUBSCRIBE_ATTRIBUTES = ['room-id', 'width', 'height', 'font-size', 'color', 'background-color', 'custom-params', 'stop-propagation', 'bindsubscribe']

interface SubPackage { readonly root: string, readonly plugins?: unknown }

function declarationsOf(build: string) {
  const { plugins, subPackages } = outputOf(build).json('app.json')
  return { main: plugins, live: (subPackages as SubPackage[]).find(({ root }) => root === 'src/live')?.plugins }
}

describe('the live plugin', () => {
  it('is declared for the main package by default', () => {
    expect(declarationsOf('mp-weixin')).toEqual({ main: DECLARATION, live: undefined })
  })

  it('is declared for the subpackage only in its own build', () => {
    expect(declarationsOf('mp-weixin-subpackage')).toEqual({ main: undefined, live: DECLARATION })
  })

  it('is declared nowhere in the build without it', () => {
    expect(declarationsOf('mp-weixin-no-plugin')).toEqual({ main: undefined, live: undefined })
  })

  it('is never declared in manifest.json, which knows no conditions and wins', () => {
    const manifest = parseCommented(readFileSync(join(ROOT, 'manifest.json'), 'utf8')) as { 'mp-weixin': object }
    expect(manifest['mp-weixin']).not.toHaveProperty('plugins')
  })

  it('leaves nothing behind in the build without it', () => {
    const output = outputOf('mp-weixin-no-plugin')
    for (const trace of ['requirePlugin', 'plugin-private', 'live-player-plugin', PROVIDER, '<subscribe']) expect(output.filesWith(trace), trace).toEqual([])
  })

  it('is asked for synchronously from the main package, and asynchronously from the subpackage', () => {
    const sync = /requirePlugin\("live-player-plugin"\)/
    const async = /requirePlugin\.async\("live-player-plugin"\)/
    expect(outputOf('mp-weixin').filesWith(sync)).toHaveLength(1)
    expect(outputOf('mp-weixin').filesWith(async)).toEqual([])
    expect(outputOf('mp-weixin-subpackage').filesWith(async)).toHaveLength(1)
    expect(outputOf('mp-weixin-subpackage').filesWith(/requirePlugin\(/)).toEqual([])
  })

  it('is not asked for in a browser', () => {
    expect(outputOf('h5').filesWith('requirePlugin')).toEqual([])
  })
})

describe.each(['mp-weixin', 'mp-weixin-subpackage'])('<subscribe> in the %s build', (build) => {
  const output = () => outputOf(build)
  const pagesWithIt = () => routesOf(output()).filter(route => output().text(`${route}.wxml`).includes('<subscribe'))

  it('stands on the rooms page and the room page, and in no component, where it would render nothing', () => {
    expect(pagesWithIt()).toEqual(['src/pages/rooms/rooms', 'src/live/room/room'])
    expect(output().filesWith('<subscribe').filter(file => file.endsWith('.wxml')).sort()).toEqual(pagesWithIt().map(route => `${route}.wxml`).sort())
  })

  it('is registered by every page that holds it', () => {
    for (const route of pagesWithIt()) expect(output().json(`${route}.json`)).toMatchObject({ usingComponents: { subscribe: SUBSCRIBE } })
  })

  it('keeps all eight attributes and its event as attributes', () => {
    for (const route of pagesWithIt()) {
      const [tag = ''] = /<subscribe[^>]*>/.exec(output().text(`${route}.wxml`)) ?? []
      expect([...tag.matchAll(/ ([a-z-]+)="\{\{/g)].map(([, name]) => name).filter(name => name !== 'wx:if')).toEqual(SUBSCRIBE_ATTRIBUTES)
    }
  })

  it('has a placeholder exactly where the plugin belongs to another package', () => {
    for (const route of routesOf(output())) {
      const needsOne = build === 'mp-weixin-subpackage' && pagesWithIt().includes(route) && !route.startsWith('src/live/')
      expect(output().json(`${route}.json`).componentPlaceholder, route).toEqual(needsOne ? { subscribe: 'view' } : undefined)
    }
  })
})

describe('<pendant>', () => {
  const TAG = '<pendant :type="1" custom-params="x" :close-picture-in-picture-mode="0" url="/p" :goods-key="[\'id\']" />'

  async function wxmlOfGoodsWithPendant(changeManifest: (text: string) => string): Promise<string> {
    const project = copyProject('pendant')
    const { writeFileSync } = await import('node:fs')
    const page = join(project, 'src/pages/goods/goods.vue')
    writeFileSync(page, readFileSync(page, 'utf8').replace('<view class="page"', `${TAG}<view class="page"`))
    const manifest = join(project, 'manifest.json')
    writeFileSync(manifest, changeManifest(readFileSync(manifest, 'utf8')))
    const output = await compile('mp-weixin', temporaryFolder('pendant'), { root: project })
    const [tag = ''] = /<pendant[^>]*>/.exec(outputAt(output).text('src/pages/goods/goods.wxml')) ?? []
    return tag
  }

  it('keeps its attributes because manifest.json lists it as a native tag', async () => {
    const [kept, lost] = await Promise.all([
      wxmlOfGoodsWithPendant(text => text),
      wxmlOfGoodsWithPendant(text => text.replace('"nativeTags": ["pendant"],', '')),
    ])
    for (const name of ['type', 'custom-params', 'close-picture-in-picture-mode', 'url', 'goods-key']) expect(kept).toContain(` ${name}=`)
    expect(lost).not.toContain(' custom-params=')
  })
})

describe.each(WECHAT_BUILDS)('the %s build', (build) => {
  it('holds nothing of the simulator, the preview or the server', () => {
    expect(outputOf(build).files.filter(file => /simulat|preview|\/h5\/|^server\//.test(file))).toEqual([])
    expect(outputOf(build).filesWith(/\/simulator\/|visitor-1/)).toEqual([])
  })
})
