import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useShareParams } from '@/src/composables/use-share-params'
import { TOUCH_LIMIT } from '@/src/domain/touch-history'
import { setPlatform } from '@/src/platform/use-platform'
import { useAttributionStore } from '@/src/stores/attribution'
import { letPass } from '@/tests/support/mount-page'
import { installWechatEdge } from '@/tests/support/wechat-edge'

const SHARE_SCENES = [1007, 1008, 1014, 1044, 1045, 1046, 1047, 1048, 1049, 1073, 1154, 1155]
const MINUTE_MS = 60_000

const shareParams = { room_id: 11, openid: 'me', share_openid: 'friend', custom_params: { pid: 'a' } }

function restart() {
  setPlatform()
  setActivePinia(createPinia())
  return useAttributionStore()
}

let edge: ReturnType<typeof installWechatEdge>

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 23, 19, 30) })
  edge = installWechatEdge(() => 'hang')
  setActivePinia(createPinia())
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function enter(scene: unknown, options: object = {}): Promise<void> {
  await useShareParams().capture({ path: 'src/pages/rooms/rooms', query: {}, scene, ...options })
}

describe('attribution', () => {
  it.each(SHARE_SCENES)('makes one touch of a visit in scene %i', async (scene) => {
    edge.plugin.getShareParams.mockResolvedValue(shareParams)
    await enter(scene)
    expect(useAttributionStore().touches).toEqual([
      { id: expect.any(String), via: 'share-card', roomId: 11, goodsId: null, shareId: '', openid: 'me', shareOpenid: 'friend', customParams: { pid: 'a' }, scene, atMs: Date.now() },
    ])
    expect(useShareParams().latestTouch.value?.shareOpenid).toBe('friend')
  })

  it.each([1001, 1074, 0, 'rubbish', undefined])('does not ask the plugin in scene %s', async (scene) => {
    await enter(scene)
    expect(edge.plugin.getShareParams).not.toHaveBeenCalled()
  })

  it.each([
    ['null', null, {}],
    ['an object', { pid: 'a' }, { pid: 'a' }],
    ['encoded twice', encodeURIComponent(encodeURIComponent('{"pid":"a"}')), { pid: 'a' }],
    ['rubbish', '%E4%', {}],
  ])('reads custom_params that are %s', async (_, custom_params, expected) => {
    edge.plugin.getShareParams.mockResolvedValue({ ...shareParams, custom_params })
    await enter(1007)
    expect(useAttributionStore().latestTouch?.customParams).toEqual(expected)
  })

  it('counts a visit once, however often WeChat shows the app again', async () => {
    edge.plugin.getShareParams.mockResolvedValue(shareParams)
    await enter(1007)
    await letPass(5 * MINUTE_MS)
    await enter(1007)
    expect(useAttributionStore().touches).toHaveLength(1)

    await letPass(60 * MINUTE_MS)
    await enter(1007)
    expect(useAttributionStore().touches).toHaveLength(2)
  })

  it('keeps touches across a restart', async () => {
    edge.plugin.getShareParams.mockResolvedValue(shareParams)
    await enter(1007)
    const [touch] = useAttributionStore().touches
    expect(restart().touches).toEqual([touch])
  })

  it('asks again at the next show, even after a restart, when the plugin failed', async () => {
    edge.plugin.getShareParams.mockRejectedValueOnce(new Error('getShareParams:fail system error'))
    const cameAtMs = Date.now()
    await enter(1007)
    expect(useAttributionStore().error?.kind).toBe('plugin-rejected')

    restart()
    edge.plugin.getShareParams.mockResolvedValue(shareParams)
    await letPass(MINUTE_MS)
    await enter(1001)
    expect(useAttributionStore().touches).toMatchObject([{ scene: 1007, atMs: cameAtMs, shareOpenid: 'friend' }])
    expect(useAttributionStore().error).toBeNull()
    expect(useAttributionStore().pending).toBeNull()
  })

  it('does not wait for ever for a plugin that hangs', async () => {
    edge.plugin.getShareParams.mockImplementation(() => new Promise(() => {}))
    const captured = enter(1007)
    await letPass(10_000)
    await captured
    expect(useAttributionStore().error?.kind).toBe('plugin-timeout')
    expect(useAttributionStore().pending).toMatchObject({ scene: 1007 })
  })

  it('gives a visit up when WeChat says that it came through no card', async () => {
    await enter(1007)
    expect(useAttributionStore().touches).toEqual([])
    expect(useAttributionStore().pending).toBeNull()
  })

  it('drops the oldest touches when too many wait', async () => {
    for (let room = 1; room <= TOUCH_LIMIT + 5; room++) {
      edge.plugin.getShareParams.mockResolvedValue({ ...shareParams, room_id: room })
      await enter(1007)
    }
    const { touches } = useAttributionStore()
    expect(touches).toHaveLength(TOUCH_LIMIT)
    expect(touches[0]?.roomId).toBe(6)
  })

  it.each(['"text"', '[{"id":1},null,{"roomId":"x"}]', '{', 'json:{'])('starts empty when what was stored is %s', (stored) => {
    for (const key of ['attribution.touches', 'attribution.pending']) edge.storage.set(`weixin-live.1.${key}`, `json:${stored}`)
    expect(restart().touches).toEqual([])
  })

  it('keeps a touch for this session when the phone is full', async () => {
    vi.stubGlobal('uni', { ...uni, setStorageSync: () => {
      throw new Error('setStorageSync:fail exceed storage max size')
    } })
    edge.plugin.getShareParams.mockResolvedValue(shareParams)
    await enter(1007)
    await flushPromises()
    expect(useAttributionStore().touches).toHaveLength(1)
    expect(useAttributionStore().error?.kind).toBe('storage-failed')
  })
})
