import { describe, expect, it } from 'vitest'
import { someRooms } from '../support/a-room'
import { ADMIN_KEY, startWorld } from '../support/world'

const LIMIT = 20
const start = (trustedProxies = 0) => startWorld({ rooms: () => someRooms(2), config: { requestsPerMinute: LIMIT, trustedProxies } })

type Get = Awaited<ReturnType<typeof start>>['get']

async function statuses(count: number, ask: (i: number) => ReturnType<Get>): Promise<number[]> {
  const found: number[] = []
  for (let i = 0; i < count; i++) found.push((await ask(i)).status)
  return found
}

const ok = (count: number, status = 200) => Array.from({ length: count }, () => status)

describe('one address', () => {
  it('is asked to wait when it asks too much, and told how long', async () => {
    const { get } = await start()
    expect(await statuses(LIMIT, i => get(`/v1/rooms?limit=${i + 1}`))).toEqual(ok(LIMIT))
    const { status, body, headers } = await get(`/v1/rooms?limit=${LIMIT + 1}`)
    expect(status).toBe(429)
    expect(body).toMatchObject({ error: { code: 'rate-limited' } })
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('gets what is ready all the same, and so do probes', async () => {
    const { get } = await start()
    expect(await statuses(3 * LIMIT, () => get('/v1/rooms'))).toEqual(ok(3 * LIMIT))
    expect(await statuses(2 * LIMIT, () => get('/healthz'))).toEqual(ok(2 * LIMIT))
    expect(await statuses(LIMIT + 1, i => get(`/v1/rooms?limit=${i + 1}`))).toContain(429)
    expect((await get('/v1/rooms')).status).toBe(200)
    expect((await get('/readyz')).status).toBe(200)
  })

  it('has no trace of what is left for it in an answer that others may get', async () => {
    const { get } = await start()
    const { headers } = await get('/v1/rooms')
    expect([...headers.keys()].filter(name => name.includes('ratelimit'))).toEqual([])
  })

  it('may log in more rarely', async () => {
    const { get } = await start()
    const login = () => get('/v1/sessions', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"code":"made-up"}' })
    expect(await statuses(4, login)).toEqual([400, 400, 429, 429])
    expect((await get('/v1/rooms?limit=3')).status).toBe(200)
  })

  it('is what a proxy says, if the proxy is believed', async () => {
    const { get } = await start(1)
    const from = (address: string) => (i: number) => get(`/v1/rooms?limit=${i + 1}`, { headers: { 'x-forwarded-for': address } })
    expect(await statuses(LIMIT + 1, from('198.51.100.1'))).toEqual([...ok(LIMIT), 429])
    // Ready by now, so asked for what is not.
    expect((await get('/v1/rooms?limit=40', { headers: { 'x-forwarded-for': '198.51.100.2' } })).status).toBe(200)
    // Only the last one is the proxy's word; what a client puts before it is not.
    expect((await get('/v1/rooms?limit=41', { headers: { 'x-forwarded-for': '203.0.113.9, 198.51.100.1' } })).status).toBe(429)
  })

  it('is not what anybody says, if no proxy is believed; and that is said once', async () => {
    const { get, logged } = await start()
    const answers = await statuses(LIMIT + 5, i => get(`/v1/rooms?limit=${i + 1}`, { headers: { 'x-forwarded-for': `198.51.100.${i}` } }))
    expect(answers).toContain(429)
    expect(logged().match(/TRUSTED_PROXIES/g)).toHaveLength(1)
  })
})

describe('one session', () => {
  it('may not ask without end, whatever the address', async () => {
    const { get } = await startWorld({ rooms: () => someRooms(1) })
    const ask = (key: string) => () => get('/v1/attribution/rooms', { headers: { authorization: `Bearer ${key}` } })
    expect(await statuses(121, ask(ADMIN_KEY))).toEqual([...ok(120), 429])
    expect((await ask('another-key')()).status).toBe(401)
  })

  it('gets around no limit of its address by another token each time', async () => {
    const { get } = await start()
    const answers = await statuses(LIMIT + 1, i => get('/v1/touches', { method: 'POST', headers: { authorization: `Bearer ${i}` }, body: '{}' }))
    expect(answers).toEqual([...ok(LIMIT, 401), 429])
  })
})
