import type { Phone } from '@/tests/runtime/host/phone'
import type { WeChat } from '@/tests/runtime/host/wechat'
import { describe, expect, it } from 'vitest'
import { text } from '@/src/pages/diagnostics/text'
import { WECHAT_BUILDS } from '@/tests/build/support/built'
import { touchesSentBy } from './support/screen'
import { useShop } from './support/shop'

const OPENID = 'visitor-with-a-long-name'
const SHARER = 'friend-of-long-standing'

const shop = useShop()

describe.each(WECHAT_BUILDS)('%s: the diagnostics', (build) => {
  const hasPlugin = build !== 'mp-weixin-no-plugin'

  const rows = (phone: Phone): string[] => phone.findAll('.diag__row').map(row => [...row.querySelectorAll('text')].map(part => part.textContent?.trim()).join(': '))
  // Somebody whom a friend sent by a link in Channels, which every build can hear of.
  const sent = { visitor: OPENID, scene: 1177 }
  const bySharer = ({ channels }: WeChat): void => void (channels.getChannelsShareKey = async () => ({ sharerOpenId: SHARER }))

  it('are behind the title of home, pressed long, and copied without a token or anybody\'s openid', async () => {
    const phone = await shop.open(build, { ...sent, prepare: bySharer })
    await phone.advanceBy(3_000)
    expect(touchesSentBy(phone)).toMatchObject([{ shareOpenid: SHARER }])
    const tokens = phone.network.requests.flatMap(({ header }) => Object.values(header)).flatMap(value => /^Bearer (.+)/.exec(value)?.[1] ?? [])
    expect(tokens.length).toBeGreaterThan(0)

    await phone.emit('.rooms__title', 'longpress')
    expect(phone.url()).toBe('/src/pages/diagnostics/diagnostics')
    expect(phone.findAll('.diag__title').map(title => title.textContent?.trim())).toEqual(text.sections)
    expect(rows(phone)).toEqual(expect.arrayContaining([
      expect.stringMatching(/^build: ./),
      expect.stringMatching(hasPlugin ? `^plugin: ${text.yes}$` : '^plugin: plugin-missing'),
      'WeChat: 8.0.54',
      'base library: 3.7.3',
      'waitingCount: 0',
      'isSending: false',
      `storage: ${text.fine}`,
    ]))

    await phone.tapText(text.copy)
    const [copied = ''] = phone.copied
    expect(phone.copied).toHaveLength(1)
    expect(copied).toContain('WeChat: 8.0.54')
    expect(copied).toContain('waitingCount: 0')
    expect(phone.toasts).toEqual([text.copied])
    for (const secret of [OPENID, SHARER, ...tokens])
      expect(copied).not.toContain(secret)
  })

  it('show what waits in the outbox, and read it again by themselves', async () => {
    const phone = await shop.open(build, {
      ...sent,
      prepare(wechat) {
        bySharer(wechat)
        wechat.network.fault = ({ path }) => path === '/v1/touches' ? { statusCode: 503, body: '' } : null
      },
    })
    await phone.emit('.rooms__title', 'longpress')
    await phone.advanceBy(6_000)
    expect(rows(phone)).toContain('waitingCount: 1')

    phone.network.fault = () => null
    await phone.advanceBy(10 * 60_000)
    expect(rows(phone)).toContain('waitingCount: 0')
  })
})
