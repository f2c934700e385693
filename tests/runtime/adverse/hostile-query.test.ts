import type { Phone } from '../host/phone'
import type { WeChat } from '../host/wechat'
import { describe, expect, it } from 'vitest'
import { playerText } from '@/src/live/text'
import { errorText, roomNotFoundText, text } from '@/src/text'
import { outputOf, routesOf, WECHAT_BUILDS } from '@/tests/build/support/built'
import { answerWithRooms, madeRoom } from '../support/made-rooms'
import { useShop } from '../support/shop'

const HOME = '/src/pages/rooms/rooms'

// A shop so small that it is drawn soon; no link below names one of its rooms.
const ROOMS = [madeRoom(901), madeRoom(902)]
const prepare = ({ network }: WeChat): void => void (network.fault = answerWithRooms(() => ROOMS))

// What is there where a page has something to show.
const CONTENT: Readonly<Record<string, string>> = {
  'src/pages/rooms/rooms': '.rooms__item',
  'src/pages/goods/goods': '.goods__name',
  'src/pages/diagnostics/diagnostics': '.diag__row',
  'src/live/room/room': '.room__body',
  'src/live/player/player': '.watch__title',
  'src/live/replay/replay': '.name',
}

// What a page may say instead. All of it ends at home: nothing that is asked again would come of these links.
const ERRORS = [errorText['invalid-room-id'], roomNotFoundText, text.goods.notFound, playerText.none].map(({ title, advice }) => title + advice)

const KEYS = ['room_id', 'goods_id', 'stream_id', 'custom_params', 'openid', 'share_openid', 'scene', 'from', 'by']

const TWICE = encodeURIComponent(encodeURIComponent('{"path":"/src/pages/goods/goods","deep":[{"__proto__":1}]}'))

const VALUES = ['', 'rubbish', '-1', '1', '1e999', '9007199254740993', '[1,2]', 'undefined', '%', '%E4%BD', '__proto__', '{"__proto__":{"a":1}}', TWICE, '😀', 'a b\n\t', '../../app']

const ALIKE = VALUES.map(value => KEYS.map(key => `${key}=${value}`).join('&'))

const QUERIES = [
  ...ALIKE,
  'room_id=1&room_id=2&room_id[]=3&room_id[a]=4&custom_params[]=5',
  '__proto__=1&constructor=2&prototype=3&toString=4&hasOwnProperty=5&valueOf=6&then=7',
  '&&==&=x&?#&a&=&room_id',
]

// Once more as the very first thing that the app sees.
const COLD_QUERIES = [
  KEYS.map(key => `${key}=${'x'.repeat(100_000)}`).join('&'),
  KEYS.map(key => `${key}=${TWICE}`).join('&'),
  '__proto__=1&constructor=2&prototype=3&toString=4&hasOwnProperty=5&room_id=1&room_id=2&room_id[]=3',
]

/** What is wrong with the page on top: nothing where it shows something, or says what is wrong above a button that leads home. */
async function deadEndOf(phone: Phone, route: string): Promise<string | null> {
  const isEmpty = phone.find('.empty') !== null
  if (phone.findAll(CONTENT[route] ?? '').length > 0)
    return isEmpty ? 'shows something beside an error' : null
  const error = isEmpty ? phone.text('.empty__title') + phone.text('.empty__advice') : phone.text()
  if (!ERRORS.includes(error))
    return `says: ${error}`
  await phone.tap('.empty__action')
  return phone.url() === HOME && phone.findAll('.rooms__item').length === ROOMS.length ? null : `leads to ${phone.url()}`
}

describe.each(WECHAT_BUILDS)('%s', (build) => {
  const shop = useShop()

  it('has a way home on every page, whatever the link says', async () => {
    const phone = await shop.open(build, { prepare })
    const deadEnds: string[] = []
    for (const route of routesOf(outputOf(build))) {
      for (const query of QUERIES) {
        await phone.reLaunch(`/${route}?${query}`)
        const deadEnd = await deadEndOf(phone, route)
        if (deadEnd)
          deadEnds.push(`${route}?${query.slice(0, 100)} ${deadEnd}`)
      }
    }
    expect(deadEnds).toEqual([])
  })

  it('has one on every page that is the first to be opened, whatever the link says', async () => {
    const deadEnds: string[] = []
    for (const route of routesOf(outputOf(build))) {
      for (const query of COLD_QUERIES) {
        const deadEnd = await deadEndOf(await shop.open(build, { prepare, url: `/${route}?${query}` }), route)
        if (deadEnd)
          deadEnds.push(`${route}?${query.slice(0, 100)} ${deadEnd}`)
      }
    }
    expect(deadEnds).toEqual([])
  })
})
