import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRoom, parseRoomPage, parseRoomSnapshot, parseRoomStatuses } from '@/src/domain/room-parser'
import { anyGoods, anyRoom, makeRoom } from './support/any-room'

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const goods = { id: 3, name: '杯子', coverUrl: '', path: 'pages/goods/goods?id=3', priceType: 'fixed', priceFen: 1250, price2Fen: 0 }
const goodsOf = (change: object) => parseRoom({ ...makeRoom(), goods: [{ ...goods, ...change }] })?.goods
const page = { rooms: [makeRoom()], total: 1, offset: 0, revision: 'r1', checkedAtMs: 5, isStale: false }

describe('parseRoom', () => {
  it('gives every room back that went through JSON, from the gateway or from storage', () => {
    fc.assert(fc.property(anyRoom, (room) => {
      expect(parseRoom(throughJson(room))).toEqual(room)
    }))
  })

  it.each(['id', 'name', 'startAtMs', 'endAtMs'])('knows no room without %s', (field) => {
    expect(parseRoom({ ...makeRoom(), [field]: undefined })).toBeNull()
  })

  it.each([{ id: 0 }, { id: [12] }, { id: '012' }, { name: '' }, { name: 12 }, { startAtMs: '1700000000000' }, { endAtMs: -1 }, { endAtMs: 1.5 }, { startAtMs: 8.64e15 + 1 }])('knows no room with %j', (change) => {
    expect(parseRoom({ ...makeRoom(), ...change })).toBeNull()
  })

  it.each(['closed', 'LIVE', '', 101, null, 'toString'])('calls the status %j unknown and keeps the code', (status) => {
    expect(parseRoom({ ...makeRoom(), status, statusCode: 108 })).toMatchObject({ status: 'unknown', statusCode: 108 })
  })

  it('has code 0 where the gateway gives none', () => {
    expect(parseRoom({ ...makeRoom(), statusCode: '101' })?.statusCode).toBe(0)
  })

  it('has no replay unless the gateway says so in as many words', () => {
    for (const hasReplay of ['true', 1, undefined]) expect(parseRoom({ ...makeRoom(), hasReplay })?.hasReplay).toBe(false)
  })

  it.each(['javascript:alert(1)', 'data:image/png;base64,AAAA', 'file:///etc/passwd', 'wxfile://tmp', '//img.example/a.jpg', '/a.jpg', 'https://', 'https:///a', 'https://a b', ' https://a', `https://a/${'x'.repeat(2048)}`, 12, null, ['https://a']])('shows no picture from %j', (url) => {
    expect(parseRoom({ ...makeRoom(), coverUrl: url, shareImageUrl: url })).toMatchObject({ coverUrl: '', shareImageUrl: '' })
    expect(goodsOf({ coverUrl: url })).toMatchObject([{ coverUrl: '' }])
  })

  it('takes pictures over http and https', () => {
    for (const coverUrl of ['http://img.example/a.jpg', 'https://img.example/a.jpg?x=1', 'HTTPS://IMG.example/a']) expect(parseRoom({ ...makeRoom(), coverUrl })?.coverUrl).toBe(coverUrl)
  })

  it('bounds text without halving an emoji', () => {
    expect(parseRoom({ ...makeRoom(), name: 'x'.repeat(1_000_000) })?.name).toHaveLength(100)
    expect(parseRoom({ ...makeRoom(), hostName: `${'x'.repeat(99)}🎥` })?.hostName).toBe('x'.repeat(99))
    expect(parseRoom({ ...makeRoom(), hostName: `${'x'.repeat(98)}🎥` })?.hostName).toBe(`${'x'.repeat(98)}🎥`)
  })
})

describe('the goods of a room', () => {
  it('open mini-program pages', () => {
    for (const path of ['pages/goods/goods?id=1', '/pages/goods/goods', 'pages/详情/index.html?u=https%3A%2F%2Fa&n=两 个'])
      expect(goodsOf({ path })).toMatchObject([{ path }])
  })

  it.each(['https://evil.example', '//evil.example/a', 'javascript:alert(1)', 'weixin://dl', 'plugin-private://wx1/pages/a', 'pages//goods', 'pages/goods?url=https://evil.example', 'pages\\goods', 'pages/go ods', 'pages/goods#top', '?id=1', `pages/${'x'.repeat(2048)}`, 12, null])('open nothing through %j, and stay', (path) => {
    expect(goodsOf({ path })).toMatchObject([{ name: '杯子', path: '' }])
  })

  it.each([{ name: '' }, { name: null }, { priceType: 'member' }, { priceType: 1 }, { priceFen: -1 }, { priceFen: '1250' }, { priceFen: 12.5 }, { price2Fen: 'x' }])('are left out with %j, and the room stays', (change) => {
    expect(goodsOf(change)).toEqual([])
  })

  it('need no second price and no number', () => {
    for (const id of [undefined, 0, -3, '3', 1.5]) expect(goodsOf({ id, price2Fen: undefined })).toEqual([{ name: '杯子', coverUrl: '', path: 'pages/goods/goods?id=3', priceType: 'fixed', priceFen: 1250, price2Fen: 0 }])
  })

  it('are left out one by one', () => {
    fc.assert(fc.property(fc.array(anyGoods, { maxLength: 4 }), fc.array(fc.anything(), { maxLength: 4 }), (good, other) => {
      const rubbish = other.filter(item => typeof item !== 'object' || item === null || Array.isArray(item))
      expect(parseRoom({ ...makeRoom(), goods: [...rubbish, ...good] })?.goods).toEqual(good)
    }))
  })

  it('are 2000 at most', () => {
    expect(parseRoom({ ...makeRoom(), goods: Array.from({ length: 2001 }).fill(goods) })?.goods).toHaveLength(2000)
  })

  it('are none where there is no list', () => {
    for (const list of [undefined, null, {}, 'x']) expect(parseRoom({ ...makeRoom(), goods: list })?.goods).toEqual([])
  })
})

describe('parseRoomPage', () => {
  it('gives every page back', () => {
    fc.assert(fc.property(fc.array(anyRoom, { maxLength: 3 }), fc.nat(), fc.nat(), fc.boolean(), (rooms, total, offset, isStale) => {
      const whole = { ...page, rooms, total, offset, isStale }
      expect(parseRoomPage(throughJson(whole))).toEqual(whole)
    }))
  })

  it('drops a bad room, not the page, and counts it', () => {
    expect(parseRoomPage({ ...page, rooms: [null, makeRoom(), { id: 'x' }] })).toEqual({ ...page, unreadableCount: 2 })
  })

  it('still knows how many were dropped when it is read from storage', () => {
    const once = parseRoomPage({ ...page, rooms: [null, makeRoom(), { id: 'x' }] })
    expect(parseRoomPage(throughJson(once))).toEqual(once)
  })

  it.each(['rooms', 'total', 'offset', 'revision', 'checkedAtMs'])('knows no page without %s', (field) => {
    expect(parseRoomPage({ ...page, [field]: undefined })).toBeNull()
  })

  it('is stale only when the gateway says so', () => {
    expect(parseRoomPage({ ...page, isStale: 'yes' })?.isStale).toBe(false)
    expect(parseRoomPage({ ...page, isStale: true })?.isStale).toBe(true)
  })
})

describe('parseRoomSnapshot', () => {
  it('reads a room and how old the knowledge is', () => {
    expect(parseRoomSnapshot({ room: makeRoom(), checkedAtMs: 5, isStale: true })).toEqual({ room: makeRoom(), checkedAtMs: 5, isStale: true })
  })

  it.each([{ room: null, checkedAtMs: 5 }, { room: makeRoom() }, { room: makeRoom(), checkedAtMs: '5' }, makeRoom(), null])('knows nothing from %j', (input) => {
    expect(parseRoomSnapshot(input)).toBeNull()
  })
})

describe('parseRoomStatuses', () => {
  it('reads the statuses it can read', () => {
    const good = { roomId: 12, status: 'live', code: 101, checkedAtMs: 5 }
    const strange = { roomId: 13, status: 'resting', code: 109, checkedAtMs: 5 }
    expect(parseRoomStatuses({ statuses: [good, strange, { ...good, roomId: 0 }, { ...good, checkedAtMs: null }, null], unknownIds: [14] }))
      .toEqual([good, { ...strange, status: 'unknown' }])
  })

  it.each([null, [], {}, { statuses: {} }])('knows nothing from %j', (input) => {
    expect(parseRoomStatuses(input)).toBeNull()
  })
})

it('no parser of rooms ever throws', () => {
  const almostRoom = fc.record({ id: fc.anything(), name: fc.anything(), goods: fc.array(fc.anything()), startAtMs: fc.anything(), endAtMs: fc.anything() })
  fc.assert(fc.property(fc.oneof(fc.anything(), almostRoom, fc.record({ rooms: fc.array(fc.anything()), room: fc.anything(), statuses: fc.array(fc.anything()) })), (input) => {
    parseRoom(input)
    parseRoomPage(input)
    parseRoomSnapshot(input)
    parseRoomStatuses(input)
  }))
})
