import { Window } from 'happy-dom'

// What WeChat's component framework takes from a browser to draw into.
const NAMES = ['Node', 'Element', 'HTMLElement', 'Text', 'Comment', 'DocumentFragment', 'Event', 'CustomEvent', 'MutationObserver', 'IntersectionObserver'] as const

/**
 * Gives this process a document to draw into. The mini-program itself never sees it: its scripts run in a realm of their
 * own. Call it before the component framework is loaded.
 */
export function installDom(): Document {
  if (!('document' in globalThis)) {
    const window = new Window({ url: 'http://localhost/' })
    Object.assign(globalThis, Object.fromEntries(NAMES.map(name => [name, window[name]])), { window, document: window.document })
  }
  return document
}
