import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRoom } from '@/server/wechat/parse-room'
import { LIVE_STATUSES } from '@/src/domain/live-status'
import { parseRoom as parseGatewayRoom } from '@/src/domain/room-parser'

const RAW_GOODS = { cover_img: 'https://w.test/g.jpg', url: 'pages/goods/goods?id=1', name: '龙井', price: 16800, price2: 0, price_type: 1, goods_id: 5001, third_party_appid: '' }

const RAW = {
  name: '春茶专场',
  roomid: 12,
  cover_img: 'https://w.test/c.jpg',
  share_img: 'https://w.test/s.jpg',
  live_status: 105,
  start_time: 1_717_243_200,
  end_time: 1_717_250_400,
  anchor_name: '林晚秋',
  goods: [RAW_GOODS],
  close_replay: 0,
}

const goodsOf = (raw: object) => parseRoom({ ...RAW, goods: [raw] })?.goods[0]

describe('a room of WeChat', () => {
  it('is read into the domain\'s words: milliseconds, fen, a status', () => {
    expect(parseRoom(RAW)).toEqual({
      id: 12,
      name: '春茶专场',
      hostName: '林晚秋',
      coverUrl: 'https://w.test/c.jpg',
      shareImageUrl: 'https://w.test/s.jpg',
      startAtMs: 1_717_243_200_000,
      endAtMs: 1_717_250_400_000,
      status: 'paused',
      statusCode: 105,
      goods: [{ id: 5001, name: '龙井', coverUrl: 'https://w.test/g.jpg', path: 'pages/goods/goods?id=1', priceType: 'fixed', priceFen: 16800, price2Fen: 0 }],
      hasReplay: true,
    })
  })

  it.each([[101, 'live'], [102, 'upcoming'], [103, 'ended'], [104, 'banned'], [105, 'paused'], [106, 'interrupted'], [107, 'expired'], [0, 'unknown'], [199, 'unknown']])('%i is %s', (live_status, status) => {
    expect(parseRoom({ ...RAW, live_status })).toMatchObject({ status, statusCode: live_status })
  })

  it.each([[0, true], ['0', true], [1, false], [undefined, false], [null, false]])('with close_replay %j has a replay: %s', (close_replay, hasReplay) => {
    expect(parseRoom({ ...RAW, close_replay })).toMatchObject({ hasReplay })
  })

  it.each([
    ['roomid', undefined],
    ['roomid', 0],
    ['roomid', [12]],
    ['roomid', 1.5],
    ['name', ''],
    ['name', 3],
    ['live_status', 'live'],
    ['live_status', null],
    ['start_time', undefined],
    ['end_time', 'soon'],
    ['end_time', 1e300],
  ])('is none with %s = %j', (field, value) => {
    expect(parseRoom({ ...RAW, [field]: value })).toBeNull()
  })

  it('keeps its place without what can be missing', () => {
    const { roomid, name, live_status, start_time, end_time } = RAW
    expect(parseRoom({ roomid, name, live_status, start_time, end_time })).toMatchObject({ hostName: '', coverUrl: '', goods: [], hasReplay: false })
  })

  it('never throws, and what it reads the client can read as well', () => {
    const anything = fc.anything()
    const raw = fc.record({
      roomid: fc.oneof(fc.integer(), anything),
      name: fc.oneof(fc.string({ maxLength: 30 }), anything),
      live_status: fc.oneof(fc.integer({ min: 99, max: 110 }), anything),
      start_time: fc.oneof(fc.nat(), anything),
      end_time: fc.oneof(fc.nat(), anything),
      goods: fc.oneof(fc.array(anything), anything),
    }, { requiredKeys: [] })
    fc.assert(fc.property(fc.oneof(raw, anything), (input) => {
      const room = parseRoom(input)
      if (room) {
        expect(LIVE_STATUSES).toContain(room.status)
        expect(parseGatewayRoom(JSON.parse(JSON.stringify(room)))).toMatchObject({ id: room.id, startAtMs: room.startAtMs })
      }
    }))
  })
})

describe('goods of WeChat', () => {
  it.each([
    [{ price_type: 1, price: 100, price2: 7 }, { priceType: 'fixed', priceFen: 100, price2Fen: 0 }],
    [{ price_type: 2, price: 100, price2: 300 }, { priceType: 'range', priceFen: 100, price2Fen: 300 }],
    [{ price_type: 3, price: 300, price2: 100 }, { priceType: 'discount', priceFen: 300, price2Fen: 100 }],
    [{ price_type: '3', price: '300', price2: '100' }, { priceType: 'discount', priceFen: 300, price2Fen: 100 }],
    [{ price: 1999.9999999 }, { priceFen: 2000 }],
  ])('with %j cost %j', (prices, expected) => {
    expect(goodsOf({ ...RAW_GOODS, ...prices })).toMatchObject(expected)
  })

  it('are read in both spellings', () => {
    const { name, url, price } = RAW_GOODS
    expect(goodsOf({ name, url, price, price2: 5, priceType: 2, goodsId: 9, coverImgUrl: 'https://w.test/x.jpg' }))
      .toEqual({ id: 9, name, path: url, priceType: 'range', priceFen: price, price2Fen: 5, coverUrl: 'https://w.test/x.jpg' })
  })

  it('of old rooms have neither number nor price type', () => {
    const { name, url, price } = RAW_GOODS
    expect(goodsOf({ name, url, price })).toEqual({ name, path: url, priceType: 'fixed', priceFen: price, price2Fen: 0, coverUrl: '' })
  })

  it.each([{ price_type: 4 }, { price: -1 }, { price: 'free' }, { price_type: 2, price2: undefined }, { name: '' }, { url: null }])('are left out with %j rather than shown wrong', (difference) => {
    expect(goodsOf({ ...RAW_GOODS, ...difference })).toBeUndefined()
  })
})
