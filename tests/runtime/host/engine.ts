import type * as Adapter from 'glass-easel-miniprogram-adapter'
import type { MiniProgramPack } from './pack'
import type { Realm } from './realm'

/** What `Component` or a page's definition is called with; the framework reads it. */
export type Definition = Readonly<Record<string, unknown>>

/** What scripts know as `this` on a page or in a component. */
export interface Instance {
  is: string
  route?: string
  __route__?: string
  data: Readonly<Record<string, unknown>>
  setData: (data: Readonly<Record<string, unknown>>, done?: () => void) => void
  createIntersectionObserver: (options?: object) => unknown
  [key: string]: unknown
}

/** A page on the screen. */
export interface DrawnPage {
  readonly instance: Instance
  attach: (element: HTMLElement) => void
  triggerLifetime: (name: 'show' | 'hide') => void
  release: () => void
}

/** Something on the screen that events can be sent to. */
type Node = Adapter.glassEasel.Element

/** WeChat's component framework, holding one mini-program. */
export interface Engine {
  readonly register: (path: string, definition: Definition) => void
  readonly registerPluginComponent: (url: string, definition: Definition) => void
  readonly behavior: (definition: Definition) => unknown
  readonly createPage: (route: string) => DrawnPage
  /** Fires `ready` on everything that was attached, children first: the framework leaves that to its host. */
  readonly flushReady: () => void
  readonly trigger: (element: Element, type: string, detail: unknown, options: { readonly bubbles: boolean }) => void
  /** A component's properties, or null where the element is a built-in tag. */
  readonly propertiesOf: (element: Element) => Readonly<Record<string, unknown>> | null
  readonly datasetOf: (element: Element) => Readonly<Record<string, unknown>>
  /** Whether a page's or a component's own template has drawn an element with this id. */
  readonly hasElement: (instance: object, id: string) => boolean
}

/** What the engine tells its host. */
export interface EngineOptions {
  readonly adapter: typeof Adapter
  readonly pack: MiniProgramPack
  readonly realm: Realm
  /** Runs a script of the framework's own: in WeChat, templates live apart from the app's scripts. */
  readonly evaluate: (source: string) => unknown
  readonly onError: (error: Error) => void
  /** A page or component came to life; its own code has not run yet. */
  readonly onCreated: (instance: Instance) => void
  readonly onAttached: () => void
}

interface PlainTarget { readonly id: string, readonly dataset: object, readonly offsetLeft: number, readonly offsetTop: number }

// One listener for all engines: the framework knows no owner of an error.
const failing = new Set<(error: Error) => void>()

// Whose scripts an instance belongs to.
const realmOf = new WeakMap<object, Realm>()

/** Sets WeChat's open-source component framework up for one mini-program, which draws into the document. */
export function createEngine({ adapter, pack, realm, evaluate, onError, onCreated, onAttached }: EngineOptions): Engine {
  const { glassEasel } = adapter
  listenForErrors(glassEasel)
  failing.add(onError)
  handleEventsAsWeChatDoes(glassEasel)

  const environment = new adapter.MiniProgramEnv()
  const backend = new glassEasel.CurrentWindowBackendContext()
  // The callbacks of `setData` need no painted frame here.
  backend.render = (done: (error: Error | null) => void): void => void Promise.resolve().then(() => done(null))
  backend.onEvent(glassEasel.Event.triggerEvent)
  const space = environment.createCodeSpace('', true)
  const associated = environment.associateBackend(backend)
  const templates = evaluate(`(${pack.templates})`) as Record<string, never>

  const waiting = new Set<Node>()
  const onScreen: Adapter.glassEasel.GeneralComponent[] = []
  space.setOverallBehavior(space.getComponentSpace().defineBehavior({
    lifetimes: {
      created() {
        const instance = callerOf(this)
        realmOf.set(instance, realm)
        onCreated(instance)
      },
      attached() {
        waiting.add(nodeOf(this))
        onAttached()
      },
    },
  }) as never)

  for (const [path, config] of Object.entries(pack.configs)) {
    space.addComponentStaticConfig(path, { ...config, styleIsolation: 'shared' } as never)
    // Handlers of `bindtap="{{a}}"` are found on the instance when the event comes.
    space.addCompiledTemplate(path, { groupList: templates, content: templates[path], fallbackListenerOnNativeNode: true } as never)
  }

  const behavior = (definition: Definition): unknown => {
    let made: unknown
    space.componentEnv('', ({ Behavior }) => void (made = Behavior(definition)))
    return made
  }
  const formField = behavior({ properties: { name: String, value: null } })

  return {
    behavior,
    register(path, definition) {
      const behaviors = Array.isArray(definition.behaviors) ? definition.behaviors.map(used => used === 'wx://form-field' ? formField : used) : []
      space.componentEnv(path, ({ Component }) => Component({ ...definition, behaviors } as never))
    },
    registerPluginComponent(url, definition) {
      const [, provider = '', path = ''] = /^plugin-private:\/\/([^/]+)\/(.+)$/.exec(url) ?? []
      const known = environment.getCodeSpace(provider)
      const pluginSpace = known ?? environment.createCodeSpace(provider, false, {})
      if (!known)
        space.importCodeSpace(provider, undefined, true)
      pluginSpace.addComponentStaticConfig(path, { component: true, usingComponents: {} })
      pluginSpace.componentEnv(path, ({ Component }) => Component(definition as never))
    },
    createPage(route) {
      const root = associated.createRoot('page', space, route)
      const component = root.getComponent()
      onScreen.push(component)
      return {
        instance: root.get() as unknown as Instance,
        attach(element) {
          const placeholder = element.appendChild(element.ownerDocument.createElement('span'))
          root.attach(element as never, placeholder as never)
        },
        triggerLifetime: name => component.triggerPageLifetime(name, []),
        release() {
          onScreen.splice(onScreen.indexOf(component), 1)
          root.release()
        },
      }
    },
    flushReady() {
      const visit = (node: Node): void => {
        if (glassEasel.Component.isComponent(node))
          (node.getShadowRoot()?.childNodes ?? []).forEach(child => visit(child as Node))
        for (const child of 'childNodes' in node ? node.childNodes : []) visit(child as Node)
        if (waiting.delete(node) && glassEasel.Component.isComponent(node))
          node.triggerLifetime('ready', [])
      }
      if (waiting.size > 0)
        onScreen.forEach(page => visit(page))
      waiting.clear()
    },
    trigger(element, type, detail, { bubbles }) {
      const touches = [{ identifier: 0, pageX: 0, pageY: 0, clientX: 0, clientY: 0 }]
      glassEasel.Event.triggerEvent(drawnNodeOf(element), type, detail, { bubbles, composed: bubbles, capturePhase: bubbles, extraFields: { touches, changedTouches: touches } } as never)
    },
    propertiesOf: (element) => {
      const node = drawnNodeOf(element)
      return glassEasel.Component.isComponent(node) ? node.data as Readonly<Record<string, unknown>> : null
    },
    datasetOf: element => drawnNodeOf(element).dataset,
    hasElement(instance, id) {
      const node = nodeOf(instance)
      return glassEasel.Component.isComponent(node) && Boolean(node.getShadowRoot()?.getElementById(id))
    },
  }
}

function callerOf(self: unknown): Instance {
  return self as Instance
}

function nodeOf(self: unknown): Node {
  return (self as { _$?: Node })._$ ?? self as Node
}

// The framework leaves its node on the element that it drew.
function drawnNodeOf(element: Element): Node {
  for (let current: Node | Element | null = element; current && 'parentElement' in current; current = current.parentElement) {
    const { __wxElement } = current as Element & { __wxElement?: Node }
    if (__wxElement)
      return __wxElement
  }
  throw new Error('This element was not drawn by the mini-program.')
}

function listenForErrors(glassEasel: typeof Adapter.glassEasel): void {
  if (failing.size > 0)
    return
  glassEasel.globalOptions.throwGlobalError = false
  glassEasel.addGlobalErrorListener((error) => {
    failing.forEach(fail => fail(error instanceof Error ? error : new Error(String(error))))
    return false
  })
  glassEasel.addGlobalWarningListener((warning) => {
    // uni-app gives a component its lists after the first drawing.
    if (String(warning).includes('The for-list data is neither Array nor Object, got type "undefined"'))
      return false
    failing.forEach(fail => fail(new Error(`The component framework warns: ${String(warning)}`)))
    return false
  })
}

// uni-app keeps its handlers on the instance, and WeChat hands over plain objects of the logic layer.
function handleEventsAsWeChatDoes(glassEasel: typeof Adapter.glassEasel): void {
  glassEasel.Component.getMethod = (component, name) => {
    const caller = component.getMethodCaller() as unknown as Instance
    const method = caller[name]
    const realm = realmOf.get(caller)
    if (typeof method !== 'function' || !realm)
      return undefined
    return (event: unknown, ...rest: unknown[]) => Reflect.apply(method, caller, isEvent(event) ? [plainEvent(event, realm)] : [event, ...rest])
  }
}

interface FrameworkEvent {
  readonly type: string
  readonly timeStamp: number
  readonly detail: unknown
  readonly target: { readonly id: string, readonly dataset: object }
  readonly currentTarget: { readonly id: string, readonly dataset: object }
  readonly mark?: object
  readonly extraFields?: { readonly touches?: object[], readonly changedTouches?: object[] }
  readonly getOriginalEvent?: () => { readonly target?: { readonly value?: string } } | undefined
  readonly getEventName: () => string
}

function isEvent(value: unknown): value is FrameworkEvent {
  return typeof value === 'object' && value !== null && 'getEventName' in value
}

function plainEvent(event: FrameworkEvent, realm: Realm): unknown {
  // In a browser the words typed are on the element itself.
  const typed = event.getOriginalEvent?.()?.target?.value
  const detail = typed !== undefined && /^(?:input|blur|focus|confirm)$/.test(event.type) ? { value: typed, cursor: typed.length } : event.detail
  const plainTarget = ({ id, dataset }: FrameworkEvent['target']): PlainTarget => ({ id, dataset, offsetLeft: 0, offsetTop: 0 })
  // uni-app passes a component's own arguments through `detail`, functions included, inside the logic layer.
  const isFromComponent = typeof detail === 'object' && detail !== null && '__args__' in detail
  return Object.assign(realm.copy({
    type: event.type,
    timeStamp: event.timeStamp,
    target: plainTarget(event.target),
    currentTarget: plainTarget(event.currentTarget),
    mark: event.mark ?? {},
    touches: event.extraFields?.touches ?? [],
    changedTouches: event.extraFields?.changedTouches ?? [],
  }) as object, { detail: isFromComponent || event.type === '__l' ? detail : realm.copy(detail) })
}
