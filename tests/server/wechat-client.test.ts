import type { Fault, WeChatSimulator } from '@/server/simulator/wechat-simulator'
import type { WeChatError } from '@/server/wechat/wechat-error'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { WeChatFailure } from '@/server/wechat/wechat-error'
import { aRoom, someRooms } from './support/a-room'
import { SHORT_TIMEOUT_MS, startWeChat } from './support/world'

const MINUTE_MS = 60_000

async function failureOf(promise: Promise<unknown>): Promise<WeChatError> {
  const thrown: unknown = await promise.then(() => null, (error: unknown) => error)
  if (!(thrown instanceof WeChatFailure))
    throw new Error(`expected a WeChatFailure, got ${String(thrown)}`)
  return thrown.detail
}

const countsOf = ({ calls }: WeChatSimulator) => ({ tokens: calls.stable_token.count, lists: calls.getliveinfo.count })

describe('access token', () => {
  it('is asked for once however many calls wait for it', async () => {
    const { simulator, wechat } = await startWeChat()
    await Promise.all(Array.from({ length: 50 }, () => wechat.listRooms()))
    expect(countsOf(simulator)).toEqual({ tokens: 1, lists: 50 })
  })

  it('is kept until WeChat has a new one to give, then asked for once', async () => {
    const { clock, simulator, wechat } = await startWeChat()
    await wechat.listRooms()
    clock.advanceBy(115 * MINUTE_MS)
    await wechat.listRooms()
    expect(countsOf(simulator).tokens).toBe(1)
    clock.advanceBy(2 * MINUTE_MS)
    await wechat.listRooms()
    await wechat.listRooms()
    expect(countsOf(simulator)).toEqual({ tokens: 2, lists: 4 })
  })

  it('is asked for the quiet way, which invalidates nobody else\'s', async () => {
    const { simulator, wechat } = await startWeChat()
    await wechat.listRooms()
    expect(simulator.calls.stable_token.lastBody).toEqual({
      grant_type: 'client_credential',
      appid: simulator.account.appId,
      secret: simulator.account.appSecret,
      force_refresh: false,
    })
  })

  it.each([40001, 42001, 40014])('is replaced after %i and the call made once more', async (errcode) => {
    const { simulator, wechat } = await startWeChat({ rooms: () => someRooms(3) })
    await wechat.listRooms()
    simulator.tokens.revoke()
    simulator.fail('getliveinfo', { kind: 'errcode', errcode }, 1)
    await expect(wechat.listRooms()).resolves.toHaveLength(3)
    expect(countsOf(simulator)).toEqual({ tokens: 2, lists: 3 })
  })

  it('is replaced in the middle of a list, which goes on where it was', async () => {
    const starts: unknown[] = []
    let asked = 0
    const world = await startWeChat({
      client: { pageSize: 2 },
      rooms: () => {
        const { getliveinfo } = world.simulator.calls
        starts.push(getliveinfo.lastBody)
        // The token dies once the first page is on its way.
        if (asked++ === 0)
          world.simulator.tokens.revoke()
        return someRooms(5)
      },
    })
    await expect(world.wechat.listRooms()).resolves.toHaveLength(5)
    expect(starts).toEqual([{ start: 0, limit: 2 }, { start: 2, limit: 2 }, { start: 4, limit: 2 }])
    expect(countsOf(world.simulator)).toEqual({ tokens: 2, lists: 4 })
  })

  it('is replaced once for all calls that were refused together', async () => {
    const { simulator, wechat } = await startWeChat()
    await wechat.listRooms()
    simulator.tokens.revoke()
    await Promise.all(Array.from({ length: 20 }, () => wechat.listRooms()))
    expect(countsOf(simulator)).toEqual({ tokens: 2, lists: 41 })
  })

  it('is renewed by force when WeChat goes on giving the refused one', async () => {
    const { simulator, wechat } = await startWeChat({ rooms: () => someRooms(1) })
    await wechat.listRooms()
    simulator.tokens.poison()
    await expect(wechat.listRooms()).resolves.toHaveLength(1)
    expect(simulator.calls.stable_token.lastBody).toMatchObject({ force_refresh: true })
    expect(countsOf(simulator)).toEqual({ tokens: 3, lists: 3 })
  })

  it('is renewed by force so rarely that a day\'s twenty times are never used up', { timeout: 30_000 }, async () => {
    const { clock, simulator, wechat } = await startWeChat()
    const bodies: unknown[] = []
    for (let minute = 0; minute < 24 * 60; minute += 5) {
      await wechat.listRooms().catch(() => {})
      simulator.tokens.poison()
      bodies.push(simulator.calls.stable_token.lastBody)
      clock.advanceBy(5 * MINUTE_MS)
    }
    const forced = bodies.filter((body, i) => JSON.stringify(body).includes('"force_refresh":true') && bodies[i - 1] !== body)
    expect(forced.length).toBeGreaterThan(10)
    expect(forced.length).toBeLessThanOrEqual(20)
  })

  it('is given up on after one more try', async () => {
    const { simulator, wechat } = await startWeChat()
    simulator.fail('getliveinfo', { kind: 'errcode', errcode: 40001 })
    expect(await failureOf(wechat.listRooms())).toMatchObject({ kind: 'token-invalid', code: 40001 })
    expect(countsOf(simulator).lists).toBe(2)
  })

  it('is asked for again after a failure, not remembered as failed', async () => {
    const { simulator, wechat } = await startWeChat({ rooms: () => someRooms(2) })
    simulator.fail('stable_token', { kind: 'status', status: 500 }, 1)
    expect(await failureOf(wechat.listRooms())).toEqual({ kind: 'http-status', status: 500 })
    await expect(wechat.listRooms()).resolves.toHaveLength(2)
  })

  it.each([
    {},
    { access_token: '', expires_in: 7200 },
    { access_token: 'a', expires_in: '7200' },
    { access_token: ['a'], expires_in: 7200 },
  ])('is not taken from %j', async (body) => {
    const { simulator, wechat } = await startWeChat()
    simulator.fail('stable_token', { kind: 'body', body })
    expect(await failureOf(wechat.listRooms())).toMatchObject({ kind: 'answer-invalid' })
  })
})

describe('room list', () => {
  it('is empty, not an error, for an account without rooms', async () => {
    const { wechat } = await startWeChat({ rooms: () => [] })
    await expect(wechat.listRooms()).resolves.toEqual([])
  })

  it('is empty for the code of the first edition too', async () => {
    const { simulator, wechat } = await startWeChat()
    simulator.fail('getliveinfo', { kind: 'errcode', errcode: 1 })
    await expect(wechat.listRooms()).resolves.toEqual([])
  })

  it.each([[0, 1], [1, 1], [100, 1], [101, 2], [250, 3]])('asks for %i rooms with %i calls', async (count, lists) => {
    const { simulator, wechat } = await startWeChat({ rooms: () => someRooms(count) })
    await expect(wechat.listRooms()).resolves.toHaveLength(count)
    expect(countsOf(simulator).lists).toBe(lists)
  })

  it('takes start for an offset: no room twice, none left out', async () => {
    const { simulator, wechat } = await startWeChat({ rooms: () => someRooms(23), client: { pageSize: 10 } })
    const ids = (await wechat.listRooms()).map(({ id }) => id)
    expect([...ids].sort((a, b) => a - b)).toEqual(someRooms(23).map(({ id }) => id))
    expect(simulator.calls.getliveinfo.lastBody).toEqual({ start: 20, limit: 10 })
  })

  it('finds every room once when rooms come while it is read', async () => {
    let asked = 0
    const rooms = () => someRooms(20 + Math.min(asked++, 2))
    const { wechat } = await startWeChat({ rooms, client: { pageSize: 10 } })
    const ids = (await wechat.listRooms()).map(({ id }) => id)
    expect(ids).toHaveLength(22)
    expect(new Set(ids).size).toBe(22)
  })

  it('finds every room when one goes while it is read', async () => {
    let asked = 0
    const all = someRooms(21)
    // The newest goes after the first page, so that all the others move up.
    const rooms = () => (asked++ === 0 ? all : all.slice(0, 20))
    const { wechat } = await startWeChat({ rooms, client: { pageSize: 10 } })
    const ids = (await wechat.listRooms()).map(({ id }) => id)
    expect([...ids].sort((a, b) => a - b)).toEqual(all.slice(0, 20).map(({ id }) => id))
  })

  it('is taken as it is when it never stands still', async () => {
    let asked = 0
    const rooms = () => someRooms(20 + asked++)
    const { simulator, wechat } = await startWeChat({ rooms, client: { pageSize: 10 } })
    const ids = (await wechat.listRooms()).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(countsOf(simulator).lists).toBeLessThan(20)
  })

  it('ends when WeChat promises more rooms than it gives', async () => {
    const { simulator, wechat } = await startWeChat()
    simulator.fail('getliveinfo', { kind: 'body', body: { errcode: 0, room_info: [], total: 1000 } })
    await expect(wechat.listRooms()).resolves.toEqual([])
    expect(countsOf(simulator).lists).toBe(1)
  })

  it('leaves a bad room out, says so, and keeps the others', async () => {
    const good = { roomid: 7, name: '茶', live_status: 101, start_time: 1, end_time: 2 }
    const { logged, simulator, wechat } = await startWeChat()
    simulator.fail('getliveinfo', { kind: 'body', body: { errcode: 0, room_info: [null, good, { ...good, roomid: 'x' }], total: 3 } })
    await expect(wechat.listRooms()).resolves.toMatchObject([{ id: 7 }])
    expect(logged()).toContain('"bad":2,"of":3')
  })
})

describe('a login code', () => {
  it('is redeemed without an access token', async () => {
    const { simulator, wechat } = await startWeChat()
    await expect(wechat.redeemLoginCode(simulator.logins.issue('o-visitor'))).resolves.toBe('o-visitor')
    expect(countsOf(simulator)).toEqual({ tokens: 0, lists: 0 })
  })

  it.each([[40029, 'login-code-invalid'], [40163, 'login-code-used'], [40226, 'visitor-blocked'], [45011, 'too-frequent'], [-1, 'system-busy']])('that WeChat refuses with %i is %s', async (errcode, kind) => {
    const { simulator, wechat } = await startWeChat()
    simulator.fail('jscode2session', { kind: 'errcode', errcode })
    expect(await failureOf(wechat.redeemLoginCode('a-code'))).toMatchObject({ kind, code: errcode })
    // Another try would use the code up.
    expect(simulator.calls.jscode2session.count).toBe(1)
  })
})

describe('a replay', () => {
  const ended = () => [aRoom(5, { statusCode: 103 })]

  it('comes with another token when the first was refused', async () => {
    const { simulator, wechat } = await startWeChat({ rooms: ended })
    await wechat.listReplays(5)
    simulator.tokens.revoke()
    await expect(wechat.listReplays(5)).resolves.toHaveLength(3)
    expect(countsOf(simulator).tokens).toBe(2)
  })

  it.each([{ errcode: 9410000 }, { errcode: 0, live_replay: [], total: 0 }, { errcode: 0, live_replay: null, total: 0 }, { errcode: 0, total: 0 }])('is empty when WeChat says %j', async (body) => {
    const { simulator, wechat } = await startWeChat({ rooms: ended })
    simulator.fail('get_replay', { kind: 'body', body })
    await expect(wechat.listReplays(5)).resolves.toEqual([])
  })

  it('leaves out a part that cannot be read, says so, and keeps the others', async () => {
    const { logged, simulator, wechat } = await startWeChat({ rooms: ended })
    simulator.fail('get_replay', { kind: 'body', body: { errcode: 0, live_replay: [{ media_url: 'https://videos.test/1.mp4', create_time: 1 }, {}], total: 2 } })
    await expect(wechat.listReplays(5)).resolves.toEqual([{ mediaUrl: 'https://videos.test/1.mp4', createdAtMs: 1000, expiresAtMs: null }])
    expect(logged()).toContain('"bad":1,"of":2')
  })
})

describe('errors', () => {
  it.each([
    [-1, 'system-busy'],
    [40013, 'appid-invalid'],
    [40125, 'secret-invalid'],
    [40164, 'address-not-allowed'],
    [45009, 'quota-exhausted'],
    [45011, 'too-frequent'],
    [47001, 'body-invalid'],
    [48001, 'live-not-opened'],
    [61007, 'permission-missing'],
    [9410001, 'list-failed'],
    [89503, 'wechat-error'],
    [2, 'wechat-error'],
  ])('%i is called %s', async (errcode, kind) => {
    const { simulator, wechat } = await startWeChat()
    simulator.fail('getliveinfo', { kind: 'errcode', errcode, errmsg: 'what WeChat says' })
    expect(await failureOf(wechat.listRooms())).toEqual({ kind, code: errcode, message: 'what WeChat says' })
    expect(countsOf(simulator).lists).toBe(1)
  })

  it.each<[Fault, object]>([
    [{ kind: 'hang' }, { kind: 'time-out', timeoutMs: SHORT_TIMEOUT_MS }],
    [{ kind: 'status', status: 503 }, { kind: 'http-status', status: 503 }],
    [{ kind: 'status', status: 404 }, { kind: 'http-status', status: 404 }],
    [{ kind: 'html' }, { kind: 'answer-invalid', reason: 'not JSON' }],
    [{ kind: 'half-json' }, { kind: 'answer-invalid', reason: 'not JSON' }],
    [{ kind: 'cut-off' }, { kind: 'unreachable' }],
    [{ kind: 'body', body: [] }, { kind: 'answer-invalid', reason: 'not a JSON object' }],
    [{ kind: 'body', body: null }, { kind: 'answer-invalid', reason: 'not a JSON object' }],
    [{ kind: 'body', body: 'ok' }, { kind: 'answer-invalid', reason: 'not a JSON object' }],
    [{ kind: 'body', body: { errcode: 'x' } }, { kind: 'answer-invalid', reason: 'errcode is not a number' }],
    [{ kind: 'body', body: { errcode: 0 } }, { kind: 'answer-invalid', reason: 'room_info or total is missing' }],
    [{ kind: 'body', body: { errcode: 0, room_info: {}, total: 1 } }, { kind: 'answer-invalid' }],
    [{ kind: 'body', body: { errcode: 0, room_info: [], total: '1' } }, { kind: 'answer-invalid' }],
  ])('%j becomes %j', async (fault, expected) => {
    const { simulator, wechat } = await startWeChat(fault.kind === 'hang' ? { client: { timeoutMs: SHORT_TIMEOUT_MS } } : {})
    simulator.fail('getliveinfo', fault)
    expect(await failureOf(wechat.listRooms())).toMatchObject(expected)
  })

  it('nobody listening is unreachable, with the system\'s word for it', async () => {
    const probe = createServer()
    const port = await new Promise<number>(resolve => probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    }))
    await new Promise(resolve => probe.close(resolve))
    const { wechat } = await startWeChat({ client: { baseUrl: `http://127.0.0.1:${port}` } })
    expect(await failureOf(wechat.listRooms())).toEqual({ kind: 'unreachable', reason: 'ECONNREFUSED' })
  })

  it('a wrong secret and a wrong appid are told apart', async () => {
    const { wechat } = await startWeChat({ client: { appSecret: 'wrong' } })
    expect(await failureOf(wechat.listRooms())).toMatchObject({ kind: 'secret-invalid' })
    const other = await startWeChat({ client: { appId: 'wxwrong' } })
    expect(await failureOf(other.wechat.listRooms())).toMatchObject({ kind: 'appid-invalid' })
  })
})

describe('secrets', () => {
  const FAULTS: Fault[] = [{ kind: 'hang' }, { kind: 'status', status: 500 }, { kind: 'html' }, { kind: 'half-json' }, { kind: 'cut-off' }, { kind: 'echo', errcode: 40013 }, { kind: 'echo', errcode: 40001 }]
  const TOKEN = /simulated-[0-9a-f]{8}-/

  it('never reach a log line or an error', async () => {
    const { log, logged, simulator, wechat } = await startWeChat({ client: { timeoutMs: SHORT_TIMEOUT_MS } })
    const told: string[] = []
    const asking = { stable_token: wechat.listRooms, getliveinfo: wechat.listRooms, get_replay: () => wechat.listReplays(1), jscode2session: () => wechat.redeemLoginCode('the-login-code') }
    for (const call of ['stable_token', 'getliveinfo', 'get_replay', 'jscode2session'] as const) {
      for (const fault of FAULTS) {
        simulator.heal()
        simulator.fail(call, fault)
        simulator.tokens.revoke()
        await asking[call]().catch((error: unknown) => {
          log.error({ err: error, wechat: error instanceof WeChatFailure ? error.detail : null }, 'failed')
          told.push(`${String(error)} ${JSON.stringify(error)} ${error instanceof Error ? error.stack : ''}`)
        })
      }
    }
    const everything = told.join() + logged()
    // Both were repeated by WeChat, so that there was something to hide.
    expect(everything).toContain('"secret":"***"')
    expect(everything).toContain('access_token=***')
    expect(everything).toContain('js_code=***')
    expect(everything.includes('the-login-code')).toBe(false)
    expect(everything.includes(simulator.account.appSecret)).toBe(false)
    expect(TOKEN.test(everything)).toBe(false)
  })
})
