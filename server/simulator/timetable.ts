import type { Category, Show, SimulatedGoods } from './shop'
import { goodsOf, SHORT_SHOWS, SHOWS } from './shop'

/** A room of the simulated shop, as WeChat knows it. */
export interface SimulatedRoom {
  readonly id: number
  readonly name: string
  readonly hostName: string
  readonly category: Category
  /** Which of its category's pictures it has. */
  readonly look: number
  readonly startAtMs: number
  readonly endAtMs: number
  /** WeChat's number for what the room is doing at this moment: what the plugin answers. */
  readonly statusCode: number
  /** WeChat's number in the room list, which goes on saying 102 long after a room has expired. */
  readonly listedStatusCode: number
  readonly hasReplay: boolean
  readonly goods: readonly SimulatedGoods[]
}

/** A broadcast that comes again and again. Times are relative to its start unless said otherwise. */
interface Programme {
  /** Part of the room id, so never given to another programme: 1–99. */
  readonly number: number
  readonly shows: readonly Show[]
  readonly everyMs: number
  /** Where in its rhythm it starts, counted from the epoch. */
  readonly offsetMs: number
  /** How long before its start a room is in the list. */
  readonly shownBeforeMs: number
  /** How long after its start a room is in the list. */
  readonly shownForMs: number
  readonly plannedMs: number
  readonly hasReplay: boolean
  /** WeChat's number once the start has come. */
  readonly codeAt: (elapsedMs: number) => number
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const LIVE = 101
const UPCOMING = 102
const ENDED = 103
const BANNED = 104
const PAUSED = 105
const INTERRUPTED = 106
const EXPIRED = 107

// Days in the shop's time zone, UTC+8.
const EIGHT_IN_THE_EVENING_MS = 12 * HOUR_MS
const SATURDAY_AFTERNOON_MS = 2 * DAY_MS + 7 * HOUR_MS

const LIST_LAG_MS = DAY_MS

const PROGRAMMES: readonly Programme[] = [
  // Whoever looks for a minute or two sees one of these change.
  {
    number: 1,
    shows: SHORT_SHOWS,
    everyMs: 5 * MINUTE_MS,
    offsetMs: 0,
    shownBeforeMs: 20 * MINUTE_MS,
    shownForMs: 31 * MINUTE_MS,
    plannedMs: 30 * MINUTE_MS,
    hasReplay: true,
    codeAt: phases([0, LIVE], [2 * MINUTE_MS, INTERRUPTED], [3 * MINUTE_MS, LIVE], [6 * MINUTE_MS, ENDED]),
  },
  // Bad reception in the mountains: each is interrupted 11 minutes of 20, and when one is not, the other is.
  {
    number: 2,
    shows: SHOWS.ridge,
    everyMs: 6 * HOUR_MS,
    offsetMs: 0,
    shownBeforeMs: 3 * HOUR_MS,
    shownForMs: 9 * HOUR_MS,
    plannedMs: 6 * HOUR_MS,
    hasReplay: true,
    codeAt: elapsedMs => elapsedMs >= 6 * HOUR_MS ? ENDED : elapsedMs % (20 * MINUTE_MS) < 9 * MINUTE_MS ? LIVE : INTERRUPTED,
  },
  {
    number: 3,
    shows: SHOWS.lake,
    everyMs: 6 * HOUR_MS,
    offsetMs: 3 * HOUR_MS + 10 * MINUTE_MS,
    shownBeforeMs: 3 * HOUR_MS,
    shownForMs: 9 * HOUR_MS,
    plannedMs: 6 * HOUR_MS,
    hasReplay: false,
    codeAt: elapsedMs => elapsedMs >= 6 * HOUR_MS ? ENDED : elapsedMs % (20 * MINUTE_MS) < 9 * MINUTE_MS ? LIVE : INTERRUPTED,
  },
  // Long shows with breaks: each pauses 21 minutes of 40, in turn, and comes back for a minute to say good-bye.
  {
    number: 4,
    shows: SHOWS.storyTime,
    everyMs: 4 * HOUR_MS,
    offsetMs: 0,
    shownBeforeMs: 2 * HOUR_MS,
    shownForMs: 6 * HOUR_MS,
    plannedMs: 4 * HOUR_MS,
    hasReplay: true,
    codeAt: withBreaks,
  },
  {
    number: 5,
    shows: SHOWS.homeKitchen,
    everyMs: 4 * HOUR_MS,
    offsetMs: 2 * HOUR_MS + 20 * MINUTE_MS,
    shownBeforeMs: 2 * HOUR_MS,
    shownForMs: 6 * HOUR_MS,
    plannedMs: 4 * HOUR_MS,
    hasReplay: false,
    codeAt: withBreaks,
  },
  // Live whenever anybody looks.
  {
    number: 6,
    shows: SHOWS.teaHouse,
    everyMs: 4 * HOUR_MS,
    offsetMs: HOUR_MS,
    shownBeforeMs: 4 * HOUR_MS,
    shownForMs: 6 * HOUR_MS,
    plannedMs: 4 * HOUR_MS,
    hasReplay: true,
    codeAt: phases([0, LIVE], [4 * HOUR_MS, ENDED]),
  },
  {
    number: 7,
    shows: SHOWS.clearance,
    everyMs: DAY_MS,
    offsetMs: 3 * HOUR_MS,
    shownBeforeMs: HOUR_MS,
    shownForMs: 30 * HOUR_MS,
    plannedMs: 2 * HOUR_MS,
    hasReplay: false,
    codeAt: phases([0, LIVE], [25 * MINUTE_MS, BANNED]),
  },
  // Never starts. One of these is always expired but listed as upcoming, another is listed as expired.
  {
    number: 8,
    shows: SHOWS.kilnVisit,
    everyMs: DAY_MS,
    offsetMs: 6 * HOUR_MS,
    shownBeforeMs: 6 * HOUR_MS,
    shownForMs: 50 * HOUR_MS,
    plannedMs: HOUR_MS,
    hasReplay: false,
    codeAt: phases([0, UPCOMING], [HOUR_MS, EXPIRED]),
  },
  // Announced long ahead, for countdowns in hours and days.
  {
    number: 9,
    shows: SHOWS.evening,
    everyMs: DAY_MS,
    offsetMs: EIGHT_IN_THE_EVENING_MS,
    shownBeforeMs: 3 * DAY_MS,
    shownForMs: 20 * HOUR_MS,
    plannedMs: 2 * HOUR_MS,
    hasReplay: true,
    codeAt: phases([0, LIVE], [2 * HOUR_MS, ENDED]),
  },
  {
    number: 10,
    shows: SHOWS.saturday,
    everyMs: 7 * DAY_MS,
    offsetMs: SATURDAY_AFTERNOON_MS,
    shownBeforeMs: 7 * DAY_MS,
    shownForMs: DAY_MS,
    plannedMs: 90 * MINUTE_MS,
    hasReplay: true,
    codeAt: phases([0, LIVE], [90 * MINUTE_MS, ENDED]),
  },
  {
    number: 11,
    shows: SHOWS.orchard,
    everyMs: 3 * HOUR_MS,
    offsetMs: HOUR_MS,
    shownBeforeMs: 6 * HOUR_MS,
    shownForMs: 5 * HOUR_MS,
    plannedMs: HOUR_MS,
    hasReplay: true,
    codeAt: phases([0, LIVE], [HOUR_MS, ENDED]),
  },
]

/** How many looks each category's pictures come in. */
export const LOOKS = 5

const ID_STEP = 100
const MIN_GOODS = 2
const GOODS_COUNTS = 4

/**
 * The shop's rooms at a moment. Nothing is kept anywhere, so a restart shows the same rooms in the same states.
 * @param nowMs milliseconds since the epoch
 * @returns rooms in no particular order
 */
export function simulatedRooms(nowMs: number): readonly SimulatedRoom[] {
  return PROGRAMMES.flatMap(programme => occurrencesAt(programme, nowMs).map(index => roomOf(programme, index, nowMs)))
}

/**
 * A room by its number: also one that left the list within the last day, for WeChat's plugin knows rooms that no list has.
 * @param id the room
 * @param nowMs milliseconds since the epoch
 */
export function simulatedRoom(id: number, nowMs: number): SimulatedRoom | null {
  const index = Math.floor(id / ID_STEP)
  const programme = PROGRAMMES.find(({ number }) => number === id % ID_STEP)
  const isKnown = programme && occurrencesAt({ ...programme, shownForMs: programme.shownForMs + DAY_MS }, nowMs).includes(index)
  return isKnown ? roomOf(programme, index, nowMs) : null
}

function occurrencesAt({ everyMs, offsetMs, shownBeforeMs, shownForMs }: Programme, nowMs: number): readonly number[] {
  const first = Math.floor((nowMs - shownForMs - offsetMs) / everyMs) + 1
  const last = Math.floor((nowMs + shownBeforeMs - offsetMs) / everyMs)
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

function roomOf(programme: Programme, index: number, nowMs: number): SimulatedRoom {
  const { number, shows, everyMs, offsetMs, plannedMs, hasReplay, codeAt } = programme
  const show = inTurn(shows, index)
  const startAtMs = index * everyMs + offsetMs
  const endAtMs = startAtMs + plannedMs
  const statusCode = nowMs < startAtMs ? UPCOMING : codeAt(nowMs - startAtMs)
  return {
    id: index * ID_STEP + number,
    ...show,
    look: (index + number) % LOOKS,
    startAtMs,
    endAtMs,
    statusCode,
    listedStatusCode: statusCode === EXPIRED && nowMs < endAtMs + LIST_LAG_MS ? UPCOMING : statusCode,
    hasReplay,
    goods: goodsFor(show.category, index),
  }
}

function goodsFor(category: Category, index: number): readonly SimulatedGoods[] {
  const shelf = goodsOf(category)
  return Array.from({ length: MIN_GOODS + index % GOODS_COUNTS }, (_, i) => inTurn(shelf, index + i))
}

function inTurn<T>(items: readonly T[], index: number): T {
  const item = items[index % items.length]
  if (item === undefined)
    throw new Error('A list to take turns from is empty, or the time is before 1970.')
  return item
}

function phases(...steps: ReadonlyArray<readonly [fromMs: number, code: number]>): Programme['codeAt'] {
  return elapsedMs => steps.filter(([fromMs]) => elapsedMs >= fromMs).at(-1)?.[1] ?? UPCOMING
}

function withBreaks(elapsedMs: number): number {
  if (elapsedMs >= 4 * HOUR_MS)
    return ENDED
  const isOnBreak = elapsedMs % (40 * MINUTE_MS) >= 19 * MINUTE_MS && elapsedMs < 4 * HOUR_MS - MINUTE_MS
  return isOnBreak ? PAUSED : LIVE
}
