import type { Room } from '@/src/domain/room'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import Pendant from '@/src/platform/h5/pendant.vue'
import { text } from '@/src/text'
import { aRoom, gatewayWith } from '@/tests/support/rooms'
import { installWechatEdge } from '@/tests/support/wechat-edge'

const NOW_MS = new Date(2026, 10, 23, 19, 30).getTime()
const HOUR_MS = 60 * 60_000

const live = aRoom({ id: 11, name: '春茶上新', startAtMs: NOW_MS - 3 * HOUR_MS }, NOW_MS)
const laterLive = aRoom({ id: 12, name: '紫砂壶', startAtMs: NOW_MS - HOUR_MS, goods: [] }, NOW_MS)
const trailer = aRoom({ id: 13, name: '鲜果预告', status: 'upcoming', statusCode: 102, startAtMs: NOW_MS + HOUR_MS }, NOW_MS)
const replay = aRoom({ id: 14, name: '茶具回放', status: 'ended', statusCode: 103, hasReplay: true }, NOW_MS)
const over = aRoom({ id: 15, status: 'ended', statusCode: 103 }, NOW_MS)
const all = [over, replay, trailer, live, laterLive]

beforeEach(() => {
  vi.useFakeTimers({ now: NOW_MS })
  location.hash = ''
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function show(rooms: readonly Room[], props: Record<string, unknown> = {}) {
  const edge = installWechatEdge(gatewayWith(rooms))
  const wrapper = mount(Pendant, { props })
  await flushPromises()
  return { edge, wrapper, words: () => wrapper.text() }
}

describe('the stand-in for <pendant>', () => {
  it.each([
    ['what is live, the closest to now', all, 0, '紫砂壶'],
    ['the trailer, where nothing is live', [over, replay, trailer], 0, '鲜果预告'],
    ['the replay, where nothing else is left', [over, replay], 0, '茶具回放'],
    ['only what is live', all, 1, '紫砂壶'],
    ['only trailers', all, 2, '鲜果预告'],
    ['only replays', all, 4, '茶具回放'],
  ])('leads to %s', async (_, rooms, type, name) => {
    const { words } = await show(rooms, { type })
    expect(words()).toContain(name)
  })

  it.each([
    ['nothing can be seen', [over], {}],
    ['there are no goods explanations', all, { type: 3 }],
    ['there is no room', [], {}],
    ['a regular page names no product', all, { url: 'src/pages/goods/goods', goodsKey: ['goods_id'] }],
  ])('is not there when %s', async (_, rooms, props) => {
    const { wrapper } = await show(rooms, props)
    expect(wrapper.find('button').exists()).toBe(false)
  })

  it('is not there when the gateway cannot be asked', async () => {
    installWechatEdge(() => 'offline')
    const wrapper = mount(Pendant)
    await flushPromises()
    expect(wrapper.find('button').exists()).toBe(false)
  })

  it('picks among the rooms that sell the product of a regular page', async () => {
    location.hash = '#/src/pages/goods/goods?goods_id=7'
    const { words, edge } = await show(all, { url: 'src/pages/goods/goods', goodsKey: ['goods_id'] })
    expect(words()).toContain('春茶上新')
    expect(edge.requests).toEqual(['/v1/rooms?goods_id=7&offset=0&limit=50'])
  })

  it('opens the room with its parameters and the customer\'s choice of the small window', async () => {
    const { wrapper, edge } = await show(all, { customParams: encodeURIComponent('{"from":"pendant"}'), closePictureInPictureMode: 1 })
    await wrapper.find('button').trigger('click')
    await flushPromises()
    expect(edge.opened).toEqual([`plugin-private://wx2b03c6e691cd7370/pages/live-player-plugin?room_id=12&custom_params=${encodeURIComponent('{"from":"pendant"}')}&close_picture_in_picture_mode=1`])
  })

  it('can be closed', async () => {
    const { wrapper } = await show(all)
    await wrapper.find(`[aria-label="${text.previewRoom.closePendant}"]`).trigger('click')
    expect(wrapper.find('button').exists()).toBe(false)
  })
})
