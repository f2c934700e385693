import type { Shop } from './support/shop'
import type { LiveStatus } from '@/src/domain/live-status'
import type { Phone } from '@/tests/runtime/host/phone'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { statusText, text } from '@/src/text'
import { WECHAT_BUILDS } from '@/tests/build/support/built'
import { answerWithRooms, EVENING_MS, madeRoom } from './support/made-rooms'
import { badgeOf, entryUrlOn } from './support/screen'
import { OPENING_LIMIT_MS, openShop } from './support/shop'

const ROOM_ID = 7
const ROOM_PAGE = `/src/live/room/room?room_id=${ROOM_ID}`
const RHYTHM_MS = 65_000
const HOUR_MS = 3_600_000

// WeChat's numbers, and what customers may do then where the plugin is there.
const STATES: ReadonlyArray<readonly [code: number, status: LiveStatus, detail: string, action: string]> = [
  [102, 'upcoming', '订阅后，开播时微信会提醒你。', '先进直播间看看'],
  [101, 'live', '主播在线，进来看看吧。', '进入直播间'],
  [105, 'paused', '主播稍作休息，很快回来。', '进入直播间'],
  [106, 'interrupted', '可能是网络波动或暂离，直播恢复后会自动更新。若 15 分钟内未恢复，直播将结束。', '进入直播间'],
  [103, 'ended', '店铺没有开放这场直播的回放。', '看看其他直播'],
]
const FINAL_STATES: typeof STATES = [
  [104, 'banned', '这场直播已被平台停止，无法继续观看。', '看看其他直播'],
  [107, 'expired', '主播未在预告时间内开播，这场直播不会再开始。', '看看其他直播'],
  [0, 'unknown', '暂时没有取到直播状态，可以刷新再看。', '刷新状态'],
  [999, 'unknown', '暂时没有取到直播状态，可以刷新再看。', '刷新状态'],
]

let shop: Shop

beforeAll(async () => shop = await openShop(), OPENING_LIMIT_MS)
afterAll(() => shop.close())

describe.each(WECHAT_BUILDS)('%s: a room\'s status', (build) => {
  const hasPlugin = build !== 'mp-weixin-no-plugin'

  /** A phone on which the room does what the code says: told by the plugin, or by the gateway where there is none. `listed` is what the list says of it. */
  async function follow(url: string, code: number, listed?: LiveStatus): Promise<{ phone: Phone, say: (code: number) => void, checks: () => number[] }> {
    const told = { code }
    const checkedAtMs: number[] = []
    const statusOf = (): LiveStatus => hasPlugin ? listed ?? 'unknown' : [...STATES, ...FINAL_STATES].find(([known]) => known === told.code)?.[1] ?? 'unknown'
    let started: Phone | null = null
    const now = (): number => started?.now() ?? EVENING_MS
    const phone = await shop.visit(build, {
      url,
      startsAtMs: EVENING_MS,
      prepare({ network, plugin }) {
        const answer = answerWithRooms(() => [madeRoom(ROOM_ID, { status: statusOf(), statusCode: hasPlugin ? 0 : told.code })], now)
        network.fault = (request) => {
          if (request.path.startsWith('/v1/statuses'))
            checkedAtMs.push(now())
          return answer(request)
        }
        plugin.functions.getLiveStatus = async () => {
          checkedAtMs.push(now())
          return { liveStatus: told.code }
        }
      },
    })
    started = phone
    return { phone, say: next => void (told.code = next), checks: () => checkedAtMs }
  }

  it('changes on the card that home pins', async () => {
    const { phone, say } = await follow('/src/pages/rooms/rooms', 101, 'live')
    expect(phone.text('.rooms__pinned')).toContain(statusText.live.badge)
    say(106)
    await phone.advanceBy(RHYTHM_MS)
    expect(badgeOf(phone, ROOM_ID)).toBe(statusText.interrupted.badge)
    expect(phone.problems()).toEqual([])
    phone.close()
  })

  it('changes on its card, and in what the card offers, without anybody touching the phone', async () => {
    const { phone, say } = await follow('/src/pages/rooms/rooms', 102)
    for (const [code, status, , action] of STATES) {
      say(code)
      await phone.advanceBy(RHYTHM_MS)

      expect(badgeOf(phone, ROOM_ID)).toBe(statusText[status].badge)
      expect(entryUrlOn(phone, ROOM_ID) !== null).toBe(hasPlugin && action === '进入直播间')
    }
    expect(phone.problems()).toEqual([])
    phone.close()
  })

  it('changes on its page as time passes, with the words and the next step of each state', async () => {
    const { phone, say } = await follow(ROOM_PAGE, 102)
    for (const [code, status, detail, action] of STATES) {
      say(code)
      await phone.advanceBy(RHYTHM_MS)

      const isCut = !hasPlugin && status !== 'ended'
      expect(phone.text('.badge__word')).toBe(statusText[status].badge)
      expect(phone.text('.status__title')).toBe(statusText[status].title)
      expect(phone.text('.status__detail')).toBe(isCut ? '当前版本暂不支持观看直播，回放、预告和商品仍可浏览，请留意店铺通知。' : detail)
      expect(phone.text('.bar__action')).toBe(isCut ? text.roomAction['other-rooms'] : action)
    }
    expect(phone.problems()).toEqual([])
    phone.close()
  })

  it.each(FINAL_STATES)('has words for code %i', async (code, status, detail, action) => {
    const { phone } = await follow(ROOM_PAGE, code)

    expect(phone.text('.badge__word')).toBe(statusText[status].badge)
    expect(phone.text('.status__title')).toBe(statusText[status].title)
    expect(phone.text('.status__detail')).toBe(detail)
    expect(phone.text('.bar__action')).toBe(action)
    // A code that WeChat never documented is the developer's business too.
    const told = status === 'unknown' ? [expect.stringContaining(`WeChat answered status ${code} for room ${ROOM_ID}`)] : []
    expect(phone.problems()).toEqual(told)
    phone.close()
  })

  it('is asked for at most once a minute, and no more once it is over', async () => {
    const { phone, say, checks } = await follow(ROOM_PAGE, 101)
    await phone.advanceBy(HOUR_MS)
    expect(checks().length).toBeGreaterThan(50)
    expect(checks().slice(1).filter((atMs, index) => atMs - (checks()[index] ?? 0) < 60_000)).toEqual([])

    say(103)
    await phone.advanceBy(2 * RHYTHM_MS)
    const askedUntilTheEnd = checks().length
    await phone.advanceBy(HOUR_MS)
    expect(checks()).toHaveLength(askedUntilTheEnd)
    expect(phone.text('.status__title')).toBe('直播已结束')
    expect(phone.problems()).toEqual([])
    phone.close()
  })

  it('is not asked for while the app is hidden, and is fresh again at once when it is shown', async () => {
    const { phone, say, checks } = await follow(ROOM_PAGE, 101)
    await phone.advanceBy(2 * RHYTHM_MS)
    await phone.hide()
    const askedBefore = checks().length
    expect(askedBefore).toBeGreaterThan(1)

    say(105)
    await phone.advanceBy(HOUR_MS)
    expect(checks()).toHaveLength(askedBefore)

    await phone.show()
    expect(checks()).toHaveLength(askedBefore + 1)
    expect(phone.text('.status__title')).toBe('直播暂停')
    say(101)
    await phone.advanceBy(RHYTHM_MS)
    expect(phone.text('.status__title')).toBe('正在直播')
    expect(phone.problems()).toEqual([])
    phone.close()
  })

  it('is not asked for while another page covers its own, or after its own was left', async () => {
    const { phone, say, checks } = await follow(ROOM_PAGE, 101)
    await phone.advanceBy(RHYTHM_MS)
    await phone.open('/src/pages/diagnostics/diagnostics')
    const askedBefore = checks().length

    say(106)
    await phone.advanceBy(HOUR_MS)
    expect(checks()).toHaveLength(askedBefore)
    await phone.back()
    expect(phone.text('.status__title')).toBe('主播暂时离开')

    const askedInAll = checks().length
    await phone.reLaunch('/src/pages/diagnostics/diagnostics')
    await phone.advanceBy(HOUR_MS)
    expect(checks()).toHaveLength(askedInAll)
    expect(phone.problems()).toEqual([])
    phone.close()
  })
})
