// @ts-check
import { copyButton } from './copy-button.js'
import { el } from './dom.js'
import { shortenOpenid } from './format.js'
import { copyOpenid } from './text.js'

/**
 * An openid shortened, and a button that copies it whole. Apart, because a button has no place in what opens a list.
 * @param {string} openid
 */
export function nameAndCopy(openid) {
  const short = shortenOpenid(openid)
  const name = el('code', { title: openid }, short)
  const copy = copyButton(copyOpenid(short), openid, () => {
    name.textContent = openid
  })
  return { name, copy }
}

/**
 * Both of them in a row.
 * @param {string} openid
 */
export function person(openid) {
  const { name, copy } = nameAndCopy(openid)
  return el('span', { class: 'person' }, name, copy)
}
