import type { World } from '../server/support/world'
import type { RoomPageJson } from '@/server/contract/rooms'
import type { Fault, SimulatedCall } from '@/server/simulator/wechat-simulator'
import { describe, expect, it, vi } from 'vitest'
import { someRooms } from '../server/support/a-room'
import { REFRESH_MS, startWorld } from '../server/support/world'
import { createFaultTable } from './support/fault-table'
import { createTimeLimits } from './support/time-limits'

// One fault at a time, for an hour, on the way to WeChat: the list stays, WeChat is spared, and all is well again by itself.

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const SLOW_MS = 20
// Three pages of WeChat's list.
const ROOMS = 250
const PAGES = 3
const CLIENTS = 50

const table = createFaultTable('wechat')

interface Trial {
  readonly name: string
  readonly call: SimulatedCall
  readonly fault: Fault
  /** Whether the time for an answer is over before it comes. */
  readonly isTooLate?: boolean
  readonly times?: number
  readonly after?: number
  /** Whether the gateway gets its list in spite of it. */
  readonly isHarmless?: boolean
  readonly recoversWithinMs: number
}

const LONGEST_WAIT_MS = 5 * MINUTE_MS

const ALL: readonly Trial[] = [
  { name: 'slow, but within the time-out', call: 'getliveinfo', fault: { kind: 'slow', delayMs: SLOW_MS }, isHarmless: true, recoversWithinMs: MINUTE_MS },
  { name: 'slower than the time-out', call: 'getliveinfo', fault: { kind: 'slow', delayMs: SLOW_MS }, isTooLate: true, recoversWithinMs: LONGEST_WAIT_MS },
  { name: 'slow token', call: 'stable_token', fault: { kind: 'slow', delayMs: SLOW_MS }, isHarmless: true, recoversWithinMs: MINUTE_MS },
  { name: 'a burst of time-outs', call: 'getliveinfo', fault: { kind: 'hang' }, isTooLate: true, times: 5, recoversWithinMs: LONGEST_WAIT_MS },
  { name: 'never answers the third page', call: 'getliveinfo', fault: { kind: 'hang' }, isTooLate: true, after: PAGES - 1, recoversWithinMs: LONGEST_WAIT_MS },
  { name: 'half a body', call: 'getliveinfo', fault: { kind: 'half-json' }, recoversWithinMs: LONGEST_WAIT_MS },
  { name: 'half a body, on the second page', call: 'getliveinfo', fault: { kind: 'half-json' }, after: 1, recoversWithinMs: LONGEST_WAIT_MS },
  { name: 'a connection cut while the body comes', call: 'getliveinfo', fault: { kind: 'cut-off' }, recoversWithinMs: LONGEST_WAIT_MS },
  { name: 'wrong JSON', call: 'getliveinfo', fault: { kind: 'body', body: ['no', { list: null }] }, recoversWithinMs: LONGEST_WAIT_MS },
  { name: 'HTML with status 200', call: 'getliveinfo', fault: { kind: 'html' }, recoversWithinMs: LONGEST_WAIT_MS },
  { name: 'status 502', call: 'getliveinfo', fault: { kind: 'status', status: 502 }, recoversWithinMs: LONGEST_WAIT_MS },
  { name: '-1, system busy', call: 'getliveinfo', fault: { kind: 'errcode', errcode: -1 }, recoversWithinMs: LONGEST_WAIT_MS },
  { name: '45009, the day\'s quota is used up', call: 'getliveinfo', fault: { kind: 'errcode', errcode: 45009 }, recoversWithinMs: 2 * LONGEST_WAIT_MS },
  { name: '40001 once, in the middle of the list', call: 'getliveinfo', fault: { kind: 'errcode', errcode: 40001 }, times: 1, after: 1, isHarmless: true, recoversWithinMs: MINUTE_MS },
  { name: '40001 for an hour', call: 'getliveinfo', fault: { kind: 'errcode', errcode: 40001 }, recoversWithinMs: LONGEST_WAIT_MS },
]

/** Goes on to the gateway's next refresh, by its own plan, and waits until it is over. */
async function passRefresh({ clock, catalogue }: World): Promise<void> {
  clock.advanceBy(Math.max(1, catalogue.health().nextRefreshAtMs - clock.now()))
  await vi.waitFor(() => expect(catalogue.health().nextRefreshAtMs).toBeGreaterThan(clock.now()), { timeout: 10_000, interval: 5 })
}

async function everybodySeesTheList(world: World): Promise<boolean> {
  const answers = await Promise.all(Array.from({ length: CLIENTS }, () => world.get('/v1/rooms?limit=20')))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  const [page] = answers.map(({ body }) => body as RoomPageJson)
  expect(page).toMatchObject({ total: ROOMS })
  expect(page?.rooms).toHaveLength(20)
  return page?.isStale ?? true
}

async function live({ call, fault, isTooLate = false, times, after, isHarmless = false, recoversWithinMs }: Trial): Promise<void> {
  const limits = createTimeLimits()
  const world = await startWorld({ rooms: () => someRooms(ROOMS), client: { timeLimit: limits.start } })
  const { clock, simulator } = world
  await vi.waitFor(() => expect(world.catalogue.peek()).not.toBeNull(), { timeout: 10_000, interval: 5 })
  simulator.fail(call, isTooLate && (fault.kind === 'hang' || fault.kind === 'slow') ? { ...fault, begun: limits.pass } : fault, times, after)
  const beganAtMs = clock.now()
  const callsBefore = { list: simulator.calls.getliveinfo.count, token: simulator.calls.stable_token.count }
  let hasBeenStale = false
  while (clock.now() - beganAtMs < HOUR_MS) {
    await passRefresh(world)
    hasBeenStale = await everybodySeesTheList(world) || hasBeenStale
  }
  expect(hasBeenStale).toBe(!isHarmless)
  // Once a minute, every page once, and once more for a token that was refused.
  expect(simulator.calls.getliveinfo.count - callsBefore.list).toBeLessThanOrEqual((PAGES + 1) * HOUR_MS / REFRESH_MS)
  // WeChat allows twenty forced renewals a day, and ten thousand quiet ones.
  expect(simulator.calls.stable_token.count - callsBefore.token).toBeLessThanOrEqual(2 * HOUR_MS / REFRESH_MS)

  simulator.heal()
  const healedAtMs = clock.now()
  do {
    await passRefresh(world)
  } while (await everybodySeesTheList(world) && clock.now() - healedAtMs < HOUR_MS)
  expect(clock.now() - healedAtMs).toBeLessThanOrEqual(recoversWithinMs)
  await world.close()
}

describe('an hour in which WeChat misbehaves', () => {
  it.each(ALL)('takes no list from anybody, spares WeChat and ends by itself: $name', async (trial) => {
    await table.trying(trial.name, `the gateway's own rhythm, at most ${trial.recoversWithinMs / MINUTE_MS} min`, () => live(trial))
  })
})
