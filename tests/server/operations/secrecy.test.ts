import { Buffer } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { visitorMark } from '@/server/operations/redact'
import { aRoom } from '../support/a-room'
import { aFollow, pushEvent } from '../support/push-event'
import { ADMIN_KEY, startWorld } from '../support/world'

const ANNA = 'oGZUI0egBJY1zhBYw2KhdUfwVJJE'
const BERT = 'oK3gW5Xq-8mPv_2LrTzN0cYbHdSA'
const EVENTS = { token: 'eventstoken123', encodingAesKey: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ' }

/** Everything that visitors, staff and WeChat do, with the log at its most talkative. */
async function aWholeJourney() {
  const world = await startWorld({ rooms: () => [aRoom(7)], config: { events: EVENTS } })
  const { get, simulator: { logins, account }, clock } = world
  const json = (body: unknown, token?: string) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  })
  const secrets: string[] = [ANNA, BERT, ADMIN_KEY, account.appSecret, EVENTS.token, EVENTS.encodingAesKey]
  async function login(openid: string) {
    const code = logins.issue(openid)
    const { body, status } = await get('/v1/sessions', json({ code }))
    expect(status).toBe(200)
    const session = body as { token: string, shareId: string }
    secrets.push(code, session.token)
    // A code that comes again, and one that was never given.
    await get('/v1/sessions', json({ code }))
    await get('/v1/sessions', json({ code: `${code}x` }))
    return session
  }
  const touch = (id: string, more: object = {}) => ({ id, via: 'share-card', roomId: 7, goodsId: null, shareOpenid: ANNA, shareId: '', customParams: { channel: 'spring' }, scene: 1007, atMs: clock.now(), ...more })

  await login(ANNA)
  const bert = await login(BERT)
  const sent = await get('/v1/touches', json({ sentAtMs: clock.now(), touches: [touch('t1'), touch('t2', { openid: ANNA }), touch('t3', { id: BERT, roomId: 99 })] }, bert.token))
  expect(sent.status).toBe(422)
  await get('/v1/touches', json({ sentAtMs: clock.now(), touches: [touch('t4')] }, `${bert.token}x`))
  for (const key of [ADMIN_KEY, `${ADMIN_KEY}x`]) {
    for (const path of ['/v1/attribution/rooms', '/v1/attribution/rooms/7', '/v1/attribution/rooms/7/chain', '/v1/attribution/sharers', '/metrics'])
      await get(path, { headers: { authorization: `Bearer ${key}` } })
  }
  await pushEvent(world.url, aFollow({ user_openid: BERT }), { ...EVENTS, appId: account.appId })
  await pushEvent(world.url, aFollow({ user_openid: BERT }), { ...EVENTS, token: 'anothertoken', appId: account.appId })
  // WeChat repeats the whole request in an error.
  world.simulator.fail('getliveinfo', { kind: 'echo', errcode: 47001 })
  world.simulator.fail('jscode2session', { kind: 'echo', errcode: -1 })
  await world.catalogue.refresh()
  const code = logins.issue(ANNA)
  secrets.push(code)
  await get('/v1/sessions', json({ code }))
  // Nothing can be kept any more.
  const late = await (async () => {
    await world.database.destroy()
    return get('/v1/touches', json({ sentAtMs: clock.now(), touches: [touch('t5')] }, bert.token))
  })()
  expect(late.status).toBe(503)
  return { world, secrets, metrics: async () => (await get('/metrics', { headers: { authorization: `Bearer ${ADMIN_KEY}` } })).text }
}

describe('the log and the metrics of a whole journey', () => {
  it('hold no openid, token, login code, AppSecret or key, in no form', async () => {
    const { world, secrets, metrics } = await aWholeJourney()
    const said = world.logged() + await metrics()
    expect(said.length).toBeGreaterThan(3000)
    for (const secret of secrets) {
      for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')])
        expect(said.includes(form), `${form.slice(0, 6)}…`).toBe(false)
    }
    // WeChat's own token, of whatever value.
    expect(said).not.toMatch(/access_token=(?!\*\*\*)/)
  })

  it('still say what happened', async () => {
    const { world } = await aWholeJourney()
    for (const part of ['/v1/sessions', '/v1/touches', '/v1/attribution/sharers', '/v1/wechat/events', 'touches could not be kept', 'the room list could not be refreshed'])
      expect(world.logged()).toContain(part)
  })

  it('would name a visitor by a mark', () => {
    expect(visitorMark(ANNA)).toMatch(/^[0-9a-f]{8}$/)
    expect(visitorMark(ANNA)).not.toBe(visitorMark(BERT))
  })
})
