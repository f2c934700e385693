import type { SimulatedWorld } from '@/src/platform/simulated/simulated-world'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { h } from 'vue'
import { SIMULATED_WORLD } from '@/src/platform/h5/simulated-world-key'
import Subscribe from '@/src/platform/h5/subscribe.vue'

function createWorld(statuses: Record<number, number>): SimulatedWorld {
  const subscribed = new Set<number>()
  return {
    openid: 'visitor-1',
    liveStatusOf: vi.fn(async roomId => statuses[roomId] ?? 0),
    enterScene: () => 1001,
    shareEntry: () => null,
    isSubscribed: roomId => subscribed.has(roomId),
    setSubscribed: (roomId, isSubscribed) => void (isSubscribed ? subscribed.add(roomId) : subscribed.delete(roomId)),
  }
}

async function show(props: Record<string, unknown>, statuses: Record<number, number> = { 7: 102, 8: 101 }) {
  const world = createWorld(statuses)
  const wrapper = mount(Subscribe, { props, global: { provide: { [SIMULATED_WORLD as symbol]: world } } })
  await flushPromises()
  return { world, wrapper, statuses, button: () => wrapper.find('button') }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the stand-in for <subscribe>', () => {
  it('is a real button while the room is upcoming', async () => {
    const { button } = await show({ roomId: 7 })
    expect(button().text()).toBe('开播提醒')
    expect(button().attributes()).toMatchObject({ 'type': 'button', 'aria-pressed': 'false' })
  })

  it.each([0, 101, 103, 104, 105, 106, 107])('is not there at status %i', async (status) => {
    const { button } = await show({ roomId: 7 }, { 7: status })
    expect(button().exists()).toBe(false)
  })

  it('is not there without a room, and asks for none', async () => {
    const { button, world } = await show({})
    expect(button().exists()).toBe(false)
    expect(world.liveStatusOf).not.toHaveBeenCalled()
  })

  it('looks as its attributes say, and like WeChat\'s without them', async () => {
    const usual = await show({ roomId: 7 })
    expect(usual.button().element.style).toMatchObject({ width: '120px', height: '41px', fontSize: '17px' })
    const { button } = await show({ roomId: 7, width: 90, height: 44, fontSize: 12, color: '#000000', backgroundColor: '#06AD56', customParams: '%7B%7D' })
    const { width, height, fontSize, color, backgroundColor } = button().element.style
    expect({ width, height, fontSize, color, backgroundColor })
      .toEqual({ width: '90px', height: '44px', fontSize: '12px', color: '#000000', backgroundColor: '#06AD56' })
  })

  it('tells what WeChat\'s event tells, and changes its label', async () => {
    const { wrapper, button, world } = await show({ roomId: 7 })
    await button().trigger('click')
    expect(button().text()).toBe('已订阅')
    expect(button().attributes('aria-pressed')).toBe('true')
    expect(world.isSubscribed(7)).toBe(true)
    await button().trigger('click')
    expect(world.isSubscribed(7)).toBe(false)
    expect(wrapper.emitted('subscribe')).toEqual([
      [{ detail: { room_id: 7, openid: 'visitor-1', is_subscribe: true } }],
      [{ detail: { room_id: 7, openid: 'visitor-1', is_subscribe: false } }],
    ])
  })

  it.each([[true, 0], [false, 1]])('with stop-propagation %s lets %i taps through', async (stopPropagation, taps) => {
    const onTap = vi.fn()
    const world = createWorld({ 7: 102 })
    const card = mount(
      () => h('div', { onClick: onTap }, h(Subscribe, { roomId: 7, stopPropagation })),
      { global: { provide: { [SIMULATED_WORLD as symbol]: world } } },
    )
    await flushPromises()
    await card.find('button').trigger('click')
    expect(onTap).toHaveBeenCalledTimes(taps)
  })

  it('goes by itself soon after the room has started, and asks no more', async () => {
    const { button, statuses, world } = await show({ roomId: 7 })
    statuses[7] = 101
    await vi.advanceTimersByTimeAsync(15_000)
    expect(button().exists()).toBe(false)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(world.liveStatusOf).toHaveBeenCalledTimes(2)
  })

  it('follows its room id', async () => {
    const { wrapper, button } = await show({ roomId: 7 })
    await wrapper.setProps({ roomId: 8 })
    await flushPromises()
    expect(button().exists()).toBe(false)
  })

  it('drops what it hears about a room it no longer shows', async () => {
    const { wrapper, button, world } = await show({ roomId: 8 })
    let answer = (_: number) => {}
    vi.mocked(world.liveStatusOf).mockReturnValueOnce(new Promise((resolve) => {
      answer = resolve
    }))
    await wrapper.setProps({ roomId: 7 })
    await wrapper.setProps({ roomId: 8 })
    answer(102)
    await flushPromises()
    expect(button().exists()).toBe(false)
  })

  it('knows what was subscribed before', async () => {
    const { wrapper, button, world } = await show({ roomId: 8 })
    world.setSubscribed(7, true)
    await wrapper.setProps({ roomId: 7 })
    await flushPromises()
    expect(button().text()).toBe('已订阅')
  })

  it('looks again when it could not see', async () => {
    const { button, world } = await show({ roomId: 9 })
    vi.mocked(world.liveStatusOf).mockRejectedValueOnce({ errMsg: 'getLiveStatus:fail' }).mockResolvedValue(102)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(button().exists()).toBe(true)
  })

  it('asks no more when it goes while it asks', async () => {
    const { wrapper, world } = await show({ roomId: 8 })
    await wrapper.setProps({ roomId: 7 })
    wrapper.unmount()
    await flushPromises()
    expect(world.liveStatusOf).toHaveBeenCalledTimes(2)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('asks no more when it is gone', async () => {
    const { wrapper, world } = await show({ roomId: 7 })
    wrapper.unmount()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(world.liveStatusOf).toHaveBeenCalledTimes(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})
