import { describe, expect, it } from 'vitest'
import { aRoom } from './support/a-room'
import { ADMIN_KEY, startWorld } from './support/world'

const OPERATIONS = [
  'createSession',
  'getHealth',
  'getReadiness',
  'getReplays',
  'getRoom',
  'getRoomAttribution',
  'getRoomCode',
  'getShareChain',
  'getStatuses',
  'listChannelsAccounts',
  'listRoomAttribution',
  'listRooms',
  'listSharers',
  'listStreams',
  'sendTouches',
]

interface Operation { readonly operationId?: string, readonly tags?: readonly string[] }

describe('the whole gateway', () => {
  it('describes all that it does, each under a heading that is explained', async () => {
    const { get } = await startWorld()
    const { paths, tags } = (await get('/openapi.json')).body as { paths: Record<string, Record<string, Operation>>, tags: { name: string }[] }
    const operations = Object.values(paths).flatMap(path => Object.values(path))
    expect(operations.map(({ operationId }) => operationId)).toEqual(expect.arrayContaining(OPERATIONS))
    const explained = tags.map(({ name }) => name)
    expect(operations.filter(({ tags: [tag] = [] }) => !tag || !explained.includes(tag))).toEqual([])
  })

  it.each([
    ['/v1/rooms/1/replays', 200],
    ['/v1/rooms/404/replays', 404],
    ['/attribution', 200],
    ['/readyz', 200],
    ['/v1/attribution/rooms', 401],
    ['/v1/rooms/1/code', 401],
    ['/metrics', 401],
    ['/v1/wechat/events', 503],
  ])('answers %s with %d', async (path, status) => {
    const { get } = await startWorld({ rooms: () => [aRoom(1)] })
    await get('/v1/rooms')
    expect((await get(path)).status).toBe(status)
  })

  it('lets only who has the key see how it is doing, and counts what was asked', async () => {
    const { get } = await startWorld({ rooms: () => [aRoom(1)] })
    await get('/v1/rooms')
    const { status, text } = await get('/metrics', { headers: { authorization: `Bearer ${ADMIN_KEY}` } })
    expect(status).toBe(200)
    expect(text).toMatch(/route="\/v1\/rooms"/)
  })

  it('refuses impossible days and numbers in reports', async () => {
    const { get } = await startWorld()
    for (const query of ['rooms?from=2026-02-31', 'rooms?from=2026-11-24&to=2026-11-23', 'rooms?limit=201', 'rooms/0', 'rooms/9999999999999999', 'sharers?room_id=1.5', 'sharers?from=today']) {
      const { status, body } = await get(`/v1/attribution/${query}`, { headers: { authorization: `Bearer ${ADMIN_KEY}` } })
      expect([query, status, body]).toMatchObject([query, 400, { error: { code: 'invalid-query' } }])
    }
  })
})
