import type { Phone } from '@/tests/runtime/host/phone'
import { join } from 'node:path'
import { startPhone } from '@/tests/runtime/host/phone'
import { EMPTY_BUILDS, PAGE_OF_CARDS } from './builds'
import { printTable } from './print-table'
import { addressOf, startBenchGateway } from './start-gateway'
import { costOf, median, withSpread } from './statistics'

const STARTS = 5
// Where the list is looked at; in between it only grows.
const LENGTHS = [40, 100, 200, 500, 1_000, 2_000]

/** What it costs to add a page of cards to a list that becomes so long. */
export interface CardMeasure {
  readonly cards: number
  readonly list: 'app' | 'floor'
  readonly msPerCard: number
}

/**
 * The built mini-program in WeChat's component framework, beside an empty project: until its first list is there, and
 * while its list grows.
 * @param builds the folder with the outputs
 * @param longest how many cards the list gets in the end
 */
export async function benchRuntime(builds: string, longest: number): Promise<readonly CardMeasure[]> {
  const gateway = await startBenchGateway({ logLevel: 'silent', rooms: longest })
  const gatewayUrl = addressOf(gateway.app)
  await benchFirstList(builds, gatewayUrl)
  const measures = await benchCards(builds, gatewayUrl, LENGTHS.filter(cards => cards <= longest))
  await gateway.close()
  return measures
}

async function benchFirstList(builds: string, gatewayUrl: string): Promise<void> {
  const empty: number[] = []
  const app: number[] = []
  let setData = { calls: 0, bytes: 0 }
  // The first start of each compiles its templates.
  for (let i = 0; i <= STARTS; i++) {
    const floor = await costOf(() => startPhone({ folder: join(builds, EMPTY_BUILDS.mini), gatewayUrl }))
    floor.result.close()
    const ours = await costOf(() => startPhone({ folder: join(builds, 'mp-weixin'), gatewayUrl }))
    const calls = ours.result.takeSetDataCalls()
    setData = { calls: calls.length, bytes: calls.reduce((sum, { bytes }) => sum + bytes, 0) }
    expectCards(ours.result, '.card', PAGE_OF_CARDS)
    ours.result.close()
    if (i === 0)
      continue
    empty.push(floor.cpuMs)
    app.push(ours.cpuMs)
  }
  printTable(`Start of the built mini-program until its first list of ${PAGE_OF_CARDS} rooms, in WeChat's component framework, against an empty uni-app page (processor time; medians of ${STARTS}, [lowest–highest])`, [
    ['empty page ms', 'first list ms', 'ratio', 'setData calls', 'setData KB'],
    [withSpread(empty, 0), withSpread(app, 0), withSpread(app.map((ms, i) => ms / (empty[i] ?? Number.NaN)), 1), String(setData.calls), (setData.bytes / 1024).toFixed(1)],
  ])
}

async function benchCards(builds: string, gatewayUrl: string, lengths: readonly number[]): Promise<readonly CardMeasure[]> {
  const rows = [['cards', 'bare list ms per card', 'app ms per card', 'times the bare list', 'setData bytes per card']]
  const measures: CardMeasure[] = []
  const floor = await growList(lengths, () => startPhone({ folder: join(builds, EMPTY_BUILDS.mini), gatewayUrl, url: '/src/pages/list/list' }))
  const app = await growList(lengths, () => startPhone({ folder: join(builds, 'mp-weixin'), gatewayUrl }))
  for (const cards of lengths) {
    const [bare, ours] = [floor.get(cards), app.get(cards)]
    if (!bare || !ours)
      throw new Error(`No list became ${cards} cards long.`)
    rows.push([String(cards), bare.msPerCard.toFixed(2), ours.msPerCard.toFixed(2), (ours.msPerCard / bare.msPerCard).toFixed(1), ours.bytesPerCard.toFixed(0)])
    measures.push({ cards, list: 'floor', msPerCard: bare.msPerCard }, { cards, list: 'app', msPerCard: ours.msPerCard })
  }
  printTable(`The list of rooms grows by ${PAGE_OF_CARDS} cards at a time, against a bare uni-app list of numbers (processor time; median of the last pages up to each length)`, rows)
  return measures
}

interface Growth { readonly msPerCard: number, readonly bytesPerCard: number }

async function growList(lengths: readonly number[], start: () => Promise<Phone>): Promise<ReadonlyMap<number, Growth>> {
  const grown = new Map<number, Growth>()
  const phone = await start()
  // As many as fit on a screen; all of them would be followed otherwise.
  phone.isInView = ({ roomId }) => Number(roomId) <= 8
  let since: Growth[] = []
  for (let cards = 2 * PAGE_OF_CARDS; cards <= Math.max(...lengths); cards += PAGE_OF_CARDS) {
    phone.takeSetDataCalls()
    const { cpuMs } = await costOf(() => phone.reachBottom())
    const bytes = phone.takeSetDataCalls().reduce((sum, call) => sum + call.bytes, 0)
    expectCards(phone, '.card', cards)
    since = [...since.slice(-4), { msPerCard: cpuMs / PAGE_OF_CARDS, bytesPerCard: bytes / PAGE_OF_CARDS }]
    if (lengths.includes(cards))
      grown.set(cards, { msPerCard: median(since.map(({ msPerCard }) => msPerCard)), bytesPerCard: median(since.map(({ bytesPerCard }) => bytesPerCard)) })
  }
  phone.close()
  return grown
}

// A page that shows an error instead is quick.
function expectCards(phone: Phone, selector: string, count: number): void {
  const found = phone.findAll(selector).length
  if (found !== count)
    throw new Error(`${count} cards were expected, not ${found}: ${phone.text().slice(0, 200)}`)
}
