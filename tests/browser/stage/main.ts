import type { MiniProgramPack } from '@/tests/runtime/host/pack'
import * as adapter from 'glass-easel-miniprogram-adapter'
import { linkAround } from '@/tests/runtime/host/link'
import { pluginComponentsOf, requirePluginOf, wronglyTyped } from '@/tests/runtime/host/live-plugin'
import { createMiniProgram } from '@/tests/runtime/host/mini-program'
import { parseUrl } from '@/tests/runtime/host/page-stack'
import { createWeChat } from '@/tests/runtime/host/wechat'
import { createFrameRealm } from './realm'
import { addStyles } from './style'

interface Stage {
  readonly problems: () => string[]
  /** How many answers and pictures are still to come. */
  readonly inFlight: () => number
  /** WeChat's own arrow in the corner. */
  readonly back: () => void
  readonly route: () => string
}

declare global {
  interface Window {
    /** Opens the mini-program at this page. */
    startStage: (pack: MiniProgramPack, gatewayUrl: string, url: string) => void
    stage: Stage
  }
}

// Nothing but a template's own script is run here, in the page itself.
function evaluate(source: string): unknown {
  const script = document.createElement('script')
  const kept = window as unknown as { stageTemplates: unknown }
  script.textContent = `window.stageTemplates = ${source}`
  document.head.append(script)
  return kept.stageTemplates
}

// A browser's own button is only as wide as its words; WeChat's is a tag like any other.
function createButtonsAsWeChatDoes(): void {
  const create = document.createElement.bind(document)
  document.createElement = (tag: string, options?: ElementCreationOptions) => create(tag === 'button' ? 'wx-button' : tag, options)
}

window.startStage = (pack, gatewayUrl, url) => {
  createButtonsAsWeChatDoes()
  addStyles(pack.styles)
  const realm = createFrameRealm()
  const { route, query } = parseUrl(url)
  const launch = { path: route, query, scene: 1001 }
  const { wechat, members } = createWeChat({ realm, gatewayUrl, visitor: 'visitor-1', versions: { version: '8.0.54', SDKVersion: '3.7.3' }, launch })
  wechat.plugin.functions.getLiveStatus = ({ room_id }) => counted(async () => await (await fetch(`${gatewayUrl}/simulator/plugin/live-status?room_id=${room_id}`)).json())
  const screen = document.body.appendChild(document.createElement('div'))
  screen.className = 'screen'
  const app = createMiniProgram({
    adapter,
    pack,
    realm,
    evaluate,
    screen,
    wx: members,
    requirePlugin: requirePluginOf(pack, realm, wechat.plugin, Date.now),
    pluginComponents: pluginComponentsOf(pack, wechat.plugin),
    onCreated: (instance) => {
      const observer = { relativeToViewport: () => observer, observe: () => {}, disconnect: () => {} }
      instance.createIntersectionObserver = () => observer
    },
  })
  drawImages(counted, (image, type) => app.engine.trigger(image, type, {}, { bubbles: false }))
  screen.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? linkAround(target) : null
    if (link)
      app.stack.navigation[link.way]({ url: link.url })
  })
  window.stage = {
    problems: () => [...app.errors.map(error => error.stack ?? error.message), ...app.complaints, ...wronglyTyped(wechat.plugin)],
    inFlight: () => wechat.network.inFlight,
    back: () => app.stack.navigation.navigateBack({}),
    route: () => app.stack.top().route,
  }
  app.launch(url, launch)

  async function counted<T>(work: () => Promise<T>): Promise<T> {
    wechat.network.inFlight++
    return work().finally(() => wechat.network.inFlight--)
  }
}

// WeChat's `<image>` is no browser's: its picture is painted as a background here.
function drawImages(counted: (work: () => Promise<void>) => Promise<void>, tell: (image: Element, type: 'load' | 'error') => void): void {
  const drawn = new WeakMap<Element, string>()
  new MutationObserver(() => {
    for (const image of document.querySelectorAll<HTMLElement>('image[src]')) {
      const src = image.getAttribute('src') ?? ''
      if (src === '' || drawn.get(image) === src)
        continue
      drawn.set(image, src)
      image.style.backgroundImage = `url(${JSON.stringify(src)})`
      void counted(async () => {
        const outcome = await load(src)
        if (image.isConnected)
          tell(image, outcome)
      })
    }
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['src'] })
}

function load(src: string): Promise<'load' | 'error'> {
  return new Promise((resolve) => {
    const picture = new Image()
    picture.onload = () => resolve('load')
    picture.onerror = () => resolve('error')
    picture.src = src
  })
}
