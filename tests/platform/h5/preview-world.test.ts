import type { SimulatedShareEntry, TextStore } from '@/src/platform/simulated/share-entry'
import { describe, expect, it, vi } from 'vitest'
import { createPreviewWorld } from '@/src/platform/h5/preview-world'
import { leaveShareEntry, takeShareEntry } from '@/src/platform/simulated/share-entry'
import { createMemoryStorage } from '../support/memory-storage'
import { createTextStore } from '../support/text-store'

const CARD: SimulatedShareEntry = { scene: 1007, roomId: 7, openid: 'visitor-2', shareOpenid: 'visitor-1', customParams: { pid: 1 } }
const ROOM_PAGE = { path: 'src/preview/room/room', query: { room_id: '7', custom_params: '%7B%7D' }, scene: 1001 }
const HOME = { path: 'src/pages/rooms/rooms', query: { from: 'poster' }, scene: 1001 }

function start(session: TextStore = createTextStore(), storage = createMemoryStorage()) {
  const get = vi.fn(async (_path: string): Promise<unknown> => ({ liveStatus: 102 }))
  return { get, session, storage, world: createPreviewWorld({ http: { get }, storage, session }) }
}

function startThroughCard(card = CARD) {
  const session = createTextStore()
  leaveShareEntry(session, card)
  return start(session)
}

describe('a tab that was opened by itself', () => {
  it('is the first visitor, in an ordinary scene', () => {
    const { world } = start()
    expect(world.openid).toBe('visitor-1')
    expect(world.shareEntry()).toBeNull()
    expect(world.enter(HOME)).toEqual(HOME)
  })

  it('asks the gateway\'s simulator what a room is doing', async () => {
    const { world, get } = start()
    await expect(world.liveStatusOf(7)).resolves.toBe(102)
    expect(get.mock.calls).toEqual([['/simulator/plugin/live-status?room_id=7']])
  })

  it.each([null, {}, { liveStatus: 'live' }, []])('takes the answer %j for no such room', async (answer) => {
    const { world, get } = start()
    get.mockResolvedValue(answer)
    await expect(world.liveStatusOf(7)).resolves.toBe(0)
  })

  it('fails as the plugin would when the gateway is away', async () => {
    const { world, get } = start()
    get.mockRejectedValue({ kind: 'offline' })
    await expect(world.liveStatusOf(7)).rejects.toEqual({ errMsg: 'getLiveStatus:fail', cause: { kind: 'offline' } })
  })

  it('remembers its subscriptions over a restart', () => {
    const { world, storage } = start()
    world.setSubscribed(7, true)
    world.setSubscribed(7, true)
    world.setSubscribed(8, true)
    world.setSubscribed(8, false)
    const { world: restarted } = start(createTextStore(), storage)
    expect([7, 8, 9].map(restarted.isSubscribed)).toEqual([true, false, false])
  })

  it('has no subscriptions where the stored ones cannot be read', () => {
    const { world } = start(createTextStore(), createMemoryStorage({ 'preview.subscriptions.visitor-1': 'all' }))
    expect(world.isSubscribed(7)).toBe(false)
  })
})

describe('a tab that was opened through a card', () => {
  it('is another visitor, in the card\'s scene', () => {
    const { world } = startThroughCard()
    expect(world.openid).toBe('visitor-2')
    expect(world.enterScene()).toBe(1007)
    expect(world.shareEntry()).toEqual(CARD)
  })

  it('does not hand the room\'s parameters to App.onShow', () => {
    const { world } = startThroughCard()
    expect(world.enter(ROOM_PAGE)).toEqual({ path: 'src/preview/room/room', query: {}, scene: 1007 })
    expect(world.enter({ ...ROOM_PAGE, path: '/src/preview/room/room' }).query).toEqual({})
  })

  it('is an ordinary visit again after the background', () => {
    const { world } = startThroughCard()
    world.leave()
    expect(world.enterScene()).toBe(1001)
  })

  it('passes the first sharer\'s parameters on', () => {
    const { world, session } = startThroughCard()
    world.share({ roomId: 7, customParams: { pid: 'other' } })
    expect(takeShareEntry(session)).toEqual({ ...CARD, openid: 'visitor-3', shareOpenid: 'visitor-2' })
  })
})
