import type { EnterOptions, MiniProgram } from './mini-program'
import type { MiniProgramPack } from './pack'
import type { TimedRealm } from './realm'
import type { SetDataCall } from './set-data-log'
import type { StoredItems } from './storage'
import type { WeChat } from './wechat'
import vm from 'node:vm'
import { hasAsyncPlugins, membersMissingIn } from './base-library'
import { installDom } from './dom'
import { attribute, linkAround, sharesByTap } from './link'
import { pluginComponentsOf, requirePluginOf, wronglyTyped } from './live-plugin'
import { createMiniProgram } from './mini-program'
import { packMiniProgram } from './pack'
import { parseUrl } from './page-stack'
import { isPluginUrl } from './plugin-url'
import { createRealm } from './realm'
import { createStorage } from './storage'
import { createWeChat } from './wechat'

export { attribute } from './link'

/** A phone with WeChat on it and one mini-program. */
export interface PhoneOptions {
  /** The folder that the compiler put out. */
  readonly folder: string
  readonly gatewayUrl: string
  /** Who holds the phone; the simulated WeChat knows everybody by such a name. */
  readonly visitor?: string
  /** What is opened first, with its query as WeChat would have it; the first page of the app by default. */
  readonly url?: string
  /** How WeChat says it was opened; 1001 (from the list of mini-programs) by default. */
  readonly scene?: number
  /** What the phone kept from an earlier start. */
  readonly storedItems?: StoredItems
  /** What the phone's clock shows, in milliseconds since the epoch. */
  readonly startsAtMs?: number
  /** An old WeChat lacks what came later. */
  readonly versions?: { readonly version: string, readonly SDKVersion: string }
  /** Members of `wx` that this WeChat lacks besides. */
  readonly absent?: readonly string[]
  /** A script that runs before the app's: the live plugin freezes the built-ins, for one. */
  readonly prelude?: string
  /** Says what goes wrong from the beginning. */
  readonly prepare?: (wechat: WeChat) => void
}

/** The phone in a test's hand. Every verb waits until the app has come to rest. */
export interface Phone extends WeChat {
  readonly app: MiniProgram
  readonly realm: TimedRealm
  /** Which items of a watched list are on the screen; all, unless replaced. */
  isInView: (dataset: Readonly<Record<string, unknown>>) => boolean
  /** Tells the app what is in view now, as scrolling would. */
  readonly scroll: () => Promise<void>
  /** What the phone's clock shows, in milliseconds since the epoch. */
  readonly now: () => number
  /** Waits until no answer is on its way and nothing moves any more; the phone's time stands still meanwhile. */
  readonly settle: () => Promise<void>
  /** Lets the phone's time pass, timer by timer. */
  readonly advanceBy: (ms: number) => Promise<void>
  /** Sets the phone's clock; no timer notices. */
  readonly setClock: (nowMs: number) => void
  readonly find: (selector: string) => Element | null
  readonly findAll: (selector: string) => Element[]
  /** The text of the page on top, or of an element on it. */
  readonly text: (selector?: string) => string
  /** With what the page on top, or a plugin's, was opened. */
  readonly url: () => string
  /** Taps an element: its handlers run, and links are followed; one that leads nowhere does nothing, and is a problem. */
  readonly tap: (target: string | Element) => Promise<void>
  /** Taps the innermost element whose text or label is this. */
  readonly tapText: (text: string) => Promise<void>
  readonly type: (target: string | Element, text: string) => Promise<void>
  /** An event of a built-in tag, such as `statechange`. */
  readonly emit: (target: string | Element, event: string, detail?: object) => Promise<void>
  readonly open: (url: string) => Promise<void>
  /** Opens a page instead of all others. */
  readonly reLaunch: (url: string) => Promise<void>
  readonly back: () => Promise<void>
  readonly pullDown: () => Promise<void>
  readonly reachBottom: () => Promise<void>
  readonly hide: () => Promise<void>
  /** Back to the front, by the same way or by another. */
  readonly show: (options?: Partial<EnterOptions>) => Promise<void>
  /** The card that the page on top would send. */
  readonly share: () => Readonly<Record<string, unknown>>
  /** The cards that were sent by tapping share buttons. */
  readonly sentCards: readonly Readonly<Record<string, unknown>>[]
  readonly shareToTimeline: () => Readonly<Record<string, unknown>>
  /** The `setData` calls since this was asked last. */
  readonly takeSetDataCalls: () => readonly SetDataCall[]
  /** Everything that went wrong: errors, console warnings, members of `wx` that nobody plays, wrong types, dead links. */
  readonly problems: () => string[]
  /** Ends the app, and gives what the phone keeps. */
  readonly close: () => StoredItems
}

const FROM_THE_LIST_OF_MINI_PROGRAMS = 1001

// What uni-app looks for and can do without.
const OPTIONAL_MEMBERS = ['$onErrorHandlers', 'nextTick']

const packs = new Map<string, MiniProgramPack>()

/** Starts the app on a phone and waits until its first page has come to rest. */
export async function startPhone({ folder, gatewayUrl, visitor = 'visitor-1', scene = FROM_THE_LIST_OF_MINI_PROGRAMS, versions = { version: '8.0.54', SDKVersion: '3.7.3' }, ...options }: PhoneOptions): Promise<Phone> {
  const document = installDom()
  // It looks for a document when it is loaded.
  const adapter = await import('glass-easel-miniprogram-adapter')
  const pack = packs.get(folder) ?? packMiniProgram(folder)
  packs.set(folder, pack)

  const realm = createRealm(options.startsAtMs ?? Date.now(), options.prelude)
  const now = (): number => realm.clock.now
  const url = options.url ?? `/${pack.pages[0]}`
  const { wechat, members } = createWeChat({ realm, gatewayUrl, visitor, versions, storage: createStorage(options.storedItems), launch: { ...enterBy(url), scene }, absent: [...membersMissingIn(versions.SDKVersion), ...(options.absent ?? [])], hasElement })
  const screen = document.body.appendChild(document.createElement('div'))
  const observers = new Set<() => void>()
  const app = createMiniProgram({
    adapter,
    pack,
    realm,
    evaluate: source => vm.runInThisContext(source),
    screen,
    wx: members,
    requirePlugin: requirePluginOf(pack, realm, wechat.plugin, now, hasAsyncPlugins(versions.SDKVersion)),
    arePluginsThere: () => wechat.plugin.presence !== 'missing',
    pluginComponents: pluginComponentsOf(pack, wechat.plugin),
    onCreated: instance => instance.createIntersectionObserver = () => createObserver(),
  })
  let takenSetDataCalls = 0
  const deadLinks: string[] = []
  const sentCards: Readonly<Record<string, unknown>>[] = []

  // Nobody asks before the app runs.
  function hasElement(id: string, component?: object): boolean {
    const asked = component ?? app.stack.top().drawn?.instance
    return asked !== undefined && app.engine.hasElement(asked, id)
  }

  const find = (selector: string): Element | null => app.stack.top().element.querySelector(selector)
  const findAll = (selector: string): Element[] => [...app.stack.top().element.querySelectorAll(selector)]
  const text = (selector?: string): string => (selector ? found(selector) : app.stack.top().element).textContent?.replace(/\s+/g, ' ').trim() ?? ''

  function found(target: string | Element): Element {
    const element = typeof target === 'string' ? find(target) : target
    if (!element)
      throw new Error(`There is no ${String(target)} on ${app.stack.top().url}: ${text()}`)
    return element
  }

  async function comeToRest(turns: number): Promise<void> {
    for (let quietTurns = 0; quietTurns < turns;) {
      realm.clock.tick(0)
      await new Promise(resolve => setImmediate(resolve))
      app.engine.flushReady()
      quietTurns = wechat.network.inFlight > 0 ? 0 : quietTurns + 1
    }
  }

  const settle = (): Promise<void> => comeToRest(4)

  async function then(act: () => void): Promise<void> {
    act()
    await settle()
  }

  const phone: Phone = Object.assign(wechat, {
    app,
    realm,
    isInView: () => true,
    scroll: () => then(() => observers.forEach(report => report())),
    now,
    settle,
    async advanceBy(ms) {
      const end = now() + ms
      realm.clock.setTimeout(() => {}, ms)
      while (now() < end) {
        realm.clock.next()
        await comeToRest(1)
      }
      await settle()
    },
    setClock: nowMs => realm.clock.setSystemTime(nowMs),
    find,
    findAll,
    text,
    url: () => app.stack.top().url,
    tap: target => then(() => {
      const element = found(target)
      if (attribute(element, 'disabled') !== null)
        return
      app.engine.trigger(element, 'tap', { x: 0, y: 0 }, { bubbles: true })
      // Nobody outside knows whether WeChat shares for a button that its own tap has taken away.
      if (sharesByTap(element))
        sentCards.push(callPage('onShareAppMessage', { from: 'button' }))
      const link = linkAround(element)
      // Its `fail` event is for other mini-programs only, so a page cannot tell anybody.
      // https://developers.weixin.qq.com/miniprogram/dev/component/navigator.html
      if (link)
        app.stack.navigation[link.way]({ url: link.url, fail: ({ errMsg }) => void deadLinks.push(`A link was tapped and nothing happened: ${link.url}: ${errMsg}`) })
    }),
    tapText(words) {
      const element = findAll('*').filter(each => attribute(each, 'aria-label') === words || each.textContent?.trim() === words).at(-1)
      return phone.tap(element ?? `element with the text "${words}"`)
    },
    type: (target, words) => then(() => app.engine.trigger(found(target), 'input', { value: words, cursor: words.length, keyCode: 0 }, { bubbles: false })),
    emit: (target, event, detail = {}) => then(() => app.engine.trigger(found(target), event, detail, { bubbles: false })),
    open: target => then(() => app.stack.navigation.navigateTo({ url: target, fail: refuse })),
    reLaunch: target => then(() => app.stack.navigation.reLaunch({ url: target, fail: refuse })),
    back: () => then(() => app.stack.navigation.navigateBack({ fail: refuse })),
    pullDown: () => then(() => callPage('onPullDownRefresh')),
    reachBottom: () => then(() => callPage('onReachBottom')),
    hide: () => then(app.hide),
    show: (next = {}) => then(() => {
      wechat.waysIn.enter = { ...wechat.waysIn.enter, ...next }
      app.show(wechat.waysIn.enter)
    }),
    sentCards,
    share: () => callPage('onShareAppMessage', { from: 'menu' }),
    shareToTimeline: () => callPage('onShareTimeline'),
    takeSetDataCalls() {
      const calls = app.setDataCalls.slice(takenSetDataCalls)
      takenSetDataCalls = app.setDataCalls.length
      return calls
    },
    problems: () => [
      ...app.errors.map(error => error.stack ?? error.message),
      ...app.complaints.map(words => `In the console: ${words}`),
      ...[...app.missing].filter(name => !OPTIONAL_MEMBERS.includes(name)).map(name => `Nobody plays wx.${name}.`),
      ...wronglyTyped(wechat.plugin),
      ...deadLinks,
    ],
    close() {
      app.stack.closeAll()
      screen.remove()
      return wechat.storage.items
    },
  } satisfies Omit<Phone, keyof WeChat>)

  // Tells what is in view a moment after the watching began, as WeChat does.
  function createObserver(): object {
    let report = (): void => {}
    const observer = {
      relativeToViewport: () => observer,
      observe(selector: string, listener: (result: unknown) => void) {
        report = () => {
          for (const element of findAll(selector)) {
            const dataset = app.engine.datasetOf(element)
            listener(realm.copy({ intersectionRatio: phone.isInView(dataset) ? 1 : 0, dataset }))
          }
        }
        observers.add(report)
        realm.clock.setTimeout(() => observers.has(report) && report(), 0)
      },
      disconnect: () => void observers.delete(report),
    }
    return observer
  }

  function callPage(hook: string, ...args: unknown[]): Readonly<Record<string, unknown>> {
    const instance = app.stack.top().drawn?.instance
    const method = instance?.[hook]
    if (!instance || typeof method !== 'function')
      throw new Error(`${phone.url()} has no ${hook}.`)
    return Reflect.apply(method, instance, args.map(realm.copy)) as Readonly<Record<string, unknown>>
  }

  options.prepare?.(wechat)
  app.launch(url, wechat.waysIn.launch)
  await settle()
  return phone
}

function enterBy(url: string): Omit<EnterOptions, 'scene'> {
  const { route, query } = parseUrl(url)
  return { path: isPluginUrl(url) ? '' : route, query }
}

function refuse({ errMsg }: { readonly errMsg: string }): never {
  throw new Error(errMsg)
}
