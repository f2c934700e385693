import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { splitPlugin } from '@/scripts/third-party/split'
import { splitFolder } from '@/scripts/third-party/split-folder'
import { outputAt, PROVIDER } from '@/tests/build/support/built'
import { entryUrlOn, ROOM_PAGE } from './support/screen'
import { useShop } from './support/shop'

/** A template as a third-party platform uploads it, and the two ext.json that go with it. */
function aTemplate() {
  const folder = mkdtempSync(join(tmpdir(), 'weixin-live-template-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(join(inject('builds'), 'mp-weixin'), folder, { recursive: true })
  return { folder, ...splitFolder(folder) }
}

// As WeChat does it with a commit's ext_json: fields of the same name take each other's place.
function commit(folder: string, { plugins, extPages = {} }: ReturnType<typeof aTemplate>['withLive']): void {
  const merge = (file: string, fields: object): void => {
    const path = join(folder, file)
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...fields }))
  }
  merge('app.json', { plugins })
  for (const [page, fields] of Object.entries(extPages)) merge(`${page}.json`, fields)
}

describe('a template of a third-party platform', () => {
  const { open, rooms } = useShop()
  const upcoming = async (): Promise<number> => (await rooms()).find(({ status }) => status === 'upcoming')?.id ?? 0

  it('declares the plugin nowhere, so that a shop without it can be served', async () => {
    const { folder } = aTemplate()
    const output = outputAt(folder)
    expect(output.filesWith(PROVIDER).filter(file => file.endsWith('.json'))).toEqual([])

    const phone = await open('mp-weixin', { folder })
    expect(phone.findAll('.card').length).toBeGreaterThan(0)
    expect(entryUrlOn(phone, await upcoming())).toBeNull()
  })

  it('is what the build was before, once a commit brings the ext.json of a shop with it', async () => {
    const { folder, withLive } = aTemplate()
    commit(folder, withLive)
    const [made, built] = [outputAt(folder), outputAt(join(inject('builds'), 'mp-weixin'))]
    for (const file of built.files.filter(name => name.endsWith('.json'))) expect(made.json(file), file).toEqual(built.json(file))

    const phone = await open('mp-weixin', { folder })
    expect(entryUrlOn(phone, await upcoming())).toContain(ROOM_PAGE)
  })

  it('asks the gateway that the shop\'s ext.json names, and its own where it names none', async () => {
    const ask = async (ext: object): Promise<string> => {
      const hosts = new Set<string>()
      const phone = await open('mp-weixin', { prepare: (wechat) => {
        Object.assign(wechat.ext, ext)
        wechat.network.fault = ({ url }) => {
          hosts.add(new URL(url).host)
          return null
        }
      } })
      expect(phone.findAll('.card').length).toBeGreaterThan(0)
      return [...hosts].join()
    }
    expect(await ask({ gatewayUrl: 'https://shop-7.example.com' })).toBe('shop-7.example.com')
    for (const ext of [{}, { gatewayUrl: '' }, { gatewayUrl: 7 }]) expect(await ask(ext)).toBe('gateway.example')
  })
})

describe('splitting a build', () => {
  const APP = { pages: ['pages/home'], plugins: { 'live-player-plugin': {} } }

  it.each([
    ['that is none', {}, /app.json is missing/],
    ['whose plugin is not in the main package', { 'app.json': { pages: [] } }, /split the build mp-weixin/],
    ['with a component of the plugin where no ext.json reaches', { 'app.json': APP, 'components/card.json': { usingComponents: { subscribe: `plugin-private://${PROVIDER}/components/subscribe/subscribe` } } }, /components\/card.json/],
  ])('is refused for one %s', (_, files, words) => {
    expect(() => splitPlugin(new Map(Object.entries(files)))).toThrow(words)
  })
})
