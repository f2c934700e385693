// @ts-check
/** @typedef {Node | string | null} Child */

/**
 * An element. What people wrote becomes text only, never markup.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | boolean | ((event: Event) => void)>} [attributes] functions listen; true is an attribute without a value, false none
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]} what stands in no document yet
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function')
      element.addEventListener(name, value)
    else if (value !== false)
      element.setAttribute(name, value === true ? '' : value)
  }
  element.append(...children.filter(child => child !== null))
  return element
}

let nextId = 1

/**
 * A part of the page with a heading, which names it to those who cannot see it.
 * @param {string} title
 * @param {string | null} note
 * @param {...Child} children
 */
export function section(title, note, ...children) {
  const id = `h-${nextId++}`
  return el('section', { 'class': 'card', 'aria-labelledby': id }, el('header', { class: 'card-head' }, el('h2', { id }, title), note === null ? null : el('p', { class: 'note' }, note)), ...children)
}

/**
 * Says that there is nothing, in place of a table or plot.
 * @param {string} words
 */
export function nothing(words) {
  return el('p', { class: 'nothing' }, words)
}
