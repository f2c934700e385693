import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createLog } from '@/server/log'
import { someRooms } from './support/a-room'
import { startWorld } from './support/world'

describe('gET /healthz', () => {
  it('says the process lives, even when WeChat does not', async () => {
    const { get, simulator } = await startWorld({ client: { baseUrl: 'http://127.0.0.1:1' } })
    const { status, body } = await get('/healthz')
    expect(status).toBe(200)
    expect(body).toEqual({ ok: true })
    expect(simulator.calls.getliveinfo.count).toBe(0)
  })
})

describe('pages of other origins', () => {
  const SHOP = 'https://shop.example.com'
  const from = (origin: string, init: RequestInit = {}) => ({ ...init, headers: { origin, ...init.headers } })
  const preflight = { method: 'OPTIONS', headers: { 'access-control-request-method': 'GET' } }

  it('may read when they are configured, errors included', async () => {
    const { get } = await startWorld({ config: { corsOrigins: [SHOP, 'https://other.example.com'] } })
    for (const path of ['/v1/rooms', '/v1/rooms/99999', '/v1/nothing']) {
      const { headers } = await get(path, from(SHOP))
      expect(headers.get('access-control-allow-origin')).toBe(SHOP)
      expect(headers.get('vary')).toContain('Origin')
    }
  })

  it('may not when they are not', async () => {
    const { get } = await startWorld({ config: { corsOrigins: [SHOP] } })
    for (const origin of ['https://evil.example.com', 'https://shop.example.com.evil.com', 'null', 'http://shop.example.com']) {
      const { headers } = await get('/v1/rooms', from(origin))
      expect(headers.get('access-control-allow-origin')).toBeNull()
      // A cache between must not give one origin's answer to another.
      expect(headers.get('vary')).toContain('Origin')
    }
    expect((await get('/v1/rooms', from('https://evil.example.com', preflight))).status).toBe(404)
  })

  it('may all read when any is allowed', async () => {
    const { get } = await startWorld({ config: { corsOrigins: '*' } })
    expect((await get('/v1/rooms', from('http://localhost:5173'))).headers.get('access-control-allow-origin')).toBe('*')
  })

  it('get an answer to their question before the question', async () => {
    const { get } = await startWorld({ config: { corsOrigins: [SHOP] } })
    const { status, headers, text } = await get('/v1/rooms', from(SHOP, preflight))
    expect(status).toBe(204)
    expect(text).toBe('')
    expect(headers.get('access-control-allow-methods')).toBe('GET, HEAD, POST')
    expect(headers.get('access-control-allow-credentials')).toBeNull()
  })
})

describe('the H5 app', () => {
  async function aBuiltApp(): Promise<string> {
    const root = await mkdtemp(join(tmpdir(), 'weixin-live-'))
    onTestFinished(() => rm(root, { recursive: true }))
    await mkdir(join(root, 'assets'))
    await mkdir(join(root, 'static'))
    await writeFile(join(root, 'index.html'), '<!doctype html><title>直播间</title>')
    await writeFile(join(root, 'assets', 'index-D5ILDYQe.js'), 'export {}')
    await writeFile(join(root, 'assets', 'uni.144c8769.css'), 'a{}')
    await writeFile(join(root, 'static', 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
    await writeFile(join(root, '.env'), 'SECRET=1')
    return root
  }

  it('is served next to the API', async () => {
    const { get } = await startWorld({ config: { staticDir: await aBuiltApp() }, rooms: () => someRooms(2) })
    const home = await get('/')
    expect(home.text).toContain('<title>直播间</title>')
    expect(home.headers.get('content-type')).toContain('text/html')
    expect((await get('/v1/rooms')).body).toMatchObject({ total: 2 })
    expect((await get('/openapi.json')).status).toBe(200)
  })

  it.each([
    ['/', 'no-cache'],
    ['/static/logo.svg', 'no-cache'],
    ['/assets/index-D5ILDYQe.js', 'public, max-age=31536000, immutable'],
    ['/assets/uni.144c8769.css', 'public, max-age=31536000, immutable'],
  ])('lets browsers keep %s: %s', async (path, expected) => {
    const { get } = await startWorld({ config: { staticDir: await aBuiltApp() } })
    const { status, headers } = await get(path)
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe(expected)
    expect(headers.get('etag')).toBeTruthy()
  })

  it.each(['/nothing.js', '/.env', '/assets/', '/..%2f..%2fetc%2fpasswd', '/%2e%2e/%2e%2e/etc/passwd'])('does not serve %s', async (path) => {
    const { get } = await startWorld({ config: { staticDir: await aBuiltApp() } })
    const { status, body } = await get(path)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(body).toMatchObject({ error: { code: expect.any(String) } })
  })

  it('does not hide what is wrong with an API address', async () => {
    const { get } = await startWorld({ config: { staticDir: await aBuiltApp() } })
    expect((await get('/v1/nothing')).body).toMatchObject({ error: { code: 'not-found' } })
  })
})

describe('answers', () => {
  it('that are errors are kept by nobody', async () => {
    const { get } = await startWorld()
    for (const path of ['/v1/rooms/99999', '/v1/rooms?limit=x', '/v1/statuses', '/v1/nothing'])
      expect((await get(path)).headers.get('cache-control')).toBe('no-store')
  })

  it('to a bug say nothing of it to the client, and all of it to the log', async () => {
    const broken = { start: () => {}, stop: () => {}, refresh: async () => {}, peek: () => null, health: () => ({ checkedAtMs: null, failures: 0, nextRefreshAtMs: 0 }), read: async () => Promise.reject(new Error('a detail of the inside')) }
    const { get, logged } = await startWorld({ catalogue: broken })
    const { status, body, text } = await get('/v1/rooms')
    expect(status).toBe(500)
    expect(body).toEqual({ error: { code: 'internal', message: 'Something went wrong here. It has been logged.' } })
    expect(text).not.toContain('detail')
    expect(logged()).toContain('a detail of the inside')
    expect(logged()).toContain('gateway.test.ts')
  })

  it('to something that is not HTTP are the contract\'s too', async () => {
    const { url } = await startWorld()
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write('this is not HTTP\r\n\r\n'))
      let received = ''
      socket.on('data', chunk => received += String(chunk)).on('end', () => resolve(received)).on('error', reject)
    })
    expect(text).toMatch(/^HTTP\/1\.1 400 /)
    expect(JSON.parse(text.split('\r\n\r\n')[1] ?? '')).toMatchObject({ error: { code: 'invalid-request' } })
  })
})

describe('the log', () => {
  it('has a line per request with its route, and not what people searched for', async () => {
    const { get, logged } = await startWorld()
    await get(`/v1/rooms?search=${encodeURIComponent('私密的词')}`)
    await get('/v1/rooms/12345')
    const lines = logged().trim().split('\n').map(line => JSON.parse(line) as object)
    expect(lines).toContainEqual(expect.objectContaining({ level: 'info', method: 'GET', route: '/v1/rooms', status: 200, msg: 'answered' }))
    expect(lines).toContainEqual(expect.objectContaining({ route: '/v1/rooms/:id', status: 404 }))
    expect(logged()).not.toContain(encodeURIComponent('私密的词'))
    expect(logged()).not.toContain('私密的词')
  })

  it('leaves out what is below its level, and survives what JSON cannot hold', () => {
    const lines: string[] = []
    const log = createLog('warn', line => void lines.push(line))
    const circle: Record<string, unknown> = {}
    circle.self = circle
    log.info('not this')
    log.warn(circle, 'a circle')
    log.child({ reqId: 'r1' }).error(new Error('a bug'))
    createLog('silent', line => void lines.push(line)).fatal('not this')
    expect(lines.map(line => JSON.parse(line) as object)).toMatchObject([{ level: 'warn', msg: 'a circle' }, { level: 'error', reqId: 'r1', msg: 'a bug', err: { type: 'Error' } }])
  })
})

describe('closing', () => {
  it('ends the refreshing and leaves no timer', async () => {
    const { clock, close, get } = await startWorld()
    await get('/v1/rooms')
    expect(clock.pendingTimers()).toBe(1)
    await close()
    expect(clock.pendingTimers()).toBe(0)
  })
})
