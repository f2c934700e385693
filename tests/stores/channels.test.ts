import type { WechatEdge } from '@/tests/support/wechat-edge'
import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { effect } from 'vue'
import { useChannelsStore } from '@/src/stores/channels'
import { takeConsole } from '@/tests/setup/fail-on-console'
import { letPass } from '@/tests/support/mount-page'
import { gatewayWith } from '@/tests/support/rooms'
import { storesOnAnEmptyPhone } from '@/tests/support/stores'

const TEA = 'sphteahouse'
const MINUTE_MS = 60_000

const ended = { feedId: 'feed', nonceId: 'nonce', description: '品春茶', headUrl: '', nickname: '小满茶馆', status: 3, replayStatus: 1 }
const notice = { noticeId: 'n1', nickname: '小满茶馆', headUrl: '', startTime: '1764072000', reservable: true, status: 0 }

let edge: WechatEdge

storesOnAnEmptyPhone(next => void (edge = next))

const calls = () => edge.channels.getChannelsLiveInfo.mock.calls.length

describe('the Channels accounts', () => {
  it('are asked of the gateway once, and again only after a failure', async () => {
    const store = useChannelsStore()
    edge.gateway = () => 'offline'
    await store.loadAccounts()
    expect(store.accounts).toEqual([])

    edge.gateway = gatewayWith([], { channels: [{ finderUserName: TEA, isSameSubject: true }] })
    await Promise.all([store.loadAccounts(), store.loadAccounts()])
    await store.loadAccounts()
    expect(store.accounts).toEqual([{ finderUserName: TEA, isSameSubject: true }])
    expect(edge.requests).toEqual(['/v1/channels', '/v1/channels'])
  })
})

describe('what is known of an account', () => {
  it('is asked by one question at a time, and by one a minute, whoever asks', async () => {
    const store = useChannelsStore()
    await Promise.all([store.refresh(TEA), store.refresh(TEA), store.refresh(TEA)])
    expect(calls()).toBe(1)
    expect(store.of(TEA)).toMatchObject({ live: { status: 'live' }, notice: null, error: null })

    await letPass(59_999)
    await store.refresh(TEA)
    expect(calls()).toBe(1)
    await letPass(1)
    await store.refresh(TEA)
    expect(calls()).toBe(2)
    await store.refresh('sphother')
    expect(calls()).toBe(3)
    // Who is live has nothing to reserve.
    expect(edge.channels.getChannelsLiveNoticeInfo).not.toHaveBeenCalled()
  })

  it('is asked by one question at a time although the phone\'s clock is set forward meanwhile', async () => {
    const store = useChannelsStore()
    edge.channels.getChannelsLiveInfo.mockImplementation(() => new Promise(() => {}))
    void store.refresh(TEA)
    vi.setSystemTime(Date.now() + 10 * MINUTE_MS)
    void store.refresh(TEA)
    await flushPromises()
    expect(calls()).toBe(1)
  })

  it('is asked for in the usual rhythm again after one good answer', async () => {
    const store = useChannelsStore()
    edge.channels.getChannelsLiveInfo.mockRejectedValueOnce({ errMsg: 'fail' }).mockRejectedValueOnce({ errMsg: 'fail' })
    for (let failures = 0; failures < 2; failures++) {
      await store.refresh(TEA)
      await letPass(MINUTE_MS)
    }
    await store.refresh(TEA)
    expect(store.of(TEA)).toMatchObject({ live: { status: 'live' }, error: null })
    expect(store.dueInMs(TEA)).toBe(65_000)
    expect(takeConsole('warn')).toHaveLength(1)
  })

  it('touches nothing that a page draws when an answer brings what was known', async () => {
    const store = useChannelsStore()
    edge.channels.getChannelsLiveInfo.mockImplementation(async () => ({ ...ended }))
    edge.channels.getChannelsLiveNoticeInfo.mockImplementation(async () => ({ ...notice }))
    await store.refresh(TEA)
    const record = store.of(TEA)
    const drawn = vi.fn()
    effect(() => drawn(record.live, record.notice, record.error))
    drawn.mockClear()
    await letPass(MINUTE_MS)
    await store.refresh(TEA)
    expect(calls()).toBe(2)
    expect(drawn).not.toHaveBeenCalled()

    edge.channels.getChannelsLiveNoticeInfo.mockRejectedValue({ errMsg: 'fail' })
    await letPass(MINUTE_MS)
    await store.refresh(TEA)
    expect(drawn).toHaveBeenCalledTimes(1)
    expect(record.notice).toBeNull()
  })

  it('stays when a question fails, which is asked again later and later', async () => {
    const store = useChannelsStore()
    await store.refresh(TEA)
    edge.channels.getChannelsLiveInfo.mockRejectedValue({ errMsg: 'getChannelsLiveInfo:fail system error' })
    await letPass(MINUTE_MS)
    await store.refresh(TEA)
    expect(store.of(TEA)).toMatchObject({ live: { status: 'live' }, error: { kind: 'api-failed' } })
    expect(store.dueInMs(TEA)).toBe(65_000)
    await letPass(65_000)
    await store.refresh(TEA)
    expect(store.dueInMs(TEA)).toBe(130_000)
    expect(takeConsole('warn')).toEqual([expect.stringContaining('docs/channels.md')])
  })

  it.each([
    [{ errCode: 100008, errMsg: 'fail' }, 'account-not-eligible'],
    [{ errCode: 40097, errMsg: 'fail' }, 'argument-invalid'],
    [{ errCode: 1416100, errMsg: 'fail' }, 'account-id-invalid'],
  ])('is not asked for again after %j, of which a developer hears once', async (failure, reason) => {
    const store = useChannelsStore()
    edge.channels.getChannelsLiveInfo.mockRejectedValue(failure)
    await store.refresh(TEA)
    expect(store.dueInMs(TEA)).toBeNull()
    expect(store.of(TEA).error).toMatchObject({ kind: 'channels-refused', reason })
    await letPass(MINUTE_MS)
    await store.refresh(TEA)
    expect(takeConsole('warn')).toEqual([expect.stringContaining(`${TEA}: ${reason}`)])
  })

  it('is followed although WeChat refuses its notices, of which a developer hears once', async () => {
    edge.channels.getChannelsLiveInfo.mockResolvedValue(ended)
    edge.channels.getChannelsLiveNoticeInfo.mockRejectedValue({ errCode: 100008, errMsg: 'fail' })
    const store = useChannelsStore()
    await store.refresh(TEA)
    expect(store.of(TEA)).toMatchObject({ live: { status: 'ended' }, notice: null, error: null })
    expect(store.dueInMs(TEA)).toBeGreaterThan(0)
    await letPass(MINUTE_MS)
    await store.refresh(TEA)
    expect(takeConsole('warn')).toEqual([expect.stringContaining(`${TEA}: account-not-eligible`)])
  })

  it('has broadcasts in a WeChat that knows no notices', async () => {
    edge.versions = { version: '7.0.20', SDKVersion: '2.18.0' }
    edge.channels.getChannelsLiveInfo.mockResolvedValue(ended)
    const store = useChannelsStore()
    await store.refresh(TEA)
    expect(store.of(TEA)).toMatchObject({ live: { status: 'ended' }, notice: null, error: null })
    expect(edge.channels.getChannelsLiveNoticeInfo).not.toHaveBeenCalled()
  })

  it('is never asked for in a WeChat that knows no Channels', async () => {
    edge.versions = { version: '7.0.12', SDKVersion: '2.11.0' }
    const store = useChannelsStore()
    await store.refresh(TEA)
    expect(store.of(TEA).error).toMatchObject({ kind: 'api-missing', neededVersion: '2.15.0' })
    expect(store.dueInMs(TEA)).toBeNull()
    expect(calls()).toBe(0)
    expect(takeConsole('warn')).toHaveLength(1)
  })
})

describe('a reservation', () => {
  it('is remembered as WeChat told it', async () => {
    const store = useChannelsStore()
    await expect(store.reserve('n1')).resolves.toBe('reserved')
    expect(store.isReservedByNotice.get('n1')).toBe(true)
    edge.channels.reserveChannelsLive.mockResolvedValue({ state: 7 })
    await store.reserve('n1')
    expect(store.isReservedByNotice.get('n1')).toBe(false)
    edge.channels.reserveChannelsLive.mockRejectedValue({ errMsg: 'reserveChannelsLive:fail' })
    await expect(store.reserve('n1')).rejects.toMatchObject({ kind: 'api-failed' })
    await flushPromises()
  })
})
