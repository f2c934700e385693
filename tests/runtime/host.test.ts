import type { Phone, PhoneOptions } from './host/phone'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startPhone } from './host/phone'

/** The files of a mini-program made by hand, by path. */
type Files = Readonly<Record<string, string | object>>

/** A page that writes down which of its hooks run, and when. */
const JOURNAL_PAGE = `
  const note = what => getApp().journal.push(what)
  const at = self => self.route.split('/').pop()
  Page({
    methods: {
      onLoad(query) { note(at(this) + '.onLoad ' + JSON.stringify(query)) },
      onShow() { note(at(this) + '.onShow') },
      onReady() { note(at(this) + '.onReady') },
      onHide() { note(at(this) + '.onHide') },
      onUnload() { note(at(this) + '.onUnload') },
    },
    pageLifetimes: {
      show() { note(at(this) + ' lifetime show') },
      hide() { note(at(this) + ' lifetime hide') },
    },
    lifetimes: {
      attached() { note(at(this) + ' attached') },
      ready() { note(at(this) + ' ready') },
    },
  })`

const JOURNAL_APP = `
  App({
    journal: [],
    onLaunch(options) { this.journal.push('onLaunch ' + options.path + ' ' + options.scene) },
    onShow(options) { this.journal.push('App.onShow ' + options.path + ' ' + options.scene) },
    onHide() { this.journal.push('App.onHide') },
  })`

const PROVIDER = 'wx2b03c6e691cd7370'
const PLUGINS = { 'live-player-plugin': { version: '1.3.5', provider: PROVIDER } }

function page(path: string, js: string, wxml = '<view>words</view>', json: object = {}): Files {
  return { [`${path}.js`]: js, [`${path}.wxml`]: wxml, [`${path}.json`]: json }
}

const folders: string[] = []
const phones: Phone[] = []

afterEach(() => {
  for (const phone of phones.splice(0)) phone.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Writes a mini-program down, and starts it on a phone that nobody answers. */
async function start(files: Files, options: Partial<PhoneOptions> = {}): Promise<Phone> {
  const folder = mkdtempSync(join(tmpdir(), 'weixin-live-host-'))
  folders.push(folder)
  for (const [file, content] of Object.entries({ 'app.js': 'App({})', ...files })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content))
  }
  const phone = await startPhone({ folder, gatewayUrl: 'http://127.0.0.1:9', ...options })
  phones.push(phone)
  return phone
}

/** What the mini-program has noted since this was asked last. */
function takeJournal(phone: Phone): unknown[] {
  return JSON.parse(String(phone.realm.run('JSON.stringify(getApp().journal.splice(0))', 'journal'))) as unknown[]
}

const TWO_PAGES: Files = { 'app.json': { pages: ['a', 'b'] }, 'app.js': JOURNAL_APP, ...page('a', JOURNAL_PAGE), ...page('b', JOURNAL_PAGE) }

describe('the host\'s pages', () => {
  it('begin and end in WeChat\'s order', async () => {
    const phone = await start(TWO_PAGES, { url: '/a?x=%E4%B8%80&y=1=2', scene: 1007 })
    expect(takeJournal(phone)).toEqual(['onLaunch a 1007', 'App.onShow a 1007', 'a attached', 'a.onLoad {"x":"%E4%B8%80","y":"1=2"}', 'a lifetime show', 'a.onShow', 'a ready', 'a.onReady'])

    await phone.open('/b')
    expect(takeJournal(phone)).toEqual(['a.onHide', 'a lifetime hide', 'b attached', 'b.onLoad {}', 'b lifetime show', 'b.onShow', 'b ready', 'b.onReady'])

    await phone.hide()
    await phone.show({ scene: 1044 })
    expect(takeJournal(phone)).toEqual(['b.onHide', 'b lifetime hide', 'App.onHide', 'App.onShow a 1044', 'b lifetime show', 'b.onShow'])

    await phone.back()
    expect(takeJournal(phone)).toEqual(['b.onUnload', 'a lifetime show', 'a.onShow'])

    await phone.reLaunch('/b?z=1')
    expect(takeJournal(phone)).toEqual(['a.onUnload', 'b attached', 'b.onLoad {"z":"1"}', 'b lifetime show', 'b.onShow', 'b ready', 'b.onReady'])
    expect(phone.problems()).toEqual([])
  })

  it('are ten at most, and only those that there are', async () => {
    const phone = await start(TWO_PAGES)
    for (let count = 2; count <= 10; count++) await phone.open('/b')
    expect(phone.app.stack.pages).toHaveLength(10)
    await expect(phone.open('/b')).rejects.toThrow('limit')
    await expect(phone.open('/c')).rejects.toThrow('not found')
    await expect(phone.open(`plugin-private://${PROVIDER}/pages/live-player-plugin`)).rejects.toThrow('plugin is not defined')
    await phone.reLaunch('/a')
    await expect(phone.back()).rejects.toThrow('first page')
    expect(phone.url()).toBe('/a')
  })

  it('are left alone by a link that leads nowhere, which is a problem', async () => {
    const phone = await start({ 'app.json': { pages: ['a'] }, ...page('a', 'Page({})', '<navigator class="link" url="/nowhere">go</navigator>') })
    await phone.tap('.link')
    expect(phone.url()).toBe('/a')
    expect(phone.problems()).toEqual([expect.stringContaining('A link was tapped and nothing happened: /nowhere')])
  })
})

describe('the host\'s plugin', () => {
  const SUBPACKAGE: Files = {
    'app.json': { pages: ['main'], subPackages: [{ root: 'sub', pages: ['inner'], plugins: PLUGINS }] },
    'app.js': 'App({ journal: [] })',
    'sub/plain.js': 'exports.load = () => requirePlugin(\'live-player-plugin\')',
    ...page('main', `
      try { requirePlugin('live-player-plugin'); getApp().journal.push('at once') }
      catch (error) { getApp().journal.push(error.message) }
      requirePlugin.async('live-player-plugin').then(plugin => getApp().journal.push(typeof plugin.getLiveStatus))
      Page({})`),
    ...page('sub/inner', `getApp().journal.push(typeof require('./plain').load().getLiveStatus); Page({})`),
  }

  it('answers at once inside its subpackage only, and elsewhere later', async () => {
    const phone = await start(SUBPACKAGE)
    expect(takeJournal(phone)).toEqual(['plugin "live-player-plugin" is not defined', 'function'])
    await phone.open('/sub/inner')
    expect(takeJournal(phone)).toEqual(['function'])
    expect(phone.problems()).toEqual([])
  })

  it('has no asynchronous answer on a WeChat that is too old for it', async () => {
    await expect(start(SUBPACKAGE, { versions: { version: '7.0.12', SDKVersion: '2.11.1' } })).rejects.toThrow('requirePlugin.async is not a function')
  })

  it('answers everywhere when the main package declares it, and opens its pages', async () => {
    const phone = await start({
      'app.json': { pages: ['main'], plugins: PLUGINS },
      'app.js': `App({ journal: [typeof requirePlugin('live-player-plugin').getOpenid] })`,
      ...page('main', 'Page({})'),
    })
    expect(takeJournal(phone)).toEqual(['function'])
    await phone.open(`plugin-private://${PROVIDER}/pages/live-player-plugin?room_id=1`)
    expect(phone.url()).toContain('room_id=1')
    await phone.back()
    expect(phone.url()).toBe('/main')
  })

  it('draws its components, which want the types that WeChat documents', async () => {
    const phone = await start({
      'app.json': { pages: ['main'], plugins: PLUGINS },
      ...page('main', 'Page({ data: { id: "7" } })', '<subscribe room-id="{{id}}" />', { usingComponents: { subscribe: `plugin-private://${PROVIDER}/components/subscribe/subscribe` } }),
    })
    expect(phone.plugin.components.map(({ name }) => name)).toEqual(['subscribe'])
    expect(phone.problems()).toEqual([expect.stringContaining('<subscribe> wants a number as roomId, and got "7"')])
  })
})

describe('the host\'s screen', () => {
  const COUNTER: Files = {
    'app.json': { pages: ['a'] },
    ...page('a', `
      const given = { list: [{ n: 1 }], lost: undefined, at: new Date(0), run() {} }
      Page({
        data: { list: [], count: 0 },
        methods: {
          onLoad() {
            this.setData(given)
            given.list[0].n = 2
          },
          more(event) { this.setData({ count: this.data.count + event.currentTarget.dataset.by }) },
        },
      })`, '<view class="count" data-by="{{3}}" bindtap="more">{{count}}</view><view class="item" wx:for="{{list}}" wx:key="n">{{item.n}}</view><text>{{at}}</text>'),
  }

  it('gets copies by way of JSON, each of them counted', async () => {
    const phone = await start(COUNTER)
    expect(phone.text('.item')).toBe('1')
    expect(phone.takeSetDataCalls()).toEqual([{ is: 'a', isPage: true, data: { list: [{ n: 1 }], at: '1970-01-01T00:00:00.000Z' }, bytes: 50 }])

    await phone.tap('.count')
    expect(phone.text('.count')).toBe('3')
    expect(phone.takeSetDataCalls()).toEqual([{ is: 'a', isPage: true, data: { count: 3 }, bytes: 11 }])
    expect(phone.takeSetDataCalls()).toEqual([])
    expect(phone.problems()).toEqual([])
  })
})

describe('the host\'s report', () => {
  const loading = (body: string): Files => ({ 'app.json': { pages: ['a'] }, ...page('a', `Page({ methods: { onLoad() { ${body} } } })`) })

  it.each([
    ['a hook that throws', 'throw new TypeError("broken hook")', 'broken hook'],
    ['a warning in the console', 'console.warn("mind", "this")', 'In the console: mind this'],
    ['an error in the console', 'console.error(new Error("told"))', 'told'],
    ['a member of wx that nobody plays', 'typeof wx.scanCode', 'Nobody plays wx.scanCode.'],
    ['a browser\'s global', 'document.title', 'document is not defined'],
    ['one of Node\'s', 'process.exit()', 'process is not defined'],
  ])('tells of %s', async (_, body, words) => {
    const phone = await start(loading(body))
    expect(phone.problems()).toEqual([expect.stringContaining(words)])
  })

  it('tells of a call of what this WeChat is too old to have, and canIUse knows', async () => {
    const phone = await start(loading('if (wx.canIUse("getAppBaseInfo") || !wx.canIUse("getSystemInfoSync")) throw 1; wx.updateWeChatApp({})'), { versions: { version: '7.0.6', SDKVersion: '2.8.3' } })
    expect(phone.problems()).toEqual([expect.stringContaining('wx.updateWeChatApp is not a function')])
    const newer = await start(loading('if (!wx.canIUse("getAppBaseInfo")) throw 1; wx.updateWeChatApp({})'))
    expect(newer.problems()).toEqual([])
    expect(newer.updates).toEqual(['updateWeChatApp'])
  })

  it('tells of a handler that throws, and of one that is missing nothing', async () => {
    const phone = await start({ 'app.json': { pages: ['a'] }, ...page('a', 'Page({ methods: { tapped() { throw new Error("broken handler") } } })', '<view class="b" bindtap="tapped">b</view><view class="c" bindtap="nobody">c</view>') })
    await phone.tap('.c')
    expect(phone.problems()).toEqual([])
    await phone.tap('.b')
    expect(phone.problems()).toEqual([expect.stringContaining('broken handler')])
  })

  it.each([
    ['a page without a file', { 'app.json': { pages: ['a'] }, 'a.js': 'Page({})', 'a.wxml': '' }, 'a.json'],
    ['a template that is broken', { 'app.json': { pages: ['a'] }, ...page('a', 'Page({})', '<view wx:if="{{">') }, 'a.wxml'],
    ['a module that is not there', { 'app.json': { pages: ['a'] }, ...page('a', 'require("./b")') }, 'is not defined'],
    ['a page that registers nothing', { 'app.json': { pages: ['a'] }, ...page('a', '') }, 'has not called'],
  ])('does not start %s', async (_, files, words) => {
    await expect(start(files)).rejects.toThrow(words)
  })
})

describe('the host\'s phone', () => {
  const KEEPER: Files = {
    'app.json': { pages: ['a'] },
    ...page('a', `
      Page({
        data: { words: '' },
        methods: {
          onLoad() {
            const { list = [] } = wx.getStorageSync('kept') || {}
            this.setData({ words: JSON.stringify([list, wx.getStorageSync('other')]) })
            list.push(list.length, undefined, () => {})
            wx.setStorageSync('kept', { list })
          },
        },
      })`, '<view>{{words}}</view>'),
  }

  it('keeps what JSON can carry from one start to the next', async () => {
    const first = await start(KEEPER)
    expect(first.text()).toBe('[[],""]')
    const second = await start(KEEPER, { storedItems: first.storage.items })
    expect(second.text()).toBe('[[0,null,null],""]')
  })

  it('fails to write when it is full, and to read when it is broken', async () => {
    const full = await start(KEEPER, { prepare: ({ storage }) => void (storage.isFull = true) })
    expect(full.problems()).toEqual([expect.stringContaining('exceed storage max size')])
    const broken = await start(KEEPER, { prepare: ({ storage }) => void (storage.isUnreadable = true) })
    expect(broken.problems()).toEqual([expect.stringContaining('getStorageSync:fail')])
  })

  it('has a clock that stands still until it is told to go on', async () => {
    const phone = await start({ 'app.json': { pages: ['a'] }, 'app.js': 'App({ journal: [] })', ...page('a', 'setInterval(() => getApp().journal.push(Date.now()), 1000); Page({})') }, { startsAtMs: 5_000 })
    await phone.settle()
    expect(takeJournal(phone)).toEqual([])
    await phone.advanceBy(2_500)
    expect(takeJournal(phone)).toEqual([6_000, 7_000])
    expect(phone.now()).toBe(7_500)
  })

  it('finds a player by its id, where it is and nowhere else', async () => {
    const phone = await start({
      'app.json': { pages: ['a'] },
      'app.js': 'App({ journal: [] })',
      ...page('a', `
        Page({ methods: { tapped() {
          const note = answer => getApp().journal.push(answer.errMsg)
          for (const [id, component] of [['outer'], ['inner'], ['inner', this], ['inner', this.selectComponent('.part')]])
            wx.createLivePlayerContext(id, component).stop({ success: () => getApp().journal.push(id), fail: note })
        } } })`, '<live-player id="outer" /><part class="part" bindtap="tapped" />', { usingComponents: { part: '/part' } }),
      ...page('part', 'Component({})', '<live-player id="inner" />', { component: true }),
    })
    await phone.tap('.part')
    const missing = 'stop:fail there is no live-player "inner" here'
    expect(takeJournal(phone)).toEqual(['outer', missing, missing, 'inner'])
    expect(phone.player.told).toEqual([{ method: 'stop', options: {} }, { method: 'stop', options: {} }])
    expect(phone.problems()).toEqual([])
  })

  it('runs no script of an app in the host\'s own realm', async () => {
    const phone = await start({ 'app.json': { pages: ['a'] }, ...page('a', 'Page({ methods: { onLoad(query) { if (!(query instanceof Object) || !(wx.getAppBaseInfo() instanceof Object)) throw new Error("foreign") } } })') })
    expect(phone.problems()).toEqual([])
  })
})
