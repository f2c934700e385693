// @ts-check
import { el } from './dom.js'
import { shortenOpenid } from './format.js'
import { copying, copyOpenid } from './text.js'

const SAID_MS = 2000

/**
 * An openid shortened, and a button that copies it whole. Apart, because a button has no place in what opens a list.
 * @param {string} openid
 */
export function nameAndCopy(openid) {
  const short = shortenOpenid(openid)
  const name = el('code', { title: openid }, short)
  const button = el('button', { 'type': 'button', 'class': 'copy', 'aria-label': copyOpenid(short), 'click': () => void copy() }, copying.copy)
  const said = el('span', { class: 'unseen', role: 'status' })

  async function copy() {
    // Browsers offer no clipboard to pages that came without https: then the whole openid is shown to be copied by hand.
    const isCopied = await navigator.clipboard?.writeText(openid).then(() => true, () => false) ?? false
    if (!isCopied)
      name.textContent = openid
    said.textContent = button.textContent = isCopied ? copying.copied : copying.failed
    setTimeout(() => {
      button.textContent = copying.copy
      said.textContent = ''
    }, SAID_MS)
  }
  return { name, copy: el('span', { class: 'copying' }, button, said) }
}

/**
 * Both of them in a row.
 * @param {string} openid
 */
export function person(openid) {
  const { name, copy } = nameAndCopy(openid)
  return el('span', { class: 'person' }, name, copy)
}
