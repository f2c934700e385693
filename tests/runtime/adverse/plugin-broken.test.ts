import type { WeChat } from '../host/wechat'
import { describe, expect, it } from 'vitest'
import { errorText, statusText, text } from '@/src/text'
import { badgeOf, entryUrlOn, onCard, ROOM_PAGE } from '../support/screen'
import { useShop } from '../support/shop'

// A room is asked about in this rhythm; after failures less often, but at least this often.
const RHYTHM_MS = 65_000
const LONGEST_BACKOFF_MS = 5 * 60_000 + 10_000

const PLUGIN_BUILDS = ['mp-weixin', 'mp-weixin-subpackage'] as const

type Break = (wechat: WeChat) => void

const answering = (answer: () => unknown): Break => ({ plugin }) => void (plugin.functions.getLiveStatus = answer)
// WeChat rejects with all sorts of things.
async function reject(reason: unknown): Promise<never> {
  throw reason
}
const present = (presence: WeChat['plugin']['presence']): Break => ({ plugin }) => void (plugin.presence = presence)

const WAYS: readonly (readonly [string, Break])[] = [
  ['is missing', present('missing')],
  ['hangs while it is loaded', present('hanging')],
  ['is no object', present('rubbish')],
  ['is too old', ({ plugin }) => void (delete plugin.functions.getLiveStatus)],
  ['never answers', answering(() => new Promise(() => {}))],
  ['throws', answering(() => { throw new Error('broken') })],
  ['rejects with a text', answering(() => reject('broken'))],
  ['rejects with nothing', answering(() => reject(null))],
  ['rejects with an object', answering(() => reject(Object.freeze({ errMsg: 'operateWXData:fail', errCode: 100002 })))],
  ['answers rubbish', answering(async () => ({ liveStatus: 'soon' }))],
  ['answers at once and nothing', answering(() => null)],
]

// From which nothing but another start, or a moment's patience, brings the plugin back.
const OUT_OF_REACH = WAYS.filter(([name]) => ['is missing', 'is no object'].includes(name))

describe.each(PLUGIN_BUILDS)('a plugin that fails, in the %s build,', (build) => {
  const shop = useShop()

  it.each(WAYS)('%s: the gateway answers in its place, home shows its list, and all is well once it works', async (_, prepare) => {
    const room = (await shop.rooms()).find(({ status }) => status === 'live')
    const phone = await shop.open(build, { prepare })
    phone.network.fault = ({ path }) => path.startsWith('/v1/statuses')
      ? { statusCode: 200, body: JSON.stringify({ statuses: [{ roomId: room?.id, status: 'paused', code: 105, checkedAtMs: phone.now() }] }) }
      : null
    expect(phone.findAll('.rooms__item')).toHaveLength(20)
    await phone.open(`/src/live/room/room?room_id=${room?.id}`)
    await phone.advanceBy(75_000)
    expect(phone.text()).toContain(statusText.paused.title)
    expect(phone.text()).toContain(room?.name)
    expect(phone.text()).toContain(text.roomAction.enter)

    phone.plugin.presence = 'there'
    phone.plugin.functions.getLiveStatus = async () => ({ liveStatus: 106 })
    await phone.advanceBy(LONGEST_BACKOFF_MS)
    expect(phone.text()).toContain(statusText.interrupted.title)
    await phone.back()
    expect(badgeOf(phone, Number(room?.id))).toBe(statusText.interrupted.badge)
    await phone.tap(onCard(phone, Number(room?.id), '.card__enter'))
    expect(phone.url()).toContain(`${ROOM_PAGE}?room_id=${room?.id}`)
  })

  it.each(OUT_OF_REACH)('%s: no card leads where nothing is, and back again once it is there', async (_, prepare) => {
    const room = (await shop.rooms()).find(({ status }) => status === 'live')
    const phone = await shop.open(build, { prepare })
    expect(entryUrlOn(phone, Number(room?.id))).toBeNull()

    phone.plugin.presence = 'there'
    await phone.advanceBy(RHYTHM_MS)
    expect(entryUrlOn(phone, Number(room?.id))).toContain(ROOM_PAGE)
  })

  it('is missing: the room\'s page tells whoever wants to go in, and opens once it is there', async () => {
    const room = (await shop.rooms()).find(({ status }) => status === 'live')
    const phone = await shop.open(build, { prepare: present('missing') })
    await phone.tap(onCard(phone, Number(room?.id), '.card__link'))
    await phone.tapText(text.roomAction.enter)
    const { title, advice } = errorText['navigation-failed']
    expect(phone.modals).toEqual([{ title, content: advice }])
    expect(phone.url()).toBe(`/src/live/room/room?room_id=${room?.id}`)

    phone.plugin.presence = 'there'
    await phone.tapText(text.roomAction.enter)
    expect(phone.url()).toContain(`${ROOM_PAGE}?room_id=${room?.id}`)
    expect(phone.modals).toHaveLength(1)
  })
})
