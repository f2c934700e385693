import type { Fault } from '@/server/simulator/faults'
import type { SimulatedRoom } from '@/server/simulator/timetable'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRoomCodes } from '@/server/room-codes/room-codes'
import { roomCodesRoutes } from '@/server/room-codes/room-codes-routes'
import { parseRoomCode } from '@/server/wechat/parse-room-code'
import { decodeCustomParams } from '@/src/domain/custom-params'
import { aRoom } from '../support/a-room'
import { errorOf, serve } from '../support/serve'
import { startWeChat } from '../support/world'

const KEY = 'the-key-of-the-tests'
const HOUR_MS = 3_600_000
const POSTER = encodeURIComponent('{"channel":"海报"}')

async function start({ rooms = () => [aRoom(5)], maxCodes = 100, key = KEY as string | null }: { rooms?: () => SimulatedRoom[], maxCodes?: number, key?: string | null } = {}) {
  const world = await startWeChat({ rooms })
  const { clock, simulator, wechat } = world
  const all = await wechat.listRooms()
  const list = { rooms: all, byId: new Map(all.map(room => [room.id, room])), checkedAtMs: clock.now(), isStale: false }
  const served = await serve(roomCodesRoutes({ catalogue: { read: async () => list }, codes: createRoomCodes({ wechat, clock, maxCodes }), adminKey: key }))
  const ask = (path: string) => served.get(`/v1/rooms/${path}`, { headers: { authorization: `Bearer ${KEY}` } })
  return { ...world, ...served, ask, asked: () => simulator.calls.getsharedcode.count }
}

describe('gET /v1/rooms/{id}/code', () => {
  it('answers a picture and the way to the room, with what whoever comes brings along', async () => {
    const { ask, simulator } = await start()
    const { status, body, headers } = await ask(`5/code?custom_params=${POSTER}`)
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(body).toEqual({
      roomId: 5,
      codeUrl: `http://pictures.test/simulator/codes/5.svg?params=${encodeURIComponent(POSTER)}`,
      posterUrl: `http://pictures.test/simulator/codes/5.svg?poster=1&params=${encodeURIComponent(POSTER)}`,
      pagePath: `plugin-private://wx2b03c6e691cd7370/pages/live-player-plugin?room_id=5&custom_params=${POSTER}`,
    })
    const { roomId, params } = simulator.calls.getsharedcode.lastBody as { roomId: string, params: string }
    expect([roomId, decodeCustomParams(params)]).toEqual(['5', { channel: '海报' }])
  })

  it('asks for none of them where there are none', async () => {
    const { ask, asked, simulator } = await start()
    expect((await ask('5/code')).body).toMatchObject({ pagePath: 'plugin-private://wx2b03c6e691cd7370/pages/live-player-plugin?room_id=5' })
    expect(simulator.calls.getsharedcode.lastBody).not.toHaveProperty('params')
    await ask('5/code?custom_params=')
    await ask('5/code?custom_params={}')
    expect(asked()).toBe(1)
  })

  it.each([
    ['[1]', /not a JSON object/],
    ['channel', /not a JSON object/],
    ['{"channel":', /not a JSON object/],
    ['{"__proto__":1}', /not a JSON object/],
    [JSON.stringify({ channel: '茶'.repeat(70) }), /too long: 6\d\d characters once it is URI-encoded, and WeChat keeps 600/],
    [`{"channel":"${'x'.repeat(2000)}"}`, /custom_params.*at most 600 characters/],
  ])('refuses %s, and does not ask WeChat', async (text, message) => {
    const { ask, asked } = await start()
    const { status, body } = await ask(`5/code?custom_params=${encodeURIComponent(text)}`)
    expect([status, body]).toEqual([400, { error: { code: 'invalid-query', message: expect.stringMatching(message) } }])
    expect(asked()).toBe(0)
  })

  it('is for who has the key', async () => {
    const { get, asked } = await start()
    expect(errorOf(await get('/v1/rooms/5/code'))).toEqual([401, 'admin-key-required'])
    expect(errorOf(await get('/v1/rooms/5/code', { headers: { authorization: 'Bearer wrong' } }))).toEqual([401, 'admin-key-invalid'])
    expect(asked()).toBe(0)
    const closed = await start({ key: null })
    expect(errorOf(await closed.ask('5/code'))).toEqual([503, 'admin-key-not-configured'])
  })

  it('knows the shop\'s rooms without asking WeChat', async () => {
    const { ask, asked } = await start()
    expect(errorOf(await ask('6/code'))).toEqual([404, 'room-not-found'])
    expect(errorOf(await ask('0/code'))).toEqual([400, 'invalid-query'])
    expect(asked()).toBe(0)
  })

  it('has none for a room that is over', async () => {
    const { ask } = await start({ rooms: () => [aRoom(5, { statusCode: 103 })] })
    expect(errorOf(await ask('5/code'))).toEqual([409, 'room-code-refused'])
  })

  it.each<[Fault, number, string]>([
    [{ kind: 'errcode', errcode: 300022 }, 404, 'room-not-found'],
    [{ kind: 'errcode', errcode: 300023 }, 409, 'room-code-refused'],
    [{ kind: 'errcode', errcode: 1001 }, 409, 'room-code-refused'],
    [{ kind: 'errcode', errcode: 45009 }, 503, 'room-code-unavailable'],
    [{ kind: 'errcode', errcode: -1 }, 503, 'room-code-unavailable'],
    [{ kind: 'echo', errcode: 48001 }, 503, 'room-code-unavailable'],
    [{ kind: 'html' }, 503, 'room-code-unavailable'],
    [{ kind: 'status', status: 502 }, 503, 'room-code-unavailable'],
    [{ kind: 'body', body: { errcode: 0, cdnUrl: '' } }, 503, 'room-code-unavailable'],
  ])('with %j from WeChat is %i %s, and asks again next time', async (fault, status, code) => {
    const { ask, asked, simulator, logged } = await start()
    simulator.fail('getsharedcode', fault, 1)
    const answer = await ask('5/code')
    expect(errorOf(answer)).toEqual([status, code])
    // Not when the day's calls are used up: half a minute changes nothing then.
    expect(answer.headers.get('retry-after')).toBe(status === 503 && !('errcode' in fault && fault.errcode === 45009) ? '30' : null)
    expect(logged()).toContain('a room code could not be had')
    expect(logged()).not.toMatch(/simulated-[0-9a-f]{8}-/)
    expect((await ask('5/code')).status).toBe(200)
    expect(asked()).toBe(2)
  })
})

describe('wechat is asked for a code', () => {
  it('once for all who ask the same, at once or later', async () => {
    const { ask, asked } = await start()
    await Promise.all(Array.from({ length: 20 }, () => ask(`5/code?custom_params=${POSTER}`)))
    await ask(`5/code?custom_params=${encodeURIComponent('{ "channel": "海报" }')}`)
    expect(asked()).toBe(1)
    await ask('5/code')
    expect(asked()).toBe(2)
  })

  it('again after six hours, and when a clock has been put right', async () => {
    const { ask, asked, clock } = await start()
    await ask('5/code')
    clock.jumpBy(6 * HOUR_MS - 1)
    await ask('5/code')
    expect(asked()).toBe(1)
    clock.jumpBy(1)
    await ask('5/code')
    expect(asked()).toBe(2)
    clock.jumpBy(-24 * HOUR_MS)
    await ask('5/code')
    expect(asked()).toBe(3)
  })

  it('for no more codes than are worth remembering', async () => {
    const { ask, asked } = await start({ rooms: () => [1, 2, 3].map(id => aRoom(id)), maxCodes: 2 })
    for (const id of [1, 2, 3, 3, 2])
      await ask(`${id}/code`)
    expect(asked()).toBe(3)
    await ask('1/code')
    expect(asked()).toBe(4)
  })
})

describe('wechat\'s answer', () => {
  it('is read as its page shows it; pictures of WeChat\'s host come by https', () => {
    expect(parseRoomCode({ errcode: 0, cdnUrl: 'http://mmbiz.qpic.cn/code/0', pagePath: 'plugin-private://x', posterUrl: 'https://res.test/p.jpg' }))
      .toEqual({ codeUrl: 'https://mmbiz.qpic.cn/code/0', pagePath: 'plugin-private://x', posterUrl: 'https://res.test/p.jpg' })
    expect(parseRoomCode({ cdnUrl: 'http://other.test/qpic.cn/' })).toEqual({ codeUrl: 'http://other.test/qpic.cn/', pagePath: '', posterUrl: '' })
  })

  it('may be anything, and is then whole or none', () => {
    const anything = fc.oneof(fc.anything(), fc.webUrl(), fc.constantFrom('javascript:alert(1)', 'https://', 'ftp://x/y'))
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.record({ cdnUrl: anything, pagePath: anything, posterUrl: anything })), (input) => {
      const code = parseRoomCode(input)
      if (code === null)
        return
      expect(code.codeUrl).toMatch(/^https?:\/\/./i)
      expect(code.posterUrl).toMatch(/^(?:https?:\/\/.+)?$/is)
      expect(typeof code.pagePath).toBe('string')
    }))
  })
})
