// @ts-check
/** @typedef {import('./tree.js').Person} Person */
/** @typedef {import('./tree.js').ShareLink} ShareLink */
import { el, nothing } from './dom.js'
import { formatCount, formatMoment } from './format.js'
import { person } from './person.js'
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
  const tree = el('ul', { class: 'tree' })
  const draw = () => tree.replaceChildren(...buildTree(known).map((root, index) => branch(root, nowMs, index < OPEN_ROOTS)))
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
 * @param {boolean} isOpen
 * @returns {HTMLLIElement} with those below, drawn when they are opened: chains may be long
 */
function branch(someone, nowMs, isOpen) {
  const { openid, atMs, brought, reach } = someone
  const came = atMs === null ? null : el('time', { datetime: new Date(atMs).toISOString() }, formatMoment(atMs, nowMs))
  if (brought.length === 0)
    return el('li', {}, el('div', { class: 'leaf' }, person(openid), came))
  const below = el('ul')
  const fill = () => below.childElementCount || below.append(...brought.map(next => branch(next, nowMs, false)))
  if (isOpen)
    fill()
  const counts = reach > brought.length ? `${peopleBrought(formatCount(brought.length))} · ${moreBelow(formatCount(reach))}` : peopleBrought(formatCount(brought.length))
  const details = el('details', { open: isOpen, toggle: () => void (details.open && fill()) }, el('summary', {}, person(openid), came, el('span', { class: 'brought' }, counts)), below)
  return el('li', {}, details)
}
