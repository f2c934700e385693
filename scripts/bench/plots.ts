import type { FollowingMeasure } from './following'
import type { ServerMeasure } from './gateway'
import type { CardMeasure } from './runtime'
import type { SizeMeasure } from './sizes'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as Plot from '@observablehq/plot'
import { installDom } from '@/tests/runtime/host/dom'

/** What the plots show. */
export interface Measures {
  readonly servers: readonly ServerMeasure[]
  readonly following: readonly FollowingMeasure[]
  readonly cards: readonly CardMeasure[]
  readonly sizes: readonly SizeMeasure[]
}

const APP = '#078546'
const FLOOR = '#8a8a8a'
const KINDS = ['framework', 'scripts', 'templates', 'styles', 'other']
const KIND_COLOURS = [FLOOR, APP, '#2f6fb2', '#c98a1b', '#b04a76']

const LOOK = {
  width: 680,
  height: 360,
  marginLeft: 64,
  marginRight: 170,
  marginBottom: 44,
  // Readable wherever a README is shown, in the dark too.
  style: { background: 'white', color: '#222', fontSize: '13px' },
}

/** Draws the plots into a folder as SVG, in place of those of before. */
export function writePlots(folder: string, { servers, following, cards, sizes }: Measures): void {
  mkdirSync(folder, { recursive: true })
  const save = (name: string, options: Plot.PlotOptions): void => writeFileSync(join(folder, `${name}.svg`), drawn(options))

  const latencies = servers.flatMap(({ server, connections, p50Ms, p99Ms }) => [
    { server, connections, percentile: 'p50', ms: p50Ms },
    { server, connections, percentile: 'p99', ms: p99Ms },
  ])
  save('gateway', {
    x: { type: 'log', label: 'connections at once (each asks again as soon as it is answered) →', ticks: [1, 10, 100, 1000], tickFormat: String },
    y: { type: 'log', label: '↑ milliseconds until the answer', grid: true, tickFormat: String, ticks: 6 },
    marks: [
      ...(['p50', 'p99'] as const).map(percentile => Plot.line(latencies.filter(each => each.percentile === percentile), { x: 'connections', y: 'ms', z: 'server', stroke: ({ server }) => colourOf(server === 'gateway'), strokeWidth: 2, strokeDasharray: percentile === 'p50' ? 'none' : '6 4' })),
      Plot.dot(latencies, { x: 'connections', y: 'ms', fill: ({ server }) => colourOf(server === 'gateway'), r: 3 }),
      ...legend([
        { words: 'gateway: median', colour: APP },
        { words: '  99 of 100 (dashed)', colour: APP },
        { words: 'bare Fastify: median', colour: FLOOR },
        { words: '  99 of 100 (dashed)', colour: FLOOR },
      ]),
    ],
  })

  save('following', {
    x: { type: 'log', label: 'rooms that are followed →', ticks: [10, 100, 1_000, 10_000], tickFormat: String },
    y: { label: '↑ microseconds of processor time per room and minute', grid: true, zero: true },
    marks: twoLines(following, 'rooms', 'perRoomMinuteUs', ({ follower }) => follower === 'app', 'poller and store', 'one bare timer'),
  })

  save('list', {
    x: { label: 'cards in the list →', tickFormat: String },
    y: { label: '↑ milliseconds of processor time per new card', grid: true, zero: true },
    marks: twoLines(cards, 'cards', 'msPerCard', ({ list }) => list === 'app', 'room cards', 'bare numbers'),
  })

  save('sizes', {
    height: 220,
    marginLeft: 170,
    x: { label: 'kilobytes →', grid: true, transform: (bytes: number) => bytes / 1024 },
    y: { label: null, domain: [...new Set(sizes.map(({ build }) => build))] },
    color: { domain: KINDS, range: KIND_COLOURS },
    marks: [
      Plot.barX(sizes, { x: 'bytes', y: 'build', fill: 'kind', order: KINDS }),
      Plot.ruleX([0]),
      ...legend(KINDS.map((words, i) => ({ words, colour: KIND_COLOURS[i] ?? '' }))),
    ],
  })
}

function colourOf(isOurs: boolean): string {
  return isOurs ? APP : FLOOR
}

function twoLines<T>(measures: readonly T[], x: keyof T & string, y: keyof T & string, isOurs: (measure: T) => boolean, ours: string, floor: string): Plot.Markish[] {
  const stroke = (measure: T): string => colourOf(isOurs(measure))
  return [
    Plot.ruleY([0]),
    Plot.line(measures, { x, y, z: stroke, stroke, strokeWidth: 2 }),
    Plot.dot(measures, { x, y, fill: stroke, r: 3 }),
    ...legend([{ words: ours, colour: APP }, { words: floor, colour: FLOOR }]),
  ]
}

// Plot's own legend is HTML, and an SVG file has none.
function legend(entries: readonly { readonly words: string, readonly colour: string }[]): Plot.Markish[] {
  return entries.map(({ words, colour }, i) => Plot.text([words], { frameAnchor: 'top-right', textAnchor: 'start', dx: 10, dy: 18 * i + 4, fill: colour, fontWeight: 'bold' }))
}

function drawn(options: Plot.PlotOptions): string {
  const svg = Plot.plot({ ...LOOK, ...options, document: installDom() })
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  return `${svg.outerHTML.replace(/(\d+\.\d\d)\d+/g, '$1')}\n`
}
