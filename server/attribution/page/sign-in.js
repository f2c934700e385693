// @ts-check
import { canBeKey } from './api.js'
import { el } from './dom.js'
import { problems, signIn } from './text.js'

const STORED_AS = 'attribution-key'

/** The key of this tab; it goes when the tab goes. */
export const keyOfTab = {
  /** @returns {string | null} what was typed in */
  get: () => sessionStorage.getItem(STORED_AS),
  /** @type {(key: string) => void} */
  set: key => sessionStorage.setItem(STORED_AS, key),
  forget: () => sessionStorage.removeItem(STORED_AS),
}

/**
 * Asks for the key.
 * @param {boolean} isWrong whether the last one was
 * @param {(key: string) => void} done
 * @returns {HTMLElement} with its field ready to be focused: the element that has `name="key"`
 */
export function signInForm(isWrong, done) {
  const said = el('p', { id: 'key-problem', class: 'field-problem', role: 'alert' })
  const field = el('input', { 'type': 'password', 'id': 'key', 'name': 'key', 'autocomplete': 'current-password', 'autocapitalize': 'off', 'spellcheck': 'false', 'aria-describedby': 'key-problem key-hint' })
  const complain = (/** @type {string} */ words) => {
    said.textContent = words
    field.setAttribute('aria-invalid', 'true')
  }
  if (isWrong)
    complain(`${problems['wrong-key'].title}。${problems['wrong-key'].advice}`)

  function submit(/** @type {Event} */ event) {
    // Nothing of the form goes into the address.
    event.preventDefault()
    const key = field.value.trim()
    if (key === '')
      complain(signIn.missing)
    else if (!canBeKey(key))
      complain(`${problems['wrong-key'].title}。${problems['wrong-key'].advice}`)
    else
      return done(key)
    field.focus()
  }

  return el('section', { 'class': 'card sign-in', 'aria-labelledby': 'sign-in-title' }, el('h2', { id: 'sign-in-title' }, signIn.title), el('form', { submit, novalidate: true }, el('label', { for: 'key' }, signIn.label), field, said, el('p', { id: 'key-hint', class: 'note' }, signIn.hint), el('button', { type: 'submit', class: 'primary' }, signIn.submit)))
}
