import type { WeChat } from './host/wechat'
import { describe, expect, it } from 'vitest'
import { useShop } from './support/shop'

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

describe.each(PLUGIN_BUILDS)('a plugin that fails, in the %s build,', (build) => {
  const shop = useShop()

  it.each(WAYS)('%s: the gateway answers in its place, and home shows its list', async (_, prepare) => {
    const room = (await shop.rooms()).find(({ status }) => status === 'live')
    const phone = await shop.open(build, { prepare })
    phone.network.fault = ({ path }) => path.startsWith('/v1/statuses')
      ? { statusCode: 200, body: JSON.stringify({ statuses: [{ roomId: room?.id, status: 'paused', code: 105, checkedAtMs: phone.now() }] }) }
      : null
    expect(phone.findAll('.rooms__item')).toHaveLength(20)
    await phone.open(`/src/live/room/room?room_id=${room?.id}`)
    await phone.advanceBy(75_000)
    expect(phone.text()).toContain('直播暂停')
    expect(phone.text()).toContain(room?.name)
    expect(phone.text()).toContain('进入直播间')
  })
})
