import type { WechatEdge } from '@/tests/support/wechat-edge'
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import RoomsPage from '@/src/pages/rooms/rooms.vue'
import { channelsAction, text } from '@/src/text'
import { takeConsole } from '@/tests/setup/fail-on-console'
import { letPass, openPage } from '@/tests/support/mount-page'
import { gatewayWith } from '@/tests/support/rooms'
import { installWechatEdge } from '@/tests/support/wechat-edge'

const TEA = 'sphteahouse'
const NOW_MS = new Date(2026, 10, 25, 19, 30).getTime()
const MINUTE_MS = 60_000

const ended = { feedId: 'feed', nonceId: 'nonce', description: '品春茶', headUrl: '', nickname: '小满茶馆', status: 3, replayStatus: 1 }
const notice = { noticeId: 'n1', nickname: '小满茶馆', headUrl: '', startTime: String((NOW_MS + 90 * MINUTE_MS) / 1000), reservable: true, status: 0 }

let edge: WechatEdge

beforeEach(() => {
  vi.useFakeTimers({ now: NOW_MS })
  edge = installWechatEdge(gatewayWith([], { channels: [{ finderUserName: TEA, isSameSubject: false }] }))
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const asked = () => edge.channels.getChannelsLiveInfo.mock.calls.length

describe('the Channels card on the rooms page', () => {
  it('shows who is live, and what about', async () => {
    const page = await openPage(RoomsPage)
    expect(page.wrapper.find('.channels').text()).toBe('小直播中小满茶馆品春茶看直播')
    await page.close()
  })

  it('asks WeChat to open the broadcast while the tap is still being handled', async () => {
    const page = await openPage(RoomsPage)
    const button = page.wrapper.find('.channels__action').element
    const timers = vi.getTimerCount()
    // No promise and no timer gets a turn before the next line.
    button.dispatchEvent(new Event('tap'))
    expect(edge.channels.openChannelsLive.mock.calls).toEqual([[{ finderUserName: TEA }]])
    expect(vi.getTimerCount()).toBe(timers)
    await page.close()
  })

  it('hands older WeChats the ids that were asked for before the tap', async () => {
    edge.versions = { version: '7.0.20', SDKVersion: '2.19.1' }
    const page = await openPage(RoomsPage)
    page.wrapper.find('.channels__action').element.dispatchEvent(new Event('tap'))
    expect(edge.channels.openChannelsLive.mock.calls).toEqual([[{ finderUserName: TEA, feedId: 'feed', nonceId: 'nonce' }]])
    await page.close()
  })

  it('says calmly that it did not open, and nothing when the user declined', async () => {
    const page = await openPage(RoomsPage)
    edge.channels.openChannelsLive.mockRejectedValueOnce({ errMsg: 'openChannelsLive:fail cancel' })
    await page.tap('看直播')
    expect(page.text()).toContain('品春茶')
    edge.channels.openChannelsLive.mockRejectedValueOnce({ errMsg: 'openChannelsLive:fail system error' })
    await page.tap('看直播')
    expect(page.wrapper.find('.channels__detail').text()).toBe('操作没有完成，请稍后重试。')
    await page.close()
  })

  it('tells when the next broadcast starts, and offers to reserve it', async () => {
    edge.channels.getChannelsLiveInfo.mockResolvedValue(ended)
    edge.channels.getChannelsLiveNoticeInfo.mockResolvedValue(notice)
    const page = await openPage(RoomsPage)
    expect(page.wrapper.find('.channels').text()).toContain('今天 21:00 开播')

    await page.tap(channelsAction.reserve ?? '')
    expect(edge.channels.reserveChannelsLive.mock.calls).toEqual([[{ noticeId: 'n1' }]])
    expect(page.wrapper.find('.channels__detail').text()).toBe('已预约，开播时微信会提醒你')
    edge.channels.reserveChannelsLive.mockResolvedValue({ state: 7 })
    await page.tap(text.channels.reserved)
    expect(page.wrapper.find('.channels__detail').text()).toBe('已取消预约')
    expect(page.wrapper.find('.channels__action').text()).toBe(channelsAction.reserve)
    await page.close()
  })

  it.each([
    ['a replay', { ...ended }, ['已结束', '看回放']],
    ['a replay in the making', { ...ended, replayStatus: 3 }, ['已结束', '回放生成中']],
    ['a broadcast in preparation', { ...ended, status: 4 }, ['预告', '主播正在准备']],
  ])('shows %s', async (_, live, words) => {
    edge.channels.getChannelsLiveInfo.mockResolvedValue(live)
    const page = await openPage(RoomsPage)
    for (const word of words) expect(page.wrapper.find('.channels').text()).toContain(word)
    await page.close()
  })

  it('tells people who do not see what came of their tap', async () => {
    const page = await openPage(RoomsPage)
    expect(page.wrapper.find('.channels__detail').attributes('aria-live')).toBe('polite')
    await page.close()
  })

  it('asks no more when the page goes out of sight while WeChat is still answering', async () => {
    const page = await openPage(RoomsPage)
    let answer: (live: object) => void = () => {}
    edge.channels.getChannelsLiveInfo.mockReturnValueOnce(new Promise(resolve => answer = resolve))
    await letPass(65_000)
    expect(asked()).toBe(2)
    await page.call('onHide')
    answer(ended)
    await letPass(60 * MINUTE_MS)
    expect(asked()).toBe(2)
    await page.close()
  })

  it('forgets what came of a tap once there is something else to show', async () => {
    edge.channels.getChannelsLiveInfo.mockResolvedValue(ended)
    edge.channels.getChannelsLiveNoticeInfo.mockResolvedValue(notice)
    const page = await openPage(RoomsPage)
    await page.tap(channelsAction.reserve ?? '')
    edge.channels.getChannelsLiveInfo.mockResolvedValue({ ...ended, status: 2 })
    await letPass(90 * MINUTE_MS)
    expect(page.wrapper.find('.channels__detail').text()).toBe('品春茶')
    await page.close()
  })

  it('is not there while there is nothing to show', async () => {
    edge.channels.getChannelsLiveInfo.mockResolvedValue({ ...ended, replayStatus: 0 })
    const page = await openPage(RoomsPage)
    expect(page.wrapper.find('.channels').exists()).toBe(false)
    await page.close()
  })

  it('shows customers nothing of an account that WeChat refuses', async () => {
    edge.channels.getChannelsLiveInfo.mockRejectedValue({ errCode: 100008, errMsg: 'getChannelsLiveInfo:fail' })
    const page = await openPage(RoomsPage)
    expect(page.wrapper.find('.channels').exists()).toBe(false)
    expect(takeConsole('warn')).toHaveLength(1)
    await letPass(60 * MINUTE_MS)
    expect(asked()).toBe(1)
    await page.close()
  })

  it('follows the account while the page is in sight, and leaves no timer', async () => {
    const page = await openPage(RoomsPage)
    expect(asked()).toBe(1)
    await letPass(65_000)
    expect(asked()).toBe(2)

    await page.call('onHide')
    await letPass(10 * MINUTE_MS)
    expect(asked()).toBe(2)

    edge.channels.getChannelsLiveInfo.mockResolvedValue(ended)
    await page.call('onShow')
    expect(asked()).toBe(3)
    expect(page.text()).toContain('看回放')
    await letPass(9 * MINUTE_MS)
    expect(asked()).toBe(3)
    await letPass(MINUTE_MS)
    expect(asked()).toBe(4)

    await page.close()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('<channel-live>', () => {
  const sameSubject = () => void (edge.gateway = gatewayWith([], { channels: [{ finderUserName: TEA, isSameSubject: true }] }))

  it('stands in for the card of an account of the same subject', async () => {
    sameSubject()
    const page = await openPage(RoomsPage)
    expect(page.wrapper.find('channel-live').attributes()).toMatchObject({ 'feed-id': 'feed', 'finder-user-name': TEA })
    expect(page.wrapper.find('.channels__action').exists()).toBe(false)
    await page.close()
  })

  it.each([
    ['another subject', () => {}],
    ['an older WeChat', () => {
      sameSubject()
      edge.versions = { version: '8.0.20', SDKVersion: '2.28.1' }
    }],
    ['a replay, which is no reason for a picture that large', () => {
      sameSubject()
      edge.channels.getChannelsLiveInfo.mockResolvedValue(ended)
    }],
    ['a notice, which it could not reserve', () => {
      sameSubject()
      edge.channels.getChannelsLiveInfo.mockResolvedValue(ended)
      edge.channels.getChannelsLiveNoticeInfo.mockResolvedValue(notice)
    }],
  ])('does not for %s', async (_, arrange) => {
    arrange()
    const page = await openPage(RoomsPage)
    expect(page.wrapper.find('channel-live').exists()).toBe(false)
    expect(page.wrapper.find('.channels__action').exists()).toBe(true)
    await flushPromises()
    await page.close()
  })
})
