import { vi } from 'vitest'
import { setPlatform } from '@/src/platform/use-platform'

/** An answer of the gateway; `hang` never comes, `offline` fails the way a phone without a network does. */
export type GatewayAnswer = { readonly statusCode?: number, readonly data: unknown, readonly header?: object } | 'hang' | 'offline'

/** WeChat's answer to a login: a code that is good once, a refusal, or nothing ever. */
export type LoginAnswer = { readonly code?: string } | { readonly errMsg: string } | 'hang'

/** Something that was handed to the gateway. */
export interface Post {
  readonly path: string
  /** What was sent, as the gateway's JSON parser has it. */
  readonly body: unknown
  /** Besides those that WeChat adds. */
  readonly header: Readonly<Record<string, string>>
}

interface RequestOptions {
  url: string
  method?: string
  data?: string
  header?: Record<string, string>
  success: (response: { statusCode: number, data: unknown, header: object }) => void
  fail: (failure: { errMsg: string }) => void
}

interface Callbacks { url?: string, success?: () => void, fail?: (failure: { errMsg: string }) => void }

interface PlayerCallbacks { success: (answer: object) => void, fail: (failure: object) => void }

/** How WeChat is asked about Channels: callbacks, and no promise. */
interface ChannelsOptions { success: (answer: unknown) => void, fail: (failure: unknown) => void }

type Shown = (result: { intersectionRatio: number, dataset: { roomId: string } }) => void

/**
 * WeChat around the app, as far as the app can tell: `uni`, `wx` and `requirePlugin`, with a gateway behind
 * `uni.request`. Everything above this edge is the real thing.
 */
export function installWechatEdge(gateway: (path: string) => GatewayAnswer) {
  const storage = new Map<string, unknown>()
  const requests: string[] = []
  const posts: Post[] = []
  let logins = 0
  const opened: string[] = []
  const toasts: string[] = []
  const questions: { title: string, content: string }[] = []
  const listeners: ((change: { isConnected: boolean }) => void)[] = []
  const observers = new Set<Shown>()
  const edge = {
    /** What the gateway answers; replace it to change its mind. */
    gateway,
    /** What the gateway does with what it is handed; replace it to change its mind. */
    takePost,
    /** What WeChat says to a login. */
    login: vi.fn<() => LoginAnswer>(() => ({ code: `code-${++logins}` })),
    plugin: {
      getLiveStatus: vi.fn<(options: { room_id: number }) => Promise<unknown>>(async () => ({ liveStatus: 101 })),
      getSubscribeStatus: vi.fn<(options: { room_id: number }) => Promise<unknown>>(async ({ room_id }) => ({ room_id, openid: 'me', is_subscribe: false })),
      getOpenid: vi.fn<() => Promise<unknown>>(async () => ({ openid: 'me' })),
      getShareParams: vi.fn<() => Promise<unknown>>(() => Promise.reject(new Error('只能获取分享卡片入口的参数'))),
    },
    /** WeChat's Channels: an account that is live; what a call resolves or rejects with reaches its callbacks. */
    channels: {
      getChannelsLiveInfo: vi.fn<(options: object) => Promise<unknown>>(async () => ({ feedId: 'feed', nonceId: 'nonce', description: '品春茶', headUrl: '', nickname: '小满茶馆', status: 2, replayStatus: 0, otherInfos: [] })),
      getChannelsLiveNoticeInfo: vi.fn<(options: object) => Promise<unknown>>(() => refuse({ errMsg: 'getChannelsLiveNoticeInfo:fail' })),
      reserveChannelsLive: vi.fn<(options: object) => Promise<unknown>>(async () => ({ state: 6 })),
      openChannelsLive: vi.fn<(options: object) => Promise<unknown>>(async () => ({})),
      getChannelsShareKey: vi.fn<(options: object) => Promise<unknown>>(() => refuse({ errMsg: 'getChannelsShareKey:fail' })),
    },
    /** Paths asked of the gateway, in order; what it was handed is in `posts`. */
    requests,
    posts,
    /** URLs given to `navigateTo` and `redirectTo`, in order. */
    opened,
    toasts,
    questions,
    /** What was put on the clipboard, in order. */
    copied: [] as string[],
    /** What WeChat says of how the app was started, and of its newest way in. */
    waysIn: { launch: { path: 'src/pages/rooms/rooms', query: {}, scene: 1001 } as unknown, enter: { path: 'src/pages/rooms/rooms', query: {}, scene: 1001 } as unknown },
    storage,
    pageStack: [{}] as { route?: string }[],
    pullDownsEnded: 0,
    /** Pictures that were shown over the whole screen. */
    previews: [] as string[],
    /** What the `<live-player>` of the page was told, in order, and how WeChat answers: well, with a refusal, or never. */
    player: {
      told: [] as { method: string, options: object }[],
      answer: (_method: string): object | { errMsg: string } | 'hang' => ({}),
    },
    versions: { version: '8.0.54', SDKVersion: '3.7.3' },
    /** Why the next `navigateTo` fails. */
    navigationFailure: null as string | null,
    /** What the user answers to a question. */
    confirms: true,
    /** How many lists are being watched for what is on screen. */
    watchedLists: () => observers.size,
    setOnline: (isConnected: boolean) => listeners.forEach(listener => listener({ isConnected })),
    /** Scrolls: these rooms come into view, or leave it. */
    show: (roomIds: readonly number[], isVisible = true) => {
      for (const observer of observers) roomIds.forEach(roomId => observer({ intersectionRatio: isVisible ? 1 : 0, dataset: { roomId: String(roomId) } }))
    },
  }

  function answer({ url, method, data = '', header = {} }: RequestOptions): GatewayAnswer {
    const path = url.replace(/^https?:\/\/[^/]+/, '')
    if (method === 'POST') {
      const post = { path, body: JSON.parse(data) as unknown, header }
      posts.push(post)
      return edge.takePost(post)
    }
    requests.push(path)
    return edge.gateway(path)
  }

  function navigate({ url = '', success, fail }: Callbacks): void {
    opened.push(url)
    if (edge.navigationFailure)
      fail?.({ errMsg: edge.navigationFailure })
    else
      success?.()
  }

  function tellPlayer(method: string, { success, fail, ...options }: PlayerCallbacks): void {
    edge.player.told.push({ method, options })
    const answered = edge.player.answer(method)
    if (answered === 'hang')
      return
    if ('errMsg' in answered)
      fail(answered)
    else
      success(answered)
  }

  function channelsApi(name: keyof typeof edge.channels) {
    return ({ success, fail, ...options }: ChannelsOptions) => void edge.channels[name](options).then(success, fail)
  }

  vi.stubGlobal('getCurrentPages', () => edge.pageStack)
  vi.stubGlobal('requirePlugin', () => edge.plugin)
  vi.stubGlobal('wx', {
    getAppBaseInfo: () => ({ ...edge.versions, fontSizeScaleFactor: 1 }),
    getChannelsLiveInfo: channelsApi('getChannelsLiveInfo'),
    getChannelsLiveNoticeInfo: channelsApi('getChannelsLiveNoticeInfo'),
    reserveChannelsLive: channelsApi('reserveChannelsLive'),
    openChannelsLive: channelsApi('openChannelsLive'),
    getChannelsShareKey: channelsApi('getChannelsShareKey'),
    createLivePlayerContext: () => new Proxy({}, { get: (_, method) => (options: PlayerCallbacks) => tellPlayer(String(method), options) }),
  })
  vi.stubGlobal('uni', {
    request: (options: RequestOptions) => {
      const answered = answer(options)
      if (answered === 'offline')
        options.fail({ errMsg: 'request:fail ERR_INTERNET_DISCONNECTED' })
      else if (answered !== 'hang')
        options.success({ statusCode: answered.statusCode ?? 200, data: answered.data, header: answered.header ?? {} })
      return { abort: () => {} }
    },
    login: ({ success, fail }: { success: (answer: LoginAnswer) => void, fail: (failure: { errMsg: string }) => void }) => {
      const said = edge.login()
      if (said === 'hang')
        return
      if ('errMsg' in said)
        fail(said)
      else
        success(said)
    },
    getStorageSync: (key: string) => storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => storage.set(key, value),
    removeStorageSync: (key: string) => storage.delete(key),
    getNetworkType: ({ success }: { success: (answer: { networkType: string }) => void }) => success({ networkType: 'wifi' }),
    onNetworkStatusChange: (listener: (change: { isConnected: boolean }) => void) => listeners.push(listener),
    navigateTo: navigate,
    redirectTo: navigate,
    navigateBack: ({ success }: Callbacks) => {
      opened.push('back')
      success?.()
    },
    previewImage: ({ urls }: { urls: string[] }) => edge.previews.push(...urls),
    showToast: ({ title }: { title: string }) => toasts.push(title),
    getAppBaseInfo: () => ({ appVersion: '0.1.0' }),
    getLaunchOptionsSync: () => edge.waysIn.launch,
    getEnterOptionsSync: () => edge.waysIn.enter,
    setClipboardData: ({ data, success }: { data: string, success: () => void }) => {
      edge.copied.push(data)
      success()
    },
    showModal: ({ title, content, success }: { title: string, content: string, success: (answer: { confirm: boolean }) => void }) => {
      questions.push({ title, content })
      success({ confirm: edge.confirms })
    },
    stopPullDownRefresh: () => edge.pullDownsEnded++,
    createIntersectionObserver: () => {
      let own: Shown | undefined
      return {
        relativeToViewport: () => ({
          observe: (_: string, onShown: Shown) => {
            own = onShown
            observers.add(onShown)
          },
        }),
        disconnect: () => own && observers.delete(own),
      }
    },
  })
  setPlatform()
  return edge
}

// WeChat fails with plain objects.
async function refuse(failure: object): Promise<never> {
  throw failure
}

/** A gateway that knows this visitor as `me` and takes every touch. */
export function takePost({ path, body }: Post): GatewayAnswer {
  if (path === '/v1/sessions')
    return { data: { token: 'token-of-me', expiresInSeconds: 7200, openid: 'me', shareId: 'share-of-me' } }
  const touches: unknown = typeof body === 'object' && body !== null && 'touches' in body ? body.touches : []
  return { data: { accepted: Array.isArray(touches) ? touches.map((touch: { id: string }) => touch.id) : [] } }
}

/** The edge that {@link installWechatEdge} put in place. */
export type WechatEdge = ReturnType<typeof installWechatEdge>
