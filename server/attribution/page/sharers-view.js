// @ts-check
/** @typedef {import('./api.js').Sharers} Sharers */
import { formatCount } from './format.js'
import { person } from './person.js'
import { longTable } from './table.js'
import { depth, empty, figures, none, sections } from './text.js'

/**
 * Who brings people, most visitors first.
 * @param {Sharers} report the first ones
 * @param {boolean} hasRooms whether it says in how many rooms
 * @param {(offset: number) => Promise<Sharers>} more
 */
export function sharersView({ sharers, total }, hasRooms, more) {
  /** @type {import('./table.js').Column<Sharers['sharers'][number]>[]} */
  const columns = [
    { title: figures.sharer, cell: ({ openid }) => person(openid) },
    { title: figures.brought, cell: ({ visitors }) => formatCount(visitors), isFigure: true },
    { title: figures.entries, cell: ({ entries }) => formatCount(entries), isFigure: true },
    ...(hasRooms ? [{ title: figures.rooms, cell: (/** @type {Sharers['sharers'][number]} */ { rooms }) => formatCount(rooms), isFigure: true, isSecondary: true }] : []),
    { title: figures.chainDepth, cell: ({ chainDepth }) => chainDepth === 0 ? none : depth(formatCount(chainDepth)), isFigure: true, isSecondary: true },
  ]
  return longTable({ caption: sections.sharers, empty: empty.sharers, columns, rows: sharers, total, more: async offset => (await more(offset)).sharers })
}
