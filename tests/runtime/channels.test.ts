import type { Phone, PhoneOptions } from '@/tests/runtime/host/phone'
import type { WeChat, WeChatAnswer } from '@/tests/runtime/host/wechat'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { channelsAction, channelsDetail, dateTimeText, errorText, reserveOutcomeText, statusText, text } from '@/src/text'
import { WECHAT_BUILDS } from '@/tests/build/support/built'
import { startPhone } from '@/tests/runtime/host/phone'
import { EVENING_MS } from './support/made-rooms'
import { touchesSentBy } from './support/screen'
import { useShop } from './support/shop'

// The simulated shop's accounts: its own, whose broadcasts WeChat draws itself, and a partner's.
const OWN = 'sphsimulatedteahouse'
const PARTNER = 'sphsimulatedkitchen'

const LIVE = 2
const ENDED = 3
const PREPARING = 4
const REFUSALS = [100008, 40097, 1416104, 1416100]
const STARTS_AT_MS = EVENING_MS + 3_600_000
const STARTS = text.channels.startsAt(dateTimeText(STARTS_AT_MS, EVENING_MS))
const NOTICE = { noticeId: 'notice-1', nickname: '山田厨房', headUrl: '', startTime: String(STARTS_AT_MS / 1000), reservable: true, status: 0 }

function broadcast(status: number, replayStatus = 0): object {
  return { feedId: 'feed-2', nonceId: 'nonce-2', description: '一锅三菜', headUrl: '', nickname: '山田厨房', status, replayStatus, otherInfos: [] }
}

// WeChat refuses with plain objects.
async function refuse(failure: object): Promise<never> {
  throw failure
}

/** Only the partner's account has something, so that one card is there; and what was asked of WeChat. */
function account(interfaces: Readonly<Record<string, WeChatAnswer>>): { asked: (readonly [name: string, options: object])[], prepare: (wechat: WeChat) => void } {
  const asked: (readonly [string, object])[] = []
  return {
    asked,
    prepare({ channels }) {
      const answers: Record<string, WeChatAnswer> = { ...channels, getChannelsLiveInfo: async () => broadcast(1), ...interfaces }
      for (const [name, answer] of Object.entries(answers)) {
        channels[name] = (options) => {
          if (options.finderUserName === OWN)
            return name === 'getChannelsLiveInfo' ? Promise.resolve(broadcast(1)) : refuse({ errCode: 1416104 })
          asked.push([name, options])
          return answer(options)
        }
      }
    },
  }
}

const card = (phone: Phone): string => phone.text('.channels__detail')
const badge = (phone: Phone): string => phone.text('.channels .badge__word')

const shop = useShop()

describe.each(WECHAT_BUILDS)('%s: a Channels account on home', (build) => {
  const visit = (prepare: (wechat: WeChat) => void, options: Partial<PhoneOptions> = {}): Promise<Phone> => shop.open(build, { startsAtMs: EVENING_MS, prepare, ...options })

  it('that is live opens in WeChat, in the very tap, by its name', async () => {
    const { asked, prepare } = account({ getChannelsLiveInfo: async () => broadcast(LIVE) })
    const phone = await visit(prepare)
    expect([badge(phone), card(phone), phone.text('.channels__action')]).toEqual([statusText.live.badge, '一锅三菜', channelsAction.watch])
    expect(asked).toEqual([['getChannelsLiveInfo', { finderUserName: PARTNER }]])

    await phone.tap('.channels__action')
    expect(asked.slice(1)).toEqual([['openChannelsLive', { finderUserName: PARTNER }]])
    expect(card(phone)).toBe('一锅三菜')
  })

  it('opens by its broadcast where WeChat is too old to know accounts', async () => {
    const { asked, prepare } = account({ getChannelsLiveInfo: async () => broadcast(LIVE) })
    const phone = await visit(prepare, { versions: { version: '8.0.10', SDKVersion: '2.18.0' } })
    // This WeChat has no <channel-live> either.
    await phone.tap(phone.findAll('.channels__action').at(-1) ?? '.channels__action')
    expect(asked.at(-1)).toEqual(['openChannelsLive', { finderUserName: PARTNER, feedId: 'feed-2', nonceId: 'nonce-2' }])
  })

  it('of the shop\'s own is drawn by WeChat, where WeChat can', async () => {
    const phone = await visit(({ channels }) => void (channels.getChannelsLiveInfo = async ({ finderUserName }) => finderUserName === OWN ? broadcast(LIVE) : broadcast(1)))
    const drawn = phone.findAll('channel-live')
    expect(drawn.map(element => [element.getAttribute('feed-id'), element.getAttribute('finder-user-name')])).toEqual([['feed-2', OWN]])
    expect(phone.findAll('.channels')).toEqual([])
  })

  it.each([
    ['accepted', 6, reserveOutcomeText.reserved, text.channels.reserved],
    ['declined', 5, STARTS, channelsAction.reserve],
    ['closed before it was there', 9, STARTS, channelsAction.reserve],
    ['taken back', 7, reserveOutcomeText.released, channelsAction.reserve],
    ['too late', 10, reserveOutcomeText['notice-expired'], channelsAction.reserve],
  ])('that announces a broadcast offers to reserve it: %s', async (_, state, words, action) => {
    const { asked, prepare } = account({ getChannelsLiveNoticeInfo: async () => NOTICE, reserveChannelsLive: async () => ({ state }) })
    const phone = await visit(prepare)
    expect([badge(phone), phone.text('.channels__action')]).toEqual([statusText.upcoming.badge, channelsAction.reserve])
    expect(card(phone)).toContain(STARTS)

    await phone.tap('.channels__action')
    expect(asked.at(-1)).toEqual(['reserveChannelsLive', { noticeId: 'notice-1' }])
    expect(card(phone)).toContain(words)
    expect(phone.text('.channels__action')).toBe(action)
  })

  it.each([
    ['a code', () => refuse({ errMsg: 'reserveChannelsLive:fail', errCode: 100008 }), errorText['channels-refused']],
    ['words', () => refuse({ errMsg: 'reserveChannelsLive:fail' }), errorText['api-failed']],
  ])('says so when WeChat refuses to reserve with %s', async (_, reserveChannelsLive, { title, advice }) => {
    const phone = await visit(account({ getChannelsLiveNoticeInfo: async () => NOTICE, reserveChannelsLive }).prepare)
    await phone.tap('.channels__action')
    expect(card(phone)).toBe(`${title}，${advice}`)
    expect(phone.text('.channels__action')).toBe(channelsAction.reserve)
  })

  it('forgets what came of a tap once the account does something else', async () => {
    const known = { live: broadcast(1) }
    const phone = await visit(account({ getChannelsLiveInfo: async () => known.live, getChannelsLiveNoticeInfo: async () => NOTICE }).prepare)
    await phone.tap('.channels__action')
    expect(card(phone)).toBe(reserveOutcomeText.reserved)

    known.live = broadcast(LIVE)
    await phone.advanceBy(11 * 60_000)
    expect([badge(phone), card(phone), phone.text('.channels__action')]).toEqual([statusText.live.badge, '一锅三菜', channelsAction.watch])
  })

  it.each([
    ['is about to be live', broadcast(PREPARING), statusText.upcoming.badge, channelsDetail.prepare, null],
    ['has a replay', broadcast(ENDED, 1), statusText.ended.badge, '一锅三菜', channelsAction.replay],
    ['will have a replay', broadcast(ENDED, 3), statusText.ended.badge, channelsDetail['replay-soon'], null],
  ])('that %s says so', async (_, live, word, detail, action) => {
    const { asked, prepare } = account({ getChannelsLiveInfo: async () => live })
    const phone = await visit(prepare)
    expect([badge(phone), card(phone)]).toEqual([word, detail])
    expect(phone.find('.channels__action')?.textContent?.trim() ?? null).toBe(action)
    if (action) {
      await phone.tap('.channels__action')
      expect(asked.at(-1)).toEqual(['openChannelsLive', { finderUserName: PARTNER }])
    }
  })

  it.each([['never was live', broadcast(1)], ['has no replay', broadcast(ENDED, 0)], ['has a replay no longer', broadcast(ENDED, 6)]])('that %s is not shown', async (_, live) => {
    const phone = await visit(account({ getChannelsLiveInfo: async () => live }).prepare)
    expect(phone.find('.channels')).toBeNull()
  })

  it.each(REFUSALS)('is not shown where WeChat refuses with %i, nor asked about again unless nothing was found', async (errCode) => {
    const isNothing = errCode === 1416104
    const { asked, prepare } = account({ getChannelsLiveInfo: () => refuse({ errMsg: 'getChannelsLiveInfo:fail', errCode }) })
    const phone = await startPhone({ folder: join(inject('builds'), build), gatewayUrl: shop.url(), startsAtMs: EVENING_MS, prepare })
    await phone.advanceBy(3_600_000)
    expect(phone.find('.channels')).toBeNull()
    expect(phone.findAll('.rooms__item').length).toBeGreaterThan(0)
    expect(asked.filter(([name]) => name === 'getChannelsLiveInfo').length > 1).toBe(isNothing)
    // Nothing to be found is nothing to be told; the rest is for the developer, once.
    expect(phone.problems()).toEqual(isNothing ? [] : [expect.stringContaining('docs/channels.md')])
    phone.close()
  })

  it('keeps its card while WeChat cannot be asked any more', async () => {
    const known = { live: async (): Promise<object> => broadcast(LIVE) }
    const { prepare } = account({ getChannelsLiveInfo: () => known.live() })
    const phone = await startPhone({ folder: join(inject('builds'), build), gatewayUrl: shop.url(), startsAtMs: EVENING_MS, prepare })
    known.live = () => refuse({ errMsg: 'getChannelsLiveInfo:fail timeout' })
    await phone.advanceBy(11 * 60_000)
    expect(phone.text('.channels__action')).toBe(channelsAction.watch)
    expect(phone.problems()).toEqual([expect.stringContaining('docs/channels.md')])
    phone.close()
  })

  it('that could not be opened says so', async () => {
    const phone = await visit(account({ getChannelsLiveInfo: async () => broadcast(LIVE), openChannelsLive: () => refuse({ errMsg: 'openChannelsLive:fail' }) }).prepare)
    await phone.tap('.channels__action')
    expect(card(phone)).toBe(`${errorText['api-failed'].title}，${errorText['api-failed'].advice}`)
  })

  it('says nothing when its user thought better of it', async () => {
    const phone = await visit(account({ getChannelsLiveInfo: async () => broadcast(LIVE), openChannelsLive: () => refuse({ errMsg: 'openChannelsLive:fail cancel' }) }).prepare)
    await phone.tap('.channels__action')
    expect(card(phone)).toBe('一锅三菜')
  })

  it.each([1177, 1184, 1195, 1208])('that brought a visitor, in scene %i, is told to the gateway with its sharer', async (scene) => {
    const phone = await visit(({ channels }) => void (channels.getChannelsShareKey = async () => ({ sharerOpenId: 'friend', promoter: { promoterId: 'promoter-1', promoterOpenId: 'promoter' } })), { scene, startsAtMs: Date.now() })
    await phone.advanceBy(3_000)
    expect(touchesSentBy(phone)).toMatchObject([{ via: 'channels', roomId: null, shareOpenid: 'friend', customParams: { promoter: 'promoter-1' }, scene }])
  })
})
