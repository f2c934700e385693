// @ts-check
/** @typedef {import('./days.js').DayCount} DayCount */
import { el, nothing } from './dom.js'
import { formatAxisDay, formatCount, formatDay } from './format.js'
import { table } from './table.js'
import { asTable, empty, figures, plotReading, plotSummary } from './text.js'
import UPlot from './uPlot.esm.js'

const HEIGHT_PX = 220
// Whole days only, at steps that people count in.
const DAY_STEPS = [1, 2, 7, 14, 30, 60, 90, 180, 365]
const COUNT_STEPS = [1, 2, 5].flatMap(step => [0, 1, 2, 3, 4, 5, 6].map(power => step * 10 ** power)).sort((a, b) => a - b)
const MIN_TOP = 4
const LINE = 2
// A few days must not become walls.
const MAX_BAR_PX = 36
const bars = UPlot.paths.bars?.({ size: [0.7, MAX_BAR_PX], radius: 0.15 })
const asBars = bars ? { paths: bars } : {}

/**
 * Entries as bars and visitors as a line, day by day, with the same figures as a table.
 * @param {string} caption
 * @param {readonly DayCount[]} days every day, oldest first
 * @param {string} today leaves out its year
 * @param {AbortSignal} until when the page shows something else
 */
export function dayPlot(caption, days, today, until) {
  if (days.every(({ entries }) => entries === 0))
    return nothing(empty.overTime)
  const canvas = el('div', { 'class': 'plot', 'role': 'img', 'aria-label': summarize(days, today) })
  // Follows the pointer only, so it is no news to a screen reader: the table has every day.
  const reading = el('p', { 'class': 'reading', 'aria-hidden': 'true' })
  const legend = el('p', { 'class': 'legend', 'aria-hidden': 'true' }, el('span', { class: 'swatch bar' }), figures.entries, el('span', { class: 'swatch line' }), figures.visitors)
  const { element } = table(caption, [
    { title: figures.day, cell: ({ day }) => formatDay(day, today) },
    { title: figures.entries, cell: ({ entries }) => formatCount(entries), isFigure: true },
    { title: figures.visitors, cell: ({ visitors }) => formatCount(visitors), isFigure: true },
  ], [...days].reverse())
  keepDrawn(canvas, days, index => void (reading.textContent = readingOf(days[index ?? -1], today)), until)
  return el('div', {}, el('div', { class: 'plot-head' }, legend, reading), canvas, el('details', { class: 'alternative' }, el('summary', {}, asTable), el('div', { class: 'scroll', tabindex: '0' }, element)))
}

/**
 * Draws when there is room, and again when the room or the colours change.
 * @param {HTMLElement} holder
 * @param {readonly DayCount[]} days
 * @param {(index: number | null) => void} point
 * @param {AbortSignal} until
 */
function keepDrawn(holder, days, point, until) {
  /** @type {UPlot | null} */
  let plot = null
  const observer = new ResizeObserver(() => {
    const width = holder.clientWidth
    if (width === 0)
      return
    if (plot)
      plot.setSize({ width, height: HEIGHT_PX })
    else
      plot = new UPlot(optionsFor(holder, days, point, width), dataOf(days), holder)
  })
  observer.observe(holder)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => plot?.redraw(false), { signal: until })
  until.addEventListener('abort', () => {
    observer.disconnect()
    plot?.destroy()
  })
}

/**
 * @param {HTMLElement} holder its style has the colours
 * @param {readonly DayCount[]} days
 * @param {(index: number | null) => void} point
 * @param {number} width
 * @returns {import('uplot').Options} without a legend: the page has its own words for it
 */
function optionsFor(holder, days, point, width) {
  const colour = (/** @type {string} */ name) => () => getComputedStyle(holder).getPropertyValue(name)
  const axis = { stroke: colour('--text-secondary'), font: '12px system-ui, sans-serif', ticks: { show: false } }
  return {
    width,
    height: HEIGHT_PX,
    padding: [12, 8, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { size: (_, index) => index === LINE ? 9 : 0, fill: colour('--plot-line') } },
    scales: {
      x: { time: false, range: () => [-0.5, days.length - 0.5] },
      y: { range: (_, __, max) => [0, Math.max(MIN_TOP, max * 1.05)] },
    },
    axes: [
      { ...axis, size: 28, grid: { show: false }, incrs: DAY_STEPS, space: 48, values: (_, indexes) => indexes.map(index => formatAxisDay(days[index]?.day ?? '')) },
      { ...axis, size: 44, grid: { stroke: colour('--line'), width: 1 }, incrs: COUNT_STEPS, values: (_, counts) => counts.map(formatCount) },
    ],
    series: [
      {},
      { fill: colour('--plot-bar'), stroke: colour('--plot-bar'), width: 0, ...asBars, points: { show: false } },
      { stroke: colour('--plot-line'), width: 2, points: { show: days.length <= 31, size: 6, fill: colour('--surface') } },
    ],
    hooks: { setCursor: [({ cursor }) => point(cursor.idx ?? null)] },
  }
}

/**
 * @param {readonly DayCount[]} days
 * @returns {import('uplot').AlignedData} by number of the day
 */
function dataOf(days) {
  return [days.map((_, index) => index), days.map(({ entries }) => entries), days.map(({ visitors }) => visitors)]
}

/**
 * @param {readonly DayCount[]} days
 * @param {string} today
 */
function summarize(days, today) {
  return plotSummary({
    from: formatDay(days[0]?.day ?? '', today),
    to: formatDay(days.at(-1)?.day ?? '', today),
    entries: formatCount(Math.max(...days.map(({ entries }) => entries))),
    visitors: formatCount(Math.max(...days.map(({ visitors }) => visitors))),
  })
}

/**
 * @param {DayCount | undefined} count
 * @param {string} today
 */
function readingOf(count, today) {
  return count ? plotReading(formatDay(count.day, today), formatCount(count.entries), formatCount(count.visitors)) : ''
}
