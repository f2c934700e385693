import type { Shop } from '../runtime/support/shop'
import type { RoomJson } from '@/server/contract/rooms'
import type { WeChat } from '@/tests/runtime/host/wechat'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encoded, touchesSentBy } from '../runtime/support/screen'
import { openShop } from '../runtime/support/shop'
import { createFaultTable } from './support/fault-table'

const MINUTE_MS = 60_000
const SHARED_CARD = 1007
const LONGEST_WAIT_MS = 15 * MINUTE_MS

const table = createFaultTable('touches')

let shop: Shop
let room: RoomJson
let visitorCount = 0

beforeAll(async () => {
  shop = await openShop()
  room = await shop.roomThatIs('live')
})
afterAll(() => shop.close())

async function countedVisits(): Promise<number> {
  return (await shop.reportOf(room.id)).byWay.find(({ via }) => via === 'own-link')?.entries ?? 0
}

const SPOILED: readonly (readonly [string, (wechat: WeChat) => void])[] = [
  ['a gateway that takes 5 s', ({ network }) => void (network.fault = () => ({ delayMs: 5_000 }))],
  ['a gateway slower than the app waits', ({ network }) => void (network.fault = () => ({ delayMs: 20_000 }))],
  ['a full storage', ({ storage }) => void (storage.isFull = true)],
  ['a storage that cannot be read', ({ storage }) => void (storage.isUnreadable = true)],
  ['a full storage and no network', ({ network, storage }) => {
    storage.isFull = true
    network.fault = () => 'offline'
  }],
]

describe('a visit through a card', () => {
  it.each(SPOILED)('is counted once by the gateway, with %s', async (name, spoil) => {
    await table.trying(`a visit with ${name}`, `by itself, within ${LONGEST_WAIT_MS / MINUTE_MS} min`, async () => {
      const before = await countedVisits()
      const phone = await shop.visit('mp-weixin', {
        visitor: `visitor-${++visitorCount}`,
        scene: SHARED_CARD,
        url: `/src/live/room/room?room_id=${room.id}&from=share&custom_params=${encoded({ from: 'friend' })}`,
        prepare: spoil,
      })
      await phone.advanceBy(MINUTE_MS)
      phone.network.fault = () => null
      await phone.advanceBy(LONGEST_WAIT_MS)
      expect(touchesSentBy(phone).length).toBeGreaterThan(0)
      expect(await countedVisits() - before).toBe(1)
      expect(phone.problems()).toEqual([])
      phone.close()
    })
  })

  it('is kept from the moment on that the storage has room again', async () => {
    await table.trying('storage full at first, then not; the app is killed without a network', 'the next start', async () => {
      const before = await countedVisits()
      const visitor = `visitor-${++visitorCount}`
      const phone = await shop.visit('mp-weixin', {
        visitor,
        scene: SHARED_CARD,
        url: `/src/live/room/room?room_id=${room.id}&from=share`,
        prepare: ({ network, storage }) => {
          storage.isFull = true
          network.setOnline(false)
        },
      })
      await phone.advanceBy(MINUTE_MS)
      phone.storage.isFull = false
      await phone.advanceBy(LONGEST_WAIT_MS)
      await phone.hide()
      const storedItems = phone.close()

      const later = await shop.visit('mp-weixin', { visitor, storedItems, startsAtMs: phone.now() + MINUTE_MS })
      await later.advanceBy(MINUTE_MS)
      expect(await countedVisits() - before).toBe(1)
      expect([...phone.problems(), ...later.problems()]).toEqual([])
      later.close()
    })
  })
})
