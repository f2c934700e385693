import type * as Adapter from 'glass-easel-miniprogram-adapter'
import type { Definition, DrawnPage, Instance } from './engine'
import type { RequirePlugin } from './modules'
import type { MiniProgramPack } from './pack'
import type { PageStack } from './page-stack'
import type { Realm } from './realm'
import type { SetDataCall } from './set-data-log'
import { createEngine } from './engine'
import { createModules } from './modules'
import { createPageStack } from './page-stack'
import { watchSetData } from './set-data-log'

/** What WeChat says about how the app was opened. */
export interface EnterOptions {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly scene: number
}

/** What a mini-program needs around it. */
export interface MiniProgramOptions {
  readonly adapter: typeof Adapter
  readonly pack: MiniProgramPack
  readonly realm: Realm
  /** Runs a script outside the mini-program's realm. */
  readonly evaluate: (source: string) => unknown
  /** The members of `wx` besides navigation. */
  readonly wx: Readonly<Record<string, unknown>>
  /** What `requirePlugin` gives in a package; the root is empty for the main package. */
  readonly requirePlugin: (root: string) => RequirePlugin
  /** Whether plugins' pages open; they do, unless this says otherwise. */
  readonly arePluginsThere?: () => boolean
  /** The definitions of plugins' components, by URL. */
  readonly pluginComponents: Readonly<Record<string, Definition>>
  readonly screen: HTMLElement
  /** A page or component came to life. */
  readonly onCreated?: (instance: Instance) => void
}

/** A mini-program that runs. */
export interface MiniProgram {
  readonly engine: ReturnType<typeof createEngine>
  readonly stack: PageStack
  /** What went wrong anywhere, hooks and handlers included. */
  readonly errors: readonly Error[]
  /** What it wrote to the console as a warning or an error: Vue reports there alone what a hook threw. */
  readonly complaints: readonly string[]
  /** Members of `wx` that it looked for and that the host does not have. */
  readonly missing: ReadonlySet<string>
  readonly setDataCalls: readonly SetDataCall[]
  readonly launch: (url: string, options: EnterOptions) => void
  readonly hide: () => void
  readonly show: (options: EnterOptions) => void
}

type AppHook = 'onLaunch' | 'onShow' | 'onHide'

/** Starts nothing yet: `launch` runs `app.js`, then the app's and the first page's hooks in WeChat's order. */
export function createMiniProgram({ adapter, pack, realm, evaluate, wx, requirePlugin, arePluginsThere = () => true, pluginComponents, screen, onCreated }: MiniProgramOptions): MiniProgram {
  const errors: Error[] = []
  const complaints: string[] = []
  const missing = new Set<string>()
  const setDataCalls: SetDataCall[] = []
  const registered = new Set<string>()
  let app: Definition | null = null
  let registering: string | null = null

  const engine = createEngine({
    adapter,
    pack,
    realm,
    evaluate,
    onError: error => void errors.push(error),
    onCreated(instance) {
      const isPage = (): boolean => instance.route !== undefined
      watchSetData(instance, isPage, call => void setDataCalls.push(call))
      onCreated?.(instance)
    },
    // A component that appears later becomes ready without a page being opened.
    onAttached: () => setTimeout(() => engine.flushReady(), 0),
  })
  for (const url of pack.pluginComponents) engine.registerPluginComponent(url, pluginComponents[url] ?? {})

  const modules = createModules(pack, realm, requirePlugin)
  const stack: PageStack = createPageStack({ pack, engine, load, screen, copyQuery: realm.copy, arePluginsThere, call })

  function define(definition: Definition): void {
    if (registering === null)
      throw new Error('Component() is only possible while a page or a component is being loaded.')
    registered.add(registering)
    engine.register(registering, definition)
  }

  // As `lazyCodeLoading: requiredComponents` has it: a page's scripts run when it is opened, its components' first.
  function load(path: string): void {
    if (registered.has(path))
      return
    for (const url of Object.values(pack.configs[path]?.usingComponents ?? {})) {
      if (url.startsWith('/') && url !== `/${path}`)
        load(url.slice(1))
    }
    registering = path
    try {
      modules.require(`${path}.js`)
    }
    finally {
      registering = null
    }
    if (!registered.has(path))
      throw new Error(`${path}.js has not called Component().`)
  }

  function call(page: DrawnPage, hook: string, ...args: unknown[]): void {
    attempt(page.instance[hook], page.instance, args)
  }

  function attempt(hook: unknown, self: object, args: readonly unknown[]): void {
    if (typeof hook !== 'function')
      return
    try {
      Reflect.apply(hook, self, args)
    }
    catch (thrown) {
      errors.push(thrown instanceof Error ? thrown : new Error(String(thrown)))
    }
  }

  function callApp(hook: AppHook, options?: EnterOptions): void {
    if (app)
      attempt(app[hook], app, options ? [realm.copy(options)] : [])
  }

  const members: Record<string, unknown> = { ...wx, ...stack.navigation }
  const complain = (...words: unknown[]): void => void complaints.push(words.map(word => word instanceof Object && 'stack' in word ? String(word.stack) : String(word)).join(' '))
  Object.assign(realm.globals, {
    global: realm.run('({})', 'global'),
    console: { ...console, warn: complain, error: complain },
    wx: new Proxy(members, {
      get(target, name) {
        if (!(name in target) && typeof name === 'string')
          missing.add(name)
        return Reflect.get(target, name) as unknown
      },
    }),
    App: (definition: Definition) => void (app = definition),
    Page: define,
    Component: define,
    Behavior: engine.behavior,
    getApp: () => app,
    getCurrentPages: () => stack.pages.flatMap(({ drawn }) => drawn ? [drawn.instance] : []),
  })

  return {
    engine,
    stack,
    errors,
    complaints,
    missing,
    setDataCalls,
    launch(url, options) {
      modules.require('app.js')
      callApp('onLaunch', options)
      callApp('onShow', options)
      stack.open(url)
    },
    hide() {
      stack.hideTop()
      callApp('onHide')
    },
    show(options) {
      callApp('onShow', options)
      stack.showTop()
    },
  }
}
