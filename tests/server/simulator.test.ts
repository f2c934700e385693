import type { WorldOptions } from './support/world'
import { describe, expect, it } from 'vitest'
import { CATEGORIES } from '@/server/simulator/shop'
import { simulatedRooms } from '@/server/simulator/timetable'
import { FAKE_START_MS } from '@/tests/support/fake-clock'
import { aRoom, someRooms } from './support/a-room'
import { startWeChat, startWorld } from './support/world'

const SECOND_MS = 1000
const MINUTE_MS = 60_000
const LIFE_S = 7200

interface Said {
  readonly errcode?: number
  readonly errmsg?: string
  readonly access_token?: string
  readonly expires_in?: number
  readonly room_info?: ReadonlyArray<Readonly<Record<string, unknown>>>
  readonly total?: number
}

/** WeChat as any program talks to it, without the gateway's client. */
async function talkTo(options: WorldOptions = {}) {
  const { clock, simulator } = await startWeChat(options)
  const { appId, appSecret, baseUrl } = simulator.account

  async function post(path: string, body: string): Promise<Said> {
    const response = await fetch(baseUrl + path, { method: 'POST', body })
    expect(response.status).toBe(200)
    return await response.json() as Said
  }
  const stableToken = (difference: object = {}) => post('/cgi-bin/stable_token', JSON.stringify({ grant_type: 'client_credential', appid: appId, secret: appSecret, ...difference }))
  const list = (token: string, body: object = { start: 0, limit: 100 }) => post(`/wxa/business/getliveinfo?access_token=${encodeURIComponent(token)}`, JSON.stringify(body))
  const token = async () => (await stableToken()).access_token ?? expect.fail('no token')
  return { clock, simulator, post, stableToken, list, token }
}

describe('the simulated stable_token', () => {
  it('gives the same token until five minutes before its end', async () => {
    const { clock, stableToken } = await talkTo()
    const first = await stableToken()
    expect(first).toMatchObject({ access_token: expect.stringMatching(/./), expires_in: LIFE_S })
    clock.jumpBy(115 * MINUTE_MS - SECOND_MS)
    expect(await stableToken()).toEqual({ access_token: first.access_token, expires_in: 301 })
    clock.jumpBy(SECOND_MS)
    const second = await stableToken()
    expect(second.access_token).not.toBe(first.access_token)
    expect(second.expires_in).toBe(LIFE_S)
  })

  it('lets the old token work to its end beside the new one', async () => {
    const { clock, list, token } = await talkTo()
    const old = await token()
    clock.jumpBy(116 * MINUTE_MS)
    const fresh = await token()
    expect(await list(old)).toMatchObject({ errcode: 0 })
    expect(await list(fresh)).toMatchObject({ errcode: 0 })
    clock.jumpBy(4 * MINUTE_MS)
    expect(await list(old)).toMatchObject({ errcode: 42001 })
    expect(await list(fresh)).toMatchObject({ errcode: 0 })
  })

  it('invalidates the old token at once when forced', async () => {
    const { list, stableToken, token } = await talkTo()
    const old = await token()
    const forced = await stableToken({ force_refresh: true })
    expect(forced.access_token).not.toBe(old)
    expect(await list(old)).toMatchObject({ errcode: 40001 })
    expect(await list(forced.access_token ?? '')).toMatchObject({ errcode: 0 })
    expect((await stableToken()).access_token).toBe(forced.access_token)
  })

  it('renews nothing when forced again within thirty seconds', async () => {
    const { clock, stableToken } = await talkTo()
    const first = await stableToken({ force_refresh: true })
    clock.jumpBy(29 * SECOND_MS)
    expect((await stableToken({ force_refresh: true })).access_token).toBe(first.access_token)
    clock.jumpBy(SECOND_MS)
    expect((await stableToken({ force_refresh: true })).access_token).not.toBe(first.access_token)
  })

  it('can be forced twenty times a day', async () => {
    const { clock, stableToken } = await talkTo()
    for (let i = 0; i < 20; i++) {
      expect(await stableToken({ force_refresh: true })).toHaveProperty('access_token')
      clock.jumpBy(MINUTE_MS)
    }
    expect(await stableToken({ force_refresh: true })).toMatchObject({ errcode: 45009 })
    expect(await stableToken()).toHaveProperty('access_token')
    clock.jumpBy(24 * 60 * MINUTE_MS)
    expect(await stableToken({ force_refresh: true })).toHaveProperty('access_token')
  })

  it.each([
    [{ secret: 'wrong' }, 40125],
    [{ appid: 'wxwrong' }, 40013],
    [{ grant_type: 'password' }, 40002],
  ])('with %j answers %i', async (difference, errcode) => {
    const { stableToken } = await talkTo()
    expect(await stableToken(difference)).toMatchObject({ errcode })
  })
})

describe('the simulated getliveinfo', () => {
  it('wants a token it has given', async () => {
    const { list, post } = await talkTo()
    expect(await list('made up')).toMatchObject({ errcode: 40001 })
    expect(await post('/wxa/business/getliveinfo', '{"start":0,"limit":10}')).toMatchObject({ errcode: 40001 })
  })

  it('sorts by start, the latest first, and pages by offset', async () => {
    const rooms = () => [3, 1, 5, 2, 4].map(id => aRoom(id, { startAtMs: FAKE_START_MS + id * MINUTE_MS }))
    const { list, token } = await talkTo({ rooms })
    const access = await token()
    const idsFrom = async (start: number, limit: number) => (await list(access, { start, limit })).room_info?.map(({ roomid }) => roomid)
    expect(await idsFrom(0, 100)).toEqual([5, 4, 3, 2, 1])
    expect(await idsFrom(0, 2)).toEqual([5, 4])
    expect(await idsFrom(1, 2)).toEqual([4, 3])
    expect(await idsFrom(4, 2)).toEqual([1])
    expect(await idsFrom(5, 2)).toEqual([])
  })

  it('writes rooms as WeChat does: total next to them, seconds, fen, 0 for an open replay', async () => {
    const [room = expect.fail('no room')] = simulatedRooms(FAKE_START_MS)
    const { list, token } = await talkTo({ rooms: () => [room] })
    const { errcode, room_info, total } = await list(await token())
    expect({ errcode, total }).toEqual({ errcode: 0, total: 1 })
    expect(room_info).toEqual([expect.objectContaining({
      name: room.name,
      roomid: room.id,
      anchor_name: room.hostName,
      live_status: room.listedStatusCode,
      start_time: room.startAtMs / 1000,
      end_time: room.endAtMs / 1000,
      close_replay: room.hasReplay ? 0 : 1,
      cover_img: expect.stringMatching(/^http:\/\/pictures\.test\/simulator\/images\/[a-z]+-cover-\d\.svg$/),
      share_img: expect.stringMatching(/-share-\d\.svg$/),
    })])
    expect(room_info?.[0]?.goods).toEqual(room.goods.map(({ id, name, priceType, priceFen, price2Fen }) => expect.objectContaining({
      goods_id: id,
      name,
      price_type: priceType,
      price: priceFen,
      price2: price2Fen,
      url: `src/pages/goods/goods?goods_id=${id}`,
    }) as unknown))
  })

  it('gives no more than a hundred at once', async () => {
    const { list, token } = await talkTo({ rooms: () => someRooms(150) })
    const { room_info, total } = await list(await token(), { start: 0, limit: 1000 })
    expect([room_info?.length, total]).toEqual([100, 150])
  })

  it('calls an empty list an error', async () => {
    const { list, token } = await talkTo({ rooms: () => [] })
    expect(await list(await token())).toMatchObject({ errcode: 9410000 })
  })

  it.each(['', 'x', '[]', '{}', '{"start":-1,"limit":10}', '{"start":0,"limit":0}', '{"start":"0","limit":"10"}'])('answers 47001 to %j', async (body) => {
    const { post, token } = await talkTo()
    expect(await post(`/wxa/business/getliveinfo?access_token=${await token()}`, body)).toMatchObject({ errcode: 47001 })
  })

  it('answers 45009 until midnight in China when the day\'s calls are used up', async () => {
    const { clock, list, simulator, token } = await talkTo()
    simulator.exhaustQuota()
    const access = await token()
    expect(await list(access)).toMatchObject({ errcode: 45009 })
    clock.jumpBy(4 * 60 * MINUTE_MS - 1)
    expect(await list(await token())).toMatchObject({ errcode: 45009 })
    clock.jumpBy(1)
    expect(await list(await token())).toMatchObject({ errcode: 0 })
  })
})

describe('the plugin\'s side of the simulated WeChat', () => {
  it('knows a room\'s status at this very moment, before the list does', async () => {
    const world = await startWorld()
    const room = simulatedRooms(FAKE_START_MS).find(({ startAtMs }) => startAtMs === FAKE_START_MS + 5 * MINUTE_MS) ?? expect.fail('no room begins in five minutes')
    const ask = async () => [
      (await world.get(`/simulator/plugin/live-status?room_id=${room.id}`)).body,
      (await world.get(`/v1/statuses?ids=${room.id}`)).body,
    ]
    expect(await ask()).toMatchObject([{ liveStatus: 102 }, { statuses: [{ code: 102 }] }])
    world.clock.jumpBy(5 * MINUTE_MS)
    expect(await ask()).toMatchObject([{ liveStatus: 101 }, { statuses: [{ code: 102 }] }])
  })

  it('says 107 where the list says 102', async () => {
    const world = await startWorld()
    const room = simulatedRooms(FAKE_START_MS).find(({ statusCode, listedStatusCode }) => statusCode !== listedStatusCode) ?? expect.fail('no room lags')
    expect((await world.get(`/simulator/plugin/live-status?room_id=${room.id}`)).body).toEqual({ liveStatus: 107 })
    expect((await world.get(`/v1/rooms/${room.id}`)).body).toMatchObject({ room: { status: 'expired', statusCode: 102 } })
  })

  it('still knows a room that the list has just dropped, and a day later no more', async () => {
    const world = await startWorld()
    const listed = (): Set<number> => new Set(simulatedRooms(world.clock.now()).map(({ id }) => id))
    const statusOf = async (id: number): Promise<unknown> => (await world.get(`/simulator/plugin/live-status?room_id=${id}`)).body
    const before = listed()
    world.clock.jumpBy(60 * MINUTE_MS)
    const dropped = [...before].find(id => !listed().has(id)) ?? expect.fail('no room leaves within an hour')
    expect(await statusOf(dropped)).toEqual({ liveStatus: expect.toSatisfy((code: number) => code >= 103) })
    world.clock.jumpBy(25 * 60 * MINUTE_MS)
    expect(await statusOf(dropped)).toEqual({ liveStatus: 0 })
  })

  it.each(['?room_id=1', '?room_id=abc', '?room_id=', '', '?room_id=1&room_id=2', '?room_id=1e3'])('answers 0 for the wrong room %j', async (query) => {
    const { get } = await startWorld()
    const { status, body, headers } = await get(`/simulator/plugin/live-status${query}`)
    expect([status, body]).toEqual([200, { liveStatus: 0 }])
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it.each(['/simulator/plugin/live-status?room_id=1', '/simulator/images/tea-cover-0.svg'])('is not there with a real account: %s', async (path) => {
    const { get } = await startWorld({ config: { wechat: { appId: 'wx1', appSecret: 'x', baseUrl: 'http://127.0.0.1:1' } } })
    expect((await get(path)).status).toBe(404)
  })
})

describe('the pictures', () => {
  const shapes = { cover: '0 0 540 960', share: '0 0 800 640', goods: '0 0 400 400' }
  const all = CATEGORIES.flatMap(category => Object.entries(shapes).flatMap(([kind, viewBox]) => [0, 1, 2, 3, 4].map(look => [`${category}-${kind}-${look}.svg`, viewBox] as const)))

  it('are SVG of WeChat\'s shapes, each different, small and without a hole', async () => {
    const { get } = await startWorld()
    const drawn = new Set<string>()
    for (const [file, viewBox] of all) {
      const { status, headers, text } = await get(`/simulator/images/${file}`)
      expect([file, status, headers.get('content-type')]).toEqual([file, 200, 'image/svg+xml'])
      expect(headers.get('cache-control')).toBe('public, max-age=86400')
      expect(text).toContain(`viewBox="${viewBox}"`)
      expect(text).not.toMatch(/undefined|NaN|\[object|<text|<image|href/)
      expect(openTags(text)).toEqual([])
      expect(text.length).toBeLessThan(20_000)
      drawn.add(text)
    }
    expect(drawn.size).toBe(all.length)
  })

  it('are there for every room and product that is listed', async () => {
    const { get } = await startWorld()
    const { text } = await get('/v1/rooms?limit=50')
    const paths = new Set(text.match(/\/simulator\/images\/[^"]+/g))
    expect(paths.size).toBeGreaterThan(30)
    for (const path of paths)
      expect([path, (await get(path)).status]).toEqual([path, 200])
  })

  it.each(['tea-cover-9x.svg', 'tea-cover.svg', 'wine-cover-0.svg', 'tea-poster-0.svg', 'tea-cover-0.png', '__proto__-cover-0.svg', '..%2f..%2fpackage.json'])('do not include %s', async (file) => {
    const { get } = await startWorld()
    expect((await get(`/simulator/images/${file}`)).body).toMatchObject({ error: { code: 'not-found' } })
  })
})

/** The elements that are opened and not closed, or closed in another order. */
function openTags(svg: string): string[] {
  const open: string[] = []
  for (const [, closing, name = '', selfClosing] of svg.matchAll(/<(\/?)(\w+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (closing)
      open.at(-1) === name ? open.pop() : open.push(`/${name}`)
    else if (!selfClosing)
      open.push(name)
  }
  return open
}
