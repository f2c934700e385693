import { vi } from 'vitest'
import { setPlatform } from '@/src/platform/use-platform'

/** An answer of the gateway; `hang` never comes, `offline` fails the way a phone without a network does. */
export type GatewayAnswer = { readonly statusCode?: number, readonly data: unknown } | 'hang' | 'offline'

interface RequestOptions {
  url: string
  success: (response: { statusCode: number, data: unknown }) => void
  fail: (failure: { errMsg: string }) => void
}

interface Callbacks { url?: string, success?: () => void, fail?: (failure: { errMsg: string }) => void }

type Shown = (result: { intersectionRatio: number, dataset: { roomId: string } }) => void

/**
 * WeChat around the app, as far as the app can tell: `uni`, `wx` and `requirePlugin`, with a gateway behind
 * `uni.request`. Everything above this edge is the real thing.
 */
export function installWechatEdge(gateway: (path: string) => GatewayAnswer) {
  const storage = new Map<string, unknown>()
  const requests: string[] = []
  const opened: string[] = []
  const toasts: string[] = []
  const questions: { title: string, content: string }[] = []
  const listeners: ((change: { isConnected: boolean }) => void)[] = []
  const observers = new Set<Shown>()
  const edge = {
    /** What the gateway answers; replace it to change its mind. */
    gateway,
    plugin: {
      getLiveStatus: vi.fn<(options: { room_id: number }) => Promise<unknown>>(async () => ({ liveStatus: 101 })),
      getSubscribeStatus: vi.fn<(options: { room_id: number }) => Promise<unknown>>(async ({ room_id }) => ({ room_id, openid: 'me', is_subscribe: false })),
      getOpenid: vi.fn<() => Promise<unknown>>(async () => ({ openid: 'me' })),
      getShareParams: vi.fn<() => Promise<unknown>>(() => Promise.reject(new Error('只能获取分享卡片入口的参数'))),
    },
    /** Paths asked of the gateway, in order. */
    requests,
    /** URLs given to `navigateTo` and `redirectTo`, in order. */
    opened,
    toasts,
    questions,
    storage,
    pageStack: [{}],
    pullDownsEnded: 0,
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

  function navigate({ url = '', success, fail }: Callbacks): void {
    opened.push(url)
    if (edge.navigationFailure)
      fail?.({ errMsg: edge.navigationFailure })
    else
      success?.()
  }

  vi.stubGlobal('getCurrentPages', () => edge.pageStack)
  vi.stubGlobal('requirePlugin', () => edge.plugin)
  vi.stubGlobal('wx', { getAppBaseInfo: () => ({ ...edge.versions, fontSizeScaleFactor: 1 }) })
  vi.stubGlobal('uni', {
    request: ({ url, success, fail }: RequestOptions) => {
      const path = url.replace(/^https?:\/\/[^/]+/, '')
      requests.push(path)
      const answer = edge.gateway(path)
      if (answer === 'offline')
        fail({ errMsg: 'request:fail ERR_INTERNET_DISCONNECTED' })
      else if (answer !== 'hang')
        success({ statusCode: answer.statusCode ?? 200, data: answer.data })
      return { abort: () => {} }
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
    showToast: ({ title }: { title: string }) => toasts.push(title),
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

/** The edge that {@link installWechatEdge} put in place. */
export type WechatEdge = ReturnType<typeof installWechatEdge>
