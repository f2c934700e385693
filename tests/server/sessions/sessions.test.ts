import type { SessionJson } from '@/server/contract/sessions'
import type { Visitors } from '@/server/sessions/sessions-routes'
import type { Fault } from '@/server/simulator/wechat-simulator'
import type { WorldOptions } from '@/tests/server/support/world'
import { describe, expect, it } from 'vitest'
import { createSessionTokens } from '@/server/sessions/session-tokens'
import { sessionsRoutes } from '@/server/sessions/sessions-routes'
import { createShareIds } from '@/server/sessions/share-ids'
import { errorOf, serve } from '../support/serve'
import { SHORT_TIMEOUT_MS, startWeChat } from '../support/world'

async function start(options: WorldOptions & { visitors?: Visitors } = {}) {
  const world = await startWeChat(options)
  const { clock, simulator, wechat, log } = world
  const remembered: unknown[] = []
  const visitors = options.visitors ?? { remember: async visitor => void remembered.push(visitor) }
  const tokens = createSessionTokens(simulator.account, clock)
  const shareIdOf = createShareIds(simulator.account)
  const served = await serve(sessionsRoutes({ wechat, tokens, shareIdOf, visitors, clock, log }))
  const logIn = (code: string) => served.post('/v1/sessions', { code })
  return { ...world, ...served, logged: () => world.logged() + served.logged(), tokens, remembered, logIn }
}

describe('pOST /v1/sessions', () => {
  it('trades a login code for a session', async () => {
    const { clock, logIn, remembered, simulator, tokens } = await start()
    const { status, body, headers } = await logIn(simulator.logins.issue('o-visitor'))
    expect([status, body]).toEqual([200, { token: expect.any(String), expiresInSeconds: 7200, openid: 'o-visitor', shareId: expect.stringMatching(/^[\w-]{16}$/) }])
    expect(headers.get('cache-control')).toBe('no-store')
    const { token, shareId } = body as SessionJson
    expect(await tokens.check(token)).toEqual({ kind: 'good', openid: 'o-visitor' })
    expect(remembered).toEqual([{ openid: 'o-visitor', shareId, atMs: clock.now() }])
  })

  it('asks WeChat as its page says', async () => {
    const { logIn, simulator } = await start()
    const code = simulator.logins.issue('o-visitor')
    await logIn(code)
    const { appId, appSecret } = simulator.account
    expect(simulator.calls.jscode2session).toEqual({ count: 1, lastBody: { appid: appId, secret: appSecret, js_code: code, grant_type: 'authorization_code' } })
  })

  it('gives one visitor the same share id each time', async () => {
    const { logIn, simulator } = await start()
    const shareIds = []
    for (const openid of ['o-visitor', 'o-visitor', 'o-other'])
      shareIds.push(((await logIn(simulator.logins.issue(openid))).body as SessionJson).shareId)
    expect(shareIds[0]).toBe(shareIds[1])
    expect(shareIds[0]).not.toBe(shareIds[2])
  })

  it('refuses a login code that comes a second time', async () => {
    const { logIn, simulator } = await start()
    const code = simulator.logins.issue('o-visitor')
    await logIn(code)
    expect(errorOf(await logIn(code))).toEqual([400, 'login-code-used'])
  })

  it('refuses a login code that WeChat never gave, or that is too old', async () => {
    const { clock, logIn, simulator } = await start()
    expect(errorOf(await logIn('made-up'))).toEqual([400, 'login-code-invalid'])
    const code = simulator.logins.issue('o-visitor')
    clock.jumpBy(5 * 60_000)
    expect(errorOf(await logIn(code))).toEqual([400, 'login-code-invalid'])
  })

  it('sends a code to WeChat as it is, and nothing beside it', async () => {
    const { logIn, simulator } = await start()
    const code = 'a&secret=b#c%20d+e'
    await logIn(code)
    expect(simulator.calls.jscode2session.lastBody).toMatchObject({ js_code: code, secret: simulator.account.appSecret })
  })

  it.each(['with space', '换行\n', '\u0000', '\uD800', '登录'])('refuses %j without asking WeChat', async (code) => {
    const { logIn, simulator } = await start()
    expect(errorOf(await logIn(code))).toEqual([400, 'login-code-invalid'])
    expect(simulator.calls.jscode2session.count).toBe(0)
  })

  it.each(['', '{', 'null', '[]', '"code"', '{}', '{"code":7}', '{"code":["a"]}', '{"code":""}', `{"code":"${'a'.repeat(129)}"}`, '{"__proto__":{"code":"a"}}'])('refuses the body %s', async (body) => {
    const { post, simulator } = await start()
    expect(errorOf(await post('/v1/sessions', body))).toEqual([400, 'invalid-body'])
    expect(simulator.calls.jscode2session.count).toBe(0)
  })

  it('refuses a body that is far too big', async () => {
    const { logIn } = await start()
    expect(errorOf(await logIn('a'.repeat(5000)))).toEqual([413, 'body-too-large'])
  })

  it.each([[40226, 403, 'visitor-blocked'], [45011, 503, 'login-unavailable'], [-1, 503, 'login-unavailable'], [40125, 503, 'login-unavailable'], [40013, 503, 'login-unavailable'], [45009, 503, 'login-unavailable'], [99999, 503, 'login-unavailable']])('turns WeChat\'s %i into %i %s', async (errcode, status, code) => {
    const { logIn, simulator } = await start()
    simulator.fail('jscode2session', { kind: 'errcode', errcode })
    const said = await logIn('a-code')
    expect(errorOf(said)).toEqual([status, code])
    expect(said.headers.has('retry-after')).toBe(status === 503)
  })

  it.each<Fault>([
    { kind: 'hang' },
    { kind: 'status', status: 502 },
    { kind: 'html' },
    { kind: 'half-json' },
    { kind: 'cut-off' },
    { kind: 'body', body: {} },
    { kind: 'body', body: { openid: '', session_key: 'k' } },
    { kind: 'body', body: { openid: 7, session_key: 'k' } },
    { kind: 'body', body: { openid: 'with space', session_key: 'k' } },
  ])('says that nobody can log in while WeChat answers with %j', async (fault) => {
    const { logIn, remembered, simulator } = await start({ client: { timeoutMs: fault.kind === 'hang' ? SHORT_TIMEOUT_MS : 4000 } })
    simulator.fail('jscode2session', fault, 1)
    const code = simulator.logins.issue('o-visitor')
    expect(errorOf(await logIn(code))).toEqual([503, 'login-unavailable'])
    expect(remembered).toEqual([])
    expect((await logIn(code)).status).toBe(200)
  })

  it('gives no session to whom the database could not keep', async () => {
    const { logIn, logged, simulator } = await start({ visitors: { remember: () => Promise.reject(new Error('disk is full')) } })
    const said = await logIn(simulator.logins.issue('o-visitor'))
    expect(errorOf(said)).toEqual([503, 'storage-unavailable'])
    expect(said.text).not.toContain('disk')
    expect(logged()).toContain('disk is full')
  })

  it('lets no secret, code, token, openid or session key out, whatever goes wrong', async () => {
    const { logIn, logged, log, simulator, wechat } = await start({ client: { timeoutMs: SHORT_TIMEOUT_MS } })
    const code = 'code+with/signs=that?need&encoding'
    const sessionKey = 'tiihtNczf5v6AKRyjwEUhQ=='
    const FAULTS: Fault[] = [
      { kind: 'hang' },
      { kind: 'status', status: 500 },
      { kind: 'half-json' },
      { kind: 'cut-off' },
      { kind: 'echo', errcode: -1 },
      { kind: 'echo', errcode: 40125 },
      { kind: 'body', body: { session_key: sessionKey } },
      { kind: 'body', body: { session_key: sessionKey, openid: 'o-visitor' } },
    ]
    const said: string[] = []
    for (const fault of FAULTS) {
      simulator.fail('jscode2session', fault)
      await wechat.redeemLoginCode(code).catch((err: Error) => {
        log.error({ err }, 'failed')
        // Past the log, which hides some secrets by itself.
        said.push(`${err.message} ${JSON.stringify(err)} ${err.stack}`)
      })
      said.push((await logIn(code)).text)
    }
    const everything = said.join() + logged()
    // WeChat did repeat them, so there was something to hide.
    expect(everything).toContain('secret=***&js_code=***')
    for (const secret of [simulator.account.appSecret, code, encodeURIComponent(code), sessionKey])
      expect(everything.includes(secret)).toBe(false)
    expect(logged()).not.toContain('o-visitor')
    expect(logged()).not.toContain('eyJ')
  })
})
