import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it, vi } from 'vitest'
import { useShareParams } from '@/src/composables/use-share-params'
import { TOUCH_LIMIT } from '@/src/domain/touch-history'
import { setPlatform, usePlatform } from '@/src/platform/use-platform'
import { useAttributionStore } from '@/src/stores/attribution'
import { useOutboxStore } from '@/src/stores/outbox'
import { letPass } from '@/tests/support/mount-page'
import { aRoom } from '@/tests/support/rooms'
import { restartApp, storesOnAnEmptyPhone } from '@/tests/support/stores'
import { installWechatEdge, takePost } from '@/tests/support/wechat-edge'

const SHARE_SCENES = [1007, 1008, 1014, 1044, 1045, 1046, 1047, 1048, 1049, 1073, 1154, 1155]
const MINUTE_MS = 60_000

const shareParams = { room_id: 11, openid: 'me', share_openid: 'friend', custom_params: { pid: 'a' } }

function restart() {
  restartApp()
  return useAttributionStore()
}

let edge: ReturnType<typeof installWechatEdge>

storesOnAnEmptyPhone(next => void (edge = next))

// What a tapped reminder of a room shows the app with.
function reminder(room_id = '11') {
  return { path: '__plugin__/wx2b03c6e691cd7370/pages/live-player-plugin', query: { room_id, custom_params: encodeURIComponent('{"from":"room","pid":"a"}') } }
}

function sentTouches(): unknown[] {
  return edge.posts.filter(({ path }) => path === '/v1/touches').flatMap(({ body }) => (body as { touches: unknown[] }).touches)
}

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

  it('gives every touch to the outbox once, and the gateway counts it once', async () => {
    edge.plugin.getShareParams.mockResolvedValue(shareParams)
    const outbox = useOutboxStore()
    outbox.resume()
    await enter(1007)
    await enter(1007)
    expect(outbox.waitingCount).toBe(1)
    await letPass(10_000)
    expect(sentTouches()).toMatchObject([{ via: 'share-card', roomId: 11, shareOpenid: 'friend' }])
    restart()
    useOutboxStore().resume()
    await enter(1007)
    await letPass(10_000)
    expect(sentTouches()).toHaveLength(1)
  })
})

describe('a reminder', () => {
  it('is one touch by its own query where the plugin does not answer', async () => {
    await enter(1107, reminder())
    await enter(1107, reminder())
    expect(edge.plugin.getShareParams).not.toHaveBeenCalled()
    expect(useAttributionStore().touches).toMatchObject([{ via: 'reminder', roomId: 11, customParams: { from: 'room', pid: 'a' }, shareOpenid: '', scene: 1107 }])
  })

  it('is one touch where both tell: the plugin\'s people, its own parameters', async () => {
    edge.plugin.getShareParams.mockResolvedValue(shareParams)
    await enter(1014, reminder())
    await letPass(MINUTE_MS)
    await enter(1014, reminder())
    expect(useAttributionStore().touches).toMatchObject([{ via: 'reminder', roomId: 11, openid: 'me', shareOpenid: 'friend', customParams: { from: 'room', pid: 'a' }, scene: 1014 }])
    expect(useOutboxStore().waitingCount).toBe(1)
    expect(edge.plugin.getShareParams).toHaveBeenCalledTimes(1)
  })

  it('needs no plugin that says there is nothing, or that will never answer', async () => {
    await enter(1014, reminder())
    expect(useAttributionStore().touches).toMatchObject([{ via: 'reminder', roomId: 11, shareOpenid: '' }])

    edge.versions = { version: '7.0.5', SDKVersion: '2.8.0' }
    restart()
    await enter(1014, reminder('12'))
    expect(useAttributionStore().touches).toMatchObject([{ roomId: 11 }, { roomId: 12 }])
    expect(useAttributionStore().pending).toBeNull()
  })

  it('waits for a plugin that hangs, and counts by itself once there is no answer to be had', async () => {
    const cameAtMs = Date.now()
    edge.plugin.getShareParams.mockImplementation(() => new Promise(() => {}))
    const captured = enter(1014, reminder())
    await letPass(10_000)
    await captured
    expect(useAttributionStore().touches).toEqual([])
    expect(useAttributionStore().error?.kind).toBe('plugin-timeout')

    restart()
    edge.plugin.getShareParams.mockRejectedValue('只能获取分享卡片入口的参数')
    await enter(1001)
    expect(useAttributionStore().touches).toMatchObject([{ via: 'reminder', roomId: 11, atMs: cameAtMs, scene: 1014 }])
    expect(useAttributionStore()).toMatchObject({ pending: null, error: null, missedCount: 0 })
  })

  it('counts by itself when the visitor comes anew before the plugin has answered', async () => {
    edge.plugin.getShareParams.mockRejectedValueOnce(new Error('getShareParams:fail system error'))
    await enter(1014, reminder())
    edge.plugin.getShareParams.mockResolvedValue({ ...shareParams, room_id: 12 })
    await enter(1008)
    expect(useAttributionStore().touches).toMatchObject([{ via: 'reminder', roomId: 11, shareOpenid: '' }, { via: 'share-card', roomId: 12, shareOpenid: 'friend' }])
  })
})

describe('two visits of which the plugin owes the first', () => {
  async function failOnce(scene: number) {
    edge.plugin.getShareParams.mockRejectedValueOnce(new Error('getShareParams:fail system error'))
    await enter(scene)
  }

  it('gives the answer to the present one only, and says that the other was missed', async () => {
    await failOnce(1007)
    await letPass(MINUTE_MS)
    edge.plugin.getShareParams.mockResolvedValue(shareParams)
    await enter(1008)
    expect(useAttributionStore().touches).toMatchObject([{ scene: 1008, atMs: Date.now() }])
    expect(useAttributionStore()).toMatchObject({ pending: null, missedCount: 1 })
    expect(restart().missedCount).toBe(1)
  })

  it('takes an answer that was asked for before the visitor came anew for the first', async () => {
    let answerFirst = (_: unknown) => {}
    edge.plugin.getShareParams.mockImplementationOnce(() => new Promise((resolve) => {
      answerFirst = resolve
    }))
    const first = enter(1007)
    await letPass(1000)
    edge.plugin.getShareParams.mockResolvedValue({ ...shareParams, room_id: 12, share_openid: 'other' })
    await enter(1008)
    answerFirst(shareParams)
    await first
    expect(useAttributionStore().touches).toMatchObject([{ scene: 1007, roomId: 11, shareOpenid: 'friend' }, { scene: 1008, roomId: 12, shareOpenid: 'other' }])
    expect(useAttributionStore()).toMatchObject({ owed: [], missedCount: 0 })
  })

  it('keeps both while both questions are under way, even across a restart', async () => {
    edge.plugin.getShareParams.mockImplementation(() => new Promise(() => {}))
    void enter(1007)
    await letPass(1000)
    void enter(1008)
    expect(useAttributionStore().owed).toMatchObject([{ scene: 1007 }, { scene: 1008 }])
    expect(restart().owed).toMatchObject([{ scene: 1007 }, { scene: 1008 }])
  })

  it('are one when WeChat tells the same way in again, with the moment of the first', async () => {
    const cameAtMs = Date.now()
    await failOnce(1007)
    await letPass(5 * MINUTE_MS)
    edge.plugin.getShareParams.mockResolvedValue(shareParams)
    await enter(1007)
    expect(useAttributionStore().touches).toMatchObject([{ scene: 1007, atMs: cameAtMs }])
    expect(useAttributionStore().missedCount).toBe(0)
  })

  it('asks one question at a time for one visit', async () => {
    edge.plugin.getShareParams.mockImplementation(() => new Promise(() => {}))
    void enter(1007)
    await letPass(1000)
    void enter(1007)
    void enter(1001)
    await letPass(1000)
    expect(edge.plugin.getShareParams).toHaveBeenCalledTimes(1)
  })

  it('is missed, and counted so, where a reminder names no room and the plugin may not be asked', async () => {
    await enter(1107, { ...reminder(), query: { custom_params: '%7B%22pid%22%3A%22a%22%7D' } })
    expect(edge.plugin.getShareParams).not.toHaveBeenCalled()
    expect(useAttributionStore()).toMatchObject({ touches: [], missedCount: 1 })
  })

  it('misses nothing where the plugin says at once that there was no card', async () => {
    await enter(1007)
    await letPass(60 * MINUTE_MS)
    await enter(1007)
    expect(useAttributionStore().missedCount).toBe(0)
  })
})

describe('a card or code of the app\'s own', () => {
  const card = { path: 'src/live/room/room', query: { room_id: '11', from: 'share', by: 'share-of-a', custom_params: encodeURIComponent('{"pid":"a"}') } }

  it('is one touch, and no question to the plugin', async () => {
    await enter(1007, card)
    expect(edge.plugin.getShareParams).not.toHaveBeenCalled()
    expect(useAttributionStore().touches).toMatchObject([{ via: 'own-link', roomId: 11, goodsId: null, shareId: 'share-of-a', shareOpenid: '', customParams: { pid: 'a' }, scene: 1007 }])
    expect(useOutboxStore().waitingCount).toBe(1)
  })

  it('is one touch of the list of rooms where it opens that', async () => {
    await enter(1008, { query: { from: 'share', by: 'share-of-a' } })
    expect(useAttributionStore().touches).toMatchObject([{ via: 'own-link', roomId: null, shareId: 'share-of-a' }])
  })

  it('is one touch where a code was scanned', async () => {
    await enter(1047, { path: 'src/live/room/room', query: { scene: encodeURIComponent('room_id=11&by=share-of-a') } })
    expect(useAttributionStore().touches).toMatchObject([{ via: 'own-link', roomId: 11, shareId: 'share-of-a', scene: 1047 }])
  })

  it('is one touch though Moments shows it twice, and though the visitor becomes known in between', async () => {
    await enter(1154, card)
    useOutboxStore().resume()
    await letPass(10_000)
    await enter(1155, card)
    expect(useAttributionStore().touches).toHaveLength(1)
  })

  it('is not tapped again by whoever returns to its page through the list of recent mini programs', async () => {
    await enter(1007, card)
    await letPass(3 * 60 * MINUTE_MS)
    await enter(1089, card)
    expect(useAttributionStore().touches).toHaveLength(1)
    await enter(1007, card)
    expect(useAttributionStore().touches).toHaveLength(2)
  })

  it('is no touch for whoever sent it', async () => {
    useOutboxStore().resume()
    await letPass(1000)
    await enter(1007, { ...card, query: { ...card.query, by: 'share-of-me' } })
    expect(useAttributionStore().touches).toEqual([])
  })

  it('is no touch where the app itself opened the page', async () => {
    await enter(1001, { path: 'src/live/room/room', query: { room_id: '11' } })
    expect(useAttributionStore().touches).toEqual([])
  })

  it('leaves a visit behind that the plugin owes: what it would say now is about something else', async () => {
    edge.plugin.getShareParams.mockRejectedValueOnce(new Error('getShareParams:fail system error'))
    await enter(1007)
    edge.plugin.getShareParams.mockResolvedValue(shareParams)
    await enter(1007, card)
    expect(useAttributionStore().touches).toMatchObject([{ via: 'own-link' }])
    expect(useAttributionStore()).toMatchObject({ pending: null, error: null, missedCount: 1 })
  })

  it('counts in a build without the plugin, which is never asked', async () => {
    setPlatform({ ...usePlatform(), build: { name: 'no-plugin', hasPlugin: false } })
    await enter(1007, card)
    await enter(1007)
    await enter(1014, reminder())
    expect(useAttributionStore().touches).toMatchObject([{ via: 'own-link' }])
    expect(useAttributionStore().owed).toEqual([])
    expect(edge.plugin.getShareParams).not.toHaveBeenCalled()
  })

  it('counts where an earlier build with the plugin left a visit owed', async () => {
    edge.plugin.getShareParams.mockRejectedValueOnce(new Error('getShareParams:fail system error'))
    await enter(1007)
    restart()
    setPlatform({ ...usePlatform(), build: { name: 'no-plugin', hasPlugin: false } })
    setActivePinia(createPinia())
    await enter(1001)
    expect(edge.plugin.getShareParams).toHaveBeenCalledTimes(1)
    await enter(1007, card)
    expect(useAttributionStore().touches).toMatchObject([{ via: 'own-link' }])
  })

  it('keeps its visit where the parameters are too long for the gateway', async () => {
    await enter(1007, { ...card, query: { ...card.query, custom_params: encodeURIComponent(JSON.stringify({ note: '长'.repeat(80) })) } })
    expect(useAttributionStore().latestTouch?.shareId).toBe('share-of-a')
    expect(useAttributionStore().latestTouch?.customParams).toEqual({})
  })
})

describe('a goods page', () => {
  const opened = { roomId: 11, goodsId: 7, customParams: { pid: 'a' }, openid: '', shareOpenid: '' }

  it('is one touch of its product and room, in the scene of the visit', async () => {
    await enter(1007)
    const attribution = useAttributionStore()
    attribution.visitGoods(opened)
    attribution.visitGoods(opened)
    expect(attribution.touches).toMatchObject([{ via: 'goods-page', roomId: 11, goodsId: 7, customParams: { pid: 'a' }, scene: 1007 }])
    attribution.visitGoods({ ...opened, goodsId: 8 })
    expect(attribution.touches).toHaveLength(2)
    expect(useOutboxStore().waitingCount).toBe(2)
  })

  it('is none outside a room, or without a product', () => {
    const attribution = useAttributionStore()
    attribution.visitGoods({ ...opened, roomId: null })
    attribution.visitGoods({ ...opened, goodsId: null })
    expect(attribution.touches).toEqual([])
  })
})

describe('shares of shares', () => {
  it('keep the first sharer\'s parameters, and each names the one who shared: cards out of WeChat\'s room', async () => {
    // A sent it to B, B to C: the plugin leaves A's parameters as they are.
    edge.plugin.getShareParams.mockResolvedValue({ room_id: 11, openid: 'c', share_openid: 'b', custom_params: { pid: 'a' } })
    await enter(1007)
    expect(useAttributionStore().touches).toMatchObject([{ openid: 'c', shareOpenid: 'b', customParams: { pid: 'a' } }])
  })

  it('keep the first sharer\'s parameters, and each names the one who shared: our own cards', async () => {
    const room = aRoom({ id: 11 })
    const open = async ({ path }: { path: string }) => {
      const [page = '', query = ''] = path.slice(1).split('?')
      await enter(1007, { path: page, query: Object.fromEntries(query.split('&').map(pair => pair.split('='))) })
      return useAttributionStore().latestTouch
    }
    const become = async (who: string) => {
      edge = installWechatEdge(() => 'hang')
      setActivePinia(createPinia())
      edge.takePost = post => post.path === '/v1/sessions' ? { data: { token: `token-of-${who}`, expiresInSeconds: 7200, openid: `openid-of-${who}`, shareId: `share-of-${who}` } } : takePost(post)
      useOutboxStore().resume()
      await letPass(1000)
    }

    await become('a')
    const cardOfA = useShareParams().roomCard(room, 'live', { pid: 'a' })
    await become('b')
    const touchOfB = await open(cardOfA)
    expect(touchOfB).toMatchObject({ roomId: 11, shareId: 'share-of-a', customParams: { pid: 'a' }, openid: 'openid-of-b' })
    const cardOfB = useShareParams().roomCard(room, 'live', touchOfB?.customParams)
    await become('c')
    expect(await open(cardOfB)).toMatchObject({ roomId: 11, shareId: 'share-of-b', customParams: { pid: 'a' }, openid: 'openid-of-c' })
    for (const secret of ['openid-of', 'token-of']) expect(JSON.stringify([cardOfA, cardOfB])).not.toContain(secret)
  })

  it('name nobody while the gateway has not said who the visitor is', () => {
    expect(useShareParams().roomCard(aRoom({ id: 11 }), 'live').path).toBe('/src/live/room/room?room_id=11&from=share')
  })
})

describe('credit for a visitor', () => {
  const linkBy = (by: string, pid: string) => ({ path: 'src/live/room/room', query: { room_id: '11', by, custom_params: encodeURIComponent(JSON.stringify({ pid })) } })

  it('goes to the first or the last who brought them, across restarts, for thirty days', async () => {
    await enter(1007, linkBy('share-of-a', 'a'))
    await letPass(60 * MINUTE_MS)
    await enter(1007, linkBy('share-of-b', 'b'))
    useAttributionStore().visitGoods({ roomId: 11, goodsId: 7, customParams: { pid: 'x' }, openid: '', shareOpenid: '' })
    const attribution = restart()
    expect(attribution.creditOf(11, 'first')).toMatchObject({ shareId: 'share-of-a' })
    expect(attribution.creditOf(11, 'last')).toMatchObject({ shareId: 'share-of-b' })
    expect(attribution.creditOf(12, 'last')).toBeNull()

    vi.setSystemTime(Date.now() + 30 * 24 * 60 * MINUTE_MS)
    expect(attribution.creditOf(11, 'first')).toMatchObject({ shareId: 'share-of-b' })
    vi.setSystemTime(Date.now() + 1)
    expect(attribution.creditOf(11, 'first')).toBeNull()
  })

  it('never goes to themselves, by whatever name', async () => {
    // The card is opened before the gateway has said who opens it.
    await enter(1007, linkBy('share-of-me', 'a'))
    expect(useAttributionStore().creditOf(11, 'last')).toMatchObject({ shareId: 'share-of-me' })
    useOutboxStore().resume()
    await letPass(1000)
    expect(useAttributionStore().creditOf(11, 'last')).toBeNull()
  })

  it('stays with the first however many come after', async () => {
    await enter(1007, linkBy('share-of-a', 'a'))
    for (let visit = 0; visit < TOUCH_LIMIT + 5; visit++) {
      await letPass(MINUTE_MS)
      await enter(1007, linkBy(`share-${visit}`, 'x'))
    }
    expect(useAttributionStore().creditOf(11, 'first')).toMatchObject({ shareId: 'share-of-a' })
    expect(useAttributionStore().creditOf(11, 'last')).toMatchObject({ shareId: `share-${TOUCH_LIMIT + 4}` })
    expect(useAttributionStore().touches).toHaveLength(TOUCH_LIMIT)
  })
})

describe('the page that whoever shared would like to be seen', () => {
  const asking = (path: unknown) => edge.plugin.getShareParams.mockResolvedValue({ ...shareParams, custom_params: { path } })

  it('is offered once per visit, and only when it is ours', async () => {
    asking('src/pages/goods/goods?goods_id=7&room_id=11')
    await enter(1007)
    const attribution = useAttributionStore()
    expect(attribution.offeredPath).toBe('/src/pages/goods/goods?goods_id=7&room_id=11')
    attribution.dropOffer()
    await enter(1007)
    expect(attribution.offeredPath).toBeNull()
  })

  it.each(['//evil', 'plugin-private://wx0/pages/x', '/src/pages/../x', '%2Fsrc%2Fpages%2Frooms%2Frooms', 'https://evil.example', 12, ['/src/pages/rooms/rooms']])('is not offered where it is %j', async (path) => {
    asking(path)
    await enter(1007)
    expect(useAttributionStore().touches).toHaveLength(1)
    expect(useAttributionStore().offeredPath).toBeNull()
  })

  it('is not offered by a goods page, which gets the room\'s parameters each time', () => {
    useAttributionStore().visitGoods({ roomId: 11, goodsId: 7, customParams: { path: '/src/pages/rooms/rooms' }, openid: '', shareOpenid: '' })
    expect(useAttributionStore().offeredPath).toBeNull()
  })
})

describe('a visit through Channels', () => {
  const promoter = { finderNickname: '阿陶', promoterId: 'p1', promoterOpenId: 'o-promoter' }
  const shareKey = { sharerOpenId: 'o-sharer', promoter }

  it.each([1177, 1184, 1195, 1208])('in scene %i is one touch of no room, which the gateway hears of', async (scene) => {
    edge.channels.getChannelsShareKey.mockResolvedValue(shareKey)
    useOutboxStore().resume()
    await enter(scene)
    await enter(scene)
    expect(useAttributionStore().touches).toMatchObject([{ via: 'channels', roomId: null, shareOpenid: 'o-sharer', customParams: { promoter: 'p1' }, scene }])
    expect(edge.plugin.getShareParams).not.toHaveBeenCalled()
    await letPass(10_000)
    expect(sentTouches()).toMatchObject([{ via: 'channels', roomId: null, shareOpenid: 'o-sharer', customParams: { promoter: 'p1' } }])
    expect(JSON.stringify(sentTouches())).not.toContain('阿陶')
  })

  it('needs no plugin', async () => {
    setPlatform({ ...usePlatform(), build: { name: 'no-plugin', hasPlugin: false } })
    edge.channels.getChannelsShareKey.mockResolvedValue({ sharerOpenId: '', promoter })
    await enter(1177)
    expect(useAttributionStore().touches).toMatchObject([{ via: 'channels', shareOpenid: 'o-promoter' }])
  })

  it('is asked for again at the next show, after a restart too, when WeChat failed', async () => {
    const cameAtMs = Date.now()
    await enter(1184)
    expect(useAttributionStore().error).toMatchObject({ kind: 'api-failed' })
    restart()
    edge.channels.getChannelsShareKey.mockResolvedValue(shareKey)
    await letPass(MINUTE_MS)
    await enter(1001)
    expect(useAttributionStore().touches).toMatchObject([{ via: 'channels', scene: 1184, atMs: cameAtMs }])
    expect(useAttributionStore().error).toBeNull()
  })

  it('is missed, and credited to nobody, when the visitor comes anew before WeChat has answered', async () => {
    await enter(1177)
    edge.channels.getChannelsShareKey.mockResolvedValue(shareKey)
    edge.plugin.getShareParams.mockResolvedValue(shareParams)
    await enter(1007)
    expect(useAttributionStore().touches).toMatchObject([{ via: 'share-card' }])
    expect(useAttributionStore().missedCount).toBe(1)
  })

  it('is nothing to be counted where nobody shared and nobody promotes', async () => {
    edge.channels.getChannelsShareKey.mockResolvedValue({ sharerOpenId: '', promoter: {} })
    await enter(1195)
    expect(useAttributionStore()).toMatchObject({ touches: [], pending: null, missedCount: 0, error: null })
  })

  it('is given up in a WeChat that cannot tell', async () => {
    edge.versions = { version: '8.0.0', SDKVersion: '2.20.0' }
    await enter(1177)
    expect(useAttributionStore()).toMatchObject({ touches: [], pending: null, error: null })
  })
})
