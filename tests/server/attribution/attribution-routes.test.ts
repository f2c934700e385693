import type { Answer, World } from '../support/world'
import type { RoomReportJson, RoomSummariesJson, ShareChainJson, SharersJson } from '@/server/contract/attribution'
import type { ErrorJson } from '@/server/contract/common'
import type { TouchRow } from '@/server/storage/touches'
import { describe, expect, it } from 'vitest'
import { createRoomStore } from '@/server/storage/rooms'
import { createTouchStore } from '@/server/storage/touches'
import { aRoom } from '@/tests/support/rooms'
import { ADMIN_KEY, startWorld } from '../support/world'

const REPORTS = ['/v1/attribution/rooms', '/v1/attribution/rooms/1', '/v1/attribution/rooms/1/chain', '/v1/attribution/sharers']
const IMPOSSIBLE = [
  'rooms?from=2026-02-31',
  'rooms?from=2026-02-29',
  'rooms?to=2026-13-01',
  'rooms?from=0000-00-00',
  'rooms?from=2026-2-3',
  'rooms?from=20261123',
  'rooms?from=2026-11-23T00:00:00Z',
  'rooms?from=',
  'rooms?from=2026-11-23&from=2026-11-24',
  `rooms?from=${encodeURIComponent('\' or 1=1 --')}`,
  'rooms?from=2026-11-24&to=2026-11-23',
  'rooms/1?from=2026-11-24&to=2026-11-23',
  'rooms/1/chain?to=2026-04-31',
  'sharers?from=2026-06-31',
  'rooms?limit=0',
  'rooms?limit=201',
  'rooms?limit=1.5',
  'rooms?limit=1e400',
  'rooms?offset=-1',
  'rooms?offset=1000001',
  'rooms?offset=1e400',
  'rooms?offset=x',
  'rooms/0',
  'rooms/x',
  'rooms/-1',
  'rooms/9007199254740993',
  'rooms/1%20or%201=1',
  'rooms/0/chain',
  'sharers?room_id=0',
  'sharers?room_id=9007199254740993',
  'sharers?room_id=',
]
const EVENING_MS = Date.UTC(2026, 10, 23, 12)

const withKey = (key: string) => ({ headers: { authorization: `Bearer ${key}` } })
const ask = (world: World, path: string): Promise<Answer> => world.get(path, withKey(ADMIN_KEY))
const codeOf = ({ body }: Answer): string => (body as ErrorJson).error.code

async function comes(world: World, openid: string, shareOpenid: string, minute: number): Promise<void> {
  const atMs = EVENING_MS + minute * 60_000
  const touch: TouchRow = { id: `t${minute}`, via: 'share-card', roomId: 1, goodsId: null, shareOpenid, shareId: '', customParams: {}, scene: 1007, atMs }
  await createTouchStore(world.database).save(openid, [touch], atMs)
}

describe('reports over HTTP', () => {
  it('are for the staff only', async () => {
    const world = await startWorld()
    for (const path of REPORTS) {
      const [keyless, wrong] = await Promise.all([world.get(path), world.get(path, withKey('not-the-key'))])
      expect([path, keyless.status, codeOf(keyless)]).toEqual([path, 401, 'admin-key-required'])
      expect([path, wrong.status, codeOf(wrong)]).toEqual([path, 401, 'admin-key-invalid'])
    }
    expect(world.logged()).not.toContain('not-the-key')
  })

  it('are for nobody while no key is set', async () => {
    const world = await startWorld({ config: { adminKey: null } })
    for (const path of REPORTS)
      expect(codeOf(await ask(world, path))).toBe('admin-key-not-configured')
  })

  it('tell somebody without the key nothing about what is asked, not even that it is wrong', async () => {
    const world = await startWorld()
    expect(codeOf(await world.get('/v1/attribution/rooms/0?from=rubbish'))).toBe('admin-key-required')
  })

  it('are kept by nobody on the way, whatever the answer', async () => {
    const world = await startWorld()
    await comes(world, 'b', 'a', 1)
    for (const path of [...REPORTS, '/v1/attribution/rooms/99', '/v1/attribution/rooms?from=rubbish'])
      expect([path, (await ask(world, path)).headers.get('cache-control')]).toEqual([path, 'no-store'])
    expect((await world.get('/v1/attribution/rooms')).headers.get('cache-control')).toBe('no-store')
  })

  it('say who came through whom', async () => {
    const world = await startWorld()
    await comes(world, 'b', 'a', 1)
    await comes(world, 'c', 'b', 2)
    const [rooms, room, chain, sharers] = await Promise.all(REPORTS.map(async path => (await ask(world, path)).body))
    expect(rooms as RoomSummariesJson).toEqual({ rooms: [{ roomId: 1, name: null, startAtMs: null, entries: 2, visitors: 2, chainDepth: 2 }], total: 1 })
    expect(room as RoomReportJson).toMatchObject({ roomId: 1, entries: 2, chainDepth: 2, byDay: [{ day: '2026-11-23', entries: 2, visitors: 2 }] })
    expect((chain as ShareChainJson).links.map(({ sharerOpenid, openid, depth }) => [sharerOpenid, openid, depth])).toEqual([['a', 'b', 1], ['b', 'c', 2]])
    expect((sharers as SharersJson).sharers.map(({ openid, chainDepth }) => [openid, chainDepth])).toEqual([['a', 2], ['b', 1]])
  })

  it('take periods and slices', async () => {
    const world = await startWorld()
    await comes(world, 'b', 'a', 1)
    await comes(world, 'c', 'b', 2)
    expect((await ask(world, '/v1/attribution/rooms/1/chain?offset=1&limit=1')).body).toMatchObject({ total: 2, links: [{ openid: 'c' }] })
    expect((await ask(world, '/v1/attribution/sharers?room_id=2')).body).toMatchObject({ total: 0 })
    expect((await ask(world, '/v1/attribution/rooms?from=2026-11-23&to=2026-11-23')).body).toMatchObject({ total: 1 })
    expect((await ask(world, '/v1/attribution/rooms?from=2026-11-24')).body).toMatchObject({ total: 0 })
    expect((await ask(world, '/v1/attribution/rooms?from=2028-02-29')).status).toBe(200)
  })

  it('refuse impossible days, numbers and rooms', async () => {
    const world = await startWorld()
    for (const path of IMPOSSIBLE) {
      const answer = await ask(world, `/v1/attribution/${path}`)
      expect([path, answer.status, codeOf(answer)]).toEqual([path, 400, 'invalid-query'])
      expect(answer.text).not.toContain('or 1=1')
    }
  })

  it('say so when the database does not answer, and nothing about it', async () => {
    const world = await startWorld()
    await world.database.schema.dropTable('touches').execute()
    for (const path of REPORTS) {
      const answer = await ask(world, path)
      expect([path, answer.status, codeOf(answer)]).toEqual([path, 503, 'storage-unavailable'])
      expect(answer.headers.get('retry-after')).toBe('30')
      expect(answer.text).not.toContain('touches')
    }
    expect(world.logged()).toContain('a report could not be read')
  })

  it('know a room by its touches or by the list it was in, and no other', async () => {
    const world = await startWorld()
    await comes(world, 'b', 'a', 1)
    await createRoomStore(world.database).remember([aRoom({ id: 2, name: '<b>"茶"</b>' })], 1)
    expect((await ask(world, '/v1/attribution/rooms/1')).body).toMatchObject({ name: null, entries: 1 })
    expect((await ask(world, '/v1/attribution/rooms/2')).body).toMatchObject({ name: '<b>"茶"</b>', entries: 0, byDay: [] })
    const unknown = await ask(world, '/v1/attribution/rooms/3')
    expect([unknown.status, codeOf(unknown)]).toEqual([404, 'room-not-found'])
  })
})
