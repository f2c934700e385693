import type { DrawnPage, Engine } from './engine'
import type { MiniProgramPack } from './pack'
import { isPluginUrl } from './plugin-url'

/** A page's parameters; WeChat leaves the values encoded. */
export type Query = Readonly<Record<string, string>>

/** A page of the app, or one of a plugin's, whose inside nobody sees. */
export interface StackedPage {
  readonly url: string
  readonly route: string
  readonly query: Query
  /** Null for a plugin's page. */
  readonly drawn: DrawnPage | null
  readonly element: HTMLElement
}

/** What `wx.navigateTo` and its like are called with. */
export interface NavigationOptions {
  readonly url?: string
  readonly delta?: number
  readonly success?: (answer: object) => void
  readonly fail?: (failure: { errMsg: string }) => void
  readonly complete?: (answer: object) => void
}

/** The pages that lie on one another, and WeChat's ways between them. */
export interface PageStack {
  readonly pages: readonly StackedPage[]
  readonly top: () => StackedPage
  /** Opens the first page, or opens another instead of all. */
  readonly open: (url: string) => void
  readonly navigation: Readonly<Record<'navigateTo' | 'redirectTo' | 'reLaunch' | 'navigateBack', (options: NavigationOptions) => void>>
  readonly showTop: () => void
  readonly hideTop: () => void
  readonly closeAll: () => void
}

/** What a stack leans on. */
export interface PageStackOptions {
  readonly pack: MiniProgramPack
  readonly engine: Engine
  /** Loads a page's scripts the first time it is opened. */
  readonly load: (route: string) => void
  readonly screen: HTMLElement
  readonly copyQuery: (query: Query) => unknown
  /** Whether plugins' pages open: without the plugin there is nothing to open. */
  readonly arePluginsThere: () => boolean
  /** Calls a page's hook; whatever it throws is reported. */
  readonly call: (page: DrawnPage, hook: string, ...args: unknown[]) => void
}

const MOST_PAGES = 10

/** WeChat's page stack: `onLoad`, `onShow`, `onReady`; the page below is hidden first, and shown last. */
export function createPageStack({ pack, engine, load, screen, copyQuery, arePluginsThere, call }: PageStackOptions): PageStack {
  const pages: StackedPage[] = []
  const top = (): StackedPage => {
    const page = pages.at(-1)
    if (!page)
      throw new Error('No page is open.')
    return page
  }

  function push(url: string): void {
    const { route, query } = parseUrl(url)
    const element = screen.appendChild(screen.ownerDocument.createElement('div'))
    element.setAttribute('data-route', route)
    if (isPluginUrl(url)) {
      pages.push({ url, route, query, drawn: null, element })
      return
    }
    load(route)
    const drawn = engine.createPage(route)
    // uni-app takes an instance with a route for a page, and looks when it is attached.
    drawn.instance.route = drawn.instance.__route__ = route
    pages.push({ url, route, query, drawn, element })
    drawn.attach(element)
    call(drawn, 'onLoad', copyQuery(query))
    show(drawn)
    engine.flushReady()
    call(drawn, 'onReady')
  }

  function pop(): void {
    const { drawn, element } = top()
    if (drawn) {
      call(drawn, 'onUnload')
      drawn.release()
    }
    pages.pop()
    element.remove()
  }

  function show(drawn: DrawnPage): void {
    drawn.triggerLifetime('show')
    call(drawn, 'onShow')
  }

  function showTop(): void {
    const { drawn, element } = top()
    element.style.display = ''
    if (drawn)
      show(drawn)
  }

  function hideTop(): void {
    const { drawn } = top()
    if (drawn) {
      call(drawn, 'onHide')
      drawn.triggerLifetime('hide')
    }
  }

  function cannotOpen(url: string): string | null {
    if (isPluginUrl(url)) {
      const isDeclared = pack.packages.some(({ plugins }) => Object.values(plugins).some(({ provider }) => url.startsWith(`plugin-private://${provider}/`)))
      return isDeclared && arePluginsThere() ? null : 'plugin is not defined'
    }
    return pack.pages.includes(parseUrl(url).route) ? null : `page "${url}" is not found`
  }

  function goes(name: string, go: (url: string) => void): (options: NavigationOptions) => void {
    return ({ url = '', success, fail, complete }) => {
      const target = absolute(url)
      const problem = cannotOpen(target) ?? (name === 'navigateTo' && pages.length >= MOST_PAGES ? 'webview count limit exceed' : null)
      const answer = { errMsg: problem ? `${name}:fail ${problem}` : `${name}:ok` }
      if (problem) {
        fail?.(answer)
      }
      else {
        go(target)
        success?.(answer)
      }
      complete?.(answer)
    }
  }

  function absolute(url: string): string {
    return isPluginUrl(url) || url.startsWith('/') ? url : new URL(url, `file:///${top().route}`).href.replace('file://', '')
  }

  function open(url: string): void {
    while (pages.length > 0) pop()
    push(url)
  }

  return {
    pages,
    top,
    open,
    showTop,
    hideTop,
    closeAll() {
      while (pages.length > 0) pop()
    },
    navigation: {
      navigateTo: goes('navigateTo', (url) => {
        const below = top().element
        hideTop()
        push(url)
        below.style.display = 'none'
      }),
      redirectTo: goes('redirectTo', (url) => {
        pop()
        push(url)
      }),
      reLaunch: goes('reLaunch', open),
      navigateBack({ delta = 1, success, fail, complete }) {
        const isPossible = pages.length > 1
        const answer = { errMsg: isPossible ? 'navigateBack:ok' : 'navigateBack:fail cannot navigate back at first page.' }
        if (isPossible) {
          for (let count = 0; count < delta && pages.length > 1; count++) pop()
          showTop()
          success?.(answer)
        }
        else {
          fail?.(answer)
        }
        complete?.(answer)
      },
    },
  }
}

/** A page's URL as WeChat reads it: the route, and values that are left as they were. */
export function parseUrl(url: string): { readonly route: string, readonly query: Query } {
  const [path = '', search = ''] = url.split(/\?(.*)/s)
  const pairs = search.split('&').filter(pair => pair !== '').map(pair => pair.split(/=(.*)/s))
  return {
    route: path.replace(/^\//, ''),
    query: Object.fromEntries(pairs.map(([key = '', value = '']) => [key, value])),
  }
}
