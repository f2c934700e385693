// @ts-check
import { el, nothing } from './dom.js'
import { formatCount } from './format.js'
import { loadMore, shownOf } from './text.js'

/**
 * A column: its heading, what it shows of a row, and whether that is a figure.
 * @template Row
 * @typedef {{ title: string, cell: (row: Row) => import('./dom.js').Child, isFigure?: boolean, isSecondary?: boolean }} Column
 */

/**
 * @template Row
 * @param {string} caption for those who cannot see where it stands
 * @param {readonly Column<Row>[]} columns the first names the row
 * @param {readonly Row[]} rows
 */
export function table(caption, columns, rows) {
  const body = el('tbody')
  const add = (/** @type {readonly Row[]} */ more) => body.append(...more.map(row => el('tr', {}, ...columns.map((column, index) =>
    el(index === 0 ? 'th' : 'td', { ...(index === 0 ? { scope: 'row' } : {}), class: classOf(column) }, column.cell(row))))))
  add(rows)
  const head = el('tr', {}, ...columns.map(column => el('th', { scope: 'col', class: classOf(column) }, column.title)))
  const element = el('table', {}, el('caption', { class: 'unseen' }, caption), el('thead', {}, head), body)
  return { element, add }
}

/** @param {{ isFigure?: boolean, isSecondary?: boolean }} column */
function classOf({ isFigure = false, isSecondary = false }) {
  return [isFigure ? 'figure' : '', isSecondary ? 'secondary' : ''].filter(Boolean).join(' ')
}

/**
 * A table that loads its later rows when asked to.
 * @template Row
 * @param {object} options
 * @param {string} options.caption
 * @param {string} options.empty in place of a table without rows
 * @param {readonly Column<Row>[]} options.columns
 * @param {readonly Row[]} options.rows the first ones
 * @param {number} options.total
 * @param {(offset: number) => Promise<readonly Row[]>} options.more
 */
export function longTable({ caption, empty, columns, rows, total, more }) {
  if (rows.length === 0)
    return nothing(empty)
  const { element, add } = table(caption, columns, rows)
  return el('div', {}, element, moreButton(rows.length, total, async (offset) => {
    const next = await more(offset)
    add(next)
    return next.length
  }))
}

/**
 * Says how much is shown, with a button for more. Nothing when all is there.
 * @param {number} shown
 * @param {number} total
 * @param {(offset: number) => Promise<number>} load adds what comes next and says how many that were
 */
export function moreButton(shown, total, load) {
  if (shown >= total)
    return null
  let count = shown
  const words = el('span', { role: 'status' }, shownOf(formatCount(count), formatCount(total)))
  const button = el('button', { type: 'button', class: 'quiet', click: () => void loadNext() }, loadMore)

  async function loadNext() {
    // Not disabled, which would take the focus away.
    if (button.getAttribute('aria-busy') === 'true')
      return
    button.setAttribute('aria-busy', 'true')
    try {
      const loaded = await load(count)
      count += loaded
      words.textContent = shownOf(formatCount(count), formatCount(total))
      button.hidden = loaded === 0 || count >= total
    }
    catch (thrown) {
      // The page knows what to say of a failure; what is shown already stays.
      button.dispatchEvent(new CustomEvent('problem', { bubbles: true, detail: thrown }))
    }
    button.removeAttribute('aria-busy')
  }
  return el('div', { class: 'more' }, words, button)
}
