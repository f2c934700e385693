import { describe, expect, it } from 'vitest'
import { text } from '@/src/text'
import { WECHAT_BUILDS } from '@/tests/build/support/built'
import { answerWithRooms, EVENING_MS, madeRoom } from '../support/made-rooms'
import { useShop } from '../support/shop'

const GOODS = { id: 5, name: '秋茶', coverUrl: '', path: 'src/pages/goods/goods?goods_id=5', priceType: 'fixed', priceFen: 900, price2Fen: 0 } as const
const ROOMS = [madeRoom(901, { goods: [GOODS] }), madeRoom(902, { goods: [GOODS] })]

describe.each(WECHAT_BUILDS)('%s: ten pages deep, which is as many as WeChat keeps,', (build) => {
  const shop = useShop()

  it('every way on still leads on', async () => {
    const phone = await shop.open(build, { startsAtMs: EVENING_MS, prepare: ({ network }) => network.fault = answerWithRooms(() => ROOMS) })
    const depth = (): number => phone.app.stack.pages.length
    while (depth() < 9) await phone.open('/src/live/room/room')
    await phone.open('/src/pages/goods/goods?goods_id=5&room_id=901')
    expect(phone.text()).toContain(text.goods.otherRooms)

    await phone.tap('.card__link')
    expect([phone.url(), depth()]).toEqual(['/src/live/room/room?room_id=902', 10])
    await phone.tapText(GOODS.name)
    expect([phone.url().split('?')[0], depth()]).toEqual(['/src/pages/goods/goods', 10])
    if (build !== 'mp-weixin-no-plugin') {
      await phone.tap('.card__enter')
      expect(phone.url()).toContain('plugin-private://')
      expect(depth()).toBe(10)
    }
  })
})
