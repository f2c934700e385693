import type { SimulatedRoom } from '@/server/simulator/timetable'
import type { Fault } from '@/server/simulator/wechat-simulator'
import type { WorldOptions } from '@/tests/server/support/world'
import { describe, expect, it } from 'vitest'
import { createReplayShelf } from '@/server/replays/replay-shelf'
import { replaysRoutes } from '@/server/replays/replays-routes'
import { FAKE_START_MS } from '@/tests/support/fake-clock'
import { aRoom } from '../support/a-room'
import { errorOf, serve } from '../support/serve'
import { SHORT_TIMEOUT_MS, startWeChat } from '../support/world'

const SECOND_MS = 1000
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** A room whose broadcast went from an hour before the fake clock's beginning to half an hour before. */
function endedRoom(id: number, differences: Partial<SimulatedRoom> = {}) {
  return aRoom(id, { statusCode: 103, endAtMs: FAKE_START_MS - HOUR_MS / 2, ...differences })
}

async function start(options: WorldOptions & { isListStale?: boolean, maxRooms?: number, callsPerMinute?: number }) {
  const world = await startWeChat(options)
  const { clock, simulator, wechat, log } = world
  const { maxRooms = 500, callsPerMinute = 1000, isListStale = false } = options
  const rooms = await wechat.listRooms()
  const list = { rooms, byId: new Map(rooms.map(room => [room.id, room])), checkedAtMs: clock.now(), isStale: isListStale }
  const shelf = createReplayShelf({ wechat, clock, log, maxRooms, callsPerMinute })
  const served = await serve(replaysRoutes({ catalogue: { read: async () => list }, shelf, clock }))
  const ask = (id: number | string) => served.get(`/v1/rooms/${id}/replays`)
  return { ...world, ask, asked: () => simulator.calls.get_replay.count }
}

const segment = (differences: object = {}) => ({ create_time: '2024-06-01T11:00:00Z', expire_time: '2025-06-01T11:00:00Z', media_url: 'https://videos.test/1.mp4', ...differences })
const replayOf = (...segments: unknown[]): Fault => ({ kind: 'body', body: { errcode: 0, errmsg: 'ok', live_replay: segments, total: segments.length } })
const segmentsOf = ({ body }: { body: unknown }) => (body as { segments: object[] }).segments

describe('gET /v1/rooms/{id}/replays', () => {
  it('lists the parts of a replay, the first one first', async () => {
    const { ask, simulator } = await start({ rooms: () => [endedRoom(5)] })
    const { status, body, headers } = await ask(5)
    const part = (n: number, fromMs: number) => ({ mediaUrl: `http://pictures.test/simulator/replays/5-${n}.mp4`, createdAtMs: fromMs, expiresAtMs: fromMs + 12 * HOUR_MS, isExpired: false })
    expect([status, body]).toEqual([200, {
      roomId: 5,
      isOpen: true,
      segments: [0, 1, 2].map(i => part(i + 1, FAKE_START_MS - HOUR_MS + i * 10 * MINUTE_MS)),
      checkedAtMs: FAKE_START_MS,
      isStale: false,
    }])
    expect(headers.get('cache-control')).toBe('public, max-age=30')
    expect(simulator.calls.get_replay.lastBody).toEqual({ action: 'get_replay', room_id: 5, start: 0, limit: 100 })
  })

  it('reads every page and sorts what WeChat does not', async () => {
    const { ask, asked, simulator } = await start({ rooms: () => [endedRoom(5)], client: { pageSize: 2 } })
    expect(segmentsOf(await ask(5))).toHaveLength(3)
    expect(asked()).toBe(2)
    expect(simulator.calls.get_replay.lastBody).toMatchObject({ start: 2, limit: 2 })

    const other = await start({ rooms: () => [endedRoom(5)] })
    other.simulator.fail('get_replay', replayOf(segment({ create_time: '2024-06-01T11:30:00Z', media_url: 'https://videos.test/2.mp4' }), segment()))
    expect(segmentsOf(await other.ask(5))).toMatchObject([{ mediaUrl: 'https://videos.test/1.mp4' }, { mediaUrl: 'https://videos.test/2.mp4' }])
  })

  it.each([101, 102, 104, 105, 106, 107])('has none for a room in status %i, and does not ask WeChat', async (statusCode) => {
    const { ask, asked } = await start({ rooms: () => [aRoom(5, { statusCode })], isListStale: true })
    expect((await ask(5)).body).toEqual({ roomId: 5, isOpen: true, segments: [], checkedAtMs: FAKE_START_MS, isStale: true })
    expect(asked()).toBe(0)
  })

  it('has none that the shop has closed, and does not ask WeChat', async () => {
    const { ask, asked } = await start({ rooms: () => [endedRoom(5, { hasReplay: false })] })
    expect((await ask(5)).body).toMatchObject({ isOpen: false, segments: [] })
    expect(asked()).toBe(0)
  })

  it.each([['6', 404, 'room-not-found'], ['0', 400, 'invalid-query'], ['x', 400, 'invalid-query'], ['1.5', 400, 'invalid-query'], ['9999999999999999', 400, 'invalid-query'], ['5%27%20or%201=1', 400, 'invalid-query']])('of room %s is %i %s', async (id, status, code) => {
    const { ask, asked } = await start({ rooms: () => [endedRoom(5)] })
    const said = await ask(id)
    expect(errorOf(said)).toEqual([status, code])
    expect(said.headers.get('cache-control')).toBe('no-store')
    expect(asked()).toBe(0)
  })

  it('waits for the room list', async () => {
    const { clock } = await start({ rooms: () => [] })
    const shelf = { read: () => expect.fail('not to be asked') }
    const { get } = await serve(replaysRoutes({ catalogue: { read: async () => null }, shelf, clock }))
    expect(errorOf(await get('/v1/rooms/5/replays'))).toEqual([503, 'catalogue-unavailable'])
  })

  it('marks a link as expired at the moment of the answer, not of the question to WeChat', async () => {
    const { ask, clock, simulator } = await start({ rooms: () => [endedRoom(5)] })
    const expire_time = new Date(FAKE_START_MS + 30 * SECOND_MS).toISOString()
    simulator.fail('get_replay', replayOf(segment({ expire_time }), segment({ expire_time: '' })))
    expect(segmentsOf(await ask(5))).toMatchObject([{ isExpired: false }, { isExpired: false, expiresAtMs: null }])
    clock.advanceBy(30 * SECOND_MS)
    expect(segmentsOf(await ask(5))).toMatchObject([{ isExpired: true }, { isExpired: false }])
    expect(simulator.calls.get_replay.count).toBe(1)
  })
})

describe('wechat is asked about a replay', () => {
  it('once for all who ask at once', async () => {
    const { ask, asked } = await start({ rooms: () => [endedRoom(5)] })
    const answers = await Promise.all(Array.from({ length: 30 }, () => ask(5)))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(asked()).toBe(1)
  })

  it('again after ten minutes', async () => {
    const { ask, asked, clock } = await start({ rooms: () => [endedRoom(5)] })
    await ask(5)
    clock.advanceBy(10 * MINUTE_MS - 1)
    await ask(5)
    expect(asked()).toBe(1)
    clock.advanceBy(1)
    expect((await ask(5)).body).toMatchObject({ checkedAtMs: FAKE_START_MS + 10 * MINUTE_MS })
    expect(asked()).toBe(2)
  })

  it('again after a minute while there is none yet', async () => {
    const rooms = (nowMs: number) => [aRoom(5, { statusCode: nowMs < FAKE_START_MS ? 101 : 103, endAtMs: FAKE_START_MS })]
    const { ask, asked, clock } = await start({ rooms })
    for (let minute = 0; minute < 10; minute++) {
      expect((await ask(5)).body).toMatchObject({ isOpen: true, segments: [] })
      clock.advanceBy(MINUTE_MS - 1)
      await ask(5)
      expect(asked()).toBe(minute + 1)
      clock.advanceBy(1)
    }
    expect(segmentsOf(await ask(5))).toHaveLength(3)
    await ask(5)
    expect(asked()).toBe(11)
  })

  it('rarely when a broadcast that is long over still has none', async () => {
    const { ask, asked, clock, simulator } = await start({ rooms: () => [endedRoom(5, { endAtMs: FAKE_START_MS - 2 * HOUR_MS })] })
    simulator.fail('get_replay', replayOf())
    await ask(5)
    clock.advanceBy(10 * MINUTE_MS - 1)
    await ask(5)
    expect(asked()).toBe(1)
    clock.advanceBy(1)
    await ask(5)
    expect(asked()).toBe(2)
  })

  it('again once a link has expired, but not more often than each minute', async () => {
    const { ask, asked, clock, simulator } = await start({ rooms: () => [endedRoom(5)] })
    simulator.fail('get_replay', replayOf(segment({ expire_time: String(FAKE_START_MS / SECOND_MS + 120) })))
    await ask(5)
    clock.advanceBy(2 * MINUTE_MS)
    expect(segmentsOf(await ask(5))).toMatchObject([{ isExpired: true }])
    expect(asked()).toBe(2)
    clock.advanceBy(MINUTE_MS)
    await ask(5)
    expect(asked()).toBe(2)
  })

  it('about no more rooms than are worth remembering', async () => {
    const { ask, asked } = await start({ rooms: () => [1, 2, 3].map(id => endedRoom(id)), maxRooms: 2 })
    for (const id of [1, 2, 1, 3, 1])
      await ask(id)
    expect(asked()).toBe(3)
    await ask(2)
    expect(asked()).toBe(4)
  })

  it('so rarely that somebody who looks at every room leaves the room list its quota', async () => {
    const rooms = Array.from({ length: 20 }, (_, i) => endedRoom(i + 1))
    const { ask, asked, clock } = await start({ rooms: () => rooms, callsPerMinute: 5 })
    const statuses = async () => {
      const answers = []
      for (const { id } of rooms)
        answers.push((await ask(id)).status)
      return answers.filter(status => status === 200).length
    }
    expect(await statuses()).toBe(5)
    expect(await statuses()).toBe(5)
    expect(asked()).toBe(5)
    clock.advanceBy(MINUTE_MS)
    expect(await statuses()).toBe(10)
    expect(asked()).toBe(10)
  })

  it('again when a clock that was far ahead has been put right', async () => {
    const { ask, asked, clock } = await start({ rooms: () => [endedRoom(5)] })
    await ask(5)
    clock.jumpBy(-24 * HOUR_MS)
    await ask(5)
    expect(asked()).toBe(2)
  })
})

describe('while WeChat does not answer', () => {
  const FAULTS: Fault[] = [
    { kind: 'hang' },
    { kind: 'status', status: 502 },
    { kind: 'html' },
    { kind: 'half-json' },
    { kind: 'cut-off' },
    { kind: 'errcode', errcode: -1 },
    { kind: 'errcode', errcode: 9410003 },
    { kind: 'errcode', errcode: 45009 },
    { kind: 'echo', errcode: 48001 },
    { kind: 'body', body: { errcode: 0 } },
    { kind: 'body', body: { errcode: 0, live_replay: {}, total: 1 } },
  ]

  it.each(FAULTS)('but with %j, the last good answer is served, marked stale', async (fault) => {
    const { ask, clock, simulator } = await start({ rooms: () => [endedRoom(5)], client: { timeoutMs: fault.kind === 'hang' ? SHORT_TIMEOUT_MS : 4000 } })
    await ask(5)
    clock.advanceBy(10 * MINUTE_MS)
    simulator.fail('get_replay', fault)
    for (let i = 0; i < 2; i++) {
      const { status, body } = await ask(5)
      expect([status, body]).toMatchObject([200, { isStale: true, checkedAtMs: FAKE_START_MS }])
      expect((body as { segments: unknown[] }).segments).toHaveLength(3)
    }
    simulator.heal()
    clock.advanceBy(10 * MINUTE_MS)
    expect((await ask(5)).body).toMatchObject({ isStale: false, checkedAtMs: FAKE_START_MS + 20 * MINUTE_MS })
  })

  it.each(FAULTS)('but with %j, a replay that was never there is unavailable', async (fault) => {
    const { ask, logged, simulator } = await start({ rooms: () => [endedRoom(5)], client: { timeoutMs: fault.kind === 'hang' ? SHORT_TIMEOUT_MS : 4000 } })
    simulator.fail('get_replay', fault)
    const said = await ask(5)
    expect(errorOf(said)).toEqual([503, 'replays-unavailable'])
    expect(said.headers.get('retry-after')).toBe('30')
    expect(logged()).toContain('"roomId":5')
    expect(logged()).not.toMatch(/simulated-[0-9a-f]{8}-/)
  })

  it.each([[-1, MINUTE_MS], [45009, 10 * MINUTE_MS]])('but with %i, it is asked again after %i ms, however many ask', async (errcode, delayMs) => {
    const { ask, asked, clock, simulator } = await start({ rooms: () => [endedRoom(5)] })
    simulator.fail('get_replay', { kind: 'errcode', errcode })
    await Promise.all([ask(5), ask(5)])
    clock.advanceBy(delayMs - 1)
    await ask(5)
    expect(asked()).toBe(1)
    clock.advanceBy(1)
    await ask(5)
    expect(asked()).toBe(2)
  })
})
