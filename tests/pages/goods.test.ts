import { afterEach, describe, expect, it, vi } from 'vitest'
import GoodsPage from '@/src/pages/goods/goods.vue'
import { useAttributionStore } from '@/src/stores/attribution'
import { useIdentityStore } from '@/src/stores/identity'
import { errorText, roomNotFoundText, text } from '@/src/text'
import { openPage } from '@/tests/support/mount-page'
import { aRoom, gatewayWith } from '@/tests/support/rooms'
import { installWechatEdge } from '@/tests/support/wechat-edge'

const room = aRoom({ id: 11, name: '春茶上新' })

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the goods page', () => {
  it('shows the product of the room it was opened from', async () => {
    installWechatEdge(gatewayWith([room]))
    const page = await openPage(GoodsPage, { goods_id: '7', room_id: '11' })
    expect(page.text()).toContain('龙井')
    expect(page.text()).toContain('128.50')
    expect(page.text()).toContain(text.goods.fromRoom('春茶上新'))
    await page.close()
  })

  it('goes back to the room by navigateBack, which keeps the small window', async () => {
    const edge = installWechatEdge(gatewayWith([room]))
    edge.pageStack = [{}, {}]
    const page = await openPage(GoodsPage, { goods_id: '7', room_id: '11' })
    await page.tap(text.goods.backToRoom)
    expect(edge.opened).toEqual(['back'])
    await page.close()
  })

  it('opens the room\'s page in its own place when it was opened from the list of rooms', async () => {
    const edge = installWechatEdge(gatewayWith([room]))
    edge.pageStack = [{ route: 'src/pages/rooms/rooms' }, { route: 'src/pages/goods/goods' }]
    const page = await openPage(GoodsPage, { goods_id: '7', room_id: '11' })
    await page.tap(text.goods.backToRoom)
    expect(edge.opened).toEqual(['/src/live/room/room?room_id=11'])
    await page.close()
  })

  it('opens the room\'s page where there is nothing to go back to', async () => {
    const edge = installWechatEdge(gatewayWith([room]))
    const page = await openPage(GoodsPage, { goods_id: '7', room_id: '11' })
    await page.tap(text.goods.backToRoom)
    expect(edge.opened).toEqual(['/src/live/room/room?room_id=11'])
    await page.close()
  })

  it.each([
    ['a product the room does not sell', { goods_id: '999', room_id: '11' }],
    ['rubbish', { goods_id: '<script>', room_id: ['11'], custom_params: '%' }],
    ['nothing', {}],
    ['lists', { goods_id: ['7'], room_id: ['11', '12'], custom_params: ['{}'], by: ['x'] }],
    ['100 KB', { goods_id: '9'.repeat(100_000), room_id: '%25'.repeat(34_000), custom_params: '{'.repeat(100_000), share_openid: 'x'.repeat(100_000) }],
    ['names that every object has', JSON.parse('{"__proto__":"1","constructor":"2","toString":"3","goods_id":"{}"}') as Record<string, unknown>],
  ])('says so when it was opened with %s', async (_, query) => {
    installWechatEdge(gatewayWith([room]))
    const page = await openPage(GoodsPage, query)
    expect(page.text()).toContain(text.goods.notFound.title)
    expect(await page.call('onShareAppMessage')).toMatchObject({ path: '/src/pages/rooms/rooms?from=share' })
    await page.close()
  })

  it('asks again when the network was away', async () => {
    const edge = installWechatEdge(() => 'offline')
    const page = await openPage(GoodsPage, { goods_id: '7', room_id: '11' })
    expect(page.text()).toContain(errorText.offline.title)
    edge.gateway = gatewayWith([room])
    await page.tap(text.action.retry)
    expect(page.text()).toContain('龙井')
    await page.close()
  })

  it('leads home from a room that is not there, instead of asking for it again and again', async () => {
    const edge = installWechatEdge(gatewayWith([room]))
    const page = await openPage(GoodsPage, { goods_id: '999', room_id: '99' })
    expect(page.text()).toContain(roomNotFoundText.title)
    expect(page.text()).not.toContain(text.action.retry)
    await page.tap(text.goods.back)
    expect(edge.opened).toEqual(['/src/pages/rooms/rooms'])
    await page.close()
  })

  it('is shared as the product in its room', async () => {
    installWechatEdge(gatewayWith([room]))
    const page = await openPage(GoodsPage, { goods_id: '7', room_id: '11' })
    expect(await page.call('onShareAppMessage')).toEqual({
      title: '龙井',
      path: '/src/pages/goods/goods?goods_id=7&room_id=11&from=share',
      imageUrl: 'https://shop.example/tea.png',
    })
    await page.close()
  })

  it('is shared on in the visitor\'s name, with the first sharer\'s parameters', async () => {
    installWechatEdge(gatewayWith([room]))
    const params = encodeURIComponent('{"pid":"甲"}')
    const page = await openPage(GoodsPage, { goods_id: '7', room_id: '11', custom_params: params })
    await useIdentityStore(page.pinia).identify()
    expect(await page.call('onShareAppMessage')).toMatchObject({ path: `/src/pages/goods/goods?goods_id=7&room_id=11&from=share&by=share-of-me&custom_params=${params}` })
    await page.close()
  })

  it.each([
    ['once', 1],
    ['twice', 2],
    ['three times', 3],
  ])('is one touch of what the room appended, encoded %s', async (_, times) => {
    installWechatEdge(gatewayWith([room]))
    const encoded = Array.from({ length: times }).reduce<string>(encodeURIComponent, '{"pid":"甲"}')
    const page = await openPage(GoodsPage, { goods_id: '7', room_id: '11', custom_params: encoded, openid: 'o-me', share_openid: 'o-friend' })
    expect(useAttributionStore(page.pinia).touches).toMatchObject([{ via: 'goods-page', roomId: 11, goodsId: 7, customParams: { pid: '甲' }, openid: 'o-me', shareOpenid: 'o-friend' }])
    await page.close()

    const again = await openPage(GoodsPage, { goods_id: '7', room_id: '11', custom_params: encoded, openid: 'o-me', share_openid: 'o-friend' }, page.pinia)
    expect(useAttributionStore(page.pinia).touches).toHaveLength(1)
    await again.close()
  })

  it.each([
    ['outside a room', { goods_id: '7' }],
    ['by its own card, which was counted when the app was shown', { goods_id: '7', room_id: '11', from: 'share', by: 'share-of-a' }],
  ])('is no touch when it is opened %s', async (_, query) => {
    installWechatEdge(gatewayWith([room]))
    const page = await openPage(GoodsPage, query)
    expect(useAttributionStore(page.pinia).touches).toEqual([])
    await page.close()
  })

  it('needs no room: the rooms that sell the product say what it is', async () => {
    const edge = installWechatEdge(gatewayWith([room]))
    const page = await openPage(GoodsPage, { goods_id: '7' })
    expect(page.text()).toContain('龙井')
    expect(page.text()).toContain('128.50')
    expect(page.text()).not.toContain(text.goods.fromRoom('春茶上新'))
    expect(await page.call('onShareAppMessage')).toMatchObject({ title: '龙井', path: '/src/pages/goods/goods?goods_id=7&room_id=11&from=share' })
    await page.tap(text.goods.back)
    expect(edge.opened).toEqual(['/src/pages/rooms/rooms'])
    await page.close()
  })

  it('stays with the product when its own room cannot be had but another sells it', async () => {
    installWechatEdge(gatewayWith([room]))
    const page = await openPage(GoodsPage, { goods_id: '7', room_id: '99' })
    expect(page.text()).toContain('龙井')
    expect(page.text()).toContain(text.goods.otherRooms)
    await page.close()
  })

  it('offers the other rooms that sell it, on air first, and none with nothing to see', async () => {
    const upcoming = aRoom({ id: 12, status: 'upcoming', statusCode: 102, startAtMs: Date.now() + 3_600_000, endAtMs: Date.now() + 7_200_000 })
    const live = aRoom({ id: 13 })
    const over = aRoom({ id: 14, status: 'ended', statusCode: 103 })
    const replay = aRoom({ id: 15, status: 'ended', statusCode: 103, hasReplay: true })
    const other = aRoom({ id: 16, goods: [] })
    const edge = installWechatEdge(gatewayWith([room, upcoming, over, replay, live, other]))
    edge.plugin.getLiveStatus.mockImplementation(async ({ room_id }) => ({ liveStatus: { 12: 102, 15: 103 }[room_id] ?? 101 }))
    const page = await openPage(GoodsPage, { goods_id: '7', room_id: '11' })
    expect(page.wrapper.findAll('navigator').map(link => link.attributes('url'))).toEqual([
      '/src/live/room/room?room_id=13',
      `plugin-private://wx2b03c6e691cd7370/pages/live-player-plugin?room_id=13&custom_params=${encodeURIComponent('{"from":"goods"}')}`,
      '/src/live/room/room?room_id=12',
      '/src/live/room/room?room_id=15',
    ])
    expect(edge.plugin.getLiveStatus.mock.calls.map(([{ room_id }]) => room_id).sort()).toEqual([11, 12, 13, 15])
    await page.close()
  })

  it.each([
    ['no other room sells it', gatewayWith([room])],
    ['they cannot be had', (path: string) => path.includes('goods_id') ? 'offline' as const : gatewayWith([room])(path)],
    ['they are long in coming', (path: string) => path.includes('goods_id') ? 'hang' as const : gatewayWith([room])(path)],
  ])('is only the product when %s', async (_, gateway) => {
    installWechatEdge(gateway)
    const page = await openPage(GoodsPage, { goods_id: '7', room_id: '11' })
    expect(page.text()).toContain('龙井')
    expect(page.text()).not.toContain(text.goods.otherRooms)
    await page.close()
  })

  it('asks for the rooms again when nothing could be had without one', async () => {
    const edge = installWechatEdge(() => 'offline')
    const page = await openPage(GoodsPage, { goods_id: '7' })
    expect(page.text()).toContain(errorText.offline.title)
    edge.gateway = gatewayWith([room])
    await page.tap(text.action.retry)
    expect(page.text()).toContain('龙井')
    await page.close()
  })

  it('asks once a minute which rooms sell a product, however often it is opened', async () => {
    const edge = installWechatEdge(gatewayWith([room]))
    const page = await openPage(GoodsPage, { goods_id: '7' })
    const again = await openPage(GoodsPage, { goods_id: '7' }, page.pinia)
    expect(edge.requests.filter(path => path.includes('goods_id'))).toEqual(['/v1/rooms?goods_id=7&offset=0&limit=10'])
    await page.close()
    await again.close()
  })

  it('hands the pendant all five attributes, with the key that names the product', async () => {
    installWechatEdge(gatewayWith([room]))
    const page = await openPage(GoodsPage, { goods_id: '7', room_id: '11', custom_params: '{"pid":"a"}' })
    expect(page.wrapper.find('pendant').attributes()).toMatchObject({
      'type': '0',
      'custom-params': encodeURIComponent('{"from":"pendant","pid":"a"}'),
      'close-picture-in-picture-mode': '0',
      'url': 'src/pages/goods/goods',
      'goods-key': 'goods_id',
    })
    await page.close()
  })

  it('opens nothing by itself, whatever path the parameters ask for', async () => {
    const edge = installWechatEdge(gatewayWith([room]))
    const page = await openPage(GoodsPage, { goods_id: '7', room_id: '11', custom_params: '{"path":"/src/pages/goods/goods?goods_id=7&room_id=11"}' })
    expect(edge.opened).toEqual([])
    expect(page.text()).toContain('龙井')
    await page.close()
  })
})
