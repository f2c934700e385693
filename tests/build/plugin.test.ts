import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { outputOf, parseCommented, PROVIDER, routesOf, WECHAT_BUILDS } from './support/built'
import { ROOT } from './support/compile'

const DECLARATION = { 'live-player-plugin': { version: '1.3.5', provider: PROVIDER } }
const SUBSCRIBE = `plugin-private://${PROVIDER}/components/subscribe/subscribe`
const PENDANT = `plugin-private://${PROVIDER}/components/pendant/pendant`
const PENDANT_ATTRIBUTES = ['type', 'custom-params', 'close-picture-in-picture-mode', 'url', 'goods-key']
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
    for (const trace of ['requirePlugin', 'plugin-private', 'live-player-plugin', PROVIDER, '<subscribe', '<pendant']) expect(output.filesWith(trace), trace).toEqual([])
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
    // The diagnostics speak of it.
    expect(outputOf('h5').filesWith(/requirePlugin\s*[(.]/)).toEqual([])
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
})

describe.each(['mp-weixin', 'mp-weixin-subpackage'])('<pendant> in the %s build', (build) => {
  const output = () => outputOf(build)
  const pages = ['src/pages/rooms/rooms', 'src/pages/goods/goods']

  it('stands on the rooms page and the goods page, and in no component, where it would render nothing', () => {
    expect(output().filesWith('<pendant').filter(file => file.endsWith('.wxml')).sort()).toEqual(pages.map(route => `${route}.wxml`).sort())
  })

  it('is registered by both', () => {
    for (const route of pages) expect(output().json(`${route}.json`)).toMatchObject({ usingComponents: { pendant: PENDANT } })
  })

  it('keeps all five attributes as attributes', () => {
    for (const route of pages) {
      const [tag = ''] = /<pendant[^>]*>/.exec(output().text(`${route}.wxml`)) ?? []
      expect([...tag.matchAll(/ ([a-z-]+)="\{\{/g)].map(([, name]) => name), route).toEqual(PENDANT_ATTRIBUTES)
    }
  })
})

describe('<pendant>', () => {
  it('is the stand-in in a browser, on both pages', () => {
    expect(outputOf('h5').filesWith(/\w\("pendant"\)/).map(file => /(rooms|goods)\.[\w-]+\.js$/.exec(file)?.[1]).sort()).toEqual(['goods', 'rooms'])
  })
})

describe.each(['mp-weixin', 'mp-weixin-subpackage'])('the plugin\'s components in the %s build', (build) => {
  it('have a placeholder exactly where the plugin belongs to another package', () => {
    const output = outputOf(build)
    for (const route of routesOf(output)) {
      const tags = ['subscribe', 'pendant'].filter(tag => output.text(`${route}.wxml`).includes(`<${tag}`))
      const needsOne = build === 'mp-weixin-subpackage' && tags.length > 0 && !route.startsWith('src/live/')
      expect(output.json(`${route}.json`).componentPlaceholder, route).toEqual(needsOne ? Object.fromEntries(tags.map(tag => [tag, 'view'])) : undefined)
    }
  })
})

describe.each(WECHAT_BUILDS)('<channel-live> in the %s build', (build) => {
  it('is WeChat\'s own and needs no registration, stands in the Channels card, and keeps its attributes', () => {
    const card = 'src/components/channels-card'
    expect(outputOf(build).filesWith('<channel-live')).toEqual([`${card}.wxml`])
    const [tag = ''] = /<channel-live[^>]*>/.exec(outputOf(build).text(`${card}.wxml`)) ?? []
    expect([...tag.matchAll(/ ([a-z-]+)="\{\{/g)].map(([, name]) => name)).toEqual(['feed-id', 'finder-user-name'])
    expect(outputOf(build).json(`${card}.json`).usingComponents).not.toHaveProperty('channel-live')
    expect(outputOf(build).text('src/pages/rooms/rooms.wxml')).toContain('<channels-card')
  })
})

describe.each(WECHAT_BUILDS)('the %s build', (build) => {
  it('holds nothing of the simulator, the preview or the server', () => {
    expect(outputOf(build).files.filter(file => /simulat|preview|\/h5\/|^server\//.test(file))).toEqual([])
    expect(outputOf(build).filesWith(/\/simulator\/|visitor-1/)).toEqual([])
  })
})
