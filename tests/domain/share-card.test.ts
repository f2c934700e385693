import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIVE_STATUSES } from '@/src/domain/live-status'
import { parseGoodsPageQuery } from '@/src/domain/routes'
import { goodsShareCard, homeShareCard, homeTimelineCard, roomShareCard, roomShareTitle, roomTimelineCard } from '@/src/domain/share-card'
import { parseLinkQuery } from '@/src/domain/touch-link'
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

  it('names its sender by what only the gateway can read, and nobody where that is unknown', () => {
    expect(roomShareCard({ room: makeRoom(), shareId: 'Ab_1-x' }).path).toBe('/src/live/room/room?room_id=12&from=share&by=Ab_1-x')
    expect(roomTimelineCard({ room: makeRoom(), shareId: '' }).query).toBe('room_id=12&from=timeline')
  })

  it('comes back as the same room, way, sender and parameters', () => {
    fc.assert(fc.property(anyRoom, fc.stringMatching(/^[\w-]{1,32}$/), fc.stringMatching(/^[\w-]{0,64}$/), fc.dictionary(fc.stringMatching(/^[a-m]{1,4}$/), fc.string({ unit: 'grapheme', maxLength: 8 }), { maxKeys: 2 }), (room, from, shareId, customParams) => {
      const expected = { roomId: room.id, from, shareId, customParams }
      const [page, query] = splitUrl(roomShareCard({ room, from, shareId, customParams }).path)
      expect(page).toBe('/src/live/room/room')
      expect(parseLinkQuery(onLoadQuery(query))).toEqual(expected)
      expect(parseLinkQuery(query)).toEqual(expected)
      expect(parseLinkQuery(onLoadQuery(roomTimelineCard({ room, from, shareId, customParams }).query))).toEqual(expected)
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

describe('the card of the home page', () => {
  it('opens the home page and says how it was put out', () => {
    expect(homeShareCard({ title: '直播' })).toEqual({ title: '直播', path: '/src/pages/rooms/rooms?from=share' })
    expect(homeTimelineCard({ title: '直播' })).toEqual({ title: '直播', query: 'from=timeline' })
  })

  it('names its sender and carries the first sharer\'s parameters', () => {
    const [page, query] = splitUrl(homeShareCard({ title: '直播', shareId: 's-b', customParams: { pid: '甲' } }).path)
    expect(page).toBe('/src/pages/rooms/rooms')
    expect(parseLinkQuery(onLoadQuery(query))).toEqual({ roomId: null, from: 'share', shareId: 's-b', customParams: { pid: '甲' } })
  })
})

describe('the card of a product', () => {
  const goods = { room: makeRoom(), goodsId: 7, title: '龙井', imageUrl: 'https://img.example/tea.jpg' }

  it('opens the product in its room', () => {
    expect(goodsShareCard(goods)).toEqual({ title: '龙井', path: '/src/pages/goods/goods?goods_id=7&room_id=12&from=share', imageUrl: 'https://img.example/tea.jpg' })
    expect(goodsShareCard({ ...goods, imageUrl: '' })).not.toHaveProperty('imageUrl')
  })

  it('names its sender and carries the first sharer\'s parameters', () => {
    const [, query] = splitUrl(goodsShareCard({ ...goods, shareId: 's-b', customParams: { pid: '甲' } }).path)
    expect(parseGoodsPageQuery(onLoadQuery(query))).toMatchObject({ goodsId: 7, roomId: 12, customParams: { pid: '甲' } })
    expect(parseLinkQuery(onLoadQuery(query)).shareId).toBe('s-b')
  })
})
