import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import App from '@/App.vue'
import { useAttributionStore } from '@/src/stores/attribution'
import { useLiveStatusStore } from '@/src/stores/live-status'
import { letPass } from '@/tests/support/mount-page'
import { installWechatEdge, takePost } from '@/tests/support/wechat-edge'

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 23, 19, 30) })
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function startApp() {
  const edge = installWechatEdge(() => 'hang')
  const pinia = createPinia()
  // The runtime gives App.vue, which has no template, an empty one.
  const wrapper = mount({ ...App, render: () => null }, { global: { plugins: [pinia] } })
  async function call(hook: 'onShow' | 'onHide', options?: unknown): Promise<void> {
    const hooks: unknown = Reflect.get(wrapper.vm.$, hook)
    if (Array.isArray(hooks))
      hooks.forEach((run: (options: unknown) => void) => run(options))
    await flushPromises()
  }
  return { edge, pinia, call }
}

describe('the app', () => {
  it('asks the plugin who shared when it is shown through a card, whatever the query says', async () => {
    const { edge, pinia, call } = startApp()
    edge.plugin.getShareParams.mockResolvedValue({ room_id: 11, openid: 'me', share_openid: 'friend', custom_params: { pid: 'a' } })
    await call('onShow', { path: 'src/pages/rooms/rooms', query: { room_id: '99' }, scene: 1007 })
    expect(useAttributionStore(pinia).latestTouch).toMatchObject({ roomId: 11, shareOpenid: 'friend' })
  })

  it.each([undefined, null, 'rubbish', { scene: 'x' }, { scene: [1007] }])('is not disturbed by options that are %j', async (options) => {
    const { edge, call } = startApp()
    await call('onShow', options)
    expect(edge.plugin.getShareParams).not.toHaveBeenCalled()
  })

  it('asks nothing about statuses while it is in the background', async () => {
    const { edge, pinia, call } = startApp()
    await call('onShow', { scene: 1001 })
    useLiveStatusStore(pinia).follow(11)
    await flushPromises()
    await call('onHide')
    await letPass(60 * 60_000)
    expect(edge.plugin.getLiveStatus).toHaveBeenCalledTimes(1)
    await call('onShow', { scene: 1001 })
    expect(edge.plugin.getLiveStatus).toHaveBeenCalledTimes(2)
  })

  it('hands over who came, and who they are, as soon as it is shown', async () => {
    const { edge, call } = startApp()
    edge.plugin.getShareParams.mockResolvedValue({ room_id: 11, openid: 'me', share_openid: 'friend', custom_params: { pid: 'a' } })
    await call('onShow', { path: '', query: {}, scene: 1007 })
    await letPass(10_000)
    expect(edge.posts.map(({ path }) => path)).toEqual(['/v1/sessions', '/v1/touches'])
    expect(edge.posts[1]?.body).toMatchObject({ touches: [{ via: 'share-card', roomId: 11, shareOpenid: 'friend', customParams: { pid: 'a' } }] })
  })

  it('sends nothing while it is in the background, and loses nothing', async () => {
    const { edge, call } = startApp()
    edge.takePost = () => 'offline'
    await call('onShow', { path: 'src/pages/rooms/rooms', query: { from: 'share', by: 'share-of-a' }, scene: 1007 })
    await call('onHide')
    const asked = edge.posts.length
    edge.takePost = takePost
    await letPass(24 * 60 * 60_000)
    expect(edge.posts).toHaveLength(asked)

    await call('onShow', { path: 'src/pages/rooms/rooms', query: {}, scene: 1089 })
    await letPass(10_000)
    expect(edge.posts[edge.posts.length - 1]).toMatchObject({ path: '/v1/touches', body: { touches: [{ via: 'own-link', roomId: null, shareId: 'share-of-a' }] } })
  })
})
