// @ts-check
import { el } from './dom.js'
import { copying } from './text.js'

const SAID_MS = 2000

/**
 * A button that copies a text, and says so to those who cannot see it too.
 * @param {string} label what is copied
 * @param {string} text
 * @param {() => void} [reveal] shows the whole text to be copied by hand: browsers offer no clipboard to pages that came without https
 */
export function copyButton(label, text, reveal) {
  const button = el('button', { 'type': 'button', 'class': 'copy', 'aria-label': label, 'click': () => void copy() }, copying.copy)
  const said = el('span', { class: 'unseen', role: 'status' })

  async function copy() {
    const isCopied = await navigator.clipboard?.writeText(text).then(() => true, () => false) ?? false
    if (!isCopied)
      reveal?.()
    said.textContent = button.textContent = isCopied ? copying.copied : copying.failed
    setTimeout(() => {
      button.textContent = copying.copy
      said.textContent = ''
    }, SAID_MS)
  }
  return el('span', { class: 'copying' }, button, said)
}
