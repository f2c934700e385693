// @ts-check
/** @typedef {import('./tree.js').Person} Person */
/** @typedef {import('./tree.js').ShareLink} ShareLink */
import { el, nothing } from './dom.js'
import { formatCount, formatMoment } from './format.js'
import { nameAndCopy } from './person.js'
import { moreButton } from './table.js'
import { chainPartial, empty, moreBelow, othersLeft, peopleBrought } from './text.js'
import { buildTree } from './tree.js'

// What is open from the start: a shop of ten sharers sees them all, one of a thousand no wall.
const OPEN_ROOTS = 3
// How many of a list are drawn at once; the others wait behind a button.
const STEP = 10

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
  const draw = () => {
    tree.replaceChildren()
    addSome(tree, buildTree(known), nowMs, opened)
  }
  draw()
  return el('div', {}, links.length < total ? el('p', { class: 'note' }, chainPartial) : null, tree, moreButton(links.length, total, async (offset) => {
    const next = await more(offset)
    known.push(...next)
    draw()
    return next.length
  }))
}

/**
 * Adds the next ones to a list, with a button for those after them.
 * @param {HTMLUListElement} list
 * @param {readonly Person[]} people
 * @param {number} nowMs
 * @param {Set<string>} opened
 */
function addSome(list, people, nowMs, opened) {
  const added = people.slice(0, STEP).map(someone => branch(someone, nowMs, opened))
  list.append(...added)
  const rest = people.slice(STEP)
  if (rest.length === 0)
    return added[0]
  const wait = el('li', {}, el('button', { type: 'button', class: 'quiet', click: () => {
    wait.remove()
    // The button that had the focus is gone.
    addSome(list, rest, nowMs, opened)?.querySelector('button')?.focus()
  } }, othersLeft(formatCount(rest.length))))
  list.append(wait)
  return added[0]
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
      addSome(below, brought, nowMs, opened)
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
