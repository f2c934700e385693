import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useRoomEntrance } from '@/src/composables/use-room-entrance'
import { useAttributionStore } from '@/src/stores/attribution'
import { installWechatEdge } from '@/tests/support/wechat-edge'

const PAGE = 'plugin-private://wx2b03c6e691cd7370/pages/live-player-plugin'

let edge: ReturnType<typeof installWechatEdge>

beforeEach(() => {
  edge = installWechatEdge(() => 'hang')
  setActivePinia(createPinia())
})

afterEach(() => void vi.unstubAllGlobals())

function show(scene: number): Promise<void> {
  return useAttributionStore().capture({ path: 'src/pages/rooms/rooms', query: {}, scene })
}

describe('a room\'s address', () => {
  it.each([
    ['a scanned mini-program code', 1047, '&type=9'],
    ['a mini-program code that was pressed long', 1048, '&type=9'],
    ['a mini-program code of the album', 1049, '&type=9'],
    ['a scanned QR code', 1011, '&type=9'],
    ['an article', 1058, '&type=10'],
    ['a card in the conversation of an Official Account', 1074, ''],
    ['a friend\'s card', 1007, ''],
    ['the list of recent mini programs', 1001, ''],
  ])('names the entrance of whoever came by %s', async (_, scene, type) => {
    await show(scene)
    const { urlOf, enter } = useRoomEntrance()
    expect(urlOf(12, { from: 'home' })).toBe(`${PAGE}?room_id=12&custom_params=%7B%22from%22%3A%22home%22%7D${type}`)
    expect(await enter(12)).toBeNull()
    expect(edge.opened).toEqual([`${PAGE}?room_id=12${type}`])
  })

  it('names it only during the visit that began with it', async () => {
    const { urlOf } = useRoomEntrance()
    expect(urlOf(12)).toBe(`${PAGE}?room_id=12`)
    await show(1058)
    expect(urlOf(12)).toBe(`${PAGE}?room_id=12&type=10`)
    await show(1089)
    expect(urlOf(12)).toBe(`${PAGE}?room_id=12`)
  })

  it('names it behind the small window that the customer has switched off', async () => {
    await show(1047)
    const { urlOf, setSmallWindow } = useRoomEntrance()
    setSmallWindow(false)
    expect(urlOf(12)).toBe(`${PAGE}?room_id=12&close_picture_in_picture_mode=1&type=9`)
  })
})
