import { flushPromises, mount } from '@vue/test-utils'
import * as fc from 'fast-check'
import { createPinia } from 'pinia'
import { afterEach, describe, expect, it, vi } from 'vitest'
import App from '@/App.vue'
import RoomPage from '@/src/live/room/room.vue'
import RoomsPage from '@/src/pages/rooms/rooms.vue'
import { letPass, openPage } from '@/tests/support/mount-page'
import { aRoom, gatewayWith } from '@/tests/support/rooms'
import { installWechatEdge } from '@/tests/support/wechat-edge'

// What one phone may ask in an hour of use: the room's status of WeChat, and everything else of the gateway.

const NOW_MS = new Date(2026, 10, 23, 19, 30).getTime()
const HOUR_MS = 60 * 60_000
const CALLS_PER_ROOM = 60
// Rooms, streams, Channels accounts; and where the plugin is out of reach, one question a minute about all rooms in view.
const REQUESTS_AT_START = 5
const STATUS_REQUESTS = 60
// What opens or asks anew may ask for a list and for what is shown besides.
const REQUESTS_PER_ACT = 2
const ASKING: readonly Act['do'][] = ['show', 'pull', 'reach-bottom', 'close', 'open']

const rooms = Array.from({ length: 30 }, (_, i) => aRoom({ id: i + 1 }, NOW_MS)).map(room => ({ ...room, endAtMs: NOW_MS + 5 * HOUR_MS }))
const WATCHED = rooms.slice(0, 6).map(({ id }) => id)

type Act
  = | { readonly do: 'hide' | 'show' | 'pull' | 'reach-bottom' | 'close' }
    | { readonly do: 'scroll', readonly roomIds: readonly number[], readonly isInView: boolean }
    | { readonly do: 'open', readonly roomId: number }
    | { readonly do: 'wait', readonly ms: number }
    | { readonly do: 'set-clock', readonly ms: number }
    | { readonly do: 'plugin', readonly says: 'live' | 'upcoming' | 'nothing' | 'failure' | 'missing' }

const answers = {
  live: async () => ({ liveStatus: 101 }),
  upcoming: async () => ({ liveStatus: 102 }),
  nothing: () => new Promise<never>(() => {}),
  failure: () => Promise.reject(new Error('getLiveStatus:fail')),
}

const roomId = fc.constantFrom(...WATCHED)
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.constantFrom(59_000, 60_000, 65_000, 180_000)) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('hide' as const, 'show' as const, 'pull' as const, 'reach-bottom' as const, 'close' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('scroll' as const), roomIds: fc.uniqueArray(roomId, { minLength: 1 }), isInView: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('open' as const), roomId }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('plugin' as const), says: fc.constantFrom('live' as const, 'upcoming' as const, 'nothing' as const, 'failure' as const, 'missing' as const) }) },
)
const clockAct: fc.Arbitrary<Act> = fc.record({ do: fc.constant('set-clock' as const), ms: fc.constantFrom(-HOUR_MS, -65_000, 65_000, HOUR_MS, 24 * HOUR_MS) })

interface Hour {
  /** Of the room that WeChat was asked about most. */
  readonly callsOfBusiestRoom: number
  readonly requests: number
  /** What the user did that may ask the gateway for something. */
  readonly askingActs: number
  readonly clockChanges: number
}

/** An hour of true time on one phone, in which these things are done over and over. */
async function spendAnHour(acts: readonly Act[]): Promise<Hour> {
  vi.useFakeTimers({ now: NOW_MS })
  // What a customer meets is told to developers in the console; here nobody looks.
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const edge = installWechatEdge(gatewayWith(rooms))
  const { getLiveStatus } = edge.plugin
  const pinia = createPinia()
  const app = mount({ ...App, render: () => null }, { global: { plugins: [pinia] } })
  const tellApp = (hook: 'onShow' | 'onHide'): void => {
    const hooks: unknown = Reflect.get(app.vm.$, hook)
    if (Array.isArray(hooks))
      hooks.forEach((run: (options: unknown) => void) => run({ scene: 1001 }))
  }
  tellApp('onShow')
  const home = await openPage(RoomsPage, {}, pinia)
  edge.show(WATCHED)

  let room: Awaited<ReturnType<typeof openPage>> | null = null
  let isHidden = false
  // When the hour is full, the next hour's first call begins.
  let leftMs = HOUR_MS - 1
  let askingActs = 0
  let clockChanges = 0

  async function pass(ms: number): Promise<void> {
    const stepMs = Math.min(ms, leftMs)
    leftMs -= stepMs
    await letPass(stepMs)
  }

  // Asked through a function, for the acts change it.
  const isRoomOpen = (): boolean => room !== null

  // What an act waits for may take time, which passes only here.
  async function start(hook: 'onPullDownRefresh' | 'onReachBottom'): Promise<void> {
    void (room ?? home).call(hook)
    await flushPromises()
  }

  async function close(): Promise<void> {
    await room?.close()
    room = null
    await home.call('onShow')
  }

  async function perform(next: Act): Promise<void> {
    switch (next.do) {
      case 'hide':
        if (!isHidden) {
          isHidden = true
          await (room ?? home).call('onHide')
          tellApp('onHide')
        }
        return
      case 'show':
        if (isHidden) {
          isHidden = false
          tellApp('onShow')
          await (room ?? home).call('onShow')
        }
        return
      case 'pull':
        // Hidden or covered, a page cannot be touched.
        if (!isHidden)
          await start('onPullDownRefresh')
        return
      case 'reach-bottom':
        if (!isHidden && !room)
          await start('onReachBottom')
        return
      case 'close':
        if (!isHidden && room)
          await close()
        return
      case 'open':
        if (!isHidden && !room) {
          await home.call('onHide')
          room = await openPage(RoomPage, { room_id: String(next.roomId) }, pinia)
        }
        return
      case 'scroll':
        edge.show(next.roomIds, next.isInView)
        return
      case 'set-clock':
        clockChanges++
        vi.setSystemTime(Date.now() + next.ms)
        return
      case 'plugin':
        // A plugin that is too old lacks the function.
        Reflect.set(edge.plugin, 'getLiveStatus', next.says === 'missing' ? undefined : getLiveStatus)
        getLiveStatus.mockImplementation(next.says === 'missing' ? answers.live : answers[next.says])
        return
      case 'wait':
        await pass(next.ms)
        return
      default:
        next satisfies never
    }
  }

  while (leftMs > 0) {
    for (const next of acts) {
      if (leftMs <= 0)
        break
      askingActs += ASKING.includes(next.do) ? 1 : 0
      await perform(next)
    }
    // However busy a finger is.
    await pass(10_000)
  }
  if (isRoomOpen())
    await close()
  await home.close()
  app.unmount()
  await flushPromises()

  const calls = new Map<number, number>()
  for (const [{ room_id: id }] of getLiveStatus.mock.calls) calls.set(id, (calls.get(id) ?? 0) + 1)
  return { callsOfBusiestRoom: Math.max(0, ...calls.values()), requests: edge.requests.length, askingActs, clockChanges }
}

function tell(what: string, hours: readonly Hour[]): void {
  const most = (of: (hour: Hour) => number): number => Math.max(...hours.map(of))
  process.stdout.write(`${what}: at most ${most(hour => hour.callsOfBusiestRoom)} plugin calls per room and hour, and ${most(hour => hour.requests)} requests to the gateway (${hours.length} hours)\n`)
}

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('an hour with the app', () => {
  it('asks WeChat at most once a minute about a room, and the gateway for what the user asks for, whatever that is', async () => {
    const hours: Hour[] = []
    await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 25, size: 'max' }), async (acts) => {
      const hour = await spendAnHour(acts)
      hours.push(hour)
      expect(hour.callsOfBusiestRoom).toBeLessThanOrEqual(CALLS_PER_ROOM)
      expect(hour.requests).toBeLessThanOrEqual(REQUESTS_AT_START + STATUS_REQUESTS + REQUESTS_PER_ACT * hour.askingActs)
    }), { numRuns: 12 })
    tell('users who do anything', hours)
  }, 120_000)

  it('asks WeChat once more at most for every time that the phone\'s clock is set', async () => {
    const hours: Hour[] = []
    await fc.assert(fc.asyncProperty(fc.array(fc.oneof({ weight: 3, arbitrary: act }, { weight: 1, arbitrary: clockAct }), { minLength: 3, maxLength: 25, size: 'max' }), async (acts) => {
      const hour = await spendAnHour(acts)
      hours.push(hour)
      expect(hour.callsOfBusiestRoom).toBeLessThanOrEqual(CALLS_PER_ROOM + hour.clockChanges)
    }), { numRuns: 6 })
    tell('users who set the clock', hours)
  }, 120_000)

  it('asks the gateway for nothing after the start while the plugin answers and nobody does anything', async () => {
    const hour = await spendAnHour([{ do: 'wait', ms: HOUR_MS }])
    tell('a phone that lies there', [hour])
    expect(hour.requests).toBeLessThanOrEqual(REQUESTS_AT_START)
    expect(hour.callsOfBusiestRoom).toBeLessThanOrEqual(56)
  })

  it('asks the gateway once a minute in place of a plugin that is missing, about all rooms in view at once', async () => {
    const hour = await spendAnHour([{ do: 'plugin', says: 'missing' }, { do: 'wait', ms: HOUR_MS }])
    tell('a phone without the plugin', [hour])
    expect(hour.requests).toBeGreaterThan(50)
    expect(hour.requests).toBeLessThanOrEqual(REQUESTS_AT_START + STATUS_REQUESTS)
  })
})
