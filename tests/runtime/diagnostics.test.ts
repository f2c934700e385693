import type { Phone } from '@/tests/runtime/host/phone'
import { describe, expect, it } from 'vitest'
import { text } from '@/src/pages/diagnostics/text'
import { WECHAT_BUILDS } from '@/tests/build/support/built'
import { useShop } from './support/shop'

const OPENID = 'visitor-with-a-long-name'

const shop = useShop()

describe.each(WECHAT_BUILDS)('%s: the diagnostics', (build) => {
  const hasPlugin = build !== 'mp-weixin-no-plugin'

  const rows = (phone: Phone): (string | undefined)[] => phone.findAll('.diag__row').map(row => row.textContent?.replace(/\s+/g, ' ').trim())

  it('are behind the title of home, pressed long, and copied without a token or anybody\'s openid', async () => {
    const phone = await shop.open(build, { visitor: OPENID, scene: 1007 })
    const room = (await shop.rooms()).find(({ status }) => status === 'live')
    await phone.open(`/src/live/room/room?room_id=${room?.id}&sharer=friend-of-long-standing`)
    await phone.advanceBy(3_000)
    const tokens = phone.network.requests.map(({ header }) => header.authorization?.replace('Bearer ', '') ?? '').filter(Boolean)
    expect(tokens.length).toBeGreaterThan(0)
    await phone.back()

    await phone.emit('.rooms__title', 'longpress')
    expect(phone.url()).toBe('/src/pages/diagnostics/diagnostics')
    for (const title of text.sections)
      expect(phone.text()).toContain(title)
    expect(rows(phone)).toEqual(expect.arrayContaining([
      expect.stringMatching(/^build /),
      `plugin ${hasPlugin ? text.yes : rows(phone).find(row => row?.startsWith('plugin '))?.slice('plugin '.length)}`,
      'WeChat 8.0.54',
      'base library 3.7.3',
      'waitingCount 0',
      'isSending false',
      `storage ${text.fine}`,
    ]))
    expect(rows(phone).some(row => row?.startsWith('plugin plugin-missing'))).toBe(!hasPlugin)

    await phone.tapText(text.copy)
    const [copied = ''] = phone.copied
    expect(phone.copied).toHaveLength(1)
    expect(copied).toContain('WeChat: 8.0.54')
    expect(copied).toContain('gateway: ')
    expect(phone.toasts).toEqual([text.copied])
    for (const secret of [OPENID, ...tokens])
      expect(copied).not.toContain(secret)
  })

  it('show what waits in the outbox, and read it again by themselves', async () => {
    const phone = await shop.open(build, { visitor: OPENID, prepare: ({ network }) => network.fault = ({ path }) => path === '/v1/touches' ? { statusCode: 503, body: '' } : null })
    const room = (await shop.rooms()).find(({ status }) => status === 'live')
    await phone.show({ path: 'src/live/room/room', query: { room_id: String(room?.id), from: 'timeline' }, scene: 1007 })
    await phone.emit('.rooms__title', 'longpress')
    await phone.advanceBy(6_000)
    const waiting = rows(phone).find(row => row?.startsWith('waitingCount'))
    expect(waiting).toBeDefined()
    phone.network.fault = () => null
    await phone.advanceBy(10 * 60_000)
    expect(rows(phone)).toContain('waitingCount 0')
  })
})
