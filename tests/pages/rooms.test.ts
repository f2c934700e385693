import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseRoomPage } from '@/src/domain/room-parser'
import RoomsPage from '@/src/pages/rooms/rooms.vue'
import { usePlatform } from '@/src/platform/use-platform'
import { useAttributionStore } from '@/src/stores/attribution'
import { useIdentityStore } from '@/src/stores/identity'
import { usePreferencesStore } from '@/src/stores/preferences'
import { errorText, text } from '@/src/text'
import { letPass, openPage } from '@/tests/support/mount-page'
import { aRoom, gatewayWith } from '@/tests/support/rooms'
import { installWechatEdge } from '@/tests/support/wechat-edge'

const NOW_MS = new Date(2026, 10, 23, 19, 30).getTime()
const MINUTE_MS = 60_000

const tea = aRoom({ id: 11, name: '春茶上新' }, NOW_MS)
const pots = aRoom({ id: 12, name: '紫砂壶专场', hostName: '阿陶', status: 'upcoming', statusCode: 102, startAtMs: NOW_MS + 90 * MINUTE_MS, endAtMs: NOW_MS + 180 * MINUTE_MS }, NOW_MS)
const fruit = aRoom({ id: 13, name: '鲜果直送', status: 'ended', statusCode: 103 }, NOW_MS)

beforeEach(() => {
  vi.useFakeTimers({ now: NOW_MS })
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the rooms page', () => {
  it('shows a skeleton until the first rooms are there', async () => {
    installWechatEdge(() => 'hang')
    const page = await openPage(RoomsPage)
    expect(page.wrapper.find('.skeletons').exists()).toBe(true)
    await page.close()
  })

  it('has a heading that leads to the diagnostics when it is pressed long, and tells no customer', async () => {
    const edge = installWechatEdge(gatewayWith([tea]))
    const page = await openPage(RoomsPage)

    const heading = page.wrapper.find('[aria-role="heading"]')
    expect(heading.text()).toBe(text.list.title)
    await heading.trigger('tap')
    expect(edge.opened).toEqual([])
    await heading.trigger('longpress')
    expect(edge.opened).toEqual(['/src/pages/diagnostics/diagnostics'])
    expect(page.text()).not.toContain('诊断')
    await page.close()
  })

  it('shows each room with its host and status', async () => {
    installWechatEdge(gatewayWith([tea, pots, fruit]))
    const page = await openPage(RoomsPage)

    expect(page.wrapper.find('.skeletons').exists()).toBe(false)
    expect(page.wrapper.findAll('.card')).toHaveLength(3)
    expect(page.text()).toContain('春茶上新')
    expect(page.text()).toContain('主播 阿陶')
    expect(page.wrapper.findAll('.badge').map(badge => badge.text())).toEqual(['直播中', '预告', '已结束'])
    await page.close()
  })

  it('puts the first live room above everything else, once, and only where all rooms are shown', async () => {
    installWechatEdge(gatewayWith([tea, aRoom({ id: 14, name: '老白茶' }, NOW_MS), pots]))
    const page = await openPage(RoomsPage)
    const pinned = (): string[] => page.wrapper.findAll('.rooms__pinned .card__name').map(name => name.text())
    const names = (): string[] => page.wrapper.findAll('.card__name').map(name => name.text())

    expect(pinned()).toEqual(['春茶上新'])
    expect(names()).toEqual(['春茶上新', '老白茶', '紫砂壶专场'])
    await page.wrapper.findAll('.tabs__tab')[1]?.trigger('tap')
    await flushPromises()
    expect(pinned()).toEqual([])
    expect(names()).toContain('春茶上新')
    await page.close()
  })

  it('puts nothing above the rest while no room is live', async () => {
    installWechatEdge(gatewayWith([pots, fruit]))
    const page = await openPage(RoomsPage)
    expect(page.wrapper.findAll('.rooms__pinned')).toEqual([])
    expect(page.wrapper.findAll('.card')).toHaveLength(2)
    await page.close()
  })

  it('leads to a room\'s page from its card, and into a live room by the plugin\'s own address', async () => {
    installWechatEdge(gatewayWith([tea]))
    const page = await openPage(RoomsPage)

    expect(page.wrapper.findAll('navigator').map(link => link.attributes('url'))).toEqual([
      '/src/live/room/room?room_id=11',
      `plugin-private://wx2b03c6e691cd7370/pages/live-player-plugin?room_id=11&custom_params=${encodeURIComponent('{"from":"home"}')}`,
    ])
    await page.close()
  })

  it('offers the reminder on upcoming rooms with all eight attributes, and says what came of it', async () => {
    const edge = installWechatEdge(gatewayWith([tea, pots]))
    const page = await openPage(RoomsPage)

    const [button, ...others] = page.wrapper.findAll('subscribe')
    expect(others).toEqual([])
    expect(button?.attributes()).toMatchObject({
      'room-id': '12',
      'width': '120',
      'height': '44',
      'font-size': '15',
      'color': '#FFFFFF',
      'background-color': '#078546',
      'custom-params': encodeURIComponent('{"from":"home"}'),
      'stop-propagation': 'true',
    })

    await button?.trigger('subscribe', { detail: { room_id: 12, openid: 'me', is_subscribe: true } })
    expect(edge.toasts).toEqual([text.subscribe.subscribed])
    await page.close()
  })

  it('hands the pendant all five attributes, and the customer\'s choice of the small window', async () => {
    installWechatEdge(gatewayWith([tea]))
    const page = await openPage(RoomsPage)
    usePreferencesStore(page.pinia).setSmallWindow(false)
    await flushPromises()
    expect(page.wrapper.find('pendant').attributes()).toMatchObject({
      'type': '0',
      'custom-params': encodeURIComponent('{"from":"pendant"}'),
      'close-picture-in-picture-mode': '1',
      'url': '',
      'goods-key': '',
    })
    await page.close()
  })

  it('leads to the shop\'s own streams, asking for them once', async () => {
    const edge = installWechatEdge(path => path === '/v1/streams'
      ? { data: { streams: [{ id: 'shop-1', title: '茶园实景', liveUrl: 'https://shop.example/live.flv' }] } }
      : gatewayWith([tea])(path))
    const page = await openPage(RoomsPage)
    const link = page.wrapper.find('.streams navigator')
    expect(link.find('.streams__row > text').text()).toBe(text.stream('茶园实景'))
    expect(link.attributes('url')).toBe('/src/live/player/player?stream_id=shop-1')
    const again = await openPage(RoomsPage, {}, page.pinia)
    expect(again.wrapper.find('.streams').exists()).toBe(true)
    expect(edge.requests.filter(path => path === '/v1/streams')).toHaveLength(1)
    await page.close()
    await again.close()
  })

  it('waits no longer than a second for what stands above the list', async () => {
    installWechatEdge(path => path === '/v1/streams' ? 'hang' : gatewayWith([tea])(path))
    const page = await openPage(RoomsPage)
    await letPass(900)
    expect(page.wrapper.find('.skeletons').exists()).toBe(true)
    expect(page.text()).not.toContain('春茶上新')
    await letPass(100)
    expect(page.wrapper.find('.skeletons').exists()).toBe(false)
    expect(page.text()).toContain('春茶上新')
    await page.close()
  })

  it('draws the list only when WeChat has told of the broadcast above it', async () => {
    const edge = installWechatEdge(gatewayWith([tea], { channels: [{ finderUserName: 'sphteahouse', isSameSubject: false }] }))
    const live = await edge.channels.getChannelsLiveInfo({})
    let answer = (_: unknown): void => {}
    edge.channels.getChannelsLiveInfo.mockImplementation(() => new Promise(resolve => answer = resolve))
    const page = await openPage(RoomsPage)
    expect(page.wrapper.find('.skeletons').exists()).toBe(true)
    answer(live)
    await letPass(0)
    expect(page.text()).toMatch(/春茶上新.*小满茶馆/)
    await page.close()
  })

  it('says nothing of streams where there are none or they cannot be had, and asks anew the next time', async () => {
    const edge = installWechatEdge(path => path === '/v1/streams' ? 'offline' : gatewayWith([tea])(path))
    const page = await openPage(RoomsPage)
    expect(page.wrapper.find('.streams').exists()).toBe(false)
    expect(page.text()).toContain('春茶上新')
    edge.gateway = gatewayWith([tea])
    const again = await openPage(RoomsPage, {}, page.pinia)
    expect(again.wrapper.find('.streams').exists()).toBe(false)
    expect(edge.requests.filter(path => path === '/v1/streams')).toHaveLength(2)
    await page.close()
    await again.close()
  })

  it('counts down to a room that starts today', async () => {
    installWechatEdge(gatewayWith([pots]))
    const page = await openPage(RoomsPage)
    expect(page.wrapper.find('.countdown').text()).toBe('01:30:00')
    await letPass(61_000)
    expect(page.wrapper.find('.countdown').text()).toBe('01:28:59')
    expect(page.wrapper.find('.countdown').attributes('aria-label')).toBe('还有1小时28分钟开播')
    await page.close()
  })

  it('asks the plugin about the rooms on screen only, and about none while the page is out of sight', async () => {
    const edge = installWechatEdge(gatewayWith([tea, fruit]))
    const page = await openPage(RoomsPage)
    expect(edge.plugin.getLiveStatus).not.toHaveBeenCalled()

    edge.show([11])
    await flushPromises()
    expect(edge.plugin.getLiveStatus.mock.calls).toEqual([[{ room_id: 11 }]])

    await page.call('onHide')
    await letPass(10 * MINUTE_MS)
    expect(edge.plugin.getLiveStatus).toHaveBeenCalledTimes(1)

    await page.call('onShow')
    expect(edge.plugin.getLiveStatus).toHaveBeenCalledTimes(2)
    await page.close()
    await letPass(10 * MINUTE_MS)
    expect(edge.plugin.getLiveStatus).toHaveBeenCalledTimes(2)
  })

  it('watches nothing any more once it is closed', async () => {
    const edge = installWechatEdge(gatewayWith([tea]))
    const page = await openPage(RoomsPage)
    expect(edge.watchedLists()).toBe(1)
    await page.close()
    expect(edge.watchedLists()).toBe(0)
  })

  it('moves a room\'s badge when the plugin says so', async () => {
    const edge = installWechatEdge(gatewayWith([tea]))
    edge.plugin.getLiveStatus.mockResolvedValue({ liveStatus: 106 })
    const page = await openPage(RoomsPage)
    edge.show([11])
    await flushPromises()
    expect(page.wrapper.find('.badge').text()).toBe('中断')
    await page.close()
  })

  it('shows one part of the list per tab and remembers the parts it has seen', async () => {
    const edge = installWechatEdge(gatewayWith([tea, pots, fruit]))
    const page = await openPage(RoomsPage)

    await page.tap('预告')
    expect(page.wrapper.findAll('.card')).toHaveLength(1)
    expect(page.text()).toContain('紫砂壶专场')

    const asked = edge.requests.length
    await page.tap('全部')
    await page.tap('预告')
    expect(edge.requests).toHaveLength(asked)
    await page.close()
  })

  it('searches by room or host once the user rests, and goes back to everything', async () => {
    const edge = installWechatEdge(gatewayWith([tea, pots, fruit]))
    const page = await openPage(RoomsPage)
    const box = page.wrapper.find('input')

    const asked = edge.requests.length
    for (const words of ['阿', '阿陶']) await box.trigger('input', { detail: { value: words } })
    await letPass(299)
    expect(edge.requests).toHaveLength(asked)
    await letPass(1)
    expect(edge.requests).toHaveLength(asked + 1)
    expect(page.wrapper.findAll('.card')).toHaveLength(1)

    await box.trigger('input', { detail: { value: '没有这个' } })
    await letPass(300)
    expect(page.text()).toContain(text.empty.search.title)

    await page.tap(text.empty.search.action)
    expect(page.wrapper.findAll('.card')).toHaveLength(3)
    await page.close()
  })

  it('pages by offset at the end of the list, once however often the end is reached', async () => {
    const rooms = Array.from({ length: 45 }, (_, index) => aRoom({ id: index + 1 }, NOW_MS))
    const edge = installWechatEdge(gatewayWith(rooms))
    const page = await openPage(RoomsPage)
    expect(page.wrapper.findAll('.card')).toHaveLength(20)

    await Promise.all([page.call('onReachBottom'), page.call('onReachBottom'), page.call('onReachBottom')])
    expect(page.wrapper.findAll('.card')).toHaveLength(40)
    await page.call('onReachBottom')
    expect(page.wrapper.findAll('.card')).toHaveLength(45)
    expect(page.text()).toContain(text.list.end)
    expect(edge.requests.filter(path => path.includes('offset=20'))).toHaveLength(1)
    await page.close()
  })

  it('keeps what is loaded when the next part fails, and tries that part again', async () => {
    const rooms = Array.from({ length: 25 }, (_, index) => aRoom({ id: index + 1 }, NOW_MS))
    const edge = installWechatEdge(gatewayWith(rooms))
    const page = await openPage(RoomsPage)

    edge.gateway = () => ({ statusCode: 503, data: {} })
    await page.call('onReachBottom')
    expect(page.wrapper.findAll('.card')).toHaveLength(20)

    edge.gateway = gatewayWith(rooms)
    await page.tap(text.list.moreFailed)
    expect(page.wrapper.findAll('.card')).toHaveLength(25)
    await page.close()
  })

  it.each([
    ['the gateway answers', gatewayWith([tea])],
    ['the gateway fails', () => ({ statusCode: 500, data: 'oops' })],
    ['the phone is offline', () => 'offline' as const],
  ])('ends the pull-down when %s', async (_, gateway) => {
    const edge = installWechatEdge(gatewayWith([tea]))
    const page = await openPage(RoomsPage)
    edge.gateway = gateway
    await page.call('onPullDownRefresh')
    expect(edge.pullDownsEnded).toBe(1)
    await page.close()
  })

  it('asks for the Channels accounts again when pulled down, until the gateway has told them', async () => {
    const gateway = gatewayWith([tea])
    let isDown = true
    const edge = installWechatEdge(path => isDown && path === '/v1/channels' ? { statusCode: 503, data: {} } : gateway(path))
    const page = await openPage(RoomsPage)
    const asked = () => edge.requests.filter(path => path === '/v1/channels').length
    isDown = false
    await page.call('onPullDownRefresh')
    await page.call('onPullDownRefresh')
    expect(asked()).toBe(2)
    await page.close()
  })

  it('ends the pull-down when the gateway never answers', async () => {
    const edge = installWechatEdge(gatewayWith([tea]))
    const page = await openPage(RoomsPage)
    edge.gateway = () => 'hang'
    const pulling = page.call('onPullDownRefresh')
    await letPass(1_000)
    expect(edge.pullDownsEnded).toBe(0)
    await letPass(15_000)
    await pulling
    expect(edge.pullDownsEnded).toBe(1)
    await page.close()
  })

  it('says what happened and what to do when there is nothing to show', async () => {
    const edge = installWechatEdge(() => 'offline')
    const page = await openPage(RoomsPage)
    expect(page.text()).toContain('网络未连接')

    edge.gateway = gatewayWith([])
    await page.tap(text.action.retry)
    expect(page.text()).toContain(text.empty.all.title)
    await page.close()
  })

  it('shows the saved list when a start finds no network, and the fresh one once it is back', async () => {
    const edge = installWechatEdge(gatewayWith([tea]))
    await (await openPage(RoomsPage)).close()

    edge.gateway = () => 'offline'
    const page = await openPage(RoomsPage)
    expect(page.text()).toContain('春茶上新')
    expect(page.text()).toContain('正在显示 今天 19:30 保存的内容')

    edge.gateway = gatewayWith([tea, fruit])
    edge.setOnline(false)
    edge.setOnline(true)
    await flushPromises()
    expect(page.text()).toContain('鲜果直送')
    expect(page.wrapper.find('.notice').exists()).toBe(false)
    await page.close()
  })

  it('saves the beginning of the whole list, whatever was searched or paged to since', async () => {
    const rooms = [tea, ...Array.from({ length: 30 }, (_, index) => aRoom({ id: index + 100, name: `房间${index}` }, NOW_MS))]
    installWechatEdge(gatewayWith(rooms))
    const first = await openPage(RoomsPage)
    const saved = () => parseRoomPage(usePlatform().storage.get('rooms.first-page'))?.rooms.map(({ id }) => id)
    const begin = saved()
    expect(begin).toHaveLength(20)
    await first.call('onReachBottom')
    expect(first.wrapper.findAll('.card')).toHaveLength(31)
    expect(saved()).toEqual(begin)
    await first.wrapper.find('input').trigger('input', { detail: { value: '春茶' } })
    await letPass(300)
    expect(first.wrapper.findAll('.card')).toHaveLength(1)
    expect(saved()).toEqual(begin)
    await first.close()
  })

  it('says how old a list is that the gateway could not renew', async () => {
    installWechatEdge(gatewayWith([tea], { isStale: true, checkedAtMs: NOW_MS - 25 * MINUTE_MS }))
    const page = await openPage(RoomsPage)
    expect(page.text()).toContain('直播列表更新于 今天 19:05')
    await page.close()
  })

  it('asks again for a list that did not come when the user comes back', async () => {
    const edge = installWechatEdge(() => ({ statusCode: 502, data: '' }))
    const page = await openPage(RoomsPage)
    expect(page.text()).toContain(errorText['request-failed'].title)
    await page.call('onHide')
    edge.gateway = gatewayWith([tea])
    await page.call('onShow')
    expect(page.text()).toContain('春茶上新')
    await page.close()
  })

  it('refreshes a list older than a minute when the user comes back to it, in place', async () => {
    const rooms = Array.from({ length: 45 }, (_, index) => aRoom({ id: index + 1 }, NOW_MS))
    const edge = installWechatEdge(gatewayWith(rooms))
    const page = await openPage(RoomsPage)
    await page.call('onReachBottom')
    await page.call('onHide')
    await letPass(30_000)
    const asked = edge.requests.length
    await page.call('onShow')
    expect(edge.requests).toHaveLength(asked)

    await page.call('onHide')
    await letPass(2 * MINUTE_MS)
    await page.call('onShow')
    expect(edge.requests.length).toBeGreaterThan(asked)
    expect(page.wrapper.findAll('.card')).toHaveLength(40)
    await page.close()
  })

  it('asks users of an old WeChat to upgrade', async () => {
    const edge = installWechatEdge(gatewayWith([tea]))
    edge.versions = { version: '7.0.5', SDKVersion: '2.8.0' }
    const page = await openPage(RoomsPage)
    edge.show([11])
    await flushPromises()
    expect(page.text()).toContain(text.notice.clientTooOld)
    // The list of the gateway still tells the status.
    expect(page.wrapper.find('.badge').text()).toBe('直播中')

    await page.tap(text.action.updateClient)
    expect(edge.toasts).toEqual([text.notice.howToUpdate])
    await page.close()
  })

  it('is shared to chats and Moments', async () => {
    installWechatEdge(gatewayWith([tea]))
    const page = await openPage(RoomsPage)
    expect(await page.call('onShareAppMessage')).toEqual({ title: text.share.home, path: '/src/pages/rooms/rooms?from=share' })
    expect(await page.call('onShareTimeline')).toEqual({ title: text.share.home, query: 'from=timeline' })
    await page.close()
  })

  it('is shared on in the visitor\'s name, with the first sharer\'s parameters', async () => {
    installWechatEdge(gatewayWith([tea]))
    const params = encodeURIComponent('{"pid":"甲"}')
    const page = await openPage(RoomsPage, { from: 'share', by: 'share-of-a', custom_params: params })
    await useIdentityStore(page.pinia).identify()
    expect(await page.call('onShareAppMessage')).toEqual({ title: text.share.home, path: `/src/pages/rooms/rooms?from=share&by=share-of-me&custom_params=${params}` })
    expect(await page.call('onShareTimeline')).toEqual({ title: text.share.home, query: `from=timeline&by=share-of-me&custom_params=${params}` })
    await page.close()
  })

  it('offers the page that a card asks for, opens it on a tap, and offers it no more', async () => {
    const edge = installWechatEdge(gatewayWith([tea]))
    const page = await openPage(RoomsPage)
    const attribution = useAttributionStore(page.pinia)
    expect(page.text()).not.toContain(text.offer.message)
    await attribution.capture({ path: 'src/live/room/room', query: { room_id: '11', by: 'share-of-a', custom_params: '{"path":"src/live/room/room?room_id=11"}' }, scene: 1007 })
    await flushPromises()
    await page.tap(text.offer.action)
    expect(edge.opened).toEqual(['/src/live/room/room?room_id=11'])
    expect(page.text()).not.toContain(text.offer.message)
    await page.close()
  })

  it.each(['//evil', 'plugin-private://wx0/pages/x', '/src/pages/../x', '/src/pages/rooms/rooms'])('offers nothing where a card asks for %s', async (path) => {
    installWechatEdge(gatewayWith([tea]))
    const page = await openPage(RoomsPage)
    await useAttributionStore(page.pinia).capture({ path: 'src/pages/rooms/rooms', query: { by: 'share-of-a', custom_params: JSON.stringify({ path }) }, scene: 1007 })
    await flushPromises()
    expect(page.text()).not.toContain(text.offer.message)
    await page.close()
  })

  it.each([
    ['lists', { from: ['share'], by: ['x'], custom_params: ['{}'], scene: ['x'] }],
    ['100 KB', { from: 'x'.repeat(100_000), by: '%25'.repeat(34_000), custom_params: '{'.repeat(100_000), scene: '&'.repeat(100_000) }],
    ['rubbish', { from: '<b>', by: '\u0000', custom_params: '%E4%', scene: '%' }],
  ])('shows its rooms, and is shared plainly, when the link holds %s', async (_, query) => {
    installWechatEdge(gatewayWith([tea]))
    const page = await openPage(RoomsPage, query)
    expect(page.text()).toContain('春茶上新')
    expect(await page.call('onShareAppMessage')).toMatchObject({ path: '/src/pages/rooms/rooms?from=share' })
    await page.close()
  })
})
