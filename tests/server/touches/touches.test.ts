import type { DatabaseHome } from '../support/database'
import type { TouchReceiptJson } from '@/server/contract/touches'
import type { TouchStore } from '@/server/storage/touches'
import type { TouchObserver } from '@/server/touches/touch-receiver'
import { describe, expect, it } from 'vitest'
import { createLog } from '@/server/log'
import { createSessionGuard } from '@/server/sessions/session-guard'
import { createSessionTokens } from '@/server/sessions/session-tokens'
import { createRoomStore } from '@/server/storage/rooms'
import { createTouchStore } from '@/server/storage/touches'
import { createVisitorStore } from '@/server/storage/visitors'
import { touchesRoutes } from '@/server/touches/touches-routes'
import { createFakeClock } from '@/tests/support/fake-clock'
import { describeBothHomes } from '../support/database'
import { errorOf, serve } from '../support/serve'
import { aTouchJson } from './support'

const ACCOUNT = { appId: 'wx1111111111111111', appSecret: 'a-secret' }
const clock = createFakeClock()
const NOW_MS = clock.now()
const tokens = createSessionTokens(ACCOUNT, clock)

interface Scene {
  /** The rooms of WeChat's list; null: there is no list yet. */
  readonly listed?: readonly number[] | null
  readonly listedAtMs?: number
  /** Rooms that were in the list once. */
  readonly outlived?: readonly number[]
  readonly touches?: TouchStore
  readonly observer?: TouchObserver
}

async function start({ open }: DatabaseHome, { listed = [1, 2, 3], listedAtMs = NOW_MS, outlived = [], ...scene }: Scene = {}) {
  const db = await open()
  const lines: string[] = []
  const log = createLog('trace', line => void lines.push(line))
  const byId = new Map((listed ?? []).map(id => [id, {} as never]))
  const catalogue = { read: async () => listed && { byId, checkedAtMs: listedAtMs } }
  const rooms = createRoomStore(db)
  await rooms.remember(outlived.map(id => ({ id, name: '', hostName: '', startAtMs: 0, endAtMs: 0 }) as never), NOW_MS)
  const served = await serve(touchesRoutes({ guard: createSessionGuard(tokens), catalogue, rooms, touches: createTouchStore(db), clock, log, ...scene }))

  const headersOf = async (openid: string) => ({ authorization: `Bearer ${await tokens.issue(openid)}` })
  return {
    ...served,
    db,
    logged: () => lines.join('') + served.logged(),
    sendBody: async (body: unknown, openid = 'o-visitor') => served.post('/v1/touches', body, await headersOf(openid)),
    send: async (touches: readonly unknown[], openid = 'o-visitor') => served.post('/v1/touches', { sentAtMs: NOW_MS, touches }, await headersOf(openid)),
    kept: () => db.selectFrom('touches').selectAll().orderBy('openid').orderBy('id').execute(),
  }
}

const many = (count: number) => Array.from({ length: count }, (_, i) => aTouchJson({ id: `touch-${i}` }))

describeBothHomes('pOST /v1/touches', (home) => {
  it('keeps what a visitor sends', async () => {
    const { db, kept, send } = await start(home)
    await createVisitorStore(db).remember({ openid: 'o-sharer', shareId: 'share-of-sharer', atMs: 1 })
    const { status, body } = await send([
      aTouchJson({ customParams: { 来源: '朋友圈' }, goodsId: 5001 }),
      aTouchJson({ id: 'touch-2', via: 'own-link', roomId: null, shareId: 'share-of-sharer', atMs: NOW_MS }),
    ])
    expect([status, body]).toEqual([200, { accepted: ['touch-1', 'touch-2'] }])
    expect(await kept()).toMatchObject([
      { openid: 'o-visitor', id: 'touch-1', via: 'share-card', room_id: 1, goods_id: 5001, scene: 1007, share_openid: '', custom_params: '{"来源":"朋友圈"}', at_ms: NOW_MS - 10_000, received_at_ms: NOW_MS },
      { openid: 'o-visitor', id: 'touch-2', via: 'own-link', room_id: 0, goods_id: 0, share_openid: 'o-sharer', at_ms: NOW_MS },
    ])
  })

  it('keeps a hundred in one batch, each once however often they come', async () => {
    const stored: number[] = []
    const { kept, send } = await start(home, { observer: { onStored: count => void stored.push(count) } })
    for (let i = 0; i < 3; i++) {
      const { status, body } = await send(many(100))
      expect([status, (body as TouchReceiptJson).accepted.length]).toEqual([200, 100])
    }
    expect(await kept()).toHaveLength(100)
    expect(stored).toEqual([100, 0, 0])
  })

  it('keeps a touch once that comes in many requests at once', async () => {
    const { kept, send } = await start(home)
    const statuses = await Promise.all(Array.from({ length: 8 }, async () => (await send(many(5))).status))
    expect(statuses).toEqual(Array.from({ length: 8 }, () => 200))
    expect(await kept()).toHaveLength(5)
  })

  it('counts an id that is in one batch twice once', async () => {
    const { kept, send } = await start(home)
    const { status, body } = await send([aTouchJson({ scene: 1007 }), aTouchJson({ scene: 1008 })])
    expect([status, body]).toEqual([200, { accepted: ['touch-1'] }])
    expect(await kept()).toMatchObject([{ scene: 1007 }])
  })

  it('takes no id away from another visitor', async () => {
    const { kept, send } = await start(home)
    await send([aTouchJson({ scene: 1007 })], 'o-visitor')
    await send([aTouchJson({ scene: 1044 })], 'o-other')
    expect(await kept()).toMatchObject([{ openid: 'o-other', scene: 1044 }, { openid: 'o-visitor', scene: 1007 }])
  })

  it('keeps the good ones beside the bad ones, and says what is wrong with each', async () => {
    const refused: string[] = []
    const { kept, send } = await start(home, { observer: { onRefused: code => void refused.push(code) } })
    const { status, body } = await send([
      aTouchJson({ id: 'good-1' }),
      { ...aTouchJson({ id: 'text' }), roomId: '1' },
      { ...aTouchJson({ id: 'array' }), roomId: [1] },
      { ...aTouchJson({ id: 'other' }), openid: 'o-victim' },
      aTouchJson({ id: 'future', atMs: NOW_MS + 3_600_000 }),
      aTouchJson({ id: 'old', atMs: 0 }),
      aTouchJson({ id: 'long', customParams: { a: 'x'.repeat(600) } }),
      aTouchJson({ id: 'unknown-room', roomId: 99 }),
      7,
      aTouchJson({ id: 'good-2' }),
    ])
    const refusal = (index: number, id: string | null, code: string) => ({ index, id, code, message: expect.stringMatching(/./), isFinal: true })
    expect([status, body]).toEqual([422, {
      error: { code: 'touches-rejected', message: expect.any(String) },
      accepted: ['good-1', 'good-2'],
      rejected: [
        refusal(1, 'text', 'touch-malformed'),
        refusal(2, 'array', 'touch-malformed'),
        refusal(3, 'other', 'openid-mismatch'),
        refusal(4, 'future', 'touch-from-future'),
        refusal(5, 'old', 'touch-too-old'),
        refusal(6, 'long', 'custom-params-invalid'),
        refusal(7, 'unknown-room', 'room-not-found'),
        refusal(8, null, 'touch-malformed'),
      ],
    }])
    expect((await kept()).map(({ id, openid }) => [id, openid])).toEqual([['good-1', 'o-visitor'], ['good-2', 'o-visitor']])
    expect(refused).toHaveLength(8)
  })

  it('asks for a touch again whose room may be too new for the list', async () => {
    const touch = aTouchJson({ roomId: 99 })
    for (const scene of [{ listedAtMs: touch.atMs }, { listed: null }]) {
      const { kept, send } = await start(home, scene)
      const { status, body } = await send([touch])
      expect([status, body]).toMatchObject([422, { accepted: [], rejected: [{ code: 'room-not-known-yet', isFinal: false }] }])
      expect(await kept()).toEqual([])
    }
  })

  it('takes touches of rooms that WeChat lists no more', async () => {
    const { send } = await start(home, { listed: null, outlived: [7] })
    expect((await send([aTouchJson({ roomId: 7 })])).status).toBe(200)
  })

  it('keeps __proto__ and SQL where they came from, and nobody else\'s data is touched', async () => {
    const { kept, sendBody, send } = await start(home)
    const evil = JSON.stringify({ sentAtMs: NOW_MS, touches: [aTouchJson({ id: 'good' }), aTouchJson({ id: 'evil', customParams: { swap: 1 } })] }).replace('"swap":1', '"__proto__":{"isAdmin":true}')
    const { status, body } = await sendBody(evil)
    expect([status, body]).toMatchObject([422, { accepted: ['good'], rejected: [{ id: 'evil', code: 'custom-params-invalid', isFinal: true }] }])
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()

    const sql = `'); drop table touches; --`
    const touch = aTouchJson({ id: sql, shareOpenid: `o' or '1'='1`, shareId: sql, customParams: { [sql]: sql } })
    expect((await send([touch, aTouchJson({ id: 'other', shareOpenid: '', shareId: sql })], `o-'; --`)).status).toBe(200)
    expect(await kept()).toMatchObject([
      { openid: `o-'; --`, id: sql, share_openid: touch.shareOpenid, custom_params: JSON.stringify(touch.customParams) },
      { openid: `o-'; --`, id: 'other', share_openid: '' },
      { id: 'good', openid: 'o-visitor' },
    ])
  })

  it('tells how long touches waited on their phones', async () => {
    const lags: number[] = []
    const { send } = await start(home, { observer: { onLag: seconds => void lags.push(seconds) } })
    await send([aTouchJson({ id: 'a', atMs: NOW_MS - 1500 }), aTouchJson({ id: 'b', atMs: NOW_MS + 500 }), aTouchJson({ id: 'c', roomId: 99 })])
    expect(lags).toEqual([1.5, 0])
  })
})

describeBothHomes('a body of touches', (home) => {
  const batch = (differences: object) => ({ sentAtMs: NOW_MS, touches: [aTouchJson()], ...differences })

  it.each<[string, unknown]>([
    ['nothing', ''],
    ['no JSON', '{"touches":'],
    ['a list', [aTouchJson()]],
    ['null', 'null'],
    ['text', '"touches"'],
    ['no touches', { sentAtMs: NOW_MS }],
    ['touches that are no list', batch({ touches: { 0: aTouchJson() } })],
    ['an empty list', batch({ touches: [] })],
    ['no time', { touches: [aTouchJson()] }],
    ['a time that is text', batch({ sentAtMs: String(NOW_MS) })],
    ['a time before the epoch', batch({ sentAtMs: -1 })],
    ['a time that is no number', batch({ sentAtMs: null })],
    ['its fields under __proto__', `{"__proto__":${JSON.stringify(batch({}))}}`],
  ])('of %s is refused', async (_what, body) => {
    const { kept, sendBody } = await start(home)
    expect(errorOf(await sendBody(body))).toEqual([400, 'invalid-body'])
    expect(await kept()).toEqual([])
  })

  it('may hold a hundred touches, not ten thousand', async () => {
    const { kept, sendBody } = await start(home)
    expect(errorOf(await sendBody(batch({ touches: many(101) })))).toEqual([413, 'batch-too-large'])
    expect(errorOf(await sendBody(batch({ touches: Array.from({ length: 10_000 }, () => ({})) })))).toEqual([413, 'batch-too-large'])
    expect(errorOf(await sendBody(batch({ touches: many(10_000) })))).toEqual([413, 'body-too-large'])
    expect(await kept()).toEqual([])
  })

  it('may be 256 KB long, not 5 MB', async () => {
    const { sendBody, send, kept } = await start(home)
    const ofSize = (bytes: number) => JSON.stringify(batch({})).padEnd(bytes)
    expect((await sendBody(ofSize(256 * 1024))).status).toBe(200)
    expect(errorOf(await sendBody(ofSize(256 * 1024 + 1)))).toEqual([413, 'body-too-large'])
    for (let i = 0; i < 5; i++)
      expect(errorOf(await send([aTouchJson({ id: 'big', customParams: { a: 'x'.repeat(5_000_000) } })]))).toEqual([413, 'body-too-large'])
    expect(await kept()).toHaveLength(1)
  })

  it('may hold the longest touches that there are', async () => {
    const { sendBody } = await start(home)
    const longest = Array.from({ length: 100 }, (_, i) => aTouchJson({
      id: `${'茶'.repeat(124)}-${i}`,
      shareOpenid: '茶'.repeat(128),
      shareId: '茶'.repeat(128),
      customParams: { a: 'x'.repeat(578) },
    }))
    expect((await sendBody(batch({ touches: longest }))).status).toBe(200)
  })

  it('is JSON whatever its content type says', async () => {
    const { url } = await start(home)
    const authorization = `Bearer ${await tokens.issue('o-visitor')}`
    for (const type of ['text/plain', 'application/octet-stream'])
      expect((await fetch(`${url}/v1/touches`, { method: 'POST', headers: { authorization, 'content-type': type }, body: JSON.stringify(batch({})) })).status).toBe(200)
  })
})

describeBothHomes('touches of strangers', (home) => {
  it('are refused before anything of them is read', async () => {
    const { kept, post } = await start(home)
    expect(errorOf(await post('/v1/touches', '{', {}))).toEqual([401, 'session-required'])
    expect(errorOf(await post('/v1/touches', { sentAtMs: NOW_MS, touches: many(1) }, { authorization: 'Bearer x.y.z' }))).toEqual([401, 'session-invalid'])
    expect(await kept()).toEqual([])
  })
})

describe('while the database is away', () => {
  describeBothHomes('touches', (home) => {
    it('are not lost: the phone is told to send them again', async () => {
      const refused: string[] = []
      const touches = { save: () => Promise.reject(new Error('connection refused')) }
      const { logged, send } = await start(home, { touches, observer: { onRefused: code => void refused.push(code) } })
      const said = await send([aTouchJson(), aTouchJson({ id: 'bad', roomId: -1 })])
      expect(errorOf(said)).toEqual([503, 'storage-unavailable'])
      expect(said.headers.get('retry-after')).toBe('30')
      expect(refused).toEqual([])
      expect(said.text).not.toContain('refused')
      expect(logged()).toContain('connection refused')
      expect(logged()).not.toContain('o-visitor')
    })

    it('of unknown rooms are not judged either', async () => {
      const { db, kept, send } = await start(home)
      // Connected, and then gone.
      await kept()
      await db.destroy()
      expect(errorOf(await send([aTouchJson({ roomId: 99 })]))).toEqual([503, 'storage-unavailable'])
    })
  })
})
