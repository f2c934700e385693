import type { LivePluginStandIn } from './live-plugin'
import type { EnterOptions } from './mini-program'
import type { PhoneNetwork } from './network'
import type { ClockedRealm } from './realm'
import type { PhoneStorage } from './storage'
import { createLivePlugin } from './live-plugin'
import { createNetwork } from './network'
import { createStorage, storageMembers } from './storage'

/** An interface of WeChat that answers through callbacks; tests say what. */
export type WeChatAnswer = (options: Readonly<Record<string, unknown>>) => Promise<unknown>

/** WeChat around the app: what it answers, and what it was asked to do. */
export interface WeChat {
  readonly plugin: LivePluginStandIn
  readonly network: PhoneNetwork
  readonly storage: PhoneStorage
  /** How WeChat answers about Channels, by the name of the interface. */
  readonly channels: Record<string, WeChatAnswer>
  /** What the `<live-player>` was told, and how WeChat answers. */
  readonly player: { readonly told: { readonly method: string, readonly options: object }[], answer: (method: string) => object | 'hang' }
  /** What a third-party platform's ext.json has for this shop. */
  readonly ext: Record<string, unknown>
  readonly toasts: string[]
  readonly modals: { readonly title: string, readonly content: string }[]
  /** The interfaces by which the app sent its user to an update of WeChat. */
  readonly updates: string[]
  /** Texts put on the clipboard. */
  readonly copied: string[]
  /** Pictures shown over the whole screen. */
  readonly previewed: string[]
  /** How WeChat answers `wx.login`: with a code of the simulated WeChat, unless replaced. */
  login: () => Promise<object>
  /** How the app was opened, and how it came to the front last. */
  readonly waysIn: { readonly launch: EnterOptions, enter: EnterOptions }
}

/** What a phone's WeChat is made of. */
export interface WeChatOptions {
  readonly realm: ClockedRealm
  readonly gatewayUrl: string
  readonly visitor: string
  readonly versions: { readonly version: string, readonly SDKVersion: string }
  readonly storage?: PhoneStorage
  readonly launch: EnterOptions
  /** Members of `wx` that this WeChat is too old to have. */
  readonly absent?: readonly string[]
  /** Whether a component, or without one the page on top, has an element with this id; everything is there, unless told. */
  readonly hasElement?: (id: string, component?: object) => boolean
}

interface Callbacks {
  readonly success?: (answer: unknown) => void
  readonly fail?: (failure: unknown) => void
  readonly complete?: (answer: unknown) => void
}

type Options = Callbacks & Readonly<Record<string, unknown>>

/** A WeChat in which everything works, and its `wx` without what belongs to pages. */
export function createWeChat({ realm, gatewayUrl, visitor, versions, storage = createStorage(), launch, absent = [], hasElement = () => true }: WeChatOptions): { readonly wechat: WeChat, readonly members: Readonly<Record<string, unknown>> } {
  const { network, members: networkMembers } = createNetwork(gatewayUrl, realm)
  const wechat: WeChat = {
    plugin: createLivePlugin(visitor),
    network,
    storage,
    channels: {
      getChannelsLiveInfo: async () => ({ feedId: 'feed-1', nonceId: 'nonce-1', description: '新茶上市', headUrl: '', nickname: '小满茶馆', status: 2, replayStatus: 0 }),
      getChannelsLiveNoticeInfo: () => refuse({ errMsg: 'getChannelsLiveNoticeInfo:fail', errCode: 1416104 }),
      reserveChannelsLive: async () => ({ state: 6 }),
      openChannelsLive: async () => ({}),
      getChannelsShareKey: () => refuse({ errMsg: 'getChannelsShareKey:fail' }),
    },
    player: { told: [], answer: () => ({}) },
    ext: {},
    toasts: [],
    modals: [],
    updates: [],
    copied: [],
    previewed: [],
    login: async () => {
      const answer = await fetch(`${network.gatewayUrl}/simulator/login?openid=${visitor}`)
      return await answer.json() as object
    },
    waysIn: { launch, enter: launch },
  }
  const system = { ...versions, platform: 'ios', language: 'zh_CN', windowWidth: 390, windowHeight: 844, pixelRatio: 3, fontSizeScaleFactor: 1 }

  async function settle({ success, fail, complete }: Callbacks, answer: () => Promise<unknown>): Promise<void> {
    network.inFlight++
    try {
      const answered = realm.copy(await answer())
      success?.(answered)
      complete?.(answered)
    }
    catch (thrown) {
      const failure = realm.copy(thrown instanceof Error ? { errMsg: thrown.message } : thrown)
      fail?.(failure)
      complete?.(failure)
    }
    finally {
      network.inFlight--
    }
  }

  function does(name: string, act: (options: Options) => unknown = () => {}) {
    return (options: Options = {}): void => {
      const outcome = act(options)
      void settle(options, async () => ({ ...(outcome instanceof Object ? outcome : {}), errMsg: `${name}:ok` }))
    }
  }

  function asks(name: string) {
    return (options: Options): void => {
      const answer = wechat.channels[name]?.(withoutCallbacks(options)) ?? refuse({ errMsg: `${name}:fail` })
      void settle(options, () => answer)
    }
  }

  function tellPlayer(method: string, options: Options): void {
    wechat.player.told.push({ method, options: withoutCallbacks(options) })
    const answer = wechat.player.answer(method)
    if (answer !== 'hang')
      void settle(options, async () => 'errMsg' in answer ? refuse(answer) : answer)
  }

  return {
    wechat,
    members: {
      ...storageMembers(storage, realm),
      ...networkMembers,
      ...Object.fromEntries(Object.keys(wechat.channels).map(name => [name, asks(name)])),
      ...Object.fromEntries(['getAppBaseInfo', 'getWindowInfo', 'getDeviceInfo', 'getSystemInfoSync'].map(name => [name, () => realm.copy(system)])),
      ...Object.fromEntries(['setNavigationBarTitle', 'setNavigationBarColor', 'stopPullDownRefresh', 'pageScrollTo', 'hideToast'].map(name => [name, does(name)])),
      login: (options: Options) => void settle(options, () => wechat.login()),
      getLaunchOptionsSync: () => realm.copy(wechat.waysIn.launch),
      getEnterOptionsSync: () => realm.copy(wechat.waysIn.enter),
      getExtConfigSync: () => realm.copy(wechat.ext),
      // Asked about a tag or an attribute it says yes: what is drawn here knows no versions.
      canIUse: (schema: string) => !absent.includes(schema.split('.')[0] ?? ''),
      updateWeChatApp: does('updateWeChatApp', () => void wechat.updates.push('updateWeChatApp')),
      createLivePlayerContext: (id: string, component?: object) => new Proxy({}, {
        get: (_, method) => (options: Options = {}) => hasElement(id, component)
          ? tellPlayer(String(method), options)
          : void settle(options, () => refuse({ errMsg: `${String(method)}:fail there is no live-player "${id}" here` })),
      }),
      createVideoContext: () => new Proxy({}, { get: () => () => {} }),
      showToast: does('showToast', ({ title }) => void wechat.toasts.push(String(title))),
      showModal: does('showModal', ({ title, content }) => {
        wechat.modals.push({ title: String(title), content: String(content) })
        return { confirm: true, cancel: false }
      }),
      setClipboardData: does('setClipboardData', ({ data }) => void wechat.copied.push(String(data))),
      previewImage: does('previewImage', ({ urls }) => void wechat.previewed.push(...(Array.isArray(urls) ? urls.map(String) : []))),
      ...Object.fromEntries(absent.map(name => [name, undefined])),
    },
  }
}

function withoutCallbacks({ success: _, fail: __, complete: ___, ...options }: Options): Readonly<Record<string, unknown>> {
  return { ...options }
}

// WeChat fails with plain objects.
async function refuse(failure: object): Promise<never> {
  throw failure
}
