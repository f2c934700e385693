import type { RoomPageJson, RoomSnapshotJson, RoomStatusesJson } from '@/server/contract/rooms'
import type { SimulatedRoom } from '@/server/simulator/timetable'
import type { World } from '@/tests/server/support/world'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRoomPage, parseRoomSnapshot, parseRoomStatuses } from '@/src/domain/room-parser'
import { FAKE_START_MS } from '@/tests/support/fake-clock'
import { aRoom, someRooms } from './support/a-room'
import { REFRESH_MS, SHORT_TIMEOUT_MS, startWorld } from './support/world'

const HOUR_MS = 3_600_000

async function page({ get }: World, query = ''): Promise<RoomPageJson> {
  const { status, body } = await get(`/v1/rooms${query}`)
  expect(status).toBe(200)
  return body as RoomPageJson
}

const idsOf = ({ rooms }: RoomPageJson) => rooms.map(({ id }) => id)

function startingIn(id: number, hours: number, differences: Partial<SimulatedRoom> = {}) {
  return aRoom(id, { startAtMs: FAKE_START_MS + hours * HOUR_MS, endAtMs: FAKE_START_MS + (hours + 1) * HOUR_MS, ...differences })
}

describe('gET /v1/rooms', () => {
  it('answers what the client\'s own parser reads, field for field', async () => {
    const world = await startWorld()
    const body = await page(world, '?limit=50')
    expect(parseRoomPage(body)).toEqual((({ limit: _, ...rest }) => rest)(body))
    expect(body.rooms.length).toBeGreaterThan(20)
    expect(body).toMatchObject({ offset: 0, limit: 50, total: body.rooms.length, checkedAtMs: FAKE_START_MS, isStale: false })
  })

  it('answers 20 rooms from the first when nothing is said', async () => {
    const world = await startWorld({ rooms: () => someRooms(30) })
    const body = await page(world)
    expect(body).toMatchObject({ offset: 0, limit: 20, total: 30 })
    expect(body.rooms).toHaveLength(20)
  })

  it('puts what is on air first, then what comes next, then what was last', async () => {
    const world = await startWorld({
      rooms: () => [
        startingIn(1, -9, { statusCode: 103 }),
        startingIn(2, -3, { statusCode: 104 }),
        startingIn(3, 5, { statusCode: 102 }),
        startingIn(4, 2, { statusCode: 102 }),
        startingIn(5, 2, { statusCode: 102 }),
        startingIn(6, -1, { statusCode: 101 }),
        startingIn(7, -2, { statusCode: 106 }),
        startingIn(8, -1, { statusCode: 105 }),
        startingIn(9, -4, { statusCode: 107 }),
      ],
    })
    expect(idsOf(await page(world))).toEqual([6, 8, 7, 4, 5, 3, 2, 9, 1])
  })

  it.each([
    ['live', [101]],
    ['live,paused', [101, 105]],
    ['ended,banned,expired', [103, 104, 107]],
    ['unknown', [199]],
  ])('with status=%s answers only those', async (status, codes) => {
    const world = await startWorld({ rooms: () => [101, 102, 103, 104, 105, 106, 107, 199].map(code => startingIn(code, 1, { statusCode: code })) })
    const body = await page(world, `?status=${status}`)
    expect(idsOf(body).sort()).toEqual(codes)
    expect(body.total).toBe(codes.length)
  })

  it.each([
    ['龙井', [1]],
    ['LONGJING', [1, 2]],
    ['ｌｏｎｇ', [1, 2]],
    ['  牧野 ', [2]],
    ['没有', []],
    ['   ', [1, 2, 3]],
    ['.*', []],
  ])('searches names and hosts for "%s"', async (search, ids) => {
    const world = await startWorld({ rooms: () => [aRoom(1, { name: '龙井 LongJing' }), aRoom(2, { name: 'longjing', hostName: '周牧野' }), aRoom(3)] })
    expect(idsOf(await page(world, `?search=${encodeURIComponent(search)}`)).sort()).toEqual(ids)
  })

  it('searches within the statuses asked for', async () => {
    const world = await startWorld({ rooms: () => [aRoom(1, { name: '茶' }), aRoom(2, { name: '茶', statusCode: 103 })] })
    expect(idsOf(await page(world, `?search=${encodeURIComponent('茶')}&status=ended`))).toEqual([2])
  })

  describe('with goods_id', () => {
    const selling = (...ids: readonly number[]) => ids.map(id => ({ id, name: `商品 ${id}`, priceType: 1 as const, priceFen: 100, price2Fen: 0, look: 0 }))
    const rooms = () => [
      startingIn(1, -9, { statusCode: 103, goods: selling(7) }),
      startingIn(2, 2, { statusCode: 102, goods: selling(70, 7), name: '茶' }),
      startingIn(3, -1, { goods: selling(8, 7) }),
      startingIn(4, -1, { goods: selling(77) }),
      startingIn(5, -1),
    ]

    it.each([
      ['goods_id=7', [3, 2, 1]],
      ['goods_id=77', [4]],
      ['goods_id=9', []],
      ['goods_id=7&status=ended,upcoming', [2, 1]],
      [`goods_id=7&search=${encodeURIComponent('茶')}`, [2]],
      [`goods_id=8&search=${encodeURIComponent('茶')}`, []],
      ['goods_id=7&offset=1&limit=1', [2]],
    ])('%s answers only rooms that sell it, on air first', async (query, ids) => {
      const world = await startWorld({ rooms })
      expect(idsOf(await page(world, `?${query}`))).toEqual(ids)
    })

    it('counts what matches, and knows different products apart', async () => {
      const world = await startWorld({ rooms })
      expect(await page(world, '?goods_id=7&limit=1')).toMatchObject({ total: 3 })
      expect(await page(world, '?goods_id=8&limit=1')).toMatchObject({ total: 1 })
      expect(await page(world, '?limit=1')).toMatchObject({ total: 5 })
    })
  })

  it('calls a room that never started expired, and keeps WeChat\'s number', async () => {
    const world = await startWorld({ rooms: () => [startingIn(1, -3, { statusCode: 107, listedStatusCode: 102 })] })
    expect((await page(world, '?status=expired')).rooms).toMatchObject([{ id: 1, status: 'expired', statusCode: 102 }])
    expect((await page(world, '?status=upcoming')).rooms).toEqual([])
  })

  it('notices the planned end between two refreshes', async () => {
    const world = await startWorld({ rooms: () => [aRoom(1, { statusCode: 102, startAtMs: FAKE_START_MS - HOUR_MS, endAtMs: FAKE_START_MS + 30_000 })] })
    world.clock.jumpBy(29_999)
    expect((await page(world)).rooms).toMatchObject([{ status: 'upcoming' }])
    world.clock.jumpBy(1)
    expect((await page(world)).rooms).toMatchObject([{ status: 'expired' }])
  })

  it('gives slices that make the whole list, for any number of rooms and any size of slice', async () => {
    let rooms = someRooms(0)
    const world = await startWorld({ rooms: () => rooms })
    await fc.assert(fc.asyncProperty(fc.nat(45), fc.integer({ min: 1, max: 50 }), fc.array(fc.tuple(fc.integer({ min: 101, max: 107 }), fc.integer({ min: -3, max: 3 })), { minLength: 45, maxLength: 45 }), async (count, limit, kinds) => {
      rooms = kinds.slice(0, count).map(([statusCode, hours], i) => startingIn(i + 1, hours, { statusCode }))
      await world.catalogue.refresh()
      const ids: number[] = []
      const revisions = new Set<string>()
      let slice: RoomPageJson
      do {
        slice = await page(world, `?offset=${ids.length}&limit=${limit}`)
        ids.push(...idsOf(slice))
        revisions.add(slice.revision)
      } while (ids.length < slice.total && slice.rooms.length > 0)
      expect(ids).toHaveLength(count)
      expect(new Set(ids).size).toBe(count)
      expect(revisions.size).toBe(1)
    }), { numRuns: 25 })
  })

  it('has another revision when the order changes, and the same when it does not', async () => {
    let rooms = someRooms(5)
    const world = await startWorld({ rooms: () => rooms })
    const first = await page(world, '?limit=2')
    await world.catalogue.refresh()
    expect((await page(world, '?offset=2&limit=2')).revision).toBe(first.revision)
    rooms = rooms.map(room => room.id === 1 ? { ...room, statusCode: 103, listedStatusCode: 103 } : room)
    await world.catalogue.refresh()
    expect((await page(world, '?limit=2')).revision).not.toBe(first.revision)
  })

  it('answers nothing, not an error, beyond the end', async () => {
    const world = await startWorld({ rooms: () => someRooms(3) })
    expect(await page(world, '?offset=3')).toMatchObject({ rooms: [], total: 3, offset: 3 })
    expect(await page(world, `?offset=${Number.MAX_SAFE_INTEGER}`)).toMatchObject({ rooms: [], total: 3 })
  })

  it('answers an empty list for a shop without rooms', async () => {
    const world = await startWorld({ rooms: () => [] })
    expect(await page(world)).toMatchObject({ rooms: [], total: 0, isStale: false })
  })
})

describe('gET /v1/rooms/{id}', () => {
  it('answers one room as the client reads it', async () => {
    const { get } = await startWorld({ rooms: () => someRooms(3) })
    const { status, body } = await get('/v1/rooms/2')
    expect(status).toBe(200)
    expect(parseRoomSnapshot(body)).toEqual(body)
    expect((body as RoomSnapshotJson).room).toMatchObject({ id: 2, name: '直播间 2', status: 'live' })
  })

  it('applies the schedule too', async () => {
    const { get } = await startWorld({ rooms: () => [startingIn(1, -3, { statusCode: 107, listedStatusCode: 102 })] })
    expect((await get('/v1/rooms/1')).body).toMatchObject({ room: { status: 'expired', statusCode: 102 } })
  })

  it('answers room-not-found for a room the shop does not have', async () => {
    const { get } = await startWorld({ rooms: () => someRooms(1) })
    const { status, body } = await get('/v1/rooms/99')
    expect(status).toBe(404)
    expect(body).toMatchObject({ error: { code: 'room-not-found' } })
  })
})

describe('gET /v1/statuses', () => {
  it('answers in the order of the question, each room once', async () => {
    const { get } = await startWorld({ rooms: () => [aRoom(1), aRoom(2, { statusCode: 106 }), startingIn(3, -3, { statusCode: 107, listedStatusCode: 102 })] })
    const { body } = await get('/v1/statuses?ids=3,99,1,3,2,98')
    expect(body).toEqual({
      statuses: [
        { roomId: 3, status: 'expired', code: 102, checkedAtMs: FAKE_START_MS },
        { roomId: 1, status: 'live', code: 101, checkedAtMs: FAKE_START_MS },
        { roomId: 2, status: 'interrupted', code: 106, checkedAtMs: FAKE_START_MS },
      ],
      unknownIds: [99, 98],
      checkedAtMs: FAKE_START_MS,
      isStale: false,
    } satisfies RoomStatusesJson)
    expect(parseRoomStatuses(body)).toHaveLength(3)
  })

  it('takes a hundred rooms at once, not more', async () => {
    const { get } = await startWorld({ rooms: () => someRooms(1) })
    const ids = Array.from({ length: 101 }, (_, i) => i + 1)
    expect((await get(`/v1/statuses?ids=${ids.slice(1).join()}`)).status).toBe(200)
    expect((await get(`/v1/statuses?ids=${ids.join()}`)).status).toBe(400)
  })
})

describe('rubbish', () => {
  it.each([
    '/v1/rooms?limit=0',
    '/v1/rooms?limit=51',
    '/v1/rooms?limit=abc',
    '/v1/rooms?limit=',
    '/v1/rooms?limit=1.5',
    '/v1/rooms?limit=NaN',
    '/v1/rooms?limit=1&limit=2',
    '/v1/rooms?offset=-1',
    '/v1/rooms?offset=1e400',
    '/v1/rooms?offset=-1e400',
    '/v1/rooms?limit=1e400',
    '/v1/rooms?offset=9007199254740993',
    '/v1/rooms?status=on-air',
    '/v1/rooms?status=live,',
    '/v1/rooms?status=',
    '/v1/rooms?status=live&status=paused',
    '/v1/rooms?status=__proto__',
    `/v1/rooms?search=${'a'.repeat(61)}`,
    `/v1/rooms?search=${'a'.repeat(10_000)}`,
    '/v1/rooms?search=a&search=b',
    '/v1/rooms?goods_id=',
    '/v1/rooms?goods_id=0',
    '/v1/rooms?goods_id=-7',
    '/v1/rooms?goods_id=7.5',
    '/v1/rooms?goods_id=7,8',
    '/v1/rooms?goods_id=7&goods_id=8',
    '/v1/rooms?goods_id=9999999999999999',
    '/v1/rooms/abc',
    '/v1/rooms/0',
    '/v1/rooms/-1',
    '/v1/rooms/1.5',
    '/v1/rooms/01',
    '/v1/rooms/1,2',
    '/v1/rooms/9999999999999999',
    '/v1/statuses',
    '/v1/statuses?ids=',
    '/v1/statuses?ids=a',
    '/v1/statuses?ids=1,,2',
    '/v1/statuses?ids=1&ids=2',
    '/v1/statuses?ids=9999999999999999',
  ])('%s is refused with words that help', async (path) => {
    const { get } = await startWorld({ rooms: () => someRooms(1) })
    const { status, body, text } = await get(path)
    expect(status).toBe(400)
    expect(body).toEqual({ error: { code: 'invalid-query', message: expect.stringMatching(/parameter|number/) } })
    expect(text.length).toBeLessThan(400)
  })

  it('says which parameter and what it must be', async () => {
    const { get } = await startWorld({ rooms: () => someRooms(1) })
    expect((await get('/v1/rooms?limit=500')).body).toMatchObject({ error: { message: 'The parameter "limit" is not valid. How many rooms to answer: a whole number from 1 to 50.' } })
    expect((await get('/v1/statuses')).body).toMatchObject({ error: { message: 'The parameter "ids" is missing. 1 to 100 room numbers, separated by commas.' } })
  })

  it.each([
    ['100 KB of query', `/v1/rooms?search=${'a'.repeat(100_000)}`, 431, 'invalid-request'],
    ['half an encoded character', '/v1/rooms/%E0%A4%A', 400, 'invalid-request'],
    ['500 digits', `/v1/rooms/${'1'.repeat(500)}`, 414, 'invalid-request'],
    ['an address that leads nowhere', '/v1/nothing', 404, 'not-found'],
    ['a way out of the folder', '/..%2f..%2fetc/passwd', 404, 'not-found'],
  ])('%s gets a clear answer without a stack', async (_what, path, status, code) => {
    const { get } = await startWorld({ rooms: () => someRooms(1) })
    const answer = await get(path)
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({ error: { code } })
    expect(answer.text).not.toMatch(/\bat .*\.[tj]s:\d/)
  })

  it('never makes the gateway fail, whatever it is', async () => {
    const { get } = await startWorld({ rooms: () => someRooms(3) })
    const name = fc.constantFrom('status', 'search', 'goods_id', 'offset', 'limit', 'ids', '__proto__', 'constructor', 'x')
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.integer().map(String), fc.constantFrom('live', '1,2', '[object Object]'))
    await fc.assert(fc.asyncProperty(fc.constantFrom('/v1/rooms', '/v1/statuses', '/v1/rooms/1'), fc.array(fc.tuple(name, value), { maxLength: 5 }), async (path, pairs) => {
      const { status, body } = await get(`${path}?${new URLSearchParams(pairs)}`)
      expect([200, 400]).toContain(status)
      if (status === 400)
        expect(body).toMatchObject({ error: { code: 'invalid-query' } })
    }), { numRuns: 150 })
  })
})

describe('weChat behind the rooms', () => {
  it('is asked once per page of its list when 500 clients come at a cold start', async () => {
    const world = await startWorld({ rooms: () => someRooms(250), firstWaitMs: 60_000 })
    const answers = await Promise.all(Array.from({ length: 500 }, () => page(world, '?limit=1')))
    expect(answers.every(({ total }) => total === 250)).toBe(true)
    expect(world.simulator.calls.stable_token.count).toBe(1)
    expect(world.simulator.calls.getliveinfo.count).toBe(3)
  })

  it('is not asked by any request', async () => {
    const world = await startWorld({ rooms: () => someRooms(3) })
    await page(world)
    const { count } = world.simulator.calls.getliveinfo
    for (const path of ['/v1/rooms', '/v1/rooms?search=x', '/v1/rooms/1', '/v1/rooms/99', '/v1/statuses?ids=1,2', '/healthz', '/openapi.json'])
      await world.get(path)
    expect(world.simulator.calls.getliveinfo.count).toBe(count)
  })

  it.each([
    ['a used-up quota', ({ simulator }: World) => simulator.exhaustQuota()],
    ['HTTP 500', ({ simulator }: World) => simulator.fail('getliveinfo', { kind: 'status', status: 500 })],
    ['an HTML page', ({ simulator }: World) => simulator.fail('getliveinfo', { kind: 'html' })],
    ['half a document', ({ simulator }: World) => simulator.fail('getliveinfo', { kind: 'half-json' })],
    ['a broken connection', ({ simulator }: World) => simulator.fail('getliveinfo', { kind: 'cut-off' })],
    ['no answer', ({ simulator }: World) => simulator.fail('getliveinfo', { kind: 'hang' })],
    ['a withdrawn permission', ({ simulator }: World) => simulator.fail('getliveinfo', { kind: 'errcode', errcode: 48001 })],
    ['another shape', ({ simulator }: World) => simulator.fail('getliveinfo', { kind: 'body', body: { errcode: 0, room_info: 'none', total: 0 } })],
  ])('leaves the last good list, marked stale, with %s', async (_what, breakIt) => {
    const world = await startWorld({ rooms: () => someRooms(3), client: { timeoutMs: SHORT_TIMEOUT_MS * 4 } })
    await page(world)
    breakIt(world)
    world.clock.jumpBy(REFRESH_MS)
    await world.catalogue.refresh()
    expect(await page(world)).toMatchObject({ total: 3, isStale: true, checkedAtMs: FAKE_START_MS })
    expect((await world.get('/v1/rooms/1')).body).toMatchObject({ isStale: true, checkedAtMs: FAKE_START_MS })
    expect((await world.get('/v1/statuses?ids=1')).body).toMatchObject({ isStale: true, checkedAtMs: FAKE_START_MS })
  })

  it('is asked again the next day, when the quota is new', async () => {
    const world = await startWorld({ rooms: () => someRooms(3) })
    await page(world)
    world.simulator.exhaustQuota()
    await world.catalogue.refresh()
    expect(await page(world)).toMatchObject({ isStale: true })
    // 20:00 in China; its midnight is four hours away.
    world.clock.jumpBy(4 * HOUR_MS)
    await world.catalogue.refresh()
    expect(await page(world)).toMatchObject({ isStale: false, checkedAtMs: FAKE_START_MS + 4 * HOUR_MS })
  })

  it.each(['/v1/rooms', '/v1/rooms/1', '/v1/statuses?ids=1'])('that has never answered makes %s say so', async (path) => {
    const world = await startWorld({ client: { baseUrl: 'http://127.0.0.1:1' } })
    const { status, body } = await world.get(path)
    expect(status).toBe(503)
    expect(body).toMatchObject({ error: { code: 'catalogue-unavailable' } })
  })
})
