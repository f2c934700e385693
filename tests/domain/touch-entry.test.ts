import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channelsTouchOf, entryOf, isSameEntry, parsePluginVisit, touchDetailOf } from '@/src/domain/touch-entry'
import { VISIT_MS } from '@/src/domain/touch-visit'

const AT_MS = 1_700_000_000_000
const PLUGIN_PAGE = '__plugin__/wx2b03c6e691cd7370/pages/live-player-plugin'
const params = encodeURIComponent('{"from":"room","pid":"a"}')

describe('the way in', () => {
  it('is a reminder by its own query, in both scenes of messages', () => {
    for (const scene of [1014, 1107]) {
      for (const path of [PLUGIN_PAGE, 'plugin-private://wx2b03c6e691cd7370/pages/live-player-plugin', '']) {
        expect(entryOf({ path, query: { room_id: '11', custom_params: params }, scene }, AT_MS))
          .toEqual({ kind: 'plugin', visit: { scene, atMs: AT_MS, reminder: { roomId: 11, customParams: { from: 'room', pid: 'a' } } } })
      }
    }
  })

  it('is a reminder by its room alone, or by its parameters alone', () => {
    expect(entryOf({ path: PLUGIN_PAGE, query: { room_id: '11' }, scene: 1107 }, AT_MS)).toMatchObject({ visit: { reminder: { roomId: 11, customParams: {} } } })
    expect(entryOf({ path: PLUGIN_PAGE, query: { custom_params: encodeURIComponent(params) }, scene: 1014 }, AT_MS)).toMatchObject({ visit: { reminder: { roomId: null, customParams: { pid: 'a' } } } })
  })

  it('is what the plugin tells in the other share scenes, whatever the query says', () => {
    expect(entryOf({ path: PLUGIN_PAGE, query: { room_id: '11', custom_params: params }, scene: 1007 }, AT_MS)).toEqual({ kind: 'plugin', visit: { scene: 1007, atMs: AT_MS, reminder: null } })
    expect(entryOf({ path: 'src/pages/rooms/rooms', query: { room_id: '99' }, scene: 1014 }, AT_MS)).toEqual({ kind: 'plugin', visit: { scene: 1014, atMs: AT_MS, reminder: null } })
  })

  it('is our own link before all else: a card of ours comes in a share scene too', () => {
    expect(entryOf({ path: 'src/live/room/room', query: { room_id: '11', from: 'share', by: 's-a' }, scene: 1007 }, AT_MS)).toMatchObject({ kind: 'own-link', visit: { roomId: 11, shareId: 's-a' } })
  })

  it.each([1177, 1184, 1195, 1208])('is to be asked about in scene %i of Channels, unless it is our own link', (scene) => {
    expect(entryOf({ path: 'src/pages/goods/goods', query: {}, scene }, AT_MS)).toEqual({ kind: 'plugin', visit: { scene, atMs: AT_MS, reminder: null } })
    expect(entryOf({ path: 'src/live/room/room', query: { room_id: '11', from: 'share', by: 's-a' }, scene }, AT_MS)).toMatchObject({ kind: 'own-link' })
  })

  it.each([
    ['the list of recent mini programs', { path: '', query: {}, scene: 1001 }],
    ['a message of the shop\'s that opens our own page', { path: 'src/live/room/room', query: { room_id: '11' }, scene: 1107 }],
    ['a message without a room', { path: PLUGIN_PAGE, query: {}, scene: 1107 }],
    ['a card in an Official Account', { path: PLUGIN_PAGE, query: { room_id: '11' }, scene: 1074 }],
  ])('is nothing to be counted for %s', (_, options) => {
    expect(entryOf(options, AT_MS)).toEqual({ kind: 'plain' })
  })
})

describe('the touch of a visit', () => {
  const told = { roomId: 11, openid: 'me', shareOpenid: 'friend', customParams: { pid: 'told' } }
  const reminder = { roomId: 11, customParams: { pid: 'own' } }
  const visit = { scene: 1014, atMs: AT_MS, reminder }

  it('is what the plugin tells of a card, and none without', () => {
    expect(touchDetailOf({ ...visit, reminder: null }, told)).toEqual({ via: 'share-card', goodsId: null, shareId: '', ...told, scene: 1014, atMs: AT_MS })
    expect(touchDetailOf({ ...visit, reminder: null }, null)).toBeNull()
  })

  it('is one for a reminder of which both tell: the plugin\'s people, the parameters of whichever has them', () => {
    expect(touchDetailOf(visit, told)).toMatchObject({ via: 'reminder', roomId: 11, openid: 'me', shareOpenid: 'friend', customParams: { pid: 'own' } })
    expect(touchDetailOf({ ...visit, reminder: { roomId: 11, customParams: {} } }, told)).toMatchObject({ customParams: { pid: 'told' } })
    expect(touchDetailOf({ ...visit, reminder: { roomId: null, customParams: {} } }, told)).toMatchObject({ via: 'reminder', roomId: 11 })
  })

  it('needs no plugin for a reminder that names its room', () => {
    expect(touchDetailOf(visit, null)).toMatchObject({ via: 'reminder', roomId: 11, openid: '', shareOpenid: '', customParams: { pid: 'own' } })
    expect(touchDetailOf({ ...visit, reminder: { roomId: null, customParams: { pid: 'own' } } }, null)).toBeNull()
  })

  it('takes nothing from an answer about another room', () => {
    expect(touchDetailOf(visit, { ...told, roomId: 12 })).toMatchObject({ roomId: 11, openid: '', shareOpenid: '', customParams: { pid: 'own' } })
  })
})

describe('the touch of a visit through Channels', () => {
  const visit = { scene: 1177, atMs: AT_MS, reminder: null }
  const key = { sharerOpenid: 'sharer', promoterId: 'p1', promoterOpenid: 'promoter' }

  it('is of no room, names the sharer, and carries the promoter\'s number and nobody\'s name', () => {
    expect(channelsTouchOf(visit, key, 'me')).toEqual({ via: 'channels', roomId: null, goodsId: null, shareId: '', openid: 'me', shareOpenid: 'sharer', customParams: { promoter: 'p1' }, scene: 1177, atMs: AT_MS })
  })

  it('names the promoter where nobody shared, and carries nothing where nobody promotes', () => {
    expect(channelsTouchOf(visit, { ...key, sharerOpenid: '' }, '')).toMatchObject({ openid: '', shareOpenid: 'promoter' })
    expect(channelsTouchOf(visit, { ...key, promoterId: '' }, '')).toMatchObject({ customParams: {} })
  })
})

describe('a visit that is owed', () => {
  const visit = { scene: 1014, atMs: AT_MS, reminder: { roomId: 11, customParams: { pid: 'a' } } }

  it('comes back from storage as it went in', () => {
    for (const kept of [visit, { ...visit, reminder: null }, { scene: 1208, atMs: AT_MS, reminder: null }]) expect(parsePluginVisit(JSON.parse(JSON.stringify(kept)))).toEqual(kept)
    // From before reminders were told apart.
    expect(parsePluginVisit({ scene: 1007, atMs: AT_MS })).toEqual({ scene: 1007, atMs: AT_MS, reminder: null })
  })

  it.each([null, undefined, [], {}, { scene: 1001, atMs: 1 }, { scene: '1007', atMs: 1 }, { scene: 1007, atMs: 'now' }])('is none for %j', (stored) => {
    expect(parsePluginVisit(stored)).toBeNull()
  })

  it('is the same when it is told again within half an hour', () => {
    expect(isSameEntry(visit, { ...visit, atMs: AT_MS + VISIT_MS })).toBe(true)
    for (const change of [{ atMs: AT_MS + VISIT_MS + 1 }, { scene: 1007 }, { reminder: null }, { reminder: { roomId: 12, customParams: { pid: 'a' } } }])
      expect(isSameEntry(visit, { ...visit, ...change })).toBe(false)
  })

  it('never makes its reader throw', () => {
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.record({ scene: fc.constant(1014), atMs: fc.nat(), reminder: fc.anything() })), (stored) => {
      const kept = parsePluginVisit(stored)
      expect(kept === null || Number.isSafeInteger(kept.atMs)).toBe(true)
    }))
  })
})
