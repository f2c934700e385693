import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'
import { UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { deriveKey } from '@/server/sessions/derive-key'
import { createSessionGuard } from '@/server/sessions/session-guard'
import { createSessionTokens, SESSION_LIFE_S } from '@/server/sessions/session-tokens'
import { createFakeClock } from '@/tests/support/fake-clock'
import { errorOf, serve } from '../support/serve'

const ACCOUNT = { appId: 'wx1111111111111111', appSecret: 'a-secret' }
const KEY = deriveKey(ACCOUNT, 'session token')

async function guarded() {
  const clock = createFakeClock()
  const tokens = createSessionTokens(ACCOUNT, clock)
  const { requireSession, openidOf } = createSessionGuard(tokens)
  let entered = 0
  const { get } = await serve(async (app) => {
    app.get('/private', { onRequest: requireSession }, async (request) => {
      entered += 1
      return { openid: openidOf(request) }
    })
  })
  const enter = (authorization?: string) => get('/private', authorization === undefined ? {} : { headers: { authorization } })
  return { clock, tokens, enter, entered: () => entered }
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token made by hand, as an attacker would. */
function forge(header: object, payload: object, key: string | Uint8Array = KEY, hash = 'sha256'): string {
  const signed = `${encode(header)}.${encode(payload)}`
  return `${signed}.${createHmac(hash, key).update(signed).digest('base64url')}`
}

describe('a route that wants a session', () => {
  it('knows whose token it is', async () => {
    const { enter, tokens } = await guarded()
    const said = await enter(`Bearer ${await tokens.issue('o-visitor')}`)
    expect([said.status, said.body]).toEqual([200, { openid: 'o-visitor' }])
    expect(said.headers.get('www-authenticate')).toBeNull()
  })

  it('lets a replica\'s token in', async () => {
    const { clock, enter } = await guarded()
    const replica = createSessionTokens({ ...ACCOUNT }, clock)
    expect((await enter(`bearer ${await replica.issue('o-visitor')}`)).status).toBe(200)
  })

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic b3BlbmlkOg==', 'Bearer a b', 'token'])('asks for one when the header says %j', async (header) => {
    const { enter, entered } = await guarded()
    const said = await enter(header)
    expect(errorOf(said)).toEqual([401, 'session-required'])
    expect(said.headers.get('www-authenticate')).toBe('Bearer')
    expect(entered()).toBe(0)
  })

  it('says that a session has ended, to the second', async () => {
    const { clock, enter, tokens } = await guarded()
    const token = await tokens.issue('o-visitor')
    clock.jumpBy((SESSION_LIFE_S - 1) * 1000)
    expect((await enter(`Bearer ${token}`)).status).toBe(200)
    clock.jumpBy(1000)
    expect(errorOf(await enter(`Bearer ${token}`))).toEqual([401, 'session-expired'])
  })

  describe('refuses', () => {
    const nowS = Math.floor(createFakeClock().now() / 1000)
    const claims = { sub: 'o-victim', iss: 'weixin-live', aud: ACCOUNT.appId, iat: nowS, exp: nowS + 60 }
    const header = { alg: 'HS256', typ: 'JWT' }
    const without = (name: string) => Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name))

    it('nothing that was made the way these are made', async () => {
      const { enter } = await guarded()
      expect((await enter(`Bearer ${forge(header, claims)}`)).status).toBe(200)
    })

    it.each<[string, string]>([
      ['another key', forge(header, claims, 'another key')],
      ['the AppSecret itself as the key', forge(header, claims, ACCOUNT.appSecret)],
      ['the key of share ids', forge(header, claims, deriveKey(ACCOUNT, 'share id'))],
      ['the key of another mini program', forge(header, claims, deriveKey({ ...ACCOUNT, appId: 'wx2222222222222222' }, 'session token'))],
      ['alg none', new UnsecuredJWT(claims).encode()],
      ['alg none with a signature', forge({ alg: 'none' }, claims)],
      ['alg None', `${encode({ alg: 'None' })}.${encode(claims)}.`],
      ['another algorithm with the right key', forge({ ...header, alg: 'HS512' }, claims, KEY, 'sha512')],
      ['another audience', forge(header, { ...claims, aud: 'wx2222222222222222' })],
      ['no audience', forge(header, without('aud'))],
      ['another issuer', forge(header, { ...claims, iss: 'somebody' })],
      ['no end', forge(header, without('exp'))],
      ['an end that is no number', forge(header, { ...claims, exp: 'never' })],
      ['nobody', forge(header, without('sub'))],
      ['an empty subject', forge(header, { ...claims, sub: '' })],
      ['a critical header that it does not know', forge({ ...header, crit: ['x'], x: 1 }, claims)],
      ['5 KB of claims, rightly signed', forge(header, { ...claims, padding: 'x'.repeat(5000) })],
      ['5 KB of rubbish', 'x'.repeat(5000)],
      ['two dots', '..'],
      ['one part', 'token'],
      ['five parts', 'a.b.c.d.e'],
    ])('%s', async (_what, token) => {
      const { enter, entered } = await guarded()
      expect(errorOf(await enter(`Bearer ${token}`))).toEqual([401, 'session-invalid'])
      expect(entered()).toBe(0)
    })

    it('a token in which anything was changed', async () => {
      const { enter, tokens } = await guarded()
      const [head = '', body = '', signature = ''] = (await tokens.issue('o-visitor')).split('.')
      const otherBody = encode({ ...claims, sub: 'o-visitor2' })
      // The last character of a signature holds bits that do not count, so the first is changed.
      const otherSignature = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)
      for (const token of [`${head}.${otherBody}.${signature}`, `${head}.${body}.${otherSignature}`, `${head}.${body}.`, `${head}.${body}`])
        expect(errorOf(await enter(`Bearer ${token}`))).toEqual([401, 'session-invalid'])
    })

    it('to call a forged token expired, which would tell that it was nearly right', async () => {
      const { enter } = await guarded()
      expect(errorOf(await enter(`Bearer ${forge(header, { ...claims, exp: 1 }, 'another key')}`))).toEqual([401, 'session-invalid'])
    })
  })
})
