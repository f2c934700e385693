import type { Phone } from '../server/support/phone'
import type { World } from '../server/support/world'
import type { TimeLimits } from './support/time-limits'
import type { RoomPageJson } from '@/server/contract/rooms'
import type { Fault, SimulatedCall } from '@/server/simulator/wechat-simulator'
import process from 'node:process'
import fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { aRoom } from '../server/support/a-room'
import { aPhone, installUniRequest } from '../server/support/phone'
import { startWorld } from '../server/support/world'
import { createFaultTable } from './support/fault-table'
import { createTimeLimits } from './support/time-limits'

// Whatever WeChat, the network and the clocks do, in whatever order: visitors see the list, and every touch counts once.

const MINUTE_MS = 60_000
const PHONES = 20
const COMMANDS = 12
const MINUTES_EACH = 5
const RUNS = 8
const SEED = Number(process.env.FAULT_SEED ?? 20240601)
// Twenty seconds of work, on a machine that may be busy.
const LIMIT_MS = 240_000
const RECOVERY = 'the refresh and the deliveries after it'

const FAULTS: readonly Fault[] = [
  { kind: 'hang' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502 },
  { kind: 'html' },
  { kind: 'half-json' },
  { kind: 'cut-off' },
  { kind: 'errcode', errcode: 45009 },
  { kind: 'errcode', errcode: -1 },
  { kind: 'errcode', errcode: 40001 },
  { kind: 'body', body: { errcode: 0, room_info: 'no list', total: '?' } },
]
const CALLS = ['stable_token', 'getliveinfo', 'jscode2session'] as const satisfies readonly SimulatedCall[]

type Command
  = | { readonly do: 'fail', readonly call: typeof CALLS[number], readonly fault: Fault, readonly times: number }
    | { readonly do: 'heal' | 'revoke' | 'flap' | 'restart' }
    | { readonly do: 'server-clock' | 'phone-clocks', readonly ms: number }

const jump = fc.constantFrom(-86_400_000, -3_600_000, 3_600_000, 86_400_000)
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('fail' as const), call: fc.constantFrom(...CALLS), fault: fc.constantFrom(...FAULTS), times: fc.constantFrom(1, 3, 1000) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('heal' as const, 'revoke' as const, 'flap' as const, 'restart' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('server-clock' as const, 'phone-clocks' as const), ms: jump }) },
)

const table = createFaultTable('schedules')

interface Shop {
  readonly world: World
  readonly limits: TimeLimits
  readonly phones: readonly Phone[]
  readonly made: Map<string, number[]>
}

function apply(given: Command, { world, limits, phones }: Shop): void {
  switch (given.do) {
    case 'fail':
      return world.simulator.fail(given.call, given.fault.kind === 'hang' ? { kind: 'hang', begun: limits.pass } : given.fault, given.times)
    case 'heal':
      return world.simulator.heal()
    case 'revoke':
      return world.simulator.tokens.revoke()
    case 'flap':
      for (const [i, phone] of phones.entries()) phone.setOnline(i % 2 === 0)
      return
    case 'restart':
      return phones.forEach(phone => phone.restart())
    case 'server-clock':
      return world.clock.jumpBy(given.ms)
    case 'phone-clocks':
      return phones.forEach((phone, i) => i % 3 === 0 && phone.clock.jumpBy(given.ms))
    default:
      return given satisfies never
  }
}

async function passMinute({ world, phones, made }: Shop, minute: number): Promise<void> {
  for (const [i, phone] of phones.entries()) {
    if ((i + minute) % 4 === 0) {
      const goodsId = minute + 1
      phone.comes({ via: 'goods-page', goodsId })
      made.get(`visitor-${i}`)?.push(goodsId)
    }
  }
  await Promise.all(phones.map(phone => phone.passes(MINUTE_MS)))
  world.clock.advanceBy(MINUTE_MS)
  // What the minute has begun comes to an end.
  await world.catalogue.refresh()
  const { status, body } = await world.get('/v1/rooms?limit=50')
  expect(status).toBe(200)
  expect((body as RoomPageJson).rooms.map(({ id }) => id).sort()).toEqual([1, 2])
}

async function countedBy(world: World): Promise<Map<string, number[]>> {
  const rows = await world.database.selectFrom('touches').select(['openid', 'goods_id']).execute()
  const counted = new Map<string, number[]>()
  for (const { openid, goods_id: goodsId } of rows) counted.set(openid, [...counted.get(openid) ?? [], Number(goodsId)])
  return counted
}

async function live(commands: readonly Command[]): Promise<void> {
  const limits = createTimeLimits()
  const world = await startWorld({ rooms: () => [aRoom(1), aRoom(2)], client: { timeLimit: limits.start } })
  const names = Array.from({ length: PHONES }, (_, i) => `visitor-${i}`)
  const shop: Shop = { world, limits, phones: names.map(name => aPhone(world, name)), made: new Map(names.map(name => [name, []])) }
  await vi.waitFor(() => expect(world.catalogue.peek()).not.toBeNull(), 10_000)
  let minute = 0
  for (const given of commands) {
    apply(given, shop)
    for (let i = 0; i < MINUTES_EACH; i++) {
      const before = world.simulator.calls.getliveinfo.count
      await passMinute(shop, minute++)
      // The minute's own refresh and the one that this test asks for; each may try a second token.
      expect(world.simulator.calls.getliveinfo.count - before).toBeLessThanOrEqual(4)
    }
  }
  world.simulator.heal()
  for (const phone of shop.phones) {
    phone.setOnline(true)
    await phone.delivers()
  }
  await world.catalogue.refresh()
  expect(world.catalogue.peek()).toMatchObject({ isStale: false })
  const counted = await countedBy(world)
  for (const [name, goods] of shop.made) expect([name, (counted.get(name) ?? []).sort((a, b) => a - b)]).toEqual([name, goods])
  await world.close()
}

function nameOf(given: Command): string {
  switch (given.do) {
    case 'fail':
      return `${given.call}: ${given.fault.kind}${'errcode' in given.fault ? ` ${given.fault.errcode}` : 'status' in given.fault ? ` ${given.fault.status}` : ''}`
    case 'server-clock':
    case 'phone-clocks':
      return `${given.do} ${given.ms > 0 ? 'forward' : 'back'} ${Math.abs(given.ms) / 3_600_000} h`
    default:
      return given.do
  }
}

// Each fault counts once in every hour that it was part of.
function liveAndCount(commands: readonly Command[]): Promise<void> {
  const names = new Set(commands.filter(({ do: what }) => what !== 'heal').map(nameOf))
  const counted = [...names].reduce((inner, name) => () => table.trying(name, RECOVERY, inner), () => live(commands))
  return table.trying('all hours, faults in random order, 20 visitors each', RECOVERY, counted)
}

describe('an hour of faults in any order', () => {
  beforeEach(installUniRequest)

  it(`shows the list at every minute and counts every touch once (seed ${SEED}; another by FAULT_SEED)`, { timeout: LIMIT_MS }, async () => {
    process.stdout.write(`Fault schedules: seed ${SEED}, ${RUNS} hours of ${PHONES} visitors each.\n`)
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: COMMANDS, maxLength: COMMANDS }), liveAndCount),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    )
  })
})
