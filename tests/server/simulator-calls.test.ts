import type { WorldOptions } from './support/world'
import { describe, expect, it } from 'vitest'
import { replayInfo } from '@/server/simulator/replay-info'
import { simulatedRooms } from '@/server/simulator/timetable'
import { FAKE_START_MS } from '@/tests/support/fake-clock'
import { aRoom } from './support/a-room'
import { startWeChat } from './support/world'

const MINUTE_MS = 60_000

/** WeChat as any program talks to it, without the gateway's client. */
async function talkTo(options: WorldOptions = {}) {
  const { clock, simulator } = await startWeChat(options)
  const { appId, appSecret, baseUrl } = simulator.account
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(baseUrl + path, init)
    expect(response.status).toBe(200)
    return await response.json() as { access_token?: string, live_replay?: unknown[] }
  }
  const redeem = (js_code: string, differences: Record<string, string> = {}) =>
    ask(`/sns/jscode2session?${new URLSearchParams({ appid: appId, secret: appSecret, js_code, grant_type: 'authorization_code', ...differences })}`)
  const { access_token: token } = await ask('/cgi-bin/stable_token', { method: 'POST', body: JSON.stringify({ grant_type: 'client_credential', appid: appId, secret: appSecret }) })
  const replays = (body: object) =>
    ask(`/wxa/business/getliveinfo?access_token=${token}`, { method: 'POST', body: JSON.stringify({ action: 'get_replay', start: 0, limit: 100, ...body }) })
  return { clock, simulator, redeem, replays }
}

describe('the simulated jscode2session', () => {
  it('tells whose login code it is, once', async () => {
    const { redeem, simulator } = await talkTo()
    const code = simulator.logins.issue('o-visitor')
    expect(await redeem(code)).toEqual({ openid: 'o-visitor', session_key: expect.stringMatching(/./) })
    expect(await redeem(code)).toMatchObject({ errcode: 40163 })
  })

  it('does not know a code that is made up, missing or five minutes old', async () => {
    const { clock, redeem, simulator } = await talkTo()
    expect(await redeem('made-up')).toMatchObject({ errcode: 40029 })
    expect(await redeem('')).toMatchObject({ errcode: 40029 })
    const code = simulator.logins.issue('o-visitor')
    clock.jumpBy(5 * MINUTE_MS)
    expect(await redeem(code)).toMatchObject({ errcode: 40029 })
  })

  it.each([[{ secret: 'wrong' }, 40125], [{ appid: 'wxwrong' }, 40013], [{ grant_type: 'password' }, 40002]] as [Record<string, string>, number][])('with %j answers %i and uses no code up', async (differences, errcode) => {
    const { redeem, simulator } = await talkTo()
    const code = simulator.logins.issue('o-visitor')
    expect(await redeem(code, differences)).toMatchObject({ errcode })
    expect(await redeem(code)).toHaveProperty('openid', 'o-visitor')
  })
})

describe('the simulated get_replay', () => {
  const rooms = (nowMs: number) => [aRoom(5, { statusCode: nowMs < FAKE_START_MS ? 101 : 103, endAtMs: FAKE_START_MS }), aRoom(6, { statusCode: 103, hasReplay: false })]

  it('has a replay ten minutes after the end', async () => {
    const { clock, replays } = await talkTo({ rooms })
    clock.jumpBy(10 * MINUTE_MS - 1)
    expect(await replays({ room_id: 5 })).toEqual({ errcode: 0, errmsg: 'ok', live_replay: [], total: 0 })
    clock.jumpBy(1)
    const { live_replay: segments } = await replays({ room_id: 5 })
    expect(segments).toHaveLength(3)
    expect(segments?.[0]).toEqual({ create_time: '2024-06-01T11:00:00Z', expire_time: '2024-06-01T23:00:00Z', media_url: 'http://pictures.test/simulator/replays/5-1.mp4' })
  })

  it('gives slices of it', async () => {
    const { clock, replays } = await talkTo({ rooms })
    clock.jumpBy(10 * MINUTE_MS)
    const all = (await replays({ room_id: 5 })).live_replay ?? []
    expect(await replays({ room_id: 5, start: 1, limit: 1 })).toMatchObject({ live_replay: [all[1]], total: 3 })
    expect(await replays({ room_id: 5, start: 3 })).toMatchObject({ live_replay: [], total: 3 })
  })

  it('has none that the shop has closed, and knows no other room', async () => {
    const { clock, replays } = await talkTo({ rooms })
    clock.jumpBy(10 * MINUTE_MS)
    expect(await replays({ room_id: 6 })).toMatchObject({ live_replay: [] })
    expect(await replays({ room_id: 7 })).toMatchObject({ errcode: 9410003 })
    expect(await replays({ room_id: '5' })).toMatchObject({ errcode: 9410003 })
    expect(await replays({ room_id: 5, limit: 0 })).toMatchObject({ errcode: 47001 })
  })

  it('uses the room list\'s quota', async () => {
    const { replays, simulator } = await talkTo({ rooms })
    simulator.exhaustQuota()
    expect(await replays({ room_id: 5 })).toMatchObject({ errcode: 45009 })
  })

  it('shows links that work and links that do not, in the shop as it is at any hour', () => {
    for (let hour = 0; hour < 24; hour++) {
      const nowMs = FAKE_START_MS + hour * 60 * MINUTE_MS
      const segments = simulatedRooms(nowMs)
        .filter(({ statusCode, hasReplay }) => statusCode === 103 && hasReplay)
        .flatMap(room => replayInfo(room, '') as { expire_time: string }[])
      expect(segments.some(({ expire_time }) => Date.parse(expire_time) > nowMs)).toBe(true)
    }
  })
})
