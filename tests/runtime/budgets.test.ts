import type { Shop } from './support/shop'
import type { Phone } from '@/tests/runtime/host/phone'
import type { SetDataCall } from '@/tests/runtime/host/set-data-log'
import type { WeChat } from '@/tests/runtime/host/wechat'
import process from 'node:process'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WECHAT_BUILDS } from '@/tests/build/support/built'
import { answerWithRooms, EVENING_MS, madeRoom } from './support/made-rooms'
import { badgeOf } from './support/screen'
import { OPENING_LIMIT_MS, openShop } from './support/shop'

// What a phone would have to carry is counted, never timed: the same on every machine, so it may fail a test.
const BUDGET = {
  firstScreenCalls: 3,
  firstScreenBytes: 40_000,
  changeBytes: 300,
  pluginCallsPerRoomAndHour: 60,
  /** While the plugin answers; without it the gateway is asked instead, once a minute for all rooms. */
  idleRequestsPerHour: 4,
  idleRequestsPerHourWithoutPlugin: 60,
  requestsPerHour: 90,
}

const PLUGIN_BUILDS = WECHAT_BUILDS.filter(build => build !== 'mp-weixin-no-plugin')
const RHYTHM_MS = 65_000
const HOUR_MS = 3_600_000
const SEEDS = [1, 2, 3]

let shop: Shop

beforeAll(async () => shop = await openShop(), OPENING_LIMIT_MS)
afterAll(() => shop.close())

function print(build: string, words: string): void {
  process.stdout.write(`  ${build}: ${words}\n`)
}

function written(calls: readonly SetDataCall[]): string {
  return calls.map(({ is, bytes, data }) => `${is} ${bytes} bytes: ${JSON.stringify(data).slice(0, 400)}`).join('\n')
}

/** A shop with so many rooms, all on air. */
function shopOf(roomCount: number): (wechat: WeChat) => void {
  const rooms = Array.from({ length: roomCount }, (_, index) => madeRoom(index + 1))
  return ({ network }) => network.fault = answerWithRooms(() => rooms)
}

describe.each(WECHAT_BUILDS)('%s: what a phone has to carry', (build) => {
  it(`draws a first screen of 20 rooms with at most ${BUDGET.firstScreenCalls} setData calls on the page, none over 40 KB`, async () => {
    const phone = await shop.visit(build, { startsAtMs: EVENING_MS, prepare: shopOf(20) })
    expect(phone.findAll('.rooms__item')).toHaveLength(20)

    const calls = phone.takeSetDataCalls()
    const onPage = calls.filter(({ isPage }) => isPage)
    const largest = Math.max(...calls.map(({ bytes }) => bytes))
    print(build, `a first screen of 20 rooms: ${onPage.length} setData calls on the page, ${calls.length} in all, the largest ${largest} bytes`)
    expect(onPage.length, written(onPage)).toBeLessThanOrEqual(BUDGET.firstScreenCalls)
    expect(largest).toBeLessThanOrEqual(BUDGET.firstScreenBytes)
    expect(phone.problems()).toEqual([])
    phone.close()
  })

  it('carries nothing when a status check brings nothing new, on the list and on a room\'s page', async () => {
    const phone = await shop.visit(build, { startsAtMs: EVENING_MS, prepare: shopOf(20) })
    for (const url of [null, '/src/live/room/room?room_id=3']) {
      if (url)
        await phone.open(url)
      await phone.advanceBy(RHYTHM_MS)
      phone.takeSetDataCalls()
      const checkedBefore = checksOf(phone)
      await phone.advanceBy(5 * RHYTHM_MS)

      expect(checksOf(phone)).toBeGreaterThan(checkedBefore)
      const calls = phone.takeSetDataCalls()
      print(build, `${checksOf(phone) - checkedBefore} unchanged status checks on ${url ? 'a room\'s page' : 'the list'}: ${calls.length} setData calls`)
      expect(calls, written(calls)).toEqual([])
    }
    expect(phone.problems()).toEqual([])
    phone.close()
  })
})

/** How often anybody was asked what rooms are doing: the plugin, or the gateway in its place. */
function checksOf(phone: Phone): number {
  return phone.plugin.calls.filter(({ name }) => name === 'getLiveStatus').length
    + phone.network.requests.filter(({ path }) => path.startsWith('/v1/statuses')).length
}

describe.each(PLUGIN_BUILDS)('%s: one room of 1,000', (build) => {
  it(`reaches the screen in one setData of at most ${BUDGET.changeBytes} bytes, when it pauses and when another begins`, async () => {
    const begins = { startAtMs: EVENING_MS + 72 * HOUR_MS, endAtMs: EVENING_MS + 74 * HOUR_MS, status: 'upcoming', statusCode: 102 } as const
    const rooms = Array.from({ length: 1000 }, (_, index) => madeRoom(index + 1, index + 1 === 503 ? begins : {}))
    const codes = new Map([[503, 102]])
    const phone = await shop.visit(build, {
      startsAtMs: EVENING_MS,
      prepare({ network, plugin }) {
        network.fault = answerWithRooms(() => rooms)
        plugin.functions.getLiveStatus = async ({ room_id }) => ({ liveStatus: codes.get(Number(room_id)) ?? 101 })
      },
    })
    for (let count = 0; count < 60 && phone.findAll('.rooms__item').length < rooms.length; count++)
      await phone.reachBottom()
    expect(phone.findAll('.rooms__item')).toHaveLength(1000)
    // As a hand would have it: four rooms are in sight, somewhere in the middle.
    phone.isInView = ({ roomId }) => Number(roomId) >= 500 && Number(roomId) < 504
    await phone.scroll()
    await phone.advanceBy(2 * RHYTHM_MS)

    for (const [roomId, code, word] of [[502, 105, '暂停中'], [503, 101, '直播中']] as const) {
      phone.takeSetDataCalls()
      codes.set(roomId, code)
      await phone.advanceBy(11 * 60_000)

      expect(badgeOf(phone, roomId)).toBe(word)
      const calls = phone.takeSetDataCalls()
      print(build, `one room of 1,000 is now ${word}: ${calls.length} setData calls, ${calls.map(({ bytes }) => bytes).join(' + ')} bytes`)
      expect(calls, written(calls)).toHaveLength(1)
      expect(calls[0]?.bytes, written(calls)).toBeLessThanOrEqual(BUDGET.changeBytes)
    }
    expect(phone.problems()).toEqual([])
    phone.close()
  })
})

type Act = readonly [name: 'hide' | 'show' | 'scroll' | 'open' | 'back' | 'pull-down' | 'refresh' | 'wait', roomId: number, seconds: number]

const anAct: fc.Arbitrary<Act> = fc.tuple(
  fc.constantFrom('hide', 'show', 'scroll', 'open', 'back', 'pull-down', 'refresh', 'wait'),
  fc.integer({ min: 1, max: 20 }),
  fc.integer({ min: 1, max: 40 }),
)

/** Does something of what customers do, where it is possible, and lets some time pass. */
async function perform(phone: Phone, [name, roomId, seconds]: Act, hidden: { isHidden: boolean }): Promise<void> {
  const isOnList = phone.app.stack.pages.length === 1
  if (name === 'hide' && !hidden.isHidden) {
    hidden.isHidden = true
    await phone.hide()
  }
  else if (hidden.isHidden) {
    if (name === 'show') {
      hidden.isHidden = false
      await phone.show()
    }
  }
  else if (name === 'scroll' && isOnList) {
    phone.isInView = dataset => Math.abs(Number(dataset.roomId) - roomId) < 4
    await phone.scroll()
  }
  else if (name === 'open' && phone.app.stack.pages.length < 5) {
    await phone.open(`/src/live/room/room?room_id=${roomId}`)
  }
  else if (name === 'back' && !isOnList) {
    await phone.back()
  }
  else if (name === 'pull-down') {
    await phone.pullDown()
  }
  else if (name === 'refresh' && phone.find('.status__refresh')) {
    await phone.tap('.status__refresh')
  }
  await phone.advanceBy(seconds * 1000)
}

describe.each(WECHAT_BUILDS)('%s: what WeChat and the gateway are asked in an hour', (build) => {
  it('is a handful of requests while the customer only looks', async () => {
    const phone = await shop.visit(build, { startsAtMs: EVENING_MS, prepare: shopOf(20) })
    await phone.advanceBy(60_000)
    const before = phone.network.requests.length
    const callsBefore = phone.plugin.calls.length
    await phone.advanceBy(HOUR_MS)

    const requests = phone.network.requests.slice(before)
    const budget = build === 'mp-weixin-no-plugin' ? BUDGET.idleRequestsPerHourWithoutPlugin : BUDGET.idleRequestsPerHour
    print(build, `an hour of looking: ${requests.length} requests to the gateway, ${checksOf(phone)} status checks of 20 rooms in all`)
    expect(requests.length).toBeLessThanOrEqual(budget)
    const callsForOne = phone.plugin.calls.slice(callsBefore).filter(({ name, options }) => name === 'getLiveStatus' && options.room_id === 3)
    expect(callsForOne.length).toBeLessThanOrEqual(BUDGET.pluginCallsPerRoomAndHour)
    expect(phone.problems()).toEqual([])
    phone.close()
  })

  it.each(SEEDS)('stays within the budget whatever the customer does (seed %i)', async (seed) => {
    const [acts = []] = fc.sample(fc.array(anAct, { minLength: 220, maxLength: 220 }), { numRuns: 1, seed })
    const phone = await shop.visit(build, { startsAtMs: EVENING_MS, prepare: shopOf(20) })
    const hidden = { isHidden: false }
    for (const act of acts) {
      if (phone.now() < EVENING_MS + HOUR_MS)
        await perform(phone, act, hidden)
    }

    const calls = phone.plugin.calls.filter(({ name, atMs }) => name === 'getLiveStatus' && atMs < EVENING_MS + HOUR_MS)
    const byRoom = new Map<unknown, number[]>()
    for (const { options, atMs } of calls)
      byRoom.set(options.room_id, [...byRoom.get(options.room_id) ?? [], atMs])
    const most = Math.max(0, ...[...byRoom.values()].map(({ length }) => length))
    const pauses = [...byRoom.values()].flatMap(times => times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0)))
    const minutes = Math.round((phone.now() - EVENING_MS) / 60_000)
    print(build, `${minutes} minutes of restlessness (seed ${seed}): ${most} plugin calls for the busiest room, ${phone.network.requests.length} requests to the gateway`)
    expect(most).toBeLessThanOrEqual(BUDGET.pluginCallsPerRoomAndHour)
    expect(Math.min(Number.POSITIVE_INFINITY, ...pauses)).toBeGreaterThanOrEqual(60_000)
    expect(phone.network.requests.length).toBeLessThanOrEqual(BUDGET.requestsPerHour)
    expect(phone.problems()).toEqual([])
    phone.close()
  })
})
