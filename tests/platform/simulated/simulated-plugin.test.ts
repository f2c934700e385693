import type { SimulatedShareEntry } from '@/src/platform/simulated/share-entry'
import type { SimulatedWorld } from '@/src/platform/simulated/simulated-world'
import { describe, expect, it } from 'vitest'
import { createSimulatedPlugin } from '@/src/platform/simulated/simulated-plugin'
import { createLivePlugin } from '@/src/platform/wechat/live-plugin'
import { createFakeClock } from '@/tests/support/fake-clock'

const CARD: SimulatedShareEntry = { scene: 1007, roomId: 7, openid: 'visitor-2', shareOpenid: 'visitor-1', customParams: { pid: 3, city: '北京 & 100%' } }

const SHARE_SCENES = [1007, 1008, 1014, 1044, 1045, 1046, 1047, 1048, 1049, 1073, 1154, 1155]

function setUp(entry: SimulatedShareEntry | null = null, scene = entry?.scene ?? 1001) {
  const subscribed = new Set<number>()
  const statuses = new Map([[7, 101], [8, 102]])
  const world: SimulatedWorld = {
    openid: 'visitor-2',
    liveStatusOf: async roomId => statuses.get(roomId) ?? 0,
    enterScene: () => scene,
    shareEntry: () => entry,
    isSubscribed: roomId => subscribed.has(roomId),
    setSubscribed: (roomId, isSubscribed) => void (isSubscribed ? subscribed.add(roomId) : subscribed.delete(roomId)),
  }
  const clock = createFakeClock()
  const plugin = createSimulatedPlugin(world, clock)
  const client = () => ({ clientVersion: '8.0.54', baseLibraryVersion: '3.7.3' })
  return { clock, plugin, world, livePlugin: createLivePlugin({ load: () => plugin, client, clock }) }
}

describe('the simulated getLiveStatus', () => {
  it('answers with WeChat\'s number, and 0 for a room that does not exist', async () => {
    const { plugin, livePlugin } = setUp()
    await expect(plugin.getLiveStatus({ room_id: 7 })).resolves.toEqual({ liveStatus: 101 })
    await expect(livePlugin.getLiveStatus(8)).resolves.toBe(102)
    await expect(livePlugin.getLiveStatus(404)).resolves.toBe(0)
  })

  it('never settles for a room that was asked less than a minute ago', async () => {
    const { livePlugin, clock } = setUp()
    await livePlugin.getLiveStatus(7)
    await clock.advanceByAsync(59_000)
    const again = livePlugin.getLiveStatus(7)
    again.catch(() => {})
    await clock.advanceByAsync(8_000)
    await expect(again).rejects.toEqual({ kind: 'plugin-timeout', functionName: 'getLiveStatus', timeoutMs: 8_000 })
  })

  it('answers another room meanwhile, and the same room after a minute', async () => {
    const { livePlugin, clock } = setUp()
    await livePlugin.getLiveStatus(7)
    await expect(livePlugin.getLiveStatus(8)).resolves.toBe(102)
    await clock.advanceByAsync(60_000)
    await expect(livePlugin.getLiveStatus(7)).resolves.toBe(101)
  })
})

describe('the simulated plugin', () => {
  it.each([[[7]], '7', undefined, null, 0, 1.5])('refuses the room id %j with 100002', async (room_id) => {
    const { plugin } = setUp()
    for (const ask of [plugin.getLiveStatus, plugin.getSubscribeStatus, plugin.getOpenid])
      await expect(ask({ room_id })).rejects.toMatchObject({ errCode: 100002, errMsg: expect.stringMatching(/^operateWXData:fail 100002 /) })
  })

  it('refuses a call without an argument', async () => {
    await expect(setUp().plugin.getOpenid(undefined)).rejects.toMatchObject({ errCode: 100002 })
  })

  it('remembers subscriptions', async () => {
    const { livePlugin, world } = setUp()
    await expect(livePlugin.getSubscribeStatus(8)).resolves.toEqual({ roomId: 8, openid: 'visitor-2', isSubscribed: false })
    world.setSubscribed(8, true)
    await expect(livePlugin.getSubscribeStatus(8)).resolves.toMatchObject({ isSubscribed: true })
    await expect(livePlugin.getSubscribeStatus(7)).resolves.toMatchObject({ isSubscribed: false })
  })

  it('knows the visitor', async () => {
    await expect(setUp().livePlugin.getOpenid(7)).resolves.toBe('visitor-2')
  })
})

describe('the simulated getShareParams', () => {
  it.each([1001, 1011, 1074, 1089, 1107, 0])('refuses in scene %i', async (scene) => {
    const { plugin, livePlugin } = setUp(CARD, scene)
    await expect(plugin.getShareParams()).rejects.toBe('只能获取分享卡片入口的参数')
    await expect(livePlugin.getShareParams()).rejects.toMatchObject({ kind: 'not-a-share-scene' })
  })

  it.each(SHARE_SCENES)('answers in scene %i', async (scene) => {
    await expect(setUp({ ...CARD, scene }).livePlugin.getShareParams()).resolves.toMatchObject({ roomId: 7, openid: 'visitor-2' })
  })

  it('refuses a share scene that leads to no room', async () => {
    await expect(setUp(null, 1007).livePlugin.getShareParams()).rejects.toMatchObject({ kind: 'not-a-share-scene' })
  })

  it('brings the parameters of a card as an object, with the sharer', async () => {
    await expect(setUp(CARD).plugin.getShareParams()).resolves.toEqual({ room_id: 7, openid: 'visitor-2', share_openid: 'visitor-1', custom_params: CARD.customParams })
  })

  it('brings null where the card has none', async () => {
    const { plugin, livePlugin } = setUp({ ...CARD, customParams: null })
    await expect(plugin.getShareParams()).resolves.toMatchObject({ custom_params: null })
    await expect(livePlugin.getShareParams()).resolves.toMatchObject({ customParams: {}, shareOpenid: 'visitor-1' })
  })

  it('brings the parameters of a code encoded twice, and no sharer', async () => {
    const { plugin, livePlugin } = setUp({ ...CARD, scene: 1047 })
    await expect(plugin.getShareParams()).resolves.toMatchObject({ share_openid: '', custom_params: encodeURIComponent(encodeURIComponent(JSON.stringify(CARD.customParams))) })
    await expect(livePlugin.getShareParams()).resolves.toMatchObject({ customParams: CARD.customParams })
  })

  it('brings no parameters from an advertisement', async () => {
    await expect(setUp({ ...CARD, scene: 1045 }).plugin.getShareParams()).resolves.toMatchObject({ share_openid: '', custom_params: null })
  })
})
