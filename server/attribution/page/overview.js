// @ts-check
/** @typedef {import('./view.js').Asking} Asking */
import { chinaDay, fillDays } from './days.js'
import { el, section } from './dom.js'
import { formatCount, formatMoment } from './format.js'
import { dayPlot } from './plot.js'
import { sharersView } from './sharers-view.js'
import { longTable } from './table.js'
import { depth, empty, figures, none, openRoom, roomNumber, sections, unknownRoom } from './text.js'

const ROOMS = 50
const SHARERS = 20

/**
 * All rooms in the period: shared entries by day, the rooms, and who brings people.
 * @param {Asking} asking
 * @returns {Promise<HTMLElement[]>} the sections, top first
 */
export async function overview({ api, period, nowMs, until, addressOf }) {
  const [summaries, sharers] = await Promise.all([api.rooms(period, 0, ROOMS), api.sharers(null, period, 0, SHARERS)])

  /** @type {import('./table.js').Column<import('./api.js').RoomSummaries['rooms'][number]>[]} */
  const columns = [
    { title: figures.room, cell: ({ roomId, name }) => roomLink(roomId, name) },
    { title: figures.start, cell: ({ startAtMs }) => formatMoment(startAtMs, nowMs), isSecondary: true },
    { title: figures.entries, cell: ({ entries }) => formatCount(entries), isFigure: true },
    { title: figures.visitors, cell: ({ visitors }) => formatCount(visitors), isFigure: true },
    { title: figures.chainDepth, cell: ({ chainDepth }) => chainDepth === 0 ? none : depth(formatCount(chainDepth)), isFigure: true, isSecondary: true },
  ]

  /**
   * @param {number} roomId
   * @param {string | null} name
   */
  function roomLink(roomId, name) {
    const words = name ?? unknownRoom
    return el('a', { 'href': addressOf(roomId), 'class': 'room-link', 'aria-label': openRoom(words) }, el('span', { class: 'room-name' }, words), el('span', { class: 'room-number' }, roomNumber(String(roomId))))
  }

  return [
    section(sections.rooms, null, longTable({
      caption: sections.rooms,
      empty: empty.rooms,
      columns,
      rows: summaries.rooms,
      total: summaries.total,
      more: async offset => (await api.rooms(period, offset, ROOMS)).rooms,
    })),
    section(sections.sharedOverTime, sections.sharersNote, dayPlot(sections.sharedOverTime, fillDays(sharers.byDay, period), chinaDay(nowMs), until)),
    section(sections.sharers, null, sharersView(sharers, true, offset => api.sharers(null, period, offset, SHARERS))),
  ]
}
