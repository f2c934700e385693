import type { MiniProgramPack } from '@/tests/runtime/host/pack'
import * as adapter from 'glass-easel-miniprogram-adapter'
import { linkAround } from '@/tests/runtime/host/link'
import { pluginComponentsOf, requirePluginOf, wronglyTyped } from '@/tests/runtime/host/live-plugin'
import { createMiniProgram } from '@/tests/runtime/host/mini-program'
import { createWeChat } from '@/tests/runtime/host/wechat'
import { createFrameRealm } from './realm'
import { addStyles } from './style'

interface Stage {
  readonly problems: () => string[]
  readonly inFlight: () => number
  readonly open: (url: string) => void
  readonly back: () => void
  readonly route: () => string
}

declare global {
  interface Window {
    startStage: (pack: MiniProgramPack, gatewayUrl: string) => void
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

window.startStage = (pack, gatewayUrl) => {
  createButtonsAsWeChatDoes()
  addStyles(pack.styles)
  const realm = createFrameRealm()
  const url = `/${pack.pages[0]}`
  const launch = { path: url.slice(1), query: {}, scene: 1001 }
  const { wechat, members } = createWeChat({ realm, gatewayUrl, visitor: 'visitor-1', versions: { version: '8.0.54', SDKVersion: '3.7.3' }, launch })
  const screen = document.body.appendChild(document.createElement('div'))
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
  drawImages((image, type) => app.engine.trigger(image, type, {}, { bubbles: false }))
  screen.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? linkAround(target) : null
    if (link)
      app.stack.navigation[link.way]({ url: link.url })
  })
  window.stage = {
    problems: () => [...app.errors.map(error => error.stack ?? error.message), ...app.complaints, ...wronglyTyped(wechat.plugin)],
    inFlight: () => wechat.network.inFlight,
    open: target => app.stack.navigation.navigateTo({ url: target, fail: ({ errMsg }) => { throw new Error(errMsg) } }),
    back: () => app.stack.navigation.navigateBack({}),
    route: () => app.stack.top().route,
  }
  app.launch(url, launch)
}

// WeChat's `<image>` is no browser's: its picture is painted as a background here.
function drawImages(tell: (image: Element, type: 'load' | 'error') => void): void {
  const drawn = new WeakMap<Element, string>()
  new MutationObserver(() => {
    for (const image of document.querySelectorAll<HTMLElement>('image[src]')) {
      const src = image.getAttribute('src') ?? ''
      if (src === '' || drawn.get(image) === src)
        continue
      drawn.set(image, src)
      image.style.backgroundImage = `url(${JSON.stringify(src)})`
      const picture = new Image()
      picture.onload = () => image.isConnected && tell(image, 'load')
      picture.onerror = () => image.isConnected && tell(image, 'error')
      picture.src = src
    }
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['src'] })
}
