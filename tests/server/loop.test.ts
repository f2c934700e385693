import type { World } from './support/world'
import type { RoomReportJson, ShareChainJson, SharersJson } from '@/server/contract/attribution'
import { beforeEach, describe, expect, it } from 'vitest'
import { aRoom } from './support/a-room'
import { aPhone, installUniRequest } from './support/phone'
import { ADMIN_KEY, startWorld } from './support/world'

const DAY_MS = 86_400_000

async function report<T>(world: World, path: string): Promise<T> {
  const { status, body } = await world.get(`/v1/attribution/${path}`, { headers: { authorization: `Bearer ${ADMIN_KEY}` } })
  expect(status).toBe(200)
  return body as T
}

describe('who shared, who came', () => {
  beforeEach(installUniRequest)

  const startShop = () => startWorld({ rooms: () => [aRoom(1), aRoom(2)] })

  it('closes the loop: from A\'s own card to B, from B\'s card out of the room to C, to the shop\'s report', async () => {
    const world = await startShop()
    const [anna, bert, carl] = [aPhone(world, 'anna'), aPhone(world, 'bert'), aPhone(world, 'carl')]

    bert.comes({ via: 'own-link', shareId: await anna.shareId(), customParams: { channel: 'spring' } })
    await bert.delivers()
    bert.clock.advanceBy(60_000)
    carl.clock.advanceBy(120_000)
    world.clock.advanceBy(120_000)
    // WeChat leaves the first sharer's parameters as they were.
    carl.comes({ shareOpenid: 'bert', customParams: { channel: 'spring' } })
    carl.comes({ via: 'goods-page', goodsId: 5001 })
    await carl.delivers()

    expect(await report<RoomReportJson>(world, 'rooms/1')).toMatchObject({
      entries: 3,
      visitors: 2,
      chainDepth: 2,
      byDay: [{ entries: 3, visitors: 2 }],
      byGoods: [{ goodsId: 5001, entries: 1 }],
    })
    expect((await report<ShareChainJson>(world, 'rooms/1/chain')).links).toMatchObject([
      { openid: 'bert', sharerOpenid: 'anna', depth: 1 },
      { openid: 'carl', sharerOpenid: 'bert', depth: 2 },
    ])
    expect((await report<SharersJson>(world, 'sharers')).sharers.map(({ openid, chainDepth }) => [openid, chainDepth])).toEqual([['anna', 2], ['bert', 1]])
  })

  it('counts who came through Channels for whoever shared, though it was to no room', async () => {
    const world = await startShop()
    const bert = aPhone(world, 'bert')
    bert.comes({ via: 'channels', roomId: null, shareOpenid: 'anna', customParams: { promoter: 'p1' }, scene: 1177 })
    await bert.delivers()
    expect(await report<SharersJson>(world, 'sharers')).toMatchObject({ sharers: [{ openid: 'anna', entries: 1, visitors: 1, rooms: 0 }] })
  })

  it('loses nothing offline and over a restart', async () => {
    const world = await startShop()
    const bert = aPhone(world, 'bert')
    bert.setOnline(false)
    for (let i = 0; i < 130; i++) {
      bert.comes({ shareOpenid: 'anna' })
      bert.clock.advanceBy(1)
    }
    bert.restart()
    expect(bert.waitingCount()).toBe(130)
    bert.setOnline(true)
    await bert.delivers()
    expect(await report<RoomReportJson>(world, 'rooms/1')).toMatchObject({ entries: 130, visitors: 1 })
  })

  it('counts by its own clock when a phone\'s is a week ahead or behind', async () => {
    const world = await startShop()
    for (const [openid, wrongByMs] of [['early', 7 * DAY_MS], ['late', -7 * DAY_MS]] as const) {
      const phone = aPhone(world, openid, wrongByMs)
      phone.comes({ shareOpenid: 'anna' })
      await phone.delivers()
    }
    const { byDay } = await report<RoomReportJson>(world, 'rooms/1')
    expect(byDay).toEqual([{ day: '2024-06-01', entries: 2, visitors: 2 }])
  })

  it('lets a touch of a room that does not exist go, and every other one stay', async () => {
    const world = await startShop()
    await world.get('/v1/rooms')
    // The list is looked at after the visit, so that the gateway can be sure.
    const bert = aPhone(world, 'bert', -60_000)
    bert.comes({ roomId: 404, shareOpenid: 'anna', atMs: bert.clock.now() - 1000 })
    bert.comes({ roomId: 2, shareOpenid: 'anna' })
    bert.comes({ roomId: null, via: 'own-link' })
    await bert.delivers()
    expect(await report<SharersJson>(world, 'sharers')).toMatchObject({ sharers: [{ openid: 'anna', entries: 1, rooms: 1 }] })
  })

  it('says nothing of it in the log: no openid, no token, no key', async () => {
    const world = await startShop()
    const bert = aPhone(world, 'visitor-bert')
    bert.comes({ shareOpenid: 'visitor-anna' })
    await bert.delivers()
    await report(world, 'sharers')
    const logged = world.logged()
    expect(logged).toContain('/v1/touches')
    for (const secret of ['visitor-bert', 'visitor-anna', 'eyJ', ADMIN_KEY, world.simulator.account.appSecret])
      expect(logged).not.toContain(secret)
  })
})
