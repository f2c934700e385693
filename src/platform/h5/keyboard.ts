import { text } from '@/src/text'
import './keyboard.css'

// What uni draws as elements that no browser knows, or as plain boxes.
const ROLES: Readonly<Record<string, string>> = {
  'uni-button': 'button',
  'uni-switch': 'switch',
  '.uni-page-head-btn': 'button',
}
const OPERABLE = Object.keys(ROLES).join()
// A browser's own, within an element of uni's that has the name.
const NAMELESS = '.navigator-wrap, .uni-input-input'
const NAMED = 'uni-navigator, uni-input'
const CHANGING = `${OPERABLE}, ${NAMED}`
const SWITCH_IS_ON = '.uni-switch-input-checked'

/**
 * Lets keyboards and screen readers use what uni draws for fingers only: buttons, switches and the arrow back get a place
 * in the order of Tab, a role, and Enter and the space bar. Links and fields are real ones already, and only want their name.
 * @returns ends it
 */
export function installKeyboard(root: HTMLElement): () => void {
  const observer = new MutationObserver(records => records.forEach(({ type, target, addedNodes }) => {
    const changed = type === 'childList' ? [...addedNodes] : [target instanceof Element ? target.closest(CHANGING) : null]
    changed.forEach(node => node instanceof HTMLElement && equipAll(node))
  }))

  root.addEventListener('keydown', press)
  observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-label', 'class', 'disabled'] })
  equipAll(root)
  return () => {
    observer.disconnect()
    root.removeEventListener('keydown', press)
  }
}

function equipAll(within: HTMLElement): void {
  if (within.matches(OPERABLE))
    equip(within)
  within.querySelectorAll<HTMLElement>(OPERABLE).forEach(equip)
  within.querySelectorAll(NAMELESS).forEach(nameAsAround)
}

function equip(element: HTMLElement): void {
  const [, role = 'button'] = Object.entries(ROLES).find(([selector]) => element.matches(selector)) ?? []
  // What a page says of its own button, e.g. that it is a tab, stands.
  if (!element.hasAttribute('role'))
    tell(element, 'role', role)
  element.tabIndex = element.hasAttribute('disabled') ? -1 : 0
  if (role === 'switch')
    tell(element, 'aria-checked', String(element.querySelector(SWITCH_IS_ON) !== null))
  if (element.matches('.uni-page-head-hd > .uni-page-head-btn'))
    tell(element, 'aria-label', text.goods.back)
}

function nameAsAround(element: Element): void {
  const name = element.closest(NAMED)?.getAttribute('aria-label')
  if (name)
    tell(element, 'aria-label', name)
}

// What stands there already is not told again: it would be observed, and told for ever.
function tell(element: Element, attribute: string, value: string): void {
  if (element.getAttribute(attribute) !== value)
    element.setAttribute(attribute, value)
}

function press(event: KeyboardEvent): void {
  const { key, repeat, target } = event
  if ((key !== 'Enter' && key !== ' ') || !(target instanceof HTMLElement) || !target.matches(OPERABLE))
    return
  // The space bar would scroll the page.
  event.preventDefault()
  if (!repeat)
    target.click()
}
