import type { Definition, Instance } from './engine'
import type { RequirePlugin } from './modules'
import type { MiniProgramPack } from './pack'
import type { Realm } from './realm'

/** The functions of WeChat's live plugin that the app may call. */
export type PluginFunction = 'getLiveStatus' | 'getSubscribeStatus' | 'getOpenid' | 'getShareParams'

// A promise, as documented, or whatever a broken plugin does instead.
type Answer = (options: Readonly<Record<string, unknown>>) => unknown

/** The stand-in for WeChat's plugin: its inside never runs here, so tests say what it answers. */
export interface LivePluginStandIn {
  /** How it answers now; replace one to change it, delete it for a plugin that is too old to have it. */
  readonly functions: Partial<Record<PluginFunction, Answer>>
  /** Whether it is there: it may be missing (an account without it), not answer when it is loaded, or be no object. */
  presence: 'there' | 'missing' | 'hanging' | 'rubbish'
  readonly calls: { readonly name: PluginFunction, readonly options: Readonly<Record<string, unknown>>, readonly atMs: number }[]
  /** Its components on the screen, the newest last. */
  readonly components: readonly PluginComponent[]
}

/** A `<subscribe>` or `<pendant>` on the screen. */
export interface PluginComponent {
  readonly name: string
  readonly properties: () => Readonly<Record<string, unknown>>
  /** What the component tells the page. */
  readonly emit: (event: string, detail: object) => void
}

// The properties that WeChat documents, and of which type they are.
// https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/component-api.html
const PROPERTIES: Readonly<Record<string, Readonly<Record<string, 'number' | 'string' | 'boolean' | 'array'>>>> = {
  subscribe: { roomId: 'number', width: 'number', height: 'number', fontSize: 'number', color: 'string', backgroundColor: 'string', customParams: 'string', stopPropagation: 'boolean' },
  pendant: { type: 'number', customParams: 'string', closePictureInPictureMode: 'number', url: 'string', goodsKey: 'array' },
}

/**
 * A plugin that knows every room as live and this visitor as `openid`, and refuses share parameters as WeChat does
 * outside a share scene.
 */
export function createLivePlugin(openid: string): LivePluginStandIn {
  return {
    presence: 'there',
    calls: [],
    components: [],
    functions: {
      getLiveStatus: async () => ({ liveStatus: 101 }),
      getSubscribeStatus: async ({ room_id }) => ({ room_id, openid, is_subscribe: false }),
      getOpenid: async () => ({ openid }),
      getShareParams: () => Promise.reject(new Error('只能获取分享卡片入口的参数')),
    },
  }
}

/**
 * `requirePlugin` as each package has it: at once for a plugin of the main package, and for one of a subpackage only
 * inside it; from elsewhere through `requirePlugin.async`.
 * @param pack which package declares which plugin
 * @param realm where what it answers belongs
 * @param plugin what it gives
 * @param now the phone's clock, in milliseconds since the epoch
 * @param hasAsync whether this WeChat is new enough for `requirePlugin.async`
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages/async.html
 */
export function requirePluginOf(pack: MiniProgramPack, realm: Realm, plugin: LivePluginStandIn, now: () => number, hasAsync = true): (root: string) => RequirePlugin {
  const interfaceOf = (): unknown => new Proxy({}, {
    has: (_, name) => name in plugin.functions,
    get: (_, name) => {
      const pluginFunction = plugin.functions[name as PluginFunction]
      return pluginFunction && ((options: Readonly<Record<string, unknown>> = {}) => {
        plugin.calls.push({ name: name as PluginFunction, options: { ...options }, atMs: now() })
        const answer = pluginFunction(options)
        return answer instanceof Promise ? answer.then(realm.copy) : realm.copy(answer)
      })
    },
  })
  const exported = (): unknown => plugin.presence === 'rubbish' ? 'rubbish' : interfaceOf()
  const declares = (root: string, name: string): boolean => pack.packages.some(each => (each.root === root || each.root === '') && name in each.plugins)
  const isDeclared = (name: string): boolean => pack.packages.some(({ plugins }) => name in plugins)

  return root => Object.assign((name: string) => {
    if (!declares(root, name) || plugin.presence === 'missing' || plugin.presence === 'hanging')
      throw new Error(`plugin "${name}" is not defined`)
    return exported()
  }, hasAsync && {
    async: (name: string): Promise<unknown> => {
      if (plugin.presence === 'hanging')
        return new Promise(() => {})
      return isDeclared(name) && plugin.presence !== 'missing' ? Promise.resolve(exported()) : Promise.reject(new Error(`plugin "${name}" is not defined`))
    },
  })
}

/** The plugin's components as definitions, by the URLs that the package uses. */
export function pluginComponentsOf(pack: MiniProgramPack, plugin: LivePluginStandIn): Readonly<Record<string, Definition>> {
  const components = plugin.components as PluginComponent[]
  return Object.fromEntries(pack.pluginComponents.map((url) => {
    const name = url.slice(url.lastIndexOf('/') + 1)
    const shown = new WeakMap<Instance, PluginComponent>()
    return [url, {
      // Any type is taken here: the first drawing comes before the data. `wronglyTyped` looks when all is at rest.
      properties: Object.fromEntries(Object.keys(PROPERTIES[name] ?? {}).map(property => [property, null])),
      lifetimes: {
        attached(this: Instance) {
          const triggerEvent = this.triggerEvent as (event: string, detail: object, options: object) => void
          const component = { name, properties: () => ({ ...this.data }), emit: (event: string, detail: object) => triggerEvent.call(this, event, detail, {}) }
          shown.set(this, component)
          components.push(component)
        },
        detached(this: Instance) {
          const component = shown.get(this)
          if (component)
            components.splice(components.indexOf(component), 1)
        },
      },
    }]
  }))
}

/** What WeChat would complain about and replace by a default: values of another type than documented. */
export function wronglyTyped(plugin: LivePluginStandIn): string[] {
  return plugin.components.flatMap(({ name, properties }) => {
    const values = properties()
    return Object.entries(PROPERTIES[name] ?? {}).flatMap(([property, type]) => {
      const value = values[property]
      const found = Array.isArray(value) ? 'array' : typeof value
      return value === null || found === type ? [] : [`<${name}> wants a ${type} as ${property}, and got ${JSON.stringify(value)}`]
    })
  })
}
