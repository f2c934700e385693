import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import RoomPage from '@/src/live/room/room.vue'
import { shareText } from '@/src/live/text'
import { setPlatform, usePlatform } from '@/src/platform/use-platform'
import { useAttributionStore } from '@/src/stores/attribution'
import { useIdentityStore } from '@/src/stores/identity'
import { errorText, roomNotFoundText, statusText, text } from '@/src/text'
import { takeConsole } from '@/tests/setup/fail-on-console'
import { letPass, openPage } from '@/tests/support/mount-page'
import { aRoom, gatewayWith } from '@/tests/support/rooms'
import { installWechatEdge } from '@/tests/support/wechat-edge'

const NOW_MS = new Date(2026, 10, 23, 19, 30).getTime()
const MINUTE_MS = 60_000
const PLUGIN_PAGE = 'plugin-private://wx2b03c6e691cd7370/pages/live-player-plugin'

const live = aRoom({ id: 11, name: '春茶上新' }, NOW_MS)
const upcoming = aRoom({ id: 12, status: 'upcoming', statusCode: 102, startAtMs: NOW_MS + 90_000, endAtMs: NOW_MS + 90 * MINUTE_MS }, NOW_MS)

beforeEach(() => {
  vi.useFakeTimers({ now: NOW_MS })
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the room page', () => {
  it('shows cover, host, planned time, status and goods with prices in yuan', async () => {
    installWechatEdge(gatewayWith([live]))
    const page = await openPage(RoomPage, { room_id: '11' })

    expect(page.text()).toContain('春茶上新')
    expect(page.text()).toContain('主播 小满')
    expect(page.text()).toContain('今天 18:30')
    expect(page.text()).toContain(statusText.live.title)
    expect(page.wrapper.find('.price__now').text()).toBe('128.50')
    expect(page.wrapper.find('.poster image').attributes('src')).toBe(live.coverUrl)
    await page.close()
  })

  it.each([
    [101, 'live', text.roomAction.enter],
    [102, 'upcoming', text.roomAction.preview],
    [103, 'ended', text.roomAction['other-rooms']],
    [104, 'banned', text.roomAction['other-rooms']],
    [105, 'paused', text.roomAction.enter],
    [106, 'interrupted', text.roomAction.enter],
    [107, 'expired', text.roomAction['other-rooms']],
  ] as const)('says what status %i means and offers what there is to do', async (code, status, action) => {
    const edge = installWechatEdge(gatewayWith([live]))
    edge.plugin.getLiveStatus.mockResolvedValue({ liveStatus: code })
    const page = await openPage(RoomPage, { room_id: '11' })
    expect(page.wrapper.find('.status__title').text()).toBe(statusText[status].title)
    expect(page.wrapper.find('.bar__action').text()).toBe(action)
    await page.close()
  })

  it('says so when nobody knows the status, and asks again when told', async () => {
    const edge = installWechatEdge(gatewayWith([aRoom({ ...live, status: 'unknown', statusCode: 0 }, NOW_MS)]))
    edge.plugin.getLiveStatus.mockRejectedValue(new Error('getLiveStatus:fail'))
    const page = await openPage(RoomPage, { room_id: '11' })
    expect(page.text()).toContain(statusText.unknown.title)
    expect(page.text()).toContain(errorText['plugin-rejected'].title)

    await page.tap(text.roomAction.refresh)
    expect(edge.toasts).toEqual([text.room.statusDeferred])
    await page.close()
  })

  it('leads whoever scanned its mini-program code into the room by the entrance for codes', async () => {
    const edge = installWechatEdge(gatewayWith([upcoming]))
    const page = await openPage(RoomPage, { scene: 'room_id%3D12' })
    await useAttributionStore(page.pinia).capture({ path: 'src/live/room/room', query: { scene: 'room_id%3D12' }, scene: 1047 })
    await page.tap(text.roomAction.enter)
    expect(edge.opened).toEqual([`${PLUGIN_PAGE}?room_id=12&custom_params=${encodeURIComponent('{"from":"room"}')}&type=9`])
    await page.close()
  })

  it.each([true, false])('opens the replay of an ended broadcast where the shop has opened it, plugin or not (%s)', async (hasPlugin) => {
    const edge = installWechatEdge(gatewayWith([aRoom({ id: 14, status: 'ended', statusCode: 103, hasReplay: true }, NOW_MS)]))
    edge.plugin.getLiveStatus.mockResolvedValue({ liveStatus: 103 })
    if (!hasPlugin)
      setPlatform({ ...usePlatform(), build: { name: 'no-plugin', hasPlugin } })
    const page = await openPage(RoomPage, { room_id: '14', custom_params: encodeURIComponent('{"pid":"甲"}') })
    expect(page.text()).toContain(text.room.replayReady)
    await page.tap(text.roomAction.replay)
    expect(edge.opened).toEqual([`/src/live/replay/replay?room_id=14&custom_params=${encodeURIComponent('{"pid":"甲"}')}`])
    await page.close()
  })

  it('tells how many minutes an interrupted broadcast has left to come back', async () => {
    const edge = installWechatEdge(gatewayWith([live]))
    edge.plugin.getLiveStatus.mockResolvedValue({ liveStatus: 106 })
    const page = await openPage(RoomPage, { room_id: '11' })
    expect(page.text()).toContain('若 15 分钟内未恢复')
    await letPass(1_000)
    expect(page.text()).toContain('若 15 分钟内未恢复')
    await letPass(10 * MINUTE_MS)
    expect(page.text()).toContain('若 5 分钟内未恢复')
    await page.close()
  })

  it('enters the room by its plugin address, small window on, parameters encoded once', async () => {
    const edge = installWechatEdge(gatewayWith([live]))
    const page = await openPage(RoomPage, { room_id: '11', custom_params: encodeURIComponent('{"pid":"甲"}') })
    await page.tap(text.roomAction.enter)
    expect(edge.opened).toEqual([`${PLUGIN_PAGE}?room_id=11&custom_params=${encodeURIComponent('{"from":"room","pid":"甲"}')}`])
    await page.close()
  })

  it('turns the small window off for this and later visits', async () => {
    const edge = installWechatEdge(gatewayWith([live]))
    const page = await openPage(RoomPage, { room_id: '11' })
    await page.wrapper.find('switch').trigger('change', { detail: { value: false } })
    await page.tap(text.roomAction.enter)
    expect(edge.opened[0]).toMatch(/&close_picture_in_picture_mode=1$/)
    await page.close()

    const later = await openPage(RoomPage, { room_id: '11' })
    await later.tap(text.roomAction.enter)
    expect(edge.opened[1]).toMatch(/&close_picture_in_picture_mode=1$/)
    await later.close()
  })

  it('refuses parameters that WeChat would cut, and says so instead of opening the room', async () => {
    const edge = installWechatEdge(gatewayWith([live]))
    const page = await openPage(RoomPage, { room_id: '11', custom_params: encodeURIComponent(JSON.stringify({ note: '长'.repeat(80) })) })
    await page.tap(text.roomAction.enter)
    expect(edge.opened).toEqual([])
    expect(edge.questions).toEqual([{ title: errorText['custom-params-too-long'].title, content: errorText['custom-params-too-long'].advice }])
    await page.close()
  })

  it('says so when WeChat does not open the room', async () => {
    const edge = installWechatEdge(gatewayWith([live]))
    edge.navigationFailure = 'navigateTo:fail page "__plugin__/wx2b03c6e691cd7370/pages/live-player-plugin" is not found'
    const page = await openPage(RoomPage, { room_id: '11' })
    await page.tap(text.roomAction.enter)
    expect(edge.questions[0]?.title).toBe(errorText['navigation-failed'].title)
    await page.close()
  })

  it('asks users of an old WeChat to upgrade before they enter', async () => {
    const edge = installWechatEdge(gatewayWith([live]))
    edge.versions = { version: '7.0.6', SDKVersion: '2.8.3' }
    const page = await openPage(RoomPage, { room_id: '11' })
    await page.tap(text.roomAction.enter)
    expect(edge.opened).toEqual([])
    expect(edge.questions[0]?.title).toBe(errorText['client-too-old'].title)
    expect(edge.toasts).toEqual([text.notice.howToUpdate])
    await page.close()
  })

  it('promises nothing in a build without the plugin', async () => {
    const edge = installWechatEdge(gatewayWith([live]))
    setPlatform({ ...usePlatform(), build: { name: 'no-plugin', hasPlugin: false } })
    const page = await openPage(RoomPage, { room_id: '11' })
    expect(page.text()).toContain(errorText['plugin-missing'].title)
    await page.tap(text.roomAction['other-rooms'])
    expect(edge.opened).toEqual(['/src/pages/rooms/rooms'])
    await page.close()
  })

  it('gives the reminder button its eight attributes and keeps what it answers', async () => {
    const edge = installWechatEdge(gatewayWith([upcoming]))
    edge.plugin.getLiveStatus.mockResolvedValue({ liveStatus: 102 })
    const page = await openPage(RoomPage, { room_id: '12' })
    const button = page.wrapper.find('subscribe')
    expect(Object.keys(button.attributes()).filter(name => !name.startsWith('data-'))).toEqual([
      'room-id',
      'width',
      'height',
      'font-size',
      'color',
      'background-color',
      'custom-params',
      'stop-propagation',
    ])
    expect(edge.plugin.getSubscribeStatus).toHaveBeenCalledWith({ room_id: 12 })
    expect(page.wrapper.find('.room__subscribe').attributes('aria-label')).toBe(text.subscribe.state(false))

    await button.trigger('subscribe', { detail: { room_id: 12, openid: 'me', is_subscribe: true } })
    expect(page.wrapper.find('.room__subscribe').attributes('aria-label')).toBe(text.subscribe.state(true))
    expect(edge.toasts).toEqual([text.subscribe.subscribed])
    await page.close()
  })

  it('does not ask about a reminder once there is nothing to be reminded of', async () => {
    const edge = installWechatEdge(gatewayWith([live]))
    const page = await openPage(RoomPage, { room_id: '11' })
    expect(edge.plugin.getSubscribeStatus).not.toHaveBeenCalled()
    await page.close()
  })

  it('asks for the status once when the countdown reaches zero, and then shows the broadcast', async () => {
    const edge = installWechatEdge(gatewayWith([upcoming]))
    edge.plugin.getLiveStatus.mockResolvedValue({ liveStatus: 102 })
    const page = await openPage(RoomPage, { room_id: '12' })
    expect(page.wrapper.find('.status__countdown').text()).toBe('00:01:30')
    expect(edge.plugin.getLiveStatus).toHaveBeenCalledTimes(1)

    edge.plugin.getLiveStatus.mockResolvedValue({ liveStatus: 101 })
    await letPass(89_999)
    expect(edge.plugin.getLiveStatus).toHaveBeenCalledTimes(1)
    await letPass(1_000)
    expect(edge.plugin.getLiveStatus).toHaveBeenCalledTimes(2)
    expect(page.wrapper.find('.status__title').text()).toBe(statusText.live.title)
    expect(page.wrapper.find('subscribe').exists()).toBe(false)
    await page.close()
  })

  it('does not wait for its rhythm when the countdown reaches zero', async () => {
    const soon = { ...upcoming, startAtMs: NOW_MS + 62_000 }
    const edge = installWechatEdge(gatewayWith([soon]))
    edge.plugin.getLiveStatus.mockResolvedValue({ liveStatus: 102 })
    const page = await openPage(RoomPage, { room_id: '12' })
    await letPass(61_999)
    expect(edge.plugin.getLiveStatus).toHaveBeenCalledTimes(1)
    await letPass(1)
    expect(edge.plugin.getLiveStatus).toHaveBeenCalledTimes(2)
    await page.close()
  })

  it('asks nothing while it is out of sight', async () => {
    const edge = installWechatEdge(gatewayWith([live]))
    const page = await openPage(RoomPage, { room_id: '11' })
    await page.call('onHide')
    await letPass(30 * MINUTE_MS)
    expect(edge.plugin.getLiveStatus).toHaveBeenCalledTimes(1)
    expect(vi.getTimerCount()).toBe(0)
    await page.close()
  })

  it('asks gateway and plugin when it is pulled down', async () => {
    const edge = installWechatEdge(gatewayWith([live]))
    const page = await openPage(RoomPage, { room_id: '11' })
    await letPass(61_000)
    const asked = edge.requests.length
    await page.call('onPullDownRefresh')
    expect(edge.requests).toHaveLength(asked + 1)
    expect(edge.plugin.getLiveStatus).toHaveBeenCalledTimes(2)
    expect(edge.pullDownsEnded).toBe(1)
    await page.close()
  })

  it('says so when a product\'s page does not open', async () => {
    const edge = installWechatEdge(gatewayWith([live]))
    edge.navigationFailure = 'navigateTo:fail page is not found'
    const page = await openPage(RoomPage, { room_id: '11' })
    await page.tap('龙井')
    expect(edge.toasts).toEqual([errorText['navigation-failed'].title])
    await page.close()
  })

  it('follows the broadcast by itself: upcoming, live, interrupted, live, ended', async () => {
    const edge = installWechatEdge(gatewayWith([upcoming]))
    const page = await openPage(RoomPage, { room_id: '12' })
    const seen: string[] = []
    for (const code of [102, 101, 106, 101, 103]) {
      edge.plugin.getLiveStatus.mockResolvedValue({ liveStatus: code })
      await letPass(3 * MINUTE_MS)
      seen.push(page.wrapper.find('.status__title').text())
    }
    expect(seen).toEqual([statusText.upcoming, statusText.live, statusText.interrupted, statusText.live, statusText.ended].map(({ title }) => title))

    const calls = edge.plugin.getLiveStatus.mock.calls.length
    await letPass(30 * MINUTE_MS)
    expect(edge.plugin.getLiveStatus).toHaveBeenCalledTimes(calls)
    await page.close()
  })

  it('never asks twice within a minute, however often the page comes and goes', async () => {
    const edge = installWechatEdge(gatewayWith([live]))
    const page = await openPage(RoomPage, { room_id: '11' })
    for (let visit = 0; visit < 10; visit++) {
      await page.call('onHide')
      await letPass(1_000)
      await page.call('onShow')
      await page.tap(text.action.refreshStatus)
    }
    expect(edge.plugin.getLiveStatus).toHaveBeenCalledTimes(1)
    await page.close()
  })

  it('leaves no timer behind when it is closed', async () => {
    installWechatEdge(gatewayWith([upcoming]))
    const page = await openPage(RoomPage, { room_id: '12' })
    await page.close()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('stays what it was when a plugin call never settles, and says so', async () => {
    const edge = installWechatEdge(gatewayWith([live]))
    edge.plugin.getLiveStatus.mockImplementation(() => new Promise(() => {}))
    const page = await openPage(RoomPage, { room_id: '11' })
    await letPass(10_000)
    expect(page.text()).toContain(statusText.live.title)
    expect(page.text()).toContain(errorText['plugin-timeout'].title)
    await page.close()
  })

  it('opens a product on the shop\'s own page with the room appended, and foreign paths as they are', async () => {
    const edge = installWechatEdge(gatewayWith([aRoom({ ...live, goods: [...live.goods, { ...live.goods[0]!, id: 8, name: '茶杯', path: 'other/page?x=1' }] }, NOW_MS)]))
    const page = await openPage(RoomPage, { room_id: '11' })
    await page.tap('龙井')
    await page.tap('茶杯')
    expect(edge.opened).toEqual(['/src/pages/goods/goods?goods_id=7&room_id=11', '/other/page?x=1'])
    await page.close()
  })

  it.each([
    ['no room', {}],
    ['rubbish', { room_id: '12abc' }],
    ['a list', { room_id: ['11'] }],
    ['100 KB', { room_id: '1'.repeat(100_000) }],
  ])('leads home when the link holds %s', async (_, query) => {
    const edge = installWechatEdge(gatewayWith([live]))
    const page = await openPage(RoomPage, query)
    expect(page.text()).toContain(errorText['invalid-room-id'].title)
    await page.tap(text.action.home)
    expect(edge.opened).toEqual(['/src/pages/rooms/rooms'])
    expect(edge.requests).toEqual([])
    await page.close()
  })

  it('reads a room from a scanned code', async () => {
    installWechatEdge(gatewayWith([live]))
    const page = await openPage(RoomPage, { scene: 'room_id%3D11' })
    expect(page.text()).toContain('春茶上新')
    await page.close()
  })

  it('leads home when the shop no longer has the room', async () => {
    const edge = installWechatEdge(gatewayWith([]))
    edge.plugin.getLiveStatus.mockRejectedValue(new Error('no such room'))
    const page = await openPage(RoomPage, { room_id: '404' })
    expect(page.text()).toContain(roomNotFoundText.title)
    await page.tap(text.action.home)
    expect(edge.opened).toEqual(['/src/pages/rooms/rooms'])
    await page.close()
  })

  it('asks again for a room that could not be loaded', async () => {
    const edge = installWechatEdge(() => 'offline')
    const page = await openPage(RoomPage, { room_id: '11' })
    expect(page.text()).toContain(errorText.offline.title)
    edge.gateway = gatewayWith([live])
    await page.tap(text.action.retry)
    expect(page.text()).toContain('春茶上新')
    await page.close()
  })

  it('ends its pull-down even when everything fails', async () => {
    const edge = installWechatEdge(gatewayWith([live]))
    const page = await openPage(RoomPage, { room_id: '11' })
    edge.gateway = () => 'offline'
    edge.plugin.getLiveStatus.mockRejectedValue('getLiveStatus:fail')
    await page.call('onPullDownRefresh')
    await flushPromises()
    expect(edge.pullDownsEnded).toBe(1)
    await page.close()
  })

  it('hands the first sharer\'s parameters on, and leaves out those that are too long for it', async () => {
    installWechatEdge(gatewayWith([live]))
    const page = await openPage(RoomPage, { room_id: '11', custom_params: encodeURIComponent('{"pid":"甲"}') })
    expect(await page.call('onShareAppMessage')).toMatchObject({ path: `/src/live/room/room?room_id=11&from=share&custom_params=${encodeURIComponent('{"pid":"甲"}')}` })
    await page.close()

    const long = await openPage(RoomPage, { room_id: '11', custom_params: encodeURIComponent(JSON.stringify({ note: '长'.repeat(80) })) })
    expect(await long.call('onShareAppMessage')).toMatchObject({ path: '/src/live/room/room?room_id=11&from=share' })
    await long.close()
  })

  it('is shared as the room it shows, to chats and to Moments', async () => {
    installWechatEdge(gatewayWith([live]))
    const page = await openPage(RoomPage, { room_id: '11' })
    expect(await page.call('onShareAppMessage')).toEqual({
      title: text.share.live('春茶上新'),
      path: '/src/live/room/room?room_id=11&from=share',
      imageUrl: live.shareImageUrl,
    })
    expect(await page.call('onShareTimeline')).toEqual({
      title: text.share.live('春茶上新'),
      query: 'room_id=11&from=timeline',
      imageUrl: live.shareImageUrl,
    })
    await page.close()
  })

  it('shows what friends will get, and the way to Moments, before it is passed on', async () => {
    installWechatEdge(gatewayWith([live]))
    const page = await openPage(RoomPage, { room_id: '11' })
    expect(page.wrapper.find('.sheet').exists()).toBe(false)

    await page.tap(text.action.share)
    const sheet = page.wrapper.find('.sheet')
    expect(sheet.classes()).toContain('sheet--open')
    expect(sheet.find('.sheet__words').text()).toBe(text.share.live('春茶上新'))
    expect(sheet.find('image').attributes('src')).toBe(live.shareImageUrl)
    expect(sheet.text()).toContain(shareText.timelineHint)

    for (const way of [shareText.send, shareText.cancel]) {
      await page.tap(text.action.share)
      await page.tap(way)
      expect(sheet.classes()).not.toContain('sheet--open')
      expect(sheet.find('[open-type=share]').exists(), 'WeChat still needs its button').toBe(true)
    }
    await page.close()
  })

  it('is shared in the visitor\'s own name, whoever sent them the card, and names nobody else', async () => {
    installWechatEdge(gatewayWith([live]))
    const params = encodeURIComponent('{"pid":"甲"}')
    const page = await openPage(RoomPage, { room_id: '11', from: 'share', by: 'share-of-a', custom_params: params })
    await useIdentityStore(page.pinia).identify()
    expect(await page.call('onShareAppMessage')).toMatchObject({ path: `/src/live/room/room?room_id=11&from=share&by=share-of-me&custom_params=${params}` })
    expect(await page.call('onShareTimeline')).toMatchObject({ query: `room_id=11&from=timeline&by=share-of-me&custom_params=${params}` })
    await page.close()
  })

  it('puts neither openid nor token into a card', async () => {
    const edge = installWechatEdge(gatewayWith([live]))
    edge.takePost = () => ({ data: { token: 'secret-token', expiresInSeconds: 7200, openid: 'secret-openid', shareId: 'share-of-me' } })
    edge.plugin.getOpenid.mockResolvedValue({ openid: 'secret-plugin-openid' })
    const page = await openPage(RoomPage, { room_id: '11' })
    await useIdentityStore(page.pinia).identify()
    const cards = JSON.stringify([await page.call('onShareAppMessage'), await page.call('onShareTimeline')])
    expect(cards).toContain('share-of-me')
    expect(cards).not.toContain('secret')
    expect(useIdentityStore(page.pinia)).toMatchObject({ openid: 'secret-openid', pluginOpenid: 'secret-plugin-openid', hasOpenidMismatch: true })
    const [warning] = takeConsole('warn')
    expect(warning).not.toContain('secret')
    await page.close()
  })

  it('asks the plugin who the visitor is, for a room that there is', async () => {
    const edge = installWechatEdge(gatewayWith([live]))
    await (await openPage(RoomPage, {})).close()
    expect(edge.plugin.getOpenid).not.toHaveBeenCalled()
    await (await openPage(RoomPage, { room_id: '11' })).close()
    expect(edge.plugin.getOpenid).toHaveBeenCalledWith({ room_id: 11 })
  })

  it('hands the first sharer\'s parameters on to reminders and goods pages', async () => {
    const edge = installWechatEdge(gatewayWith([upcoming]))
    edge.plugin.getLiveStatus.mockResolvedValue({ liveStatus: 102 })
    const page = await openPage(RoomPage, { room_id: '12', custom_params: encodeURIComponent('{"pid":"甲"}') })
    expect(page.wrapper.find('subscribe').attributes('custom-params')).toBe(encodeURIComponent('{"from":"room","pid":"甲"}'))
    await page.tap('龙井')
    expect(edge.opened).toEqual([`/src/pages/goods/goods?goods_id=7&room_id=12&custom_params=${encodeURIComponent('{"pid":"甲"}')}`])
    await page.close()
  })

  it('goes without them in reminders and on goods pages where they are too long', async () => {
    const edge = installWechatEdge(gatewayWith([upcoming]))
    edge.plugin.getLiveStatus.mockResolvedValue({ liveStatus: 102 })
    const page = await openPage(RoomPage, { room_id: '12', custom_params: encodeURIComponent(JSON.stringify({ note: '长'.repeat(80) })) })
    expect(page.wrapper.find('subscribe').attributes('custom-params')).toBe(encodeURIComponent('{"from":"room"}'))
    await page.tap('龙井')
    expect(edge.opened).toEqual(['/src/pages/goods/goods?goods_id=7&room_id=12'])
    await page.close()
  })

  it('offers the page that its card asks for until it is left, but never itself', async () => {
    installWechatEdge(gatewayWith([live]))
    const open = async (path: string) => {
      const page = await openPage(RoomPage, { room_id: '11' })
      const attribution = useAttributionStore(page.pinia)
      await attribution.capture({ path: 'src/live/room/room', query: { room_id: '11', by: 'share-of-a', custom_params: JSON.stringify({ path }) }, scene: 1007 })
      await flushPromises()
      return page
    }
    const itself = await open('/src/live/room/room?room_id=11&from=again')
    expect(itself.text()).not.toContain(text.offer.message)
    await itself.close()

    const page = await open('/src/live/room/room?room_id=12')
    expect(page.text()).toContain(text.offer.message)
    await page.call('onHide')
    await page.call('onShow')
    expect(page.text()).not.toContain(text.offer.message)
    await page.close()
  })

  it('does not take an offer along that came after it was left', async () => {
    installWechatEdge(gatewayWith([live]))
    const page = await openPage(RoomPage, { room_id: '11' })
    const attribution = useAttributionStore(page.pinia)
    // A card is tapped while the app is in the background: WeChat shows the app, and closes its pages after that.
    await page.call('onHide')
    await attribution.capture({ path: 'src/live/room/room', query: { room_id: '11', by: 'share-of-a', custom_params: '{"path":"/src/pages/rooms/rooms"}' }, scene: 1007 })
    await page.close()
    expect(attribution.offeredPath).toBe('/src/pages/rooms/rooms')
  })
})
