import type { ChannelsLive } from '@/src/domain/channels-live'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import ChannelLive from '@/src/platform/h5/channel-live.vue'
import { isTapping } from '@/src/platform/h5/channels'
import { setPlatform, usePlatform } from '@/src/platform/use-platform'
import { letPass } from '@/tests/support/mount-page'
import { installWechatEdge } from '@/tests/support/wechat-edge'

const live: ChannelsLive = { feedId: 'feed', nonceId: 'nonce', description: '品春茶', headUrl: '/tea.svg', nickname: '小满茶馆', status: 'live', replay: 'none' }
const getLiveInfo = vi.fn(async () => live)

let edge: ReturnType<typeof installWechatEdge>

beforeEach(() => {
  vi.useFakeTimers()
  getLiveInfo.mockClear()
  edge = installWechatEdge(() => 'hang')
  const platform = usePlatform()
  setPlatform({ ...platform, channels: { ...platform.channels, getLiveInfo } })
})

afterEach(() => {
  setPlatform()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function show() {
  const wrapper = mount(ChannelLive, { props: { feedId: 'feed', finderUserName: 'sphteahouse' } })
  await flushPromises()
  return wrapper
}

describe('the stand-in for <channel-live>', () => {
  it('shows the cover and state of its account, and looks again by itself until it is gone', async () => {
    const wrapper = await show()
    expect(getLiveInfo).toHaveBeenCalledWith('sphteahouse')
    expect(wrapper.text()).toBe('直播中 · 品春茶')
    getLiveInfo.mockResolvedValueOnce({ ...live, status: 'ended' })
    await letPass(30_000)
    expect(wrapper.text()).toBe('已结束 · 品春茶')
    wrapper.unmount()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('says on a tap what WeChat would do', async () => {
    const wrapper = await show()
    await wrapper.find('button').trigger('click')
    expect(edge.questions).toEqual([{ title: '小满茶馆', content: expect.stringContaining('在微信中') }])
    wrapper.unmount()
  })
})

describe('a tap', () => {
  it('is what the browser takes for one; a browser that cannot tell is believed', () => {
    vi.stubGlobal('navigator', {})
    expect(isTapping()).toBe(true)
    for (const isActive of [true, false]) {
      vi.stubGlobal('navigator', { userActivation: { isActive } })
      expect(isTapping()).toBe(isActive)
    }
  })
})
