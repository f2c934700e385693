import type { CatalogueSnapshot } from '@/server/catalogue'
import { Agent, get } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createDrain } from '@/server/operations/drain'
import { createMetrics } from '@/server/operations/metrics'
import { createShutdown } from '@/server/operations/shutdown'
import { createFakeClock, settlePromises } from '@/tests/support/fake-clock'
import { aRoom, someRooms } from '../support/a-room'
import { ADMIN_KEY, SHORT_TIMEOUT_MS, startWorld } from '../support/world'

const staff = { headers: { authorization: `Bearer ${ADMIN_KEY}` } }

describe('gET /readyz', () => {
  it('is ready with a list and a database', async () => {
    const { get } = await startWorld({ rooms: () => [] })
    await get('/v1/rooms')
    const { status, body, headers } = await get('/readyz')
    expect(status).toBe(200)
    expect(body).toEqual({ ok: true })
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('is not before there is a list, while the process is well', async () => {
    const { get } = await startWorld({ client: { baseUrl: 'http://127.0.0.1:1', timeoutMs: SHORT_TIMEOUT_MS } })
    const { status, body, headers } = await get('/readyz')
    expect(status).toBe(503)
    expect(body).toMatchObject({ error: { code: 'not-ready', message: expect.stringContaining('room list') } })
    expect(headers.get('retry-after')).toBe('5')
    expect((await get('/healthz')).status).toBe(200)
  })

  it('is not without a database, and rooms are served all the same', async () => {
    const { get, database } = await startWorld({ rooms: () => someRooms(2) })
    await get('/v1/rooms')
    await database.destroy()
    const { status, body } = await get('/readyz')
    expect(status).toBe(503)
    expect(body).toMatchObject({ error: { code: 'not-ready', message: expect.stringContaining('database') } })
    expect((await get('/v1/rooms')).status).toBe(200)
    expect((await get('/v1/rooms?limit=1')).status).toBe(200)
  })

  it('is not any more as soon as the end begins, while everything else goes on', async () => {
    const drain = createDrain()
    const { get } = await startWorld({ rooms: () => someRooms(2), drain })
    await get('/v1/rooms')
    expect((await get('/readyz')).status).toBe(200)
    drain.begin()
    expect((await get('/readyz')).body).toMatchObject({ error: { code: 'not-ready' } })
    expect((await get('/healthz')).status).toBe(200)
    expect((await get('/v1/rooms/1')).status).toBe(200)
  })
})

describe('the end of a gateway', () => {
  it('waits for load balancers, then closes part after part, once', async () => {
    const clock = createFakeClock()
    const drain = createDrain()
    const closed: string[] = []
    const shutDown = createShutdown({ drain, delayMs: 5000, clock, parts: [async () => closed.push('gateway'), async () => closed.push('database')] })
    const end = shutDown()
    expect(shutDown()).toBe(end)
    expect(drain.hasBegun()).toBe(true)
    await clock.advanceByAsync(4999)
    expect(closed).toEqual([])
    await clock.advanceByAsync(1)
    await end
    expect(closed).toEqual(['gateway', 'database'])
  })

  it('lets a request under way finish before the database closes', async () => {
    const drain = createDrain()
    let list = (_: CatalogueSnapshot): void => {}
    let asked = (): void => {}
    const isAsked = new Promise<void>(resolve => asked = resolve)
    const read = () => {
      asked()
      return new Promise<CatalogueSnapshot>(resolve => list = resolve)
    }
    const catalogue = { start: () => {}, stop: () => {}, refresh: async () => {}, peek: () => null, health: () => ({ checkedAtMs: null, failures: 0, nextRefreshAtMs: 0 }), read }
    const world = await startWorld({ drain, catalogue })
    const asking = world.get('/v1/rooms')
    await isAsked
    const order: string[] = []
    const shutDown = createShutdown({ drain, delayMs: 0, clock: createFakeClock(), parts: [world.close, async () => order.push('database')] })
    const end = shutDown()
    await settlePromises()
    expect(order).toEqual([])
    list({ rooms: [], byId: new Map(), checkedAtMs: 1, isStale: false })
    expect(await asking).toMatchObject({ status: 200, body: { total: 0 } })
    await end
    expect(order).toEqual(['database'])
    await expect(world.get('/healthz')).rejects.toThrow()
  })

  it('tells clients to come back on another connection, also those whose answer is ready', async () => {
    const drain = createDrain()
    const world = await startWorld({ rooms: () => someRooms(1), drain })
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())
    const connectionOf = () => new Promise<string | undefined>((resolve, reject) => {
      get(`${world.url}/v1/rooms`, { agent }, response => response.resume().on('end', () => resolve(response.headers.connection))).on('error', reject)
    })
    await connectionOf()
    expect(await connectionOf()).toBe('keep-alive')
    drain.begin()
    expect(await connectionOf()).toBe('close')
  })
})

describe('gET /metrics', () => {
  it('is for the shop\'s staff', async () => {
    const { get } = await startWorld()
    expect((await get('/metrics')).body).toMatchObject({ error: { code: 'admin-key-required' } })
    expect((await get('/metrics', { headers: { authorization: 'Bearer guess' } })).body).toMatchObject({ error: { code: 'admin-key-invalid' } })
  })

  it('tells what was asked, by route and never by address', async () => {
    const { get } = await startWorld({ rooms: () => [aRoom(1)] })
    await get('/v1/rooms?search=secretword')
    await get('/v1/rooms/12345')
    await get('/v1/nothing-at-all')
    const { text, headers } = await get('/metrics', staff)
    expect(headers.get('content-type')).toContain('text/plain')
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="/v1/rooms",status="200"} 1')
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="/v1/rooms/:id",status="404"} 1')
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="none",status="404"} 1')
    expect(text).not.toMatch(/secretword|12345|nothing-at-all/)
  })

  it('tells how the list and the database are', async () => {
    const { get, clock, database, catalogue, simulator } = await startWorld({ rooms: () => someRooms(3) })
    await get('/v1/rooms')
    clock.jumpBy(42_000)
    const { text } = await get('/metrics', staff)
    for (const line of ['room_list_age_seconds 42', 'room_list_failures 0', 'room_list_stale 0', 'room_list_rooms 3', 'wechat_list_calls_limit 100000', 'database_up 1'])
      expect(text).toContain(`\nweixin_live_${line}\n`)
    simulator.fail('getliveinfo', { kind: 'status', status: 500 })
    await catalogue.refresh()
    await database.destroy()
    const later = (await get('/metrics', staff)).text
    for (const line of ['room_list_failures 1', 'room_list_stale 1', 'database_up 0'])
      expect(later).toContain(`\nweixin_live_${line}\n`)
  })

  it('tells how calls to WeChat ended', async () => {
    const metrics = createMetrics()
    const world = await startWorld({ rooms: () => someRooms(150), metrics, client: { observe: metrics.observeWeChat } })
    await world.get('/v1/rooms')
    world.simulator.exhaustQuota()
    await world.catalogue.refresh()
    await world.wechat.redeemLoginCode('a-made-up-code').catch(() => {})
    const { text } = await world.get('/metrics', staff)
    expect(text).toContain('wechat_calls_total{call="stable_token",outcome="ok"} 1')
    expect(text).toContain('wechat_calls_total{call="getliveinfo",outcome="ok"} 2')
    expect(text).toContain('wechat_calls_total{call="getliveinfo",outcome="quota-exhausted"} 1')
    expect(text).toContain('wechat_calls_total{call="jscode2session",outcome="login-code-invalid"} 1')
    expect(text).not.toContain('a-made-up-code')
  })

  it('tells nothing of another gateway in the same process', async () => {
    const [one, other] = [createMetrics(), createMetrics()]
    one.observeWeChat('getliveinfo', 'ok')
    await expect(one.expose()).resolves.toContain('getliveinfo')
    await expect(other.expose()).resolves.not.toContain('getliveinfo')
  })
})
