import type { PushOptions } from '../support/push-event'
import type { EventsConfig } from '@/server/config'
import type { Follow } from '@/server/storage/follows'
import { describe, expect, it } from 'vitest'
import { eventsRoutes } from '@/server/events/events-routes'
import { sign } from '@/server/events/signature'
import { createLog } from '@/server/log'
import { createFollowStore } from '@/server/storage/follows'
import { describeBothHomes } from '../support/database'
import { aFollow, pushEvent } from '../support/push-event'
import { errorOf, serve } from '../support/serve'

const APP_ID = 'wx1111111111111111'
const TOKEN = 'AAAAA'
const AES_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'
const PLAIN: EventsConfig = { token: TOKEN, encodingAesKey: null }
const SAFE: EventsConfig = { token: TOKEN, encodingAesKey: AES_KEY }

const MODES: [string, EventsConfig, Partial<PushOptions>][] = [
  ['in clear as XML', PLAIN, { format: 'xml' }],
  ['in clear as JSON', PLAIN, { format: 'json' }],
  ['encrypted as XML', SAFE, { format: 'xml' }],
  ['encrypted as JSON', SAFE, { format: 'json' }],
  ['both ways as XML', SAFE, { format: 'xml', isCompatible: true }],
  ['both ways as JSON', SAFE, { format: 'json', isCompatible: true }],
]

async function start(config: EventsConfig | null, save?: () => Promise<boolean>) {
  const kept: Follow[] = []
  const lines: string[] = []
  const follows = { save: save ?? (async (follow: Follow) => kept.push(follow) > 0) }
  const served = await serve(eventsRoutes({ config, appId: APP_ID, follows, log: createLog('trace', line => void lines.push(line)) }))
  const push = (message: Parameters<typeof pushEvent>[1], options: Partial<PushOptions> = {}) => pushEvent(served.url, message, { ...config ?? PLAIN, appId: APP_ID, ...options })
  return { ...served, kept, push, logged: () => lines.join('') + served.logged() }
}

describe.each(MODES)('an event that is pushed %s', (_mode, config, options) => {
  it('says who wants to be reminded, and who no longer', async () => {
    const { kept, push } = await start(config)
    for (const action of ['add_follow', 'del_follow']) {
      const { status, text, headers } = await push(aFollow({}, action), options)
      expect([status, text, headers.get('content-type')]).toEqual([200, 'success', 'text/plain; charset=utf-8'])
    }
    const follow = { roomId: 7, openid: 'o-visitor', atMs: 1714112440_000 }
    expect(kept).toEqual([{ ...follow, action: 'add' }, { ...follow, action: 'delete' }])
  })

  it.each([{ MsgType: 'event', Event: 'debug_demo', debug_str: 'hello' }, { MsgType: 'text', Content: 'hello' }, { MsgType: 'event', Event: '__proto__' }])('is answered and forgotten when it is %j', async (message) => {
    const { kept, push } = await start(config)
    const { status, text } = await push(message, options)
    expect([status, text]).toEqual([200, 'success'])
    expect(kept).toEqual([])
  })

  it.each<[string, Record<string, string>]>([
    ['another signature', { signature: 'f'.repeat(40), msg_signature: 'f'.repeat(40) }],
    ['no signature', { signature: '', msg_signature: '' }],
    ['another time', { timestamp: '1714112446' }],
    ['another nonce', { nonce: '1' }],
  ])('is refused with %s', async (_what, query) => {
    const { kept, push } = await start(config)
    expect(errorOf(await push(aFollow(), { ...options, query }))).toEqual([403, 'signature-invalid'])
    expect(kept).toEqual([])
  })

  it('is refused when it was signed with another token', async () => {
    const { kept, push } = await start(config)
    expect(errorOf(await push(aFollow(), { ...options, token: 'BBBBB' }))).toEqual([403, 'signature-invalid'])
    expect(kept).toEqual([])
  })

  it.each<[string, Record<string, unknown>]>([
    ['a room that is no number', { room_id: 'seven' }],
    ['room 0', { room_id: 0 }],
    ['half a room', { room_id: 1.5 }],
    ['nobody', { user_openid: '' }],
    ['an openid that is none', { user_openid: 'o\'; drop table follows; --' }],
    ['no time', { time: 'yesterday' }],
    ['a time before time', { time: -1 }],
    ['a time in milliseconds', { time: 1714112440_000 }],
    ['an action that there is not', { action: 'constructor' }],
  ])('is refused when it is about %s, and nobody\'s name is logged', async (_what, differences) => {
    const { kept, logged, push } = await start(config)
    expect(errorOf(await push(aFollow(differences), options))).toEqual([400, 'event-malformed'])
    expect(kept).toEqual([])
    expect(logged()).toContain('"event":"wxalive_follow_notify"')
    expect(logged()).not.toContain('o-visitor')
  })

  it.each(['{"MsgType":', '<xml><MsgType>event</xml>', '<xml>', 'null', '[]', '"event"', '<html></html>', '{}', '<xml><MsgType></MsgType></xml>', ''])('is refused when all it says is %s', async (text) => {
    const { logged, push } = await start(config)
    expect(errorOf(await push(text, options))).toEqual([400, 'event-malformed'])
    expect(logged()).toMatch(/"level":"warn".*a pushed message was refused|an event that cannot be understood/)
  })
})

describe('an event', () => {
  it('may have its fields beside its name, as WeChat\'s table has them', async () => {
    const { kept, push } = await start(PLAIN)
    await push({ MsgType: 'event', Event: 'wxalive_follow_notify', room_id: 7, user_openid: 'o-visitor', time: 1714112440, action: 'add_follow' }, { format: 'json' })
    expect(kept).toHaveLength(1)
  })

  it('may look as WeChat\'s own example does', async () => {
    const { kept, push } = await start(PLAIN)
    const { text } = await push(`<xml>
  <ToUserName><![CDATA[toUser]]></ToUserName>
  <FromUserName><![CDATA[fromUser]]></FromUserName>
  <CreateTime>1546924844</CreateTime>
  <MsgType><![CDATA[event]]></MsgType>
  <Event><![CDATA[wxalive_follow_notify]]></Event>
  <FollowNotify>
    <room_id>1</room_id>
    <user_openid>![CDATA[xxx]]</user_openid>
    <time>1546924844</time>
    <live_status>101</live_status>
    <action>![CDATA[add_follow]]</action>
  </FollowNotify>
 </xml>`)
    expect(text).toBe('success')
    expect(kept).toEqual([{ roomId: 1, openid: 'xxx', action: 'add', atMs: 1546924844_000 }])
  })

  it('may be a big one, but not a huge one', async () => {
    const { push } = await start(PLAIN)
    const ofSize = (bytes: number) => JSON.stringify({ MsgType: 'text' }).padEnd(bytes)
    expect((await push(ofSize(64 * 1024))).text).toBe('success')
    expect(errorOf(await push(ofSize(64 * 1024 + 1)))).toEqual([413, 'body-too-large'])
  })

  it('cannot make the gateway read a file, call an address or fill its memory', async () => {
    const { push } = await start(PLAIN)
    const lol = Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i};`.repeat(10)}">`).join('')
    const attacks = [
      `<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml><MsgType>&x;</MsgType></xml>`,
      `<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY lol0 "lol">${lol}]><xml><MsgType>&lol9;</MsgType></xml>`,
      `<!doctype xml SYSTEM "http://127.0.0.1:1/x.dtd"><xml><MsgType>event</MsgType></xml>`,
      `<xml>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</xml>`,
      `{"MsgType":${'['.repeat(30_000)}`,
    ]
    for (const attack of attacks)
      expect(errorOf(await push(attack))).toEqual([400, 'event-malformed'])
  })

  it('cannot change what every object has', async () => {
    const { push } = await start(PLAIN)
    await push('{"MsgType":"event","Event":"wxalive_follow_notify","__proto__":{"isAdmin":true},"FollowNotify":{"__proto__":{"room_id":7}}}')
    await push('<xml><MsgType>event</MsgType><__proto__><isAdmin>1</isAdmin></__proto__><constructor><prototype><isAdmin>1</isAdmin></prototype></constructor></xml>')
    expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined()
  })
})

describe('the safe mode', () => {
  it('refuses messages in clear, whose signature says nothing about what they say', async () => {
    const { kept, push } = await start(SAFE)
    expect(errorOf(await push(aFollow(), PLAIN))).toEqual([403, 'signature-invalid'])
    expect(kept).toEqual([])
  })

  it('believes what is encrypted, not what stands beside it', async () => {
    const { kept, push } = await start(SAFE)
    const { text } = await push(aFollow(), { format: 'json', isCompatible: true, changeBody: body => body.replaceAll('o-visitor', 'o-victim') })
    expect(text).toBe('success')
    expect(kept).toMatchObject([{ openid: 'o-visitor' }])
  })

  it('refuses a message in which anything was changed', async () => {
    const { push } = await start(SAFE)
    const changes = [
      (body: string) => body.replace('<Encrypt><![CDATA[', '<Encrypt><![CDATA[A'),
      (body: string) => body.replace(/(<Encrypt>.{40})./, (_all, start: string) => `${start}*`),
      (body: string) => body.replace(']]></Encrypt>', ' ]]></Encrypt>'),
      (body: string) => body.replace(/<Encrypt>.*<\/Encrypt>/, '<Encrypt></Encrypt>'),
    ]
    for (const change of changes)
      expect(errorOf(await push(aFollow(), { changeBody: change }))).toEqual([403, 'signature-invalid'])
  })

  it.each<[string, Partial<PushOptions>]>([['another mini program', { appId: 'wx2222222222222222' }], ['another key', { encodingAesKey: 'B'.repeat(43) }]])('refuses a rightly signed message for %s', async (_what, options) => {
    const { kept, push } = await start(SAFE)
    expect(errorOf(await push(aFollow(), options))).toEqual([403, 'signature-invalid'])
    expect(kept).toEqual([])
  })

  it('says what is missing when its key is not configured', async () => {
    const { push } = await start(PLAIN)
    const said = await push(aFollow(), SAFE)
    expect(errorOf(said)).toEqual([503, 'events-not-configured'])
    expect(said.text).toContain('WECHAT_EVENTS_AES_KEY')
  })

  it('is read without its key as long as messages are there in clear, too', async () => {
    const { kept, push } = await start(PLAIN)
    expect((await push(aFollow(), { ...SAFE, isCompatible: true })).text).toBe('success')
    expect(kept).toHaveLength(1)
  })
})

describe('gET /v1/wechat/events', () => {
  it('answers as in WeChat\'s own example', async () => {
    const { get } = await start(SAFE)
    const { status, text, headers } = await get('/v1/wechat/events?signature=f464b24fc39322e44b38aa78f5edd27bd1441696&echostr=4375120948345356249&timestamp=1714036504&nonce=1514711492')
    expect([status, text, headers.get('content-type')]).toEqual([200, '4375120948345356249', 'text/plain; charset=utf-8'])
  })

  it.each([
    '',
    '?echostr=1',
    '?signature=&timestamp=&nonce=&echostr=1',
    '?signature=f464b24fc39322e44b38aa78f5edd27bd1441696&echostr=1&timestamp=1714036505&nonce=1514711492',
    '?signature=f464b24fc39322e44b38aa78f5edd27bd1441696&signature=f464b24fc39322e44b38aa78f5edd27bd1441696&echostr=1&timestamp=1714036504&nonce=1514711492',
    '?signature[]=f464b24fc39322e44b38aa78f5edd27bd1441696&echostr=1&timestamp=1714036504&nonce=1514711492',
  ])('tells nobody else anything: %s', async (query) => {
    const { get } = await start(PLAIN)
    expect(errorOf(await get(`/v1/wechat/events${query}`))).toEqual([403, 'signature-invalid'])
  })

  it('answers with no text that a browser could run', async () => {
    const { get } = await start(PLAIN)
    const query = new URLSearchParams({ signature: sign([TOKEN, '1', '2']), timestamp: '1', nonce: '2', echostr: '<script>alert(1)</script>' })
    expect((await get(`/v1/wechat/events?${query}`)).headers.get('content-type')).toBe('text/plain; charset=utf-8')
  })
})

describe('without settings', () => {
  it('no event is taken', async () => {
    const { get, kept, push } = await start(null)
    expect(errorOf(await get('/v1/wechat/events?signature=x&timestamp=1&nonce=2&echostr=3'))).toEqual([503, 'events-not-configured'])
    expect(errorOf(await push(aFollow()))).toEqual([503, 'events-not-configured'])
    expect(kept).toEqual([])
  })
})

describe('while the database is away', () => {
  it('an event is not answered, so that WeChat sends it again', async () => {
    const { logged, push } = await start(PLAIN, () => Promise.reject(new Error('disk is full')))
    expect(errorOf(await push(aFollow()))).toEqual([503, 'storage-unavailable'])
    expect(logged()).toContain('disk is full')
    expect(logged()).not.toContain('o-visitor')
  })
})

describeBothHomes('reminders', ({ open }) => {
  it('are kept once however often WeChat sends them', async () => {
    const db = await open()
    const { url } = await serve(eventsRoutes({ config: SAFE, appId: APP_ID, follows: createFollowStore(db), log: createLog('silent') }))
    for (const follow of [aFollow(), aFollow(), aFollow({}, 'del_follow'), aFollow(), aFollow({ user_openid: 'o-other' })])
      expect((await pushEvent(url, follow, { ...SAFE, appId: APP_ID })).text).toBe('success')
    const rows = await db.selectFrom('follows').select(['room_id', 'openid', 'action', 'at_ms']).orderBy('openid').orderBy('action').execute()
    expect(rows).toEqual([
      { room_id: 7, openid: 'o-other', action: 'add', at_ms: 1714112440_000 },
      { room_id: 7, openid: 'o-visitor', action: 'add', at_ms: 1714112440_000 },
      { room_id: 7, openid: 'o-visitor', action: 'delete', at_ms: 1714112440_000 },
    ])
  })
})
