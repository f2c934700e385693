import type { AttributionReports } from '@/server/storage/attribution'
import type { Database } from '@/server/storage/database'
import type { TouchRow } from '@/server/storage/touches'
import { expect, it } from 'vitest'
import { createAttributionReports } from '@/server/storage/attribution'
import { createFollowStore } from '@/server/storage/follows'
import { createRoomStore } from '@/server/storage/rooms'
import { deepestByRoom, deepestBySharer, linkShares } from '@/server/storage/share-edges'
import { createTouchStore } from '@/server/storage/touches'
import { aRoom } from '@/tests/support/rooms'
import { describeBothHomes } from '../support/database'

// Eight in the evening in China.
const EVENING_MS = Date.UTC(2026, 10, 23, 12)
const HOUR_MS = 3_600_000
const ALL = { offset: 0, limit: 50 }

/** Tells a story: who came through whose card, in this order, a minute apart. */
function createStory(db: Database) {
  let minute = 0
  return async (openid: string, sharerOpenid: string, details: Partial<TouchRow> = {}): Promise<void> => {
    minute++
    const touch: TouchRow = { id: `t${minute}`, via: 'share-card', roomId: 1, goodsId: null, shareOpenid: sharerOpenid, shareId: '', customParams: {}, scene: 1007, atMs: EVENING_MS + minute * 60_000, ...details }
    await createTouchStore(db).save(openid, [touch], touch.atMs)
  }
}

describeBothHomes('reports', (home) => {
  async function open(): Promise<{ db: Database, reports: AttributionReports, comes: ReturnType<typeof createStory> }> {
    const db = await home.open()
    return { db, reports: createAttributionReports(db), comes: createStory(db) }
  }

  it('are empty when nobody has come', async () => {
    const { reports, db } = await open()
    expect(await reports.roomSummaries({}, ALL)).toEqual({ rooms: [], total: 0 })
    expect(await reports.sharers(null, {}, ALL)).toEqual({ sharers: [], total: 0, byDay: [] })
    expect(await reports.chain(1, {}, ALL)).toEqual({ roomId: 1, links: [], total: 0 })
    expect(await reports.roomReport(1, {})).toBeNull()
    await createRoomStore(db).remember([aRoom({ id: 1 })], 1)
    expect(await reports.roomReport(1, {})).toEqual({ roomId: 1, name: '第1场', entries: 0, visitors: 0, chainDepth: 0, byDay: [], byWay: [], byGoods: [], reminders: { subscribed: 0, unsubscribed: 0 } })
  })

  it('follow A, whose card brought B, whose card brought C', async () => {
    const { reports, comes } = await open()
    await comes('b', 'a')
    await comes('c', 'b')
    await comes('d', 'a')
    await comes('c', 'b')
    expect(await reports.chain(1, {}, ALL)).toMatchObject({ total: 3, links: [
      { openid: 'b', sharerOpenid: 'a', depth: 1 },
      { openid: 'd', sharerOpenid: 'a', depth: 1 },
      { openid: 'c', sharerOpenid: 'b', depth: 2 },
    ] })
    expect(await reports.sharers(null, {}, ALL)).toEqual({
      sharers: [
        { openid: 'a', entries: 2, visitors: 2, rooms: 1, chainDepth: 2 },
        { openid: 'b', entries: 2, visitors: 1, rooms: 1, chainDepth: 1 },
      ],
      total: 2,
      byDay: [{ day: '2026-11-23', entries: 4, visitors: 3 }],
    })
    expect(await reports.roomReport(1, {})).toMatchObject({ entries: 4, visitors: 3, chainDepth: 2 })
  })

  it('link a visitor to whoever brought them first, and make no circle', async () => {
    const { reports, comes } = await open()
    await comes('b', 'a')
    await comes('b', 'z')
    await comes('a', 'b')
    expect(await reports.chain(1, {}, ALL)).toMatchObject({ links: [{ openid: 'b', sharerOpenid: 'a', depth: 1 }, { openid: 'a', sharerOpenid: 'b', depth: 2 }] })
    expect((await reports.sharers(null, {}, ALL)).sharers.map(({ openid, chainDepth }) => [openid, chainDepth])).toEqual([['a', 2], ['b', 1], ['z', 0]])
  })

  it('count people who open their own card as visitors, and never as brought', async () => {
    const { reports, comes } = await open()
    await comes('a', 'a')
    await comes('b', '', { via: 'own-link' })
    expect(await reports.roomReport(1, {})).toMatchObject({ entries: 2, visitors: 2, chainDepth: 0 })
    expect(await reports.sharers(1, {}, ALL)).toMatchObject({ sharers: [], total: 0 })
  })

  it('keep rooms apart, and the list of rooms out of them', async () => {
    const { db, reports, comes } = await open()
    await createRoomStore(db).remember([aRoom({ id: 2, name: '"; drop table rooms', startAtMs: 5 })], 1)
    await comes('b', 'a')
    await comes('b', 'a', { roomId: 2 })
    await comes('c', 'b', { roomId: 2 })
    await comes('d', 'a', { roomId: null, via: 'own-link' })
    expect(await reports.roomSummaries({}, ALL)).toEqual({ rooms: [
      { roomId: 2, name: '"; drop table rooms', startAtMs: 5, entries: 2, visitors: 2, chainDepth: 2 },
      { roomId: 1, name: null, startAtMs: null, entries: 1, visitors: 1, chainDepth: 1 },
    ], total: 2 })
    expect((await reports.sharers(null, {}, ALL)).sharers[0]).toEqual({ openid: 'a', entries: 3, visitors: 2, rooms: 2, chainDepth: 2 })
    expect((await reports.sharers(1, {}, ALL)).sharers).toEqual([{ openid: 'a', entries: 1, visitors: 1, rooms: 1, chainDepth: 1 }])
  })

  it('say by which way people came, and which products they looked at', async () => {
    const { reports, comes } = await open()
    await comes('b', 'a')
    await comes('b', '', { via: 'goods-page', goodsId: 5001 })
    await comes('c', '', { via: 'goods-page', goodsId: 5001 })
    await comes('c', '', { via: 'goods-page', goodsId: 5002 })
    expect(await reports.roomReport(1, {})).toMatchObject({
      byWay: [{ via: 'goods-page', entries: 3, visitors: 2 }, { via: 'share-card', entries: 1, visitors: 1 }],
      byGoods: [{ goodsId: 5001, entries: 2, visitors: 2 }, { goodsId: 5002, entries: 1, visitors: 1 }],
    })
  })

  it('count by days in China, and only those that were asked for', async () => {
    const { reports, comes } = await open()
    const midnightMs = EVENING_MS + 4 * HOUR_MS
    await comes('b', 'a', { atMs: midnightMs - 1 })
    await comes('b', 'a', { atMs: midnightMs })
    await comes('c', 'b', { atMs: midnightMs + 24 * HOUR_MS })
    expect((await reports.roomReport(1, {}))?.byDay.map(({ day, entries }) => [day, entries])).toEqual([['2026-11-23', 1], ['2026-11-24', 1], ['2026-11-25', 1]])
    expect(await reports.roomReport(1, { from: '2026-11-24', to: '2026-11-24' })).toMatchObject({ entries: 1, byDay: [{ day: '2026-11-24', entries: 1, visitors: 1 }] })
    expect(await reports.roomSummaries({ from: '2026-11-26' }, ALL)).toEqual({ rooms: [], total: 0 })
    expect((await reports.chain(1, { to: '2026-11-23' }, ALL)).links).toHaveLength(1)
    expect((await reports.sharers(null, { from: '2026-11-25' }, ALL)).sharers.map(({ openid }) => openid)).toEqual(['b'])
  })

  it('count who wants to be reminded by what each of them said last', async () => {
    const { db, reports } = await open()
    const follows = createFollowStore(db)
    const says = (openid: string, action: 'add' | 'delete', hours: number) => follows.save({ roomId: 1, openid, action, atMs: EVENING_MS + hours * HOUR_MS })
    await says('a', 'add', 0)
    await says('b', 'add', 0)
    await says('b', 'delete', 1)
    await says('c', 'delete', 0)
    await says('c', 'add', 30)
    expect((await reports.roomReport(1, {}))?.reminders).toEqual({ subscribed: 2, unsubscribed: 1 })
    expect((await reports.roomReport(1, { to: '2026-11-23' }))?.reminders).toEqual({ subscribed: 1, unsubscribed: 2 })
  })

  it('continue a chain with what a sharer brought after being brought, not with what they had brought before', async () => {
    const { reports, comes } = await open()
    await comes('c', 'b')
    await comes('b', 'a')
    expect(await reports.sharers(null, {}, ALL)).toMatchObject({ sharers: [{ openid: 'a', chainDepth: 1 }, { openid: 'b', chainDepth: 1 }] })
    await comes('d', 'b')
    expect((await reports.sharers(null, {}, ALL)).sharers.map(({ openid, chainDepth }) => [openid, chainDepth])).toEqual([['b', 1], ['a', 2]])
    expect((await reports.roomReport(1, {}))?.chainDepth).toBe(2)
  })

  it('find the longest chains without reading all of them', async () => {
    const { reports, comes } = await open()
    const turns = [0, 1, 1, 2, 0, 3, 5, 1, 4, 2, 6, 3, 0, 5, 7, 2, 1, 6, 4, 8, 3, 7, 9, 5, 2, 8, 0, 9, 6, 4]
    for (const [i, turn] of turns.entries())
      await comes(`v${(i * 7 + turn) % 11}`, `v${turn}`, { roomId: i % 3 + 1, atMs: EVENING_MS + (i % 6) * 60_000 })
    const roomIds = [1, 2, 3]
    const links = (await Promise.all(roomIds.map(async roomId => (await reports.chain(roomId, {}, ALL)).links.map(link => ({ ...link, roomId }))))).flat()
    const all = linkShares(links)
    expect(Math.max(...deepestByRoom(all).values())).toBeGreaterThan(2)
    for (const { roomId, chainDepth } of (await reports.roomSummaries({}, ALL)).rooms)
      expect(chainDepth).toBe(deepestByRoom(all).get(roomId))
    for (const { openid, chainDepth } of (await reports.sharers(null, {}, ALL)).sharers)
      expect(chainDepth).toBe(deepestBySharer(all).get(openid) ?? 0)
  })

  it('come in pages that fit together', async () => {
    const { reports, comes } = await open()
    for (let i = 0; i < 7; i++)
      await comes(`v${i}`, `s${i % 5}`, { roomId: i + 1 })
    const pages = async <T>(read: (offset: number) => Promise<readonly T[]>) => [...await read(0), ...await read(3), ...await read(6)]
    expect(new Set((await pages(async offset => (await reports.roomSummaries({}, { offset, limit: 3 })).rooms)).map(({ roomId }) => roomId)).size).toBe(7)
    expect((await pages(async offset => (await reports.sharers(null, {}, { offset, limit: 3 })).sharers)).map(({ openid }) => openid)).toEqual(['s0', 's1', 's2', 's3', 's4'])
    expect(await reports.sharers(null, {}, { offset: 90, limit: 3 })).toMatchObject({ sharers: [], total: 5 })
    expect(await reports.roomSummaries({}, { offset: 90, limit: 3 })).toEqual({ rooms: [], total: 7 })
  })
})
