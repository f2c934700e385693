import type { ClientVersions } from '@/src/domain/client-features'
import { describe, expect, it, vi } from 'vitest'
import { createChannels } from '@/src/platform/wechat/channels'
import { takeConsole } from '@/tests/setup/fail-on-console'
import { createFakeClock } from '@/tests/support/fake-clock'

type Api = (options: Record<string, unknown>) => void
interface Callbacks { success: (answer: unknown) => void, fail: (failure: unknown) => void }

const ACCOUNT = 'sphteahouse'
const live = { feedId: 'feed', nonceId: 'nonce', description: '品春茶', headUrl: '', nickname: '小满茶馆', status: 2, replayStatus: 0 }
const notice = { noticeId: 'n1', nickname: '小满茶馆', headUrl: '', startTime: '1764072000', reservable: true, status: 0 }

const answering = (answer: unknown) => vi.fn<Api>(options => (options as unknown as Callbacks).success(answer))
const failing = (failure: unknown) => vi.fn<Api>(options => (options as unknown as Callbacks).fail(failure))

function setUp(apis: Record<string, Api>, baseLibraryVersion = '3.7.3') {
  const clock = createFakeClock()
  const client = (): ClientVersions => ({ clientVersion: '8.0.54', baseLibraryVersion })
  return { clock, channels: createChannels({ wechat: () => apis, client, clock }) }
}

describe('the Channels interfaces of WeChat', () => {
  it('are asked by account and read', async () => {
    const getChannelsLiveInfo = answering(live)
    const getChannelsLiveNoticeInfo = answering(notice)
    const { channels } = setUp({ getChannelsLiveInfo, getChannelsLiveNoticeInfo })
    await expect(channels.getLiveInfo(ACCOUNT)).resolves.toMatchObject({ feedId: 'feed', status: 'live', replay: 'none' })
    await expect(channels.getNotice(ACCOUNT)).resolves.toMatchObject({ noticeId: 'n1', startAtMs: 1764072000_000 })
    expect(getChannelsLiveInfo).toHaveBeenCalledWith(expect.objectContaining({ finderUserName: ACCOUNT }))
    expect(getChannelsLiveNoticeInfo).toHaveBeenCalledWith(expect.objectContaining({ finderUserName: ACCOUNT }))
  })

  it.each([
    ['getLiveInfo', 'getChannelsLiveInfo', '2.15.0', '2.14.4'],
    ['getNotice', 'getChannelsLiveNoticeInfo', '2.19.0', '2.18.1'],
    ['reserve', 'reserveChannelsLive', '2.19.0', '2.18.1'],
    ['getShareKey', 'getChannelsShareKey', '2.22.1', '2.22.0'],
  ] as const)('%s needs %s of base library %s', async (method, apiName, neededVersion, olderVersion) => {
    const api = answering({ ...notice, ...live, state: 6, sharerOpenId: 'o' })
    const missing = { kind: 'api-missing', apiName, neededVersion }
    await expect(setUp({ [apiName]: api }, olderVersion).channels[method](ACCOUNT)).rejects.toEqual(missing)
    expect(api).not.toHaveBeenCalled()
    await expect(setUp({}).channels[method](ACCOUNT)).rejects.toEqual(missing)
    await setUp({ [apiName]: api }, neededVersion).channels[method](ACCOUNT)
    await setUp({ [apiName]: api }, '').channels[method](ACCOUNT)
    expect(api).toHaveBeenCalledTimes(2)
  })

  it.each([
    [{ errCode: 100008, errMsg: 'getChannelsLiveInfo:fail' }, 'account-not-eligible', 100008],
    [{ errCode: '40097', errMsg: 'getChannelsLiveInfo:fail' }, 'argument-invalid', 40097],
    [{ errCode: 1416100, errMsg: 'getChannelsLiveInfo:fail' }, 'account-id-invalid', 1416100],
  ])('name the refusal %j', async (cause, reason, code) => {
    await expect(setUp({ getChannelsLiveInfo: failing(cause) }).channels.getLiveInfo(ACCOUNT)).rejects.toEqual({ kind: 'channels-refused', apiName: 'getChannelsLiveInfo', reason, code, cause })
    await expect(setUp({ getChannelsLiveNoticeInfo: failing(cause) }).channels.getNotice(ACCOUNT)).rejects.toMatchObject({ kind: 'channels-refused', reason })
  })

  it('have no broadcast and no notice where WeChat finds nothing', async () => {
    const nothing = failing({ errCode: 1416104, errMsg: 'fail' })
    await expect(setUp({ getChannelsLiveInfo: nothing }).channels.getLiveInfo(ACCOUNT)).resolves.toBeNull()
    await expect(setUp({ getChannelsLiveNoticeInfo: nothing }).channels.getNotice(ACCOUNT)).resolves.toBeNull()
  })

  it('have no notice where WeChat fails without a reason, but a failed question about a broadcast is one', async () => {
    const cause = { errMsg: 'getChannelsLiveNoticeInfo:fail no notice' }
    await expect(setUp({ getChannelsLiveNoticeInfo: failing(cause) }).channels.getNotice(ACCOUNT)).resolves.toBeNull()
    await expect(setUp({ getChannelsLiveInfo: failing(cause) }).channels.getLiveInfo(ACCOUNT)).rejects.toMatchObject({ kind: 'api-failed', apiName: 'getChannelsLiveInfo', message: cause.errMsg, cause })
  })

  it.each(['getLiveInfo', 'getNotice'] as const)('%s does not wait for ever, nor take rubbish', async (method) => {
    const apiName = { getLiveInfo: 'getChannelsLiveInfo', getNotice: 'getChannelsLiveNoticeInfo' }[method]
    const { channels, clock } = setUp({ [apiName]: () => {} })
    const asked = channels[method](ACCOUNT).catch((error: unknown) => error)
    await clock.advanceByAsync(8_000)
    expect(await asked).toEqual({ kind: 'api-failed', apiName, message: 'timeout' })
    expect(clock.pendingTimers()).toBe(0)
    await expect(setUp({ [apiName]: answering('ok') }).channels[method](ACCOUNT)).rejects.toEqual({ kind: 'api-failed', apiName, message: 'not an answer' })
  })

  it('reject when WeChat throws', async () => {
    const cause = new Error('not allowed')
    const getChannelsLiveInfo = () => {
      throw cause
    }
    await expect(setUp({ getChannelsLiveInfo }).channels.getLiveInfo(ACCOUNT)).rejects.toEqual({ kind: 'api-failed', apiName: 'getChannelsLiveInfo', message: 'not allowed', cause })
  })

  it('tell a developer once of a number that WeChat does not document', async () => {
    const { channels } = setUp({ getChannelsLiveInfo: answering({ ...live, status: 9 }) })
    for (let i = 0; i < 3; i++) await expect(channels.getLiveInfo(ACCOUNT)).resolves.toMatchObject({ status: 'unknown' })
    expect(takeConsole('warn')).toHaveLength(1)
  })

  it('let the user think about a reservation for minutes', async () => {
    let answer = (_: unknown): void => {}
    const { channels, clock } = setUp({ reserveChannelsLive: options => void (answer = (options as unknown as Callbacks).success) })
    const reserved = channels.reserve('n1')
    await clock.advanceByAsync(4 * 60_000)
    answer({ state: 6 })
    await expect(reserved).resolves.toBe('reserved')
  })

  it('tell who brought the visitor', async () => {
    const { channels } = setUp({ getChannelsShareKey: answering({ sharerOpenId: 'o-sharer', promoter: { promoterId: 'p1' } }) })
    await expect(channels.getShareKey()).resolves.toEqual({ sharerOpenid: 'o-sharer', promoterId: 'p1', promoterOpenid: '' })
  })
})

describe('opening a broadcast', () => {
  const target = { finderUserName: ACCOUNT, feedId: 'feed', nonceId: 'nonce' }

  it('reaches WeChat before open() returns, so within the tap', async () => {
    const openChannelsLive = vi.fn<Api>()
    const { channels, clock } = setUp({ openChannelsLive })
    const opening = channels.open(target)
    expect(openChannelsLive).toHaveBeenCalledTimes(1)
    expect(clock.pendingTimers()).toBe(0)
    const [{ success }] = openChannelsLive.mock.calls[0] as unknown as [Callbacks]
    success({})
    await expect(opening).resolves.toBe(true)
  })

  it('hands the ids over only to those that need them', async () => {
    const idsAt = async (version: string) => {
      const openChannelsLive = answering({})
      await setUp({ openChannelsLive }, version).channels.open(target)
      const { success: _, fail: __, ...ids } = openChannelsLive.mock.calls[0]?.[0] ?? {}
      return ids
    }
    expect(await idsAt('2.19.1')).toEqual(target)
    expect(await idsAt('2.19.2')).toEqual({ finderUserName: ACCOUNT })
  })

  it('needs a newer WeChat where the ids are not known', async () => {
    const openChannelsLive = answering({})
    await expect(setUp({ openChannelsLive }, '2.19.1').channels.open({ ...target, feedId: '' })).rejects.toEqual({ kind: 'api-missing', apiName: 'openChannelsLive', neededVersion: '2.19.2' })
    await expect(setUp({ openChannelsLive }, '2.19.2').channels.open({ ...target, feedId: '' })).resolves.toBe(true)
    await expect(setUp({ openChannelsLive }, '2.14.0').channels.open(target)).rejects.toMatchObject({ kind: 'api-missing', neededVersion: '2.15.0' })
  })

  it('that the user declines is no failure', async () => {
    await expect(setUp({ openChannelsLive: failing({ errMsg: 'openChannelsLive:fail cancel' }) }).channels.open(target)).resolves.toBe(false)
    await expect(setUp({ openChannelsLive: failing({ errMsg: 'openChannelsLive:fail can only be invoked by user TAP gesture.' }) }).channels.open(target)).rejects.toMatchObject({ kind: 'api-failed' })
  })
})
