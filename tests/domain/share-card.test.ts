import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIVE_STATUSES } from '@/src/domain/live-status'
import { homeShareCard, homeTimelineCard, parseRoomPageQuery, roomShareCard, roomShareTitle, roomTimelineCard } from '@/src/domain/share-card'
import { anyRoom, makeRoom } from './support/any-room'
import { thrownBy } from './support/thrown-by'

const words = { live: () => 'live', upcoming: () => 'upcoming', replay: () => 'replay' }

const splitUrl = (url: string) => url.split('?') as [string, string]
// What WeChat hands to onLoad: the pairs of the query, values still encoded.
const onLoadQuery = (query: string) => Object.fromEntries(query.split('&').map(pair => pair.split('=')))

describe('the card of a room', () => {
  it('opens the app\'s own room page, not the plugin', () => {
    expect(roomShareCard({ room: makeRoom() })).toEqual({
      title: '新品直播',
      path: '/src/live/room/room?room_id=12&from=share',
      imageUrl: 'https://img.example/share.jpg',
    })
  })

  it('has a query instead of a path in Moments', () => {
    expect(roomTimelineCard({ room: makeRoom(), title: '来看' })).toEqual({
      title: '来看',
      query: 'room_id=12&from=timeline',
      imageUrl: 'https://img.example/share.jpg',
    })
  })

  it('shows the cover where there is no picture for sharing, and leaves the picture to WeChat where there is none at all', () => {
    expect(roomShareCard({ room: makeRoom({ shareImageUrl: '' }) }).imageUrl).toBe('https://img.example/cover.jpg')
    expect(roomShareCard({ room: makeRoom({ shareImageUrl: '', coverUrl: '' }) })).not.toHaveProperty('imageUrl')
  })

  it('encodes custom params once', () => {
    const customParams = { pid: 7, name: '直播' }
    expect(roomShareCard({ room: makeRoom(), customParams }).path)
      .toBe(`/src/live/room/room?room_id=12&from=share&custom_params=${encodeURIComponent(JSON.stringify(customParams))}`)
  })

  it('refuses custom params that are too long instead of cutting them', () => {
    expect(thrownBy(() => roomTimelineCard({ room: makeRoom(), customParams: { t: 'x'.repeat(600) } }))).toMatchObject({ kind: 'custom-params-too-long' })
  })

  it('comes back as the same room, way and parameters', () => {
    fc.assert(fc.property(anyRoom, fc.stringMatching(/^[\w-]{1,32}$/), fc.dictionary(fc.stringMatching(/^[a-m]{1,4}$/), fc.string({ unit: 'grapheme', maxLength: 8 }), { maxKeys: 2 }), (room, from, customParams) => {
      const expected = { roomId: room.id, from, customParams }
      const [page, query] = splitUrl(roomShareCard({ room, from, customParams }).path)
      expect(page).toBe('/src/live/room/room')
      expect(parseRoomPageQuery(onLoadQuery(query))).toEqual(expected)
      expect(parseRoomPageQuery(query)).toEqual(expected)
      expect(parseRoomPageQuery(onLoadQuery(roomTimelineCard({ room, from, customParams }).query))).toEqual(expected)
    }))
  })
})

describe('the title of a room', () => {
  it('says what the room is doing', () => {
    const titles = LIVE_STATUSES.map(status => [status, roomShareTitle(makeRoom({ status, hasReplay: true }), words)])
    expect(Object.fromEntries(titles)).toEqual({
      live: 'live',
      paused: 'live',
      interrupted: 'live',
      upcoming: 'upcoming',
      ended: 'replay',
      banned: '新品直播',
      expired: '新品直播',
      unknown: '新品直播',
    })
  })

  it('promises no replay that the shop does not give', () => {
    expect(roomShareTitle(makeRoom({ status: 'ended', hasReplay: false }), words)).toBe('新品直播')
  })
})

it('the card of the home page opens the home page', () => {
  expect(homeShareCard({ title: '直播' })).toEqual({ title: '直播', path: '/src/pages/rooms/rooms' })
  expect(homeTimelineCard({ title: '直播' })).toEqual({ title: '直播', query: '' })
})

describe('parseRoomPageQuery', () => {
  const nothing = { roomId: null, customParams: {}, from: '' }

  it('reads the scene of a mini-program code, encoded as WeChat leaves it or twice', () => {
    for (const scene of ['room_id%3D12', 'room_id=12', 'room_id%253D12', 'room_id%3D12%26from%3Dqr'])
      expect(parseRoomPageQuery({ scene })).toMatchObject({ roomId: 12 })
    expect(parseRoomPageQuery({ scene: encodeURIComponent('room_id=12&from=qr&custom_params={"pid":7}') })).toEqual({ roomId: 12, from: 'qr', customParams: { pid: 7 } })
  })

  it('prefers what stands beside the scene, unless it is rubbish', () => {
    expect(parseRoomPageQuery({ room_id: '13', scene: 'room_id%3D12' }).roomId).toBe(13)
    expect(parseRoomPageQuery({ room_id: 'undefined', scene: 'room_id%3D12' }).roomId).toBe(12)
  })

  it('decodes what was encoded once too often', () => {
    const customParams = { pid: 7 }
    const twice = encodeURIComponent(encodeURIComponent(JSON.stringify(customParams)))
    expect(parseRoomPageQuery({ room_id: '%31%32', from: '%73hare', custom_params: twice })).toEqual({ roomId: 12, customParams, from: 'share' })
  })

  it('takes values that a browser has decoded already', () => {
    expect(parseRoomPageQuery({ room_id: 12, custom_params: '{"pid":7}' })).toEqual({ roomId: 12, customParams: { pid: 7 }, from: '' })
    expect(parseRoomPageQuery({ room_id: 12, custom_params: { pid: 7 } }).customParams).toEqual({ pid: 7 })
  })

  it.each([undefined, null, 12, [], ['room_id=12'], {}, { room_id: ['12'] }, { room_id: ['12', '13'] }, { room_id: { 0: '12' } }, { room_id: '12;' }, { room_id: '-12' }, { scene: '12' }, { scene: '%' }, { scene: ['room_id%3D12'] }, { from: '<b>' }, { from: 'x'.repeat(33) }, { custom_params: '[]' }])('finds nothing in %j', (query) => {
    expect(parseRoomPageQuery(query)).toEqual(nothing)
  })

  it('finds nothing in 100 KB of rubbish', () => {
    for (const rubbish of ['%25'.repeat(34_000), '&'.repeat(100_000), 'a=b&'.repeat(25_000), '{'.repeat(100_000)])
      expect(parseRoomPageQuery({ room_id: rubbish, scene: rubbish, from: rubbish, custom_params: rubbish })).toEqual(nothing)
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.record({ room_id: fc.anything(), scene: fc.string({ unit: 'binary' }), from: fc.anything(), custom_params: fc.anything() })), (query) => {
      const { roomId, from } = parseRoomPageQuery(query)
      expect(roomId === null || Number.isSafeInteger(roomId)).toBe(true)
      expect(from).toMatch(/^[\w-]*$/)
    }))
  })
})
