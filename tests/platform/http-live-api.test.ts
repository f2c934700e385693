import type { LiveApi } from '@/src/domain/live-api'
import type { LiveError } from '@/src/domain/live-error'
import { describe, expect, it, vi } from 'vitest'
import { createHttpLiveApi } from '@/src/platform/http-live-api'

const ROOM = {
  id: 7,
  name: '周三新品',
  hostName: '小林',
  coverUrl: 'https://img.example.com/7.jpg',
  shareImageUrl: '',
  startAtMs: 1,
  endAtMs: 2,
  status: 'live',
  statusCode: 101,
  goods: [],
  hasReplay: false,
}

function setUp(body: unknown) {
  const get = vi.fn(async (_path: string) => body)
  return { get, api: createHttpLiveApi({ get }) }
}

describe('the gateway\'s rooms', () => {
  it('asks for a slice with what it is told', async () => {
    const { api, get } = setUp({ rooms: [ROOM], total: 1, offset: 0, revision: 'r1', checkedAtMs: 5, isStale: false })
    await expect(api.listRooms({ offset: 0, limit: 20 })).resolves.toMatchObject({ rooms: [{ id: 7 }], total: 1, revision: 'r1' })
    await api.listRooms({ statuses: ['live', 'paused'], search: '新品 & 100%', offset: 20, limit: 10 })
    await api.listRooms({ statuses: [], search: '', offset: 0, limit: 1 })
    expect(get.mock.calls.flat()).toEqual([
      '/v1/rooms?offset=0&limit=20',
      '/v1/rooms?status=live%2Cpaused&search=%E6%96%B0%E5%93%81%20%26%20100%25&offset=20&limit=10',
      '/v1/rooms?offset=0&limit=1',
    ])
  })

  it('asks for one room', async () => {
    const { api, get } = setUp({ room: ROOM, checkedAtMs: 5, isStale: true })
    await expect(api.getRoom(7)).resolves.toMatchObject({ room: { id: 7 }, isStale: true })
    expect(get.mock.calls).toEqual([['/v1/rooms/7']])
  })

  it('does not ask for what is no room', async () => {
    const { api, get } = setUp({})
    await expect(api.getRoom(-1)).rejects.toEqual({ kind: 'invalid-room-id' })
    expect(get).not.toHaveBeenCalled()
  })

  it('asks for several statuses at once, and for none of no rooms', async () => {
    const { api, get } = setUp({ statuses: [{ roomId: 7, status: 'live', code: 101, checkedAtMs: 5 }] })
    await expect(api.getStatuses([7, 8])).resolves.toEqual([{ roomId: 7, status: 'live', code: 101, checkedAtMs: 5 }])
    await expect(api.getStatuses([])).resolves.toEqual([])
    expect(get.mock.calls).toEqual([['/v1/statuses?ids=7,8']])
  })

  it.each([undefined, null, '<html>', 5, [], {}])('takes %j for no answer', async (body) => {
    const { api } = setUp(body)
    const asked: ((api: LiveApi) => Promise<unknown>)[] = [({ listRooms }) => listRooms({ offset: 0, limit: 1 }), ({ getRoom }) => getRoom(7), ({ getStatuses }) => getStatuses([7])]
    for (const ask of asked) await expect(ask(api)).rejects.toEqual({ kind: 'response-invalid', cause: body })
  })

  it('passes failures on', async () => {
    const offline: LiveError = { kind: 'offline' }
    const api = createHttpLiveApi({ get: async () => Promise.reject(offline) })
    await expect(api.listRooms({ offset: 0, limit: 1 })).rejects.toBe(offline)
  })
})
