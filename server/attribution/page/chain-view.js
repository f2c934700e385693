// @ts-check
/** @typedef {import('./tree.js').Person} Person */
/** @typedef {import('./tree.js').ShareLink} ShareLink */
import { el, nothing } from './dom.js'
import { formatCount, formatMoment } from './format.js'
import { nameAndCopy } from './person.js'
import { moreButton } from './table.js'
import { empty, moreBelow, peopleBrought } from './text.js'
import { buildTree } from './tree.js'

// What is open from the start: a shop of ten sharers sees them all, one of a thousand no wall.
const OPEN_ROOTS = 3

/**
 * Who brought whom, as lists that open.
 * @param {readonly ShareLink[]} links the first ones
 * @param {number} total
 * @param {(offset: number) => Promise<readonly ShareLink[]>} more
 * @param {number} nowMs
 */
export function chainView(links, total, more, nowMs) {
  if (links.length === 0)
    return nothing(empty.chain)
  const known = [...links]
  /** @type {Set<string>} */
  const opened = new Set(buildTree(links).slice(0, OPEN_ROOTS).map(keyOf))
  const tree = el('ul', { class: 'tree' })
  const draw = () => tree.replaceChildren(...buildTree(known).map(root => branch(root, nowMs, opened)))
  draw()
  return el('div', {}, tree, moreButton(links.length, total, async (offset) => {
    const next = await more(offset)
    known.push(...next)
    draw()
    return next.length
  }))
}

/**
 * @param {Person} someone
 * @param {number} nowMs
 * @param {Set<string>} opened who is open now: it outlives a redraw
 * @returns {HTMLLIElement} with those below, drawn when they are opened: chains may be long
 */
function branch(someone, nowMs, opened) {
  const { openid, atMs, brought, reach } = someone
  const { name, copy } = nameAndCopy(openid)
  const came = atMs === null ? null : el('time', { datetime: new Date(atMs).toISOString() }, formatMoment(atMs, nowMs))
  if (brought.length === 0)
    return el('li', {}, el('div', { class: 'leaf' }, name, came), copy)
  const key = keyOf(someone)
  const below = el('ul')
  const details = el('details', { open: opened.has(key), toggle: follow }, el('summary', {}, name, came, el('span', { class: 'brought' }, countsOf(brought.length, reach))), below)

  function follow() {
    opened[details.open ? 'add' : 'delete'](key)
    if (details.open && below.childElementCount === 0)
      below.append(...brought.map(next => branch(next, nowMs, opened)))
  }
  if (details.open)
    follow()
  return el('li', {}, details, copy)
}

/**
 * @param {number} direct
 * @param {number} reach
 */
function countsOf(direct, reach) {
  const words = peopleBrought(formatCount(direct))
  return reach > direct ? `${words} · ${moreBelow(formatCount(reach))}` : words
}

// Whoever began a chain may stand in another one too.
/** @param {Person} someone */
function keyOf({ openid, atMs }) {
  return `${atMs ?? ''} ${openid}`
}
