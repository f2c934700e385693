// @ts-check
/** @typedef {import('./view.js').Asking} Asking */
/** @typedef {import('./api.js').RoomReport} RoomReport */
import { chainView } from './chain-view.js'
import { chinaDay, fillDays } from './days.js'
import { el, nothing, section } from './dom.js'
import { formatCount, formatShare } from './format.js'
import { dayPlot } from './plot.js'
import { roomCodeForm } from './room-code.js'
import { sharersView } from './sharers-view.js'
import { table } from './table.js'
import { depth, empty, figures, none, roomNumber, sections, shell, unknownRoom, ways } from './text.js'

const LINKS = 200
// How far links are read without being asked: people below others are counted from what is there.
const FIRST_LINKS = 2000
const SHARERS = 20

/**
 * What came of one room.
 * @param {number} roomId
 * @param {Asking} asking
 * @returns {Promise<HTMLElement[]>} the sections, top first
 */
export async function roomView(roomId, { api, period, nowMs, until, addressOf }) {
  const [report, chain, sharers] = await Promise.all([api.room(roomId, period), firstLinks(), api.sharers(roomId, period, 0, SHARERS)])

  async function firstLinks() {
    const { links, total } = await api.chain(roomId, period, 0, LINKS)
    while (links.length < Math.min(total, FIRST_LINKS)) {
      const next = (await api.chain(roomId, period, links.length, LINKS)).links
      if (next.length === 0)
        break
      links.push(...next)
    }
    return { links, total }
  }

  const title = el('div', { class: 'room-title' }, el('a', { href: addressOf(null), class: 'back' }, shell.back), el('h2', {}, report.name ?? unknownRoom), el('p', { class: 'note' }, roomNumber(String(roomId))))
  return [
    el('section', { class: 'card' }, title, tiles(report)),
    section(sections.code, sections.codeNote, roomCodeForm(customParams => api.code(roomId, customParams))),
    section(sections.overTime, null, dayPlot(sections.overTime, fillDays(report.byDay, period), chinaDay(nowMs), until)),
    el('div', { class: 'pair' }, section(sections.ways, null, byWay(report)), section(sections.goods, null, byGoods(report))),
    section(sections.chain, sections.chainNote, chainView(chain.links, chain.total, async offset => (await api.chain(roomId, period, offset, LINKS)).links, nowMs)),
    section(sections.sharers, sections.sharersNote, sharersView(sharers, false, offset => api.sharers(roomId, period, offset, SHARERS))),
  ]
}

/** @param {RoomReport} report */
function tiles({ entries, visitors, chainDepth, reminders }) {
  const shown = [
    [figures.entries, formatCount(entries)],
    [figures.visitors, formatCount(visitors)],
    [figures.chainDepth, chainDepth === 0 ? none : depth(formatCount(chainDepth))],
    [figures.subscribed, formatCount(reminders.subscribed)],
    [figures.unsubscribed, formatCount(reminders.unsubscribed)],
  ]
  return el('dl', { class: 'tiles' }, ...shown.map(([name = '', figure = '']) => el('div', {}, el('dt', {}, name), el('dd', {}, figure))))
}

/** @param {RoomReport} report */
function byWay({ byWay: rows, entries: all }) {
  return rows.length === 0
    ? nothing(empty.ways)
    : table(sections.ways, [
      { title: figures.way, cell: ({ via }) => ways[via] },
      { title: figures.entries, cell: ({ entries }) => formatCount(entries), isFigure: true },
      { title: figures.visitors, cell: ({ visitors }) => formatCount(visitors), isFigure: true },
      // A meter draws itself, without a style of its own in the page.
      { title: figures.share, cell: ({ entries }) => el('span', { class: 'share' }, el('meter', { 'min': '0', 'max': String(all), 'value': String(entries), 'aria-hidden': 'true' }), el('span', {}, formatShare(entries, all))), isFigure: true },
    ], rows).element
}

/** @param {RoomReport} report */
function byGoods({ byGoods: rows }) {
  return rows.length === 0
    ? nothing(empty.goods)
    : el('div', { class: 'scroll', tabindex: '0' }, table(sections.goods, [
        { title: figures.goods, cell: ({ goodsId }) => String(goodsId) },
        { title: figures.entries, cell: ({ entries }) => formatCount(entries), isFigure: true },
        { title: figures.visitors, cell: ({ visitors }) => formatCount(visitors), isFigure: true },
      ], rows).element)
}
