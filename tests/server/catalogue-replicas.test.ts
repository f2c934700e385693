import type { RoomCatalogue } from '@/server/catalogue'
import type { SharedRoomList, SharedState } from '@/server/refresh-turns'
import type { Room } from '@/src/domain/room'
import { describe, expect, it } from 'vitest'
import { createCatalogue, LOOK_EVERY_MS } from '@/server/catalogue'
import { createLog } from '@/server/log'
import { LEASE_MS } from '@/server/refresh-turns'
import { createSharedRoomList } from '@/server/storage/room-list'
import { parseRoom } from '@/server/wechat/parse-room'
import { WeChatFailure } from '@/server/wechat/wechat-error'
import { createFakeClock, FAKE_START_MS, settlePromises } from '@/tests/support/fake-clock'
import { describeBothHomes } from './support/database'

const REFRESH_MS = 60_000
const HOUR_MS = 3_600_000
const LIST: readonly Room[] = [room(1), room(2)]

function room(id: number): Room {
  return parseRoom({ roomid: id, name: 'x', live_status: 101, start_time: 1, end_time: 2 }) ?? expect.fail('no room')
}

/** What the replicas share, in memory, and a database that can go away. */
function createSharedList() {
  let row: SharedState = { rooms: null, checkedAtMs: 0, failures: 0, nextRefreshAtMs: 0 }
  let lease = { owner: '', untilMs: 0 }
  let isDown = false
  let reads = 0
  const whileUp = async <T>(answer: () => T): Promise<T> => {
    if (isDown)
      throw new Error('the database is away')
    return answer()
  }
  const list: SharedRoomList = {
    claim: ({ owner, nowMs, leaseMs }) => whileUp(() => {
      if (nowMs < row.nextRefreshAtMs || (lease.owner !== '' && nowMs < lease.untilMs))
        return false
      lease = { owner, untilMs: nowMs + leaseMs }
      return true
    }),
    save: ({ rooms, checkedAtMs, nextRefreshAtMs }) => whileUp(() => {
      row = { rooms, checkedAtMs, failures: 0, nextRefreshAtMs }
      lease = { owner: '', untilMs: 0 }
    }),
    fail: ({ nextRefreshAtMs }) => whileUp(() => {
      row = { ...row, failures: row.failures + 1, nextRefreshAtMs }
      lease = { owner: '', untilMs: 0 }
    }),
    read: () => whileUp(() => {
      reads += 1
      return row
    }),
    version: () => whileUp(() => `${row.checkedAtMs}-${row.failures}`),
  }
  return { list, reads: () => reads, setDown: (value: boolean) => void (isDown = value), put: (next: Partial<SharedState>) => void (row = { ...row, ...next }) }
}

/** Replicas that share a list and a WeChat. */
function setUp(shared: SharedRoomList) {
  const clock = createFakeClock()
  const lines: string[] = []
  const askedAtMs: number[] = []
  let answer: () => Promise<readonly Room[]> = async () => LIST
  function replica(random = 0): RoomCatalogue {
    const wechat = {
      listRooms: () => {
        askedAtMs.push(clock.now())
        return answer()
      },
    }
    return createCatalogue({ wechat, clock, log: createLog('info', line => void lines.push(line)), refreshMs: REFRESH_MS, shared, random: () => random })
  }
  return {
    clock,
    replica,
    started: (count: number) => Array.from({ length: count }, (_, i) => {
      const catalogue = replica(i / count)
      catalogue.start()
      return catalogue
    }),
    asked: () => askedAtMs.length,
    askedAtMs,
    weChatAnswers: (next: () => Promise<readonly Room[]>) => void (answer = next),
    logged: () => lines.join(''),
  }
}

const idsIn = (catalogue: RoomCatalogue | undefined) => catalogue?.peek()?.rooms.map(({ id }) => id)
const unreachable = async () => Promise.reject(new WeChatFailure({ kind: 'unreachable', reason: 'ECONNREFUSED' }))
const hanging = () => new Promise<never>(() => {})

describe('replicas on one database', () => {
  it('ask WeChat once between them, refresh after refresh', async () => {
    const { clock, started, asked } = setUp(createSharedList().list)
    const replicas = started(5)
    await clock.advanceByAsync(HOUR_MS - 1)
    expect(asked()).toBe(60)
    for (const replica of replicas)
      expect(replica.peek()).toMatchObject({ rooms: LIST, isStale: false })
  })

  it('all show a change within one refresh and one look', async () => {
    const { clock, started, weChatAnswers } = setUp(createSharedList().list)
    const replicas = started(3)
    await clock.advanceByAsync(1000)
    weChatAnswers(async () => [room(7)])
    await clock.advanceByAsync(REFRESH_MS + LOOK_EVERY_MS)
    expect(replicas.map(idsIn)).toEqual([[7], [7], [7]])
  })

  it('wait out the death of one that was asking, and no longer', async () => {
    const { clock, replica, started, asked, weChatAnswers } = setUp(createSharedList().list)
    weChatAnswers(hanging)
    const dying = replica()
    dying.start()
    await settlePromises()
    dying.stop()
    weChatAnswers(async () => LIST)
    const [other] = started(1)
    await clock.advanceByAsync(LEASE_MS - 1)
    expect(asked()).toBe(1)
    await clock.advanceByAsync(LOOK_EVERY_MS)
    expect(asked()).toBe(2)
    expect(idsIn(other)).toEqual([1, 2])
  })

  it('back off together', async () => {
    const { clock, started, asked, weChatAnswers } = setUp(createSharedList().list)
    const replicas = started(4)
    await clock.advanceByAsync(1000)
    weChatAnswers(unreachable)
    await clock.advanceByAsync(REFRESH_MS + LOOK_EVERY_MS)
    for (const replica of replicas) {
      expect(replica.peek()).toMatchObject({ rooms: LIST, checkedAtMs: FAKE_START_MS, isStale: true })
      expect(replica.health()).toMatchObject({ failures: 1 })
    }
    const before = asked()
    await clock.advanceByAsync(HOUR_MS)
    // After 1, 2 and 4 minutes, and then every five.
    expect(asked() - before).toBeLessThanOrEqual(14)
    weChatAnswers(async () => LIST)
    await clock.advanceByAsync(5 * 60_000 + LOOK_EVERY_MS)
    expect(replicas.map(replica => replica.peek()?.isStale)).toEqual([false, false, false, false])
  })

  it('serve the stored list at once after a restart, marked stale when it is old', async () => {
    const shared = createSharedList()
    const { clock, replica, started, weChatAnswers } = setUp(shared.list)
    started(1)
    await clock.advanceByAsync(1000)
    weChatAnswers(hanging)
    const young = replica()
    young.start()
    await expect(young.read()).resolves.toMatchObject({ rooms: LIST, isStale: false })
    clock.jumpBy(HOUR_MS)
    const old = replica()
    old.start()
    await expect(old.read()).resolves.toMatchObject({ rooms: LIST, isStale: true, checkedAtMs: FAKE_START_MS })
  })

  it('read the list only when there is another', async () => {
    const shared = createSharedList()
    const { clock, started } = setUp(shared.list)
    started(2)
    await clock.advanceByAsync(10 * REFRESH_MS - 1)
    // Two for the empty beginning, and then each of ten lists twice at most.
    expect(shared.reads()).toBeLessThanOrEqual(22)
  })

  it('do not make anew what only comes back from the database', async () => {
    const { clock, started } = setUp(createSharedList().list)
    const [only] = started(1)
    await clock.advanceByAsync(1000)
    const before = only?.peek()
    await clock.advanceByAsync(REFRESH_MS / 2)
    expect(only?.peek()).toBe(before)
  })

  it('are not held up for years by a clock that was wrong', async () => {
    const shared = createSharedList()
    shared.put({ rooms: LIST, checkedAtMs: FAKE_START_MS + 5000 * HOUR_MS, nextRefreshAtMs: FAKE_START_MS + 5001 * HOUR_MS })
    const { clock, started, weChatAnswers } = setUp(shared.list)
    weChatAnswers(async () => [room(3)])
    const [replica] = started(1)
    await clock.advanceByAsync(1000)
    expect(idsIn(replica)).toEqual([3])
  })
})

describe('a database that goes away', () => {
  it('is no reason to serve nothing, at a start', async () => {
    const shared = createSharedList()
    shared.setDown(true)
    const { replica, logged } = setUp(shared.list)
    const catalogue = replica()
    catalogue.start()
    await expect(catalogue.read()).resolves.toMatchObject({ rooms: LIST, isStale: false })
    expect(logged()).toContain('the database does not answer')
  })

  it('neither makes the list old nor lets ten replicas hammer WeChat', async () => {
    const shared = createSharedList()
    const { clock, started, asked, askedAtMs, weChatAnswers, logged } = setUp(shared.list)
    const replicas = started(10)
    await clock.advanceByAsync(1000)
    shared.setDown(true)
    weChatAnswers(async () => [room(9)])
    const before = asked()
    await clock.advanceByAsync(LOOK_EVERY_MS)
    expect(asked()).toBe(before)
    await clock.advanceByAsync(HOUR_MS)
    // Each every three minutes, not every minute.
    expect(asked() - before).toBeLessThanOrEqual(10 * 21)
    for (const replica of replicas)
      expect(replica.peek()).toMatchObject({ isStale: false, rooms: [{ id: 9 }] })
    expect(new Set(askedAtMs.slice(before, before + 10)).size).toBe(10)
    expect(logged().match(/the database does not answer/g)).toHaveLength(10)
  })

  it('leaves the last good list, marked stale, when WeChat is away too', async () => {
    const shared = createSharedList()
    const { clock, started, weChatAnswers } = setUp(shared.list)
    const [replica] = started(1)
    await clock.advanceByAsync(1000)
    shared.setDown(true)
    weChatAnswers(unreachable)
    await clock.advanceByAsync(10 * REFRESH_MS)
    expect(replica?.peek()).toMatchObject({ rooms: LIST, checkedAtMs: FAKE_START_MS, isStale: true })
  })

  it('brings the replicas together again when it is back', async () => {
    const shared = createSharedList()
    const { clock, started, asked, logged } = setUp(shared.list)
    const replicas = started(5)
    await clock.advanceByAsync(1000)
    shared.setDown(true)
    await clock.advanceByAsync(10 * REFRESH_MS)
    shared.setDown(false)
    await clock.advanceByAsync(REFRESH_MS)
    const before = asked()
    await clock.advanceByAsync(HOUR_MS)
    expect(asked() - before).toBeLessThanOrEqual(60)
    expect(logged()).toContain('the database answers again')
    expect(new Set(replicas.map(replica => replica.peek()?.checkedAtMs)).size).toBe(1)
  })
})

describe('the day\'s quota', () => {
  it('makes refreshes rarer for everybody', async () => {
    const shared = createSharedList()
    const clock = createFakeClock()
    let asked = 0
    const listRooms = async () => {
      asked += 1
      return LIST
    }
    const catalogues = [1, 2].map(() => createCatalogue({ wechat: { listRooms }, clock, log: createLog('silent'), refreshMs: REFRESH_MS, shared: shared.list, affordableMs: async () => 5 * REFRESH_MS }))
    for (const catalogue of catalogues) catalogue.start()
    await clock.advanceByAsync(HOUR_MS - 1)
    expect(asked).toBe(12)
    expect(catalogues.map(catalogue => catalogue.peek()?.isStale)).toEqual([false, false])
  })
})

describeBothHomes('replicas and their database', ({ open }) => {
  it('ask once, hear of it, and ask once more when it is time', async () => {
    const { clock, replica, asked } = setUp(createSharedRoomList(await open()))
    const replicas = [replica(), replica(), replica()]
    const all = () => Promise.all(replicas.map(one => one.refresh()))
    await all()
    await all()
    expect(asked()).toBe(1)
    expect(replicas.map(idsIn)).toEqual([[1, 2], [1, 2], [1, 2]])
    clock.jumpBy(REFRESH_MS)
    await all()
    await all()
    expect(asked()).toBe(2)
    expect(new Set(replicas.map(one => one.peek()?.checkedAtMs))).toEqual(new Set([FAKE_START_MS + REFRESH_MS]))
  })

  it('give the list to a replica that comes later, and keep failures for all', async () => {
    const { clock, replica, asked, weChatAnswers } = setUp(createSharedRoomList(await open()))
    await replica().refresh()
    const late = replica()
    await late.refresh()
    expect(asked()).toBe(1)
    expect(late.peek()).toMatchObject({ rooms: LIST, isStale: false })
    weChatAnswers(unreachable)
    clock.jumpBy(REFRESH_MS)
    await late.refresh()
    const latest = replica()
    await latest.refresh()
    expect(asked()).toBe(2)
    expect(latest.peek()).toMatchObject({ rooms: LIST, isStale: true })
    expect(latest.health()).toMatchObject({ failures: 1, nextRefreshAtMs: FAKE_START_MS + 2 * REFRESH_MS })
  })
})
