import type { World } from './support/world'
import type { CatalogueSnapshot } from '@/server/catalogue'
import { describe, expect, it } from 'vitest'
import { cacheControl, createAnswerCache } from '@/server/answer-cache'
import { createFakeClock, FAKE_START_MS } from '@/tests/support/fake-clock'
import { aRoom, someRooms } from './support/a-room'
import { ADMIN_KEY, REFRESH_MS, startWorld } from './support/world'

const HOUR_MS = 3_600_000
const PATHS = ['/v1/rooms', '/v1/rooms?limit=2&status=live', '/v1/rooms/2', '/v1/statuses?ids=1,99']

// Twice, because the first answer is made by a route and the second comes ready from memory.
async function twice({ get }: World, path: string, init?: RequestInit) {
  return [await get(path, init), await get(path, init)] as const
}

describe('an answer about rooms', () => {
  it.each(PATHS)('is the same to the byte and to the header when it comes from memory: %s', async (path) => {
    const world = await startWorld({ rooms: () => someRooms(3), config: { corsOrigins: ['https://shop.example.com'] } })
    for (const headers of [{}, { origin: 'https://shop.example.com' }, { origin: 'https://evil.example.com' }]) {
      const [made, kept] = await twice(world, path, { headers })
      expect(kept.text).toBe(made.text)
      const plain = (answer: typeof made) => Object.fromEntries([...answer.headers].filter(([name]) => !['date', 'connection', 'keep-alive'].includes(name)))
      expect(plain(kept)).toEqual(plain(made))
      expect(plain(kept)).toMatchObject({ 'content-type': 'application/json; charset=utf-8', 'vary': 'Origin', 'x-content-type-options': 'nosniff' })
    }
  })

  it.each(PATHS)('may be kept by a CDN for seconds, and longer only when the gateway fails: %s', async (path) => {
    const world = await startWorld({ rooms: () => someRooms(3) })
    for (const { headers } of await twice(world, path))
      expect(headers.get('cache-control')).toBe('public, max-age=5, s-maxage=5, stale-while-revalidate=5, stale-if-error=3600')
  })

  it.each(PATHS)('is not sent again to who has it: %s', async (path) => {
    const world = await startWorld({ rooms: () => someRooms(3) })
    const etag = (await world.get(path)).headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[\w-]{22}"$/)
    for (const tags of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      for (const { status, text, headers } of await twice(world, path, { headers: { 'if-none-match': tags } })) {
        expect(status).toBe(304)
        expect(text).toBe('')
        expect(headers.get('etag')).toBe(etag)
        expect(headers.get('cache-control')).toContain('public')
      }
    }
    for (const { status } of await twice(world, path, { headers: { 'if-none-match': '"other"' } }))
      expect(status).toBe(200)
  })

  it('is found by its address, unless that is so long that many of them would fill the memory', () => {
    const snapshot: CatalogueSnapshot = { rooms: [], byId: new Map(), checkedAtMs: FAKE_START_MS, isStale: false }
    const answers = createAnswerCache({ peek: () => snapshot, health: () => ({ checkedAtMs: FAKE_START_MS, failures: 0, nextRefreshAtMs: FAKE_START_MS + REFRESH_MS }) }, createFakeClock())
    const foundAt = (address: string) => {
      const { etag } = answers.get({ address, question: 'rooms', route: '/v1/rooms', snapshot, make: () => '{}' })
      return answers.find(address)?.etag === etag
    }
    expect(foundAt('/v1/rooms?'.padEnd(1024, 'x'))).toBe(true)
    expect(foundAt('/v1/rooms?'.padEnd(1025, 'x'))).toBe(false)
  })

  it('has another tag as soon as WeChat says something else', async () => {
    let rooms = someRooms(2)
    const world = await startWorld({ rooms: () => rooms })
    const [, before] = await twice(world, '/v1/rooms')
    rooms = someRooms(3)
    await world.catalogue.refresh()
    const [, after] = await twice(world, '/v1/rooms')
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'))
    expect(after.body).toMatchObject({ total: 3 })
  })

  it('changes at a planned end, in every form, and is kept no longer than to it', async () => {
    const world = await startWorld({ rooms: () => [aRoom(1, { statusCode: 102, startAtMs: FAKE_START_MS - HOUR_MS, endAtMs: FAKE_START_MS + 4000 })] })
    for (const path of ['/v1/rooms', '/v1/rooms/1', '/v1/statuses?ids=1']) {
      const [, { text, headers }] = await twice(world, path)
      expect(text).toContain('"upcoming"')
      expect(headers.get('cache-control')).toContain('max-age=4, s-maxage=4, stale-while-revalidate=0')
    }
    world.clock.jumpBy(3999)
    expect((await world.get('/v1/rooms/1')).text).toContain('"upcoming"')
    world.clock.jumpBy(1)
    for (const path of ['/v1/rooms', '/v1/rooms/1', '/v1/statuses?ids=1']) {
      for (const { text } of await twice(world, path))
        expect(text).toContain('"expired"')
    }
  })

  it('is made anew when the clock is set back', async () => {
    const world = await startWorld({ rooms: () => [aRoom(1, { statusCode: 102, startAtMs: FAKE_START_MS - HOUR_MS, endAtMs: FAKE_START_MS })] })
    await twice(world, '/v1/rooms/1')
    world.clock.jumpBy(-1)
    for (const { text } of await twice(world, '/v1/rooms/1'))
      expect(text).toContain('"upcoming"')
  })

  it('says that it is stale as soon as WeChat cannot be asked, and fresh again after', async () => {
    const world = await startWorld({ rooms: () => someRooms(2) })
    const isStale = async () => (await twice(world, '/v1/rooms')).map(({ body }) => (body as { isStale: boolean }).isStale)
    expect(await isStale()).toEqual([false, false])
    world.simulator.fail('getliveinfo', { kind: 'status', status: 500 })
    await world.catalogue.refresh()
    expect(await isStale()).toEqual([true, true])
    world.simulator.heal()
    await world.catalogue.refresh()
    expect(await isStale()).toEqual([false, false])
  })

  it('is made once for all addresses that ask the same', async () => {
    const world = await startWorld({ rooms: () => [aRoom(1, { name: 'LongJing' })] })
    const texts = await Promise.all(['', '?limit=20', '?offset=0', '?search=%20', '?x=1'].map(async query => (await world.get(`/v1/rooms${query}`)).text))
    expect(new Set(texts).size).toBe(1)
    const searches = await Promise.all(['longjing', 'LONGJING', '%20LongJing%20'].map(async text => (await world.get(`/v1/rooms?search=${text}`)).text))
    expect(new Set(searches).size).toBe(1)
  })

  it('is never somebody else\'s, however many addresses are asked', async () => {
    const world = await startWorld({ rooms: () => someRooms(50) })
    for (let offset = 0; offset < 50; offset += 1) {
      for (const { body } of await twice(world, `/v1/rooms?offset=${offset}&limit=1`))
        expect(body).toMatchObject({ offset, limit: 1 })
    }
    for (const { body } of await twice(world, '/v1/rooms/7'))
      expect(body).toMatchObject({ room: { id: 7 } })
  })

  it('has a length and no body for HEAD', async () => {
    const world = await startWorld({ rooms: () => someRooms(2) })
    const { text } = await world.get('/v1/rooms')
    const { status, headers } = await fetch(`${world.url}/v1/rooms`, { method: 'HEAD' })
    expect(status).toBe(200)
    expect(Number(headers.get('content-length'))).toBe(new TextEncoder().encode(text).length)
  })

  it('is logged and counted by its route, also when it comes from memory', async () => {
    const world = await startWorld({ rooms: () => someRooms(2) })
    const [, { status }] = await twice(world, '/v1/rooms/2')
    expect(status).toBe(200)
    const lines = world.logged().trim().split('\n').map(line => JSON.parse(line) as { route?: string, status?: number })
    expect(lines.filter(line => line.route === '/v1/rooms/:id' && line.status === 200)).toHaveLength(2)
    const metrics = await world.get('/metrics', { headers: { authorization: `Bearer ${ADMIN_KEY}` } })
    expect(metrics.text).toContain('weixin_live_http_request_duration_seconds_count{method="GET",route="/v1/rooms/:id",status="200"} 2')
  })
})

describe('the lifetime of an answer', () => {
  it.each([
    [REFRESH_MS, 5, 5],
    [9999, 5, 4],
    [5000, 5, 0],
    [2500, 2, 0],
    [1, 1, 0],
    [-60_000, 1, 0],
    [Number.POSITIVE_INFINITY, 5, 5],
  ])('ends with what it says: %s ms before a refresh', (remainingMs, fresh, late) => {
    expect(cacheControl(remainingMs)).toBe(`public, max-age=${fresh}, s-maxage=${fresh}, stale-while-revalidate=${late}, stale-if-error=3600`)
  })
})
