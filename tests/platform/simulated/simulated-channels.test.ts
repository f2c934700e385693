import { describe, expect, it, vi } from 'vitest'
import { createSimulatedChannels } from '@/src/platform/simulated/simulated-channels'
import { createChannels } from '@/src/platform/wechat/channels'
import { createMemoryStorage } from '@/tests/platform/support/memory-storage'
import { createFakeClock } from '@/tests/support/fake-clock'

const TEA = 'sphsimulatedteahouse'
const MINUTE_MS = 60_000
// The teahouse's round begins.
const ROUND_MS = 30 * MINUTE_MS * 1_000_000

const target = { finderUserName: TEA, feedId: '', nonceId: '' }

function setUp(minute: number, scene = 1001) {
  const clock = createFakeClock(ROUND_MS + minute * MINUTE_MS)
  const ask = vi.fn(async () => true)
  const isTapping = vi.fn(() => true)
  const storage = createMemoryStorage()
  const simulated = createSimulatedChannels({ clock, storage, isTapping, enterScene: () => scene, ask })
  const client = () => ({ clientVersion: '', baseLibraryVersion: '' })
  return { clock, ask, isTapping, channels: createChannels({ wechat: () => simulated, client, clock }) }
}

describe('the simulated Channels', () => {
  it.each([
    [0, 'live', 'none', false],
    [11.9, 'live', 'none', false],
    [12, 'ended', 'generating', false],
    [14, 'ended', 'ready', false],
    [21, 'ended', 'ready', true],
    [28, 'preparing', 'none', false],
    [30, 'live', 'none', false],
  ])('go round by the clock: at minute %d the teahouse is %s, its replay %s', async (minute, status, replay, hasNotice) => {
    const { channels, clock } = setUp(minute)
    await expect(channels.getLiveInfo(TEA)).resolves.toMatchObject({ status, replay, nickname: '小满茶馆' })
    const notice = await channels.getNotice(TEA)
    expect(notice !== null).toBe(hasNotice)
    if (notice)
      expect(notice).toMatchObject({ isReservable: true, startAtMs: clock.now() + (30 - minute) * MINUTE_MS })
  })

  it('have something to see in the kitchen while the teahouse is live', async () => {
    await expect(setUp(5).channels.getLiveInfo('sphsimulatedkitchen')).resolves.toMatchObject({ status: 'ended', replay: 'ready' })
  })

  it.each([['', 'argument-invalid'], ['gh_1', 'account-id-invalid'], ['sphsomebodyelse', 'account-not-eligible']])('refuse the account "%s" as WeChat does: %s', async (account, reason) => {
    await expect(setUp(0).channels.getLiveInfo(account)).rejects.toMatchObject({ kind: 'channels-refused', reason })
  })

  it('open nothing outside a tap, and ask before they open', async () => {
    const { channels, isTapping, ask } = setUp(0)
    await expect(channels.open(target)).resolves.toBe(true)
    expect(ask).toHaveBeenCalledWith({ kind: 'open', nickname: '小满茶馆' })
    ask.mockResolvedValue(false)
    await expect(channels.open(target)).resolves.toBe(false)
    isTapping.mockReturnValue(false)
    await expect(channels.open(target)).rejects.toMatchObject({ kind: 'api-failed', message: expect.stringContaining('TAP') })
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it('remember a reservation, and let go of it', async () => {
    const { channels, ask } = setUp(25)
    const { noticeId = '' } = await channels.getNotice(TEA) ?? {}
    ask.mockResolvedValueOnce(false)
    await expect(channels.reserve(noticeId)).resolves.toBe('left')
    await expect(channels.reserve(noticeId)).resolves.toBe('reserved')
    ask.mockResolvedValueOnce(false)
    await expect(channels.reserve(noticeId)).resolves.toBe('kept')
    await expect(channels.reserve(noticeId)).resolves.toBe('released')
  })

  it('lead to a broadcast that has begun, and know one that is over or long gone', async () => {
    const { channels, clock, ask } = setUp(25)
    const { noticeId = '' } = await channels.getNotice(TEA) ?? {}
    clock.advanceBy(6 * MINUTE_MS)
    await expect(channels.reserve(noticeId)).resolves.toBe('live-opened')
    ask.mockResolvedValueOnce(false)
    await expect(channels.reserve(noticeId)).resolves.toBe('live-declined')
    clock.advanceBy(15 * MINUTE_MS)
    await expect(channels.reserve(noticeId)).resolves.toBe('broadcast-ended')
    clock.advanceBy(30 * MINUTE_MS)
    await expect(channels.reserve(noticeId)).resolves.toBe('notice-expired')
  })

  it('tell who shared in their own scenes only', async () => {
    await expect(setUp(0, 1177).channels.getShareKey()).resolves.toEqual({ sharerOpenid: 'visitor-1', promoterId: '', promoterOpenid: '' })
    await expect(setUp(0, 1007).channels.getShareKey()).rejects.toMatchObject({ kind: 'api-failed' })
  })
})
