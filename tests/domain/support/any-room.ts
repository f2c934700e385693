import type { Goods, Room } from '@/src/domain/room'
import fc from 'fast-check'
import { LIVE_STATUSES, liveStatusCode } from '@/src/domain/live-status'

const anyName = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
const anyMoment = fc.integer({ min: 0, max: 8.64e15 })
const anyPicture = fc.oneof(fc.constant(''), fc.webUrl({ validSchemes: ['http', 'https'] }))

/** Any product that the gateway may list. */
export const anyGoods: fc.Arbitrary<Goods> = fc.record({
  id: fc.integer({ min: 1 }),
  name: anyName,
  coverUrl: anyPicture,
  path: fc.constantFrom('', 'pages/goods/goods?id=1', '/pages/detail.html?url=https%3A%2F%2Fshop.example'),
  priceType: fc.constantFrom('fixed' as const, 'range' as const, 'discount' as const),
  priceFen: fc.nat(),
  price2Fen: fc.nat(),
}, { requiredKeys: ['name', 'coverUrl', 'path', 'priceType', 'priceFen', 'price2Fen'] })

/** Any room that the gateway may list. */
export const anyRoom: fc.Arbitrary<Room> = fc.record({
  id: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  name: anyName,
  hostName: fc.string({ unit: 'grapheme', maxLength: 20 }),
  coverUrl: anyPicture,
  shareImageUrl: anyPicture,
  startAtMs: anyMoment,
  endAtMs: anyMoment,
  status: fc.constantFrom(...LIVE_STATUSES),
  statusCode: fc.integer({ min: 0, max: 200 }),
  goods: fc.array(anyGoods, { maxLength: 3 }),
  hasReplay: fc.boolean(),
})

/** A room about which nothing is special. */
export function makeRoom(change: Partial<Room> = {}): Room {
  const { status = 'live' } = change
  return {
    id: 12,
    name: '新品直播',
    hostName: '小林',
    coverUrl: 'https://img.example/cover.jpg',
    shareImageUrl: 'https://img.example/share.jpg',
    startAtMs: 1_700_000_000_000,
    endAtMs: 1_700_007_200_000,
    status,
    statusCode: liveStatusCode(status),
    goods: [],
    hasReplay: false,
    ...change,
  }
}
