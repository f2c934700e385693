import { describe, expect, it } from 'vitest'
import { WECHAT_BUILDS } from '@/tests/build/support/built'
import { useShop } from './support/shop'

const PAGES = ['src/pages/rooms/rooms', 'src/pages/goods/goods', 'src/live/room/room', 'src/live/player/player', 'src/live/replay/replay', 'src/pages/diagnostics/diagnostics']

const KEYS = ['room_id', 'goods_id', 'stream_id', 'custom_params', 'openid', 'share_openid']

const VALUES = ['', 'rubbish', '-1', '1e999', '[1,2]', '%', '%E4%BD', '%257B%2522path%2522%253A1%257D', '{"__proto__":{"a":1}}', '😀', 'x'.repeat(100_000)]

const HOSTILE = [
  ...VALUES.map(value => KEYS.map(key => `${key}=${value}`).join('&')),
  'room_id=1&room_id=2&room_id[]=3',
  '__proto__=1&constructor=2&prototype=3&toString=4',
  '&&==&=x&?#',
]

describe.each(WECHAT_BUILDS)('the %s build, opened cold', (build) => {
  const shop = useShop()

  it.each(PAGES)('shows words on %s, whatever the link says', async (page) => {
    for (const query of HOSTILE) {
      const phone = await shop.open(build, { url: `/${page}?${query}` })
      expect(phone.text().length, query.slice(0, 100)).toBeGreaterThan(5)
    }
  })
})
