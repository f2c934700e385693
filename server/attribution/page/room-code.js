// @ts-check
/** @typedef {import('./api.js').RoomCode} RoomCode */
import { copyButton } from './copy-button.js'
import { el } from './dom.js'
import { roomCode as words } from './text.js'

// Encoded, a Chinese character counts nine of the 600 that WeChat keeps.
const MAX_CHANNEL_CHARS = 40

/**
 * What whoever comes by a code brings along.
 * @param {string} channel as it was typed
 * @returns {string} JSON, or empty for a code without a channel
 */
export function paramsOf(channel) {
  const name = channel.trim()
  return name === '' ? '' : JSON.stringify({ channel: name })
}

/**
 * Makes codes that lead to a room, one for each channel that the shop wants to tell apart.
 * @param {(customParams: string) => Promise<RoomCode>} ask
 */
export function roomCodeForm(ask) {
  const field = el('input', { 'id': 'channel', 'name': 'channel', 'maxlength': String(MAX_CHANNEL_CHARS), 'autocomplete': 'off', 'aria-describedby': 'channel-hint' })
  const button = el('button', { type: 'submit', class: 'primary' }, words.make)
  const made = el('div', { role: 'status' })
  const form = el('form', { class: 'code-form' }, el('label', { for: 'channel' }, words.channel), el('div', { class: 'code-row' }, field, button), el('p', { id: 'channel-hint', class: 'note' }, words.hint))

  async function make(/** @type {Event} */ event) {
    event.preventDefault()
    // Not disabled, which would take the focus away.
    if (button.getAttribute('aria-busy') === 'true')
      return
    button.setAttribute('aria-busy', 'true')
    form.querySelector('.problem')?.remove()
    try {
      const channel = field.value.trim()
      made.replaceChildren(codeOf(await ask(paramsOf(channel)), channel))
    }
    catch (thrown) {
      // The page knows what to say of a failure.
      button.dispatchEvent(new CustomEvent('problem', { bubbles: true, detail: thrown }))
    }
    button.removeAttribute('aria-busy')
  }

  form.addEventListener('submit', event => void make(event))
  return el('div', {}, form, made)
}

/**
 * @param {RoomCode} code
 * @param {string} channel
 */
function codeOf({ codeUrl, posterUrl, pagePath }, channel) {
  const save = (/** @type {string} */ href, /** @type {string} */ text) => el('a', { href, class: 'save', download: true, target: '_blank', rel: 'noreferrer' }, text)
  return el('div', { class: 'code' }, el('img', { src: codeUrl, alt: words.alt(channel), width: '180', height: '180' }), el('div', {}, el('p', {}, channel === '' ? words.withoutChannel : words.ofChannel(channel)), save(codeUrl, words.save), posterUrl === '' ? null : save(posterUrl, words.savePoster), pagePath === '' ? null : el('p', { class: 'note' }, words.path), pagePath === '' ? null : el('p', {}, el('code', {}, pagePath), copyButton(words.copyPath, pagePath))))
}
