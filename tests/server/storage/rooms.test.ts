import { expect, it } from 'vitest'
import { createSharedRoomList } from '@/server/storage/room-list'
import { createRoomStore } from '@/server/storage/rooms'
import { aRoom } from '@/tests/support/rooms'
import { describeBothHomes } from '../support/database'

const NOW_MS = 1_700_000_000_000
const LEASE_MS = 30_000
const claimBy = (owner: string, nowMs = NOW_MS) => ({ owner, nowMs, leaseMs: LEASE_MS })

describeBothHomes('known rooms', (home) => {
  it('are remembered by the thousand, with what changed last', async () => {
    const db = await home.open()
    const store = createRoomStore(db)
    const rooms = Array.from({ length: 1200 }, (_, i) => aRoom({ id: i + 1 }, NOW_MS))
    await store.remember(rooms, 1)
    await store.remember([aRoom({ id: 3, name: '改了\'); drop table rooms; --\0' }, NOW_MS)], 2)
    expect(await store.knownAmong([1, 3, 1200, 1201])).toEqual(new Set([1, 3, 1200]))
    expect(await db.selectFrom('rooms').select(['name', 'last_listed_at_ms']).where('id', 'in', [2, 3]).orderBy('id').execute()).toEqual([
      { name: '第2场', last_listed_at_ms: 1 },
      { name: '改了\'); drop table rooms; --\uFFFD', last_listed_at_ms: 2 },
    ])
    expect(await store.knownAmong([])).toEqual(new Set())
    await store.remember([], 3)
  })
})

describeBothHomes('rooms from several replicas', (home) => {
  const rooms = Array.from({ length: 300 }, (_, i) => aRoom({ id: i + 1 }, NOW_MS))

  it('may come in any order at once, and none waits for another for ever', async () => {
    const replicas = await Promise.all([home.open(), home.open()])
    for (let round = 0; round < 10; round++) {
      await Promise.all(replicas.flatMap((db) => {
        const { remember } = createRoomStore(db)
        return [remember(rooms, round), remember([...rooms].reverse(), round)]
      }))
    }
    expect(await replicas[0]!.selectFrom('rooms').select('id').where('last_listed_at_ms', '=', 9).execute()).toHaveLength(300)
  })

  it('are each kept as they were listed last', async () => {
    const db = await home.open()
    const store = createRoomStore(db)
    await store.remember([aRoom({ id: 1, name: 'moved on to the next page' }, NOW_MS), aRoom({ id: 1, name: 'last' }, NOW_MS)], 2)
    await store.remember([aRoom({ id: 1, name: 'late' }, NOW_MS)], 1)
    expect(await db.selectFrom('rooms').select(['name', 'last_listed_at_ms']).execute()).toEqual([{ name: 'last', last_listed_at_ms: 2 }])
  })
})

describeBothHomes('the list that replicas share', (home) => {
  const openReplicas = async (count: number) => Promise.all(Array.from({ length: count }, async () => createSharedRoomList(await home.open())))

  it('is empty at first, and anybody\'s turn', async () => {
    const [list] = await openReplicas(1)
    expect(await list!.read()).toEqual({ rooms: null, checkedAtMs: 0, failures: 0, nextRefreshAtMs: 0 })
    expect(await list!.claim(claimBy('one'))).toBe(true)
  })

  it('lets exactly one of many ask WeChat, each time that it is due', async () => {
    const replicas = await openReplicas(4)
    for (let round = 0; round < 5; round++) {
      const nowMs = NOW_MS + round * 60_000
      const claims = await Promise.all(Array.from({ length: 12 }, async (_, i) => ({ owner: `r${i}`, isMine: await replicas[i % 4]!.claim(claimBy(`r${i}`, nowMs)) })))
      const winners = claims.filter(({ isMine }) => isMine)
      expect(winners).toHaveLength(1)
      await replicas[0]!.save({ owner: winners[0]!.owner, rooms: [aRoom({ id: round + 1 }, NOW_MS)], checkedAtMs: nowMs, nextRefreshAtMs: nowMs + 60_000 })
      expect(await Promise.all(replicas.map(list => list.claim(claimBy('early', nowMs + 59_999))))).toEqual([false, false, false, false])
    }
  })

  it('is handed on when whoever asked has died', async () => {
    const [list] = await openReplicas(1)
    await list!.claim(claimBy('dead'))
    expect(await list!.claim(claimBy('next', NOW_MS + LEASE_MS - 1))).toBe(false)
    expect(await list!.claim(claimBy('next', NOW_MS + LEASE_MS))).toBe(true)
  })

  it('reaches every replica as it was saved, and shows that it changed', async () => {
    const [one, other] = await openReplicas(2)
    const before = await other!.version()
    const rooms = [aRoom({ id: 1 }, NOW_MS), aRoom({ id: 2, coverUrl: 'http://old.example/1.png' }, NOW_MS)]
    await one!.save({ owner: 'one', rooms, checkedAtMs: NOW_MS, nextRefreshAtMs: NOW_MS + 60_000 })
    expect(await other!.version()).not.toBe(before)
    expect(await other!.read()).toEqual({ rooms, checkedAtMs: NOW_MS, failures: 0, nextRefreshAtMs: NOW_MS + 60_000 })
  })

  it('is not replaced by an older answer, nor put off by whoever has lost the turn', async () => {
    const [list] = await openReplicas(1)
    await list!.claim(claimBy('slow'))
    await list!.claim(claimBy('quick', NOW_MS + LEASE_MS))
    await list!.save({ owner: 'quick', rooms: [aRoom({ id: 2 }, NOW_MS)], checkedAtMs: NOW_MS + LEASE_MS, nextRefreshAtMs: NOW_MS + 90_000 })
    await list!.save({ owner: 'slow', rooms: [aRoom({ id: 1 }, NOW_MS)], checkedAtMs: NOW_MS, nextRefreshAtMs: NOW_MS + 60_000 })
    await list!.fail({ owner: 'slow', nextRefreshAtMs: NOW_MS + 999_000 })
    expect(await list!.read()).toMatchObject({ rooms: [{ id: 2 }], checkedAtMs: NOW_MS + LEASE_MS, failures: 0, nextRefreshAtMs: NOW_MS + 90_000 })
  })

  it('comes right again after a replica whose clock was years ahead', async () => {
    const [list] = await openReplicas(1)
    const wrongMs = NOW_MS + 10 * 365 * 86_400_000
    await list!.claim(claimBy('wrong', wrongMs))
    await list!.save({ owner: 'wrong', rooms: [], checkedAtMs: wrongMs, nextRefreshAtMs: wrongMs + 60_000 })
    expect(await list!.claim(claimBy('right'))).toBe(true)
    await list!.save({ owner: 'right', rooms: [aRoom({ id: 1 }, NOW_MS)], checkedAtMs: NOW_MS, nextRefreshAtMs: NOW_MS + 60_000 })
    expect(await list!.read()).toMatchObject({ rooms: [{ id: 1 }], checkedAtMs: NOW_MS })
    expect(await list!.claim(claimBy('right', NOW_MS + 59_999))).toBe(false)
    await list!.claim(claimBy('wrong', wrongMs))
    expect(await list!.claim(claimBy('right', NOW_MS + 60_000))).toBe(true)
  })

  it('stays through failures, which everybody sees and which put the next try off for all', async () => {
    const [one, other] = await openReplicas(2)
    await one!.save({ owner: 'one', rooms: [aRoom({ id: 1 }, NOW_MS)], checkedAtMs: NOW_MS, nextRefreshAtMs: NOW_MS })
    await one!.claim(claimBy('one'))
    const before = await other!.version()
    await one!.fail({ owner: 'one', nextRefreshAtMs: NOW_MS + 120_000 })
    expect(await other!.version()).not.toBe(before)
    expect(await other!.read()).toMatchObject({ rooms: [{ id: 1 }], failures: 1, nextRefreshAtMs: NOW_MS + 120_000 })
    expect(await other!.claim(claimBy('other', NOW_MS + 119_999))).toBe(false)
  })

  it.each(['{', 'null', '[{"id":"x"}]', '7'])('is no list when it is stored as %s', async (body) => {
    const db = await home.open()
    await db.updateTable('room_list').set({ body }).execute()
    expect(await createSharedRoomList(db).read()).toMatchObject({ rooms: null })
  })
})
