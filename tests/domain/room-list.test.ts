import type { RoomPage, RoomQuery } from '@/src/domain/live-api'
import type { LiveError } from '@/src/domain/live-error'
import type { LiveStatus } from '@/src/domain/live-status'
import type { Room } from '@/src/domain/room'
import type { RoomListState } from '@/src/domain/room-list'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIVE_STATUSES } from '@/src/domain/live-status'
import { createRoomList, ROOM_FILTERS, ROOM_TABS, statusesOfTab } from '@/src/domain/room-list'
import { makeRoom } from './support/any-room'

const OFFLINE: LiveError = { kind: 'offline' }

/** A gateway whose list can change and whose answers wait until they are let go. */
class FakeGateway {
  rooms: Room[] = []
  /** What it gives at most, whatever is asked. */
  maxLimit = 50
  checkedAtMs = 1000
  isStale = false
  /** Claims more rooms than it gives. */
  extraTotal = 0
  isAutomatic = true
  readonly queries: RoomQuery[] = []
  readonly waiting: { answer: () => void, fail: () => void }[] = []

  readonly fetchPage = (query: RoomQuery): Promise<RoomPage> => {
    this.queries.push(query)
    return new Promise((resolve, reject) => {
      const call = {
        answer: () => resolve(this.page(query)),
        fail: () => reject(OFFLINE),
      }
      if (this.isAutomatic)
        call.answer()
      else
        this.waiting.push(call)
    })
  }

  /** Lets the call go that was the `index`th to be made. */
  answer(index: number): void {
    this.waiting.at(index)?.answer()
  }

  fail(index: number): void {
    this.waiting.at(index)?.fail()
  }

  matching({ statuses, search = '' }: Pick<RoomQuery, 'statuses' | 'search'>): Room[] {
    return this.rooms.filter(room => (!statuses || statuses.includes(room.status)) && room.name.includes(search))
  }

  private page(query: RoomQuery): RoomPage {
    const matching = this.matching(query)
    const { offset, limit } = query
    return {
      rooms: matching.slice(offset, offset + Math.min(limit, this.maxLimit)),
      total: matching.length + this.extraTotal,
      offset,
      revision: `r${matching.map(({ id }) => id).join()}`,
      checkedAtMs: this.checkedAtMs,
      isStale: this.isStale,
    }
  }
}

const rooms = (...ids: number[]): Room[] => ids.map(id => makeRoom({ id }))
const manyRooms = (count: number): Room[] => rooms(...Array.from({ length: count }, (_, index) => index + 1))
const idsOf = (list: readonly Room[]): number[] => list.map(({ id }) => id)

// Lets everything happen that waits for nothing but its turn.
const everythingToHappen = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

function makeList(gateway: FakeGateway, pageSize?: number) {
  const states: RoomListState[] = []
  const list = createRoomList({ fetchPage: gateway.fetchPage, onChange: state => states.push(state), ...(pageSize && { pageSize }) })
  return { list, states, ids: () => idsOf(list.state.rooms), asked: () => gateway.queries.map(({ offset, limit }) => [offset, limit]) }
}

function gatewayWith(list: Room[]): FakeGateway {
  const gateway = new FakeGateway()
  gateway.rooms = list
  return gateway
}

async function loaded(count: number, pageSize: number) {
  const gateway = gatewayWith(manyRooms(count))
  const made = makeList(gateway, pageSize)
  await made.list.load({})
  gateway.queries.length = 0
  gateway.isAutomatic = false
  made.states.length = 0
  return { gateway, ...made }
}

describe('loading', () => {
  it('shows nothing and asks for nothing until it is told to', async () => {
    const gateway = gatewayWith(manyRooms(3))
    const { list } = makeList(gateway)
    await list.loadMore()
    await list.retry()
    expect(list.state).toEqual({ rooms: [], total: null, status: 'pending', activity: 'idle', error: null, hasMore: false, isStale: false, checkedAtMs: null })
    expect(gateway.queries).toEqual([])
  })

  it('tells that it loads, then what it found', async () => {
    const gateway = gatewayWith(manyRooms(3))
    const { list, states, ids } = makeList(gateway, 2)
    await list.load({})
    expect(states).toMatchObject([
      { status: 'pending', activity: 'loading-first', rooms: [] },
      { status: 'success', activity: 'idle', total: 3, hasMore: true, checkedAtMs: 1000, isStale: false, error: null },
    ])
    expect(list.state).toBe(states[1])
    expect(ids()).toEqual([1, 2])
  })

  it('asks for 20 rooms at a time unless told otherwise, and for 50 at most', async () => {
    for (const [pageSize, limit] of [[undefined, 20], [7, 7], [51, 50], [0.5, 1]] as const) {
      const gateway = gatewayWith(manyRooms(100))
      await makeList(gateway, pageSize).list.load({})
      expect(gateway.queries).toEqual([{ offset: 0, limit }])
    }
  })

  it('asks for what the filter says and nothing more', async () => {
    const gateway = gatewayWith([])
    const { list } = makeList(gateway)
    await list.load({ statuses: [], search: '  ' })
    await list.load({ statuses: ['live'], search: ' 杯子 ' })
    expect(gateway.queries).toEqual([{ offset: 0, limit: 20 }, { statuses: ['live'], search: '杯子', offset: 0, limit: 20 }])
  })

  it('knows an empty list from one that is not there yet', async () => {
    const { list } = makeList(gatewayWith([]))
    await list.load({})
    expect(list.state).toMatchObject({ rooms: [], total: 0, status: 'success', hasMore: false })
  })

  it('keeps what went wrong apart from an empty list', async () => {
    const gateway = gatewayWith(manyRooms(2))
    gateway.isAutomatic = false
    const { list, ids } = makeList(gateway)
    const first = list.load({})
    gateway.fail(0)
    await first
    expect(list.state).toMatchObject({ rooms: [], total: null, status: 'error', activity: 'idle', error: OFFLINE, hasMore: false })

    gateway.isAutomatic = true
    await list.retry()
    expect(list.state).toMatchObject({ status: 'success', error: null })
    expect(ids()).toEqual([1, 2])
  })

  it('turns whatever is thrown into an error of ours, thrown at once or later', async () => {
    const throwing = (): never => {
      throw new TypeError('broken')
    }
    for (const fetchPage of [throwing, () => Promise.reject(new TypeError('broken'))]) {
      const list = createRoomList({ fetchPage, onChange: () => {} })
      await list.load({})
      expect(list.state).toMatchObject({ status: 'error', activity: 'idle', error: { kind: 'unexpected', cause: expect.any(TypeError) } })
    }
  })

  it('refuses a slice from elsewhere in the list: start is an offset, not a page', async () => {
    const gateway = gatewayWith(manyRooms(9))
    const list = createRoomList({ fetchPage: async query => ({ ...await gateway.fetchPage(query), offset: query.offset * 2 }), pageSize: 2, onChange: () => {} })
    await list.load({})
    await list.loadMore()
    expect(list.state).toMatchObject({ status: 'error', error: { kind: 'response-invalid' } })
    expect(list.state.rooms).toHaveLength(2)
  })
})

describe('loading more', () => {
  it('asks once however often the bottom is reached', async () => {
    const { gateway, list, ids, asked } = await loaded(5, 2)
    const calls = Array.from({ length: 10 }, () => list.loadMore())
    expect(list.state.activity).toBe('loading-more')
    await everythingToHappen()
    gateway.answer(0)
    await Promise.all(calls)
    expect(asked()).toEqual([[2, 2]])
    expect(ids()).toEqual([1, 2, 3, 4])
  })

  it('goes on by offset until the end, and then stays quiet', async () => {
    const { gateway, list, ids, asked } = await loaded(5, 2)
    gateway.isAutomatic = true
    for (let call = 0; call < 5; call++) await list.loadMore()
    expect(asked()).toEqual([[2, 2], [4, 2]])
    expect(ids()).toEqual([1, 2, 3, 4, 5])
    expect(list.state).toMatchObject({ hasMore: false, total: 5 })
  })

  it('keeps what is loaded when a page fails, and asks for the same offset again', async () => {
    const { gateway, list, ids, asked } = await loaded(5, 2)
    for (const again of [() => list.loadMore(), () => list.retry(), () => list.loadMore()]) {
      const call = again()
      gateway.fail(-1)
      await call
      expect(list.state).toMatchObject({ status: 'error', activity: 'idle', error: OFFLINE, hasMore: true })
      expect(ids()).toEqual([1, 2])
    }
    gateway.isAutomatic = true
    await list.retry()
    expect(asked()).toEqual([[2, 2], [2, 2], [2, 2], [2, 2]])
    expect(ids()).toEqual([1, 2, 3, 4])
    expect(list.state).toMatchObject({ status: 'success', error: null })
  })

  it('has nothing to retry once it went well', async () => {
    const { gateway, list } = await loaded(5, 2)
    const failing = list.loadMore()
    gateway.fail(0)
    await failing
    gateway.isAutomatic = true
    await list.retry()
    gateway.queries.length = 0
    await list.retry()
    expect(gateway.queries).toEqual([])
  })

  it('starts behind the rooms that could not be read', async () => {
    const gateway = gatewayWith(manyRooms(6))
    const list = createRoomList({
      fetchPage: async (query) => {
        const page = await gateway.fetchPage(query)
        return query.offset === 0 ? { ...page, rooms: page.rooms.slice(1), unreadableCount: 1 } : page
      },
      pageSize: 3,
      onChange: () => {},
    })
    await list.load({})
    await list.loadMore()
    expect(gateway.queries.map(({ offset }) => offset)).toEqual([0, 3])
    expect(idsOf(list.state.rooms)).toEqual([2, 3, 4, 5, 6])
    expect(list.state.hasMore).toBe(false)
  })

  it('goes on behind what it got when the gateway gives less than asked', async () => {
    const gateway = gatewayWith(manyRooms(7))
    gateway.maxLimit = 2
    const { list, ids, asked } = makeList(gateway, 3)
    await list.load({})
    expect(ids()).toEqual([1, 2, 3])
    await list.loadMore()
    expect(asked()).toEqual([[0, 3], [2, 1], [3, 3]])
    expect(ids()).toEqual([1, 2, 3, 4, 5])
  })

  it('ends where the gateway has nothing more, though it counts more', async () => {
    const gateway = gatewayWith(manyRooms(3))
    gateway.extraTotal = 4
    const { list, ids, asked } = makeList(gateway, 2)
    await list.load({})
    for (let call = 0; call < 5; call++) await list.loadMore()
    expect(asked()).toEqual([[0, 2], [2, 2], [3, 2]])
    expect(ids()).toEqual([1, 2, 3])
    expect(list.state).toMatchObject({ hasMore: false, total: 7 })

    const { list: empty } = makeList(Object.assign(gatewayWith([]), { extraTotal: 5 }))
    await empty.load({})
    expect(empty.state).toMatchObject({ status: 'success', rooms: [], hasMore: false })
  })

  it('is as old as its oldest part, and stale if any part is', async () => {
    const { gateway, list } = await loaded(5, 2)
    gateway.isAutomatic = true
    gateway.checkedAtMs = 900
    gateway.isStale = true
    await list.loadMore()
    gateway.checkedAtMs = 2000
    gateway.isStale = false
    await list.loadMore()
    expect(list.state).toMatchObject({ checkedAtMs: 900, isStale: true })
    await list.refresh()
    expect(list.state).toMatchObject({ checkedAtMs: 2000, isStale: false })
  })
})

describe('a list that changes at the gateway', () => {
  it('is read anew when a room came in at the top: no room twice', async () => {
    const { gateway, list, ids, asked } = await loaded(5, 2)
    gateway.rooms = rooms(99, 1, 2, 3, 4, 5)
    gateway.isAutomatic = true
    await list.loadMore()
    expect(asked()).toEqual([[2, 2], [0, 4]])
    expect(ids()).toEqual([99, 1, 2, 3])
    expect(list.state.total).toBe(6)
  })

  it('is read anew when a room went away: no room is missed', async () => {
    const { gateway, list, ids } = await loaded(5, 2)
    gateway.rooms = rooms(2, 3, 4, 5)
    gateway.isAutomatic = true
    await list.loadMore()
    expect(ids()).toEqual([2, 3, 4, 5])
  })

  it('is read anew in slices of 50', async () => {
    const { gateway, list, ids, asked } = await loaded(200, 50)
    gateway.isAutomatic = true
    await list.loadMore()
    gateway.queries.length = 0
    gateway.rooms = [makeRoom({ id: 999 }), ...gateway.rooms]
    await list.loadMore()
    expect(asked()).toEqual([[100, 50], [0, 50], [50, 50], [100, 50]])
    expect(ids()).toEqual(idsOf(gateway.rooms).slice(0, 150))
  })

  it('is read at most three times when it never comes to rest, and no room is shown twice', async () => {
    const gateway = gatewayWith(manyRooms(120))
    let nextId = 1000
    const changing = createRoomList({
      fetchPage: (query) => {
        gateway.rooms = [makeRoom({ id: nextId++ }), ...gateway.rooms]
        return gateway.fetchPage(query)
      },
      pageSize: 50,
      onChange: () => {},
    })
    await changing.load({})
    gateway.queries.length = 0
    await changing.loadMore()
    expect(gateway.queries.map(({ offset }) => offset)).toEqual([50, 0, 50, 0, 50, 0, 50])
    expect(new Set(idsOf(changing.state.rooms)).size).toBe(changing.state.rooms.length)
    expect(changing.state).toMatchObject({ status: 'success', activity: 'idle', hasMore: true })
  })

  it('is put right by the next page once it has come to rest, even at the end of the list', async () => {
    const gateway = gatewayWith(manyRooms(60))
    let restless = 0
    const list = createRoomList({
      fetchPage: (query) => {
        if (restless-- > 0)
          gateway.rooms = gateway.rooms.slice(1)
        return gateway.fetchPage(query)
      },
      pageSize: 50,
      onChange: () => {},
    })
    await list.load({})
    restless = 7
    await list.loadMore()
    expect(idsOf(list.state.rooms)).not.toEqual(idsOf(gateway.rooms))
    expect(list.state.hasMore).toBe(true)
    gateway.queries.length = 0
    await list.loadMore()
    expect(gateway.queries.map(({ offset }) => offset)).toEqual([0, 50])
    expect(idsOf(list.state.rooms)).toEqual(idsOf(gateway.rooms))
    expect(list.state.hasMore).toBe(false)
  })
})

describe('refreshing', () => {
  it('keeps the old rooms while it runs, and the loaded length when it is done', async () => {
    const { gateway, list, ids } = await loaded(9, 2)
    gateway.isAutomatic = true
    await list.loadMore()
    gateway.isAutomatic = false
    gateway.queries.length = 0
    gateway.rooms = rooms(9, 8, 7, 6, 5, 4, 3)
    const refreshed = list.refresh()
    expect(list.state).toMatchObject({ activity: 'refreshing', status: 'success', hasMore: true })
    expect(ids()).toEqual([1, 2, 3, 4])
    gateway.answer(0)
    await refreshed
    expect(ids()).toEqual([9, 8, 7, 6])
    expect(gateway.queries).toEqual([{ offset: 0, limit: 4 }])
    expect(list.state).toMatchObject({ activity: 'idle', total: 7 })
  })

  it('keeps the old rooms after it failed, and can be tried again', async () => {
    const { gateway, list, ids } = await loaded(3, 2)
    const refreshed = list.refresh()
    gateway.fail(0)
    await refreshed
    expect(list.state).toMatchObject({ status: 'error', activity: 'idle', error: OFFLINE, total: 3, hasMore: true })
    expect(ids()).toEqual([1, 2])
    gateway.isAutomatic = true
    gateway.rooms = rooms(7)
    await list.retry()
    expect(gateway.queries.map(({ offset }) => offset)).toEqual([0, 0])
    expect(list.state).toMatchObject({ status: 'success', error: null })
    expect(ids()).toEqual([7])
  })

  it('asks once however often it is pulled, and more is not loaded meanwhile', async () => {
    const { gateway, list } = await loaded(9, 2)
    const calls = [list.refresh(), list.refresh(), list.loadMore(), list.retry(), list.load({})]
    await everythingToHappen()
    expect(gateway.queries).toHaveLength(1)
    gateway.answer(0)
    await Promise.all(calls)
    expect(gateway.queries).toHaveLength(1)
  })

  it('is not started again by a retry of what failed before', async () => {
    const gateway = gatewayWith(manyRooms(2))
    gateway.isAutomatic = false
    const { list, states } = makeList(gateway)
    const first = list.load({})
    gateway.fail(0)
    await first
    const calls = [list.refresh(), list.retry()]
    await everythingToHappen()
    gateway.answer(1)
    await Promise.all(calls)
    expect(gateway.queries).toHaveLength(2)
    expect(states.map(({ activity }) => activity)).toEqual(['loading-first', 'idle', 'refreshing', 'idle'])
  })

  it('joins the first load', async () => {
    const gateway = gatewayWith(manyRooms(2))
    const { list } = makeList(gateway)
    await Promise.all([list.load({}), list.refresh()])
    expect(gateway.queries).toHaveLength(1)
  })

  it('takes the place of a page that is being loaded, whose promise settles and whose answer is dropped', async () => {
    const { gateway, list, ids } = await loaded(9, 2)
    const more = list.loadMore()
    gateway.rooms = rooms(9, 8, 7, 6)
    const refreshed = list.refresh()
    await more
    expect(list.state.activity).toBe('refreshing')
    gateway.answer(1)
    await refreshed
    gateway.answer(0)
    await everythingToHappen()
    expect(ids()).toEqual([9, 8])
  })

  it('can be the first thing that is asked for', async () => {
    const gateway = gatewayWith(manyRooms(2))
    const { list, ids } = makeList(gateway)
    await list.refresh()
    expect(ids()).toEqual([1, 2])
  })

  it('does not shrink the list to one page when the same filter is loaded again', async () => {
    const { gateway, list, ids } = await loaded(9, 2)
    gateway.isAutomatic = true
    await list.loadMore()
    await list.load({ search: ' ' })
    expect(ids()).toEqual([1, 2, 3, 4])
  })
})

describe('changing the filter', () => {
  it('shows nothing of the old one, at once', async () => {
    const { list, states } = await loaded(9, 2)
    void list.load({ statuses: ['upcoming'] })
    expect(states).toEqual([{ rooms: [], total: null, status: 'pending', activity: 'loading-first', error: null, hasMore: false, isStale: false, checkedAtMs: null }])
  })

  it('drops what comes late for the old one, and ends its promise', async () => {
    const { gateway, list, ids } = await loaded(9, 2)
    const old = list.loadMore()
    const next = list.load({ search: 'nothing like it' })
    await old
    gateway.answer(1)
    await next
    gateway.answer(0)
    await everythingToHappen()
    expect(ids()).toEqual([])
    expect(list.state).toMatchObject({ status: 'success', total: 0 })
  })

  it('does not show a late failure of the old one either', async () => {
    const { gateway, list } = await loaded(9, 2)
    void list.refresh()
    const next = list.load({ statuses: ['live'] })
    gateway.answer(1)
    await next
    gateway.fail(0)
    await everythingToHappen()
    expect(list.state).toMatchObject({ status: 'success', error: null })
    gateway.queries.length = 0
    await list.retry()
    expect(gateway.queries).toEqual([])
  })

  it('has nothing to go on from when the new one fails', async () => {
    const { gateway, list } = await loaded(9, 2)
    const next = list.load({ statuses: ['live'] })
    gateway.fail(0)
    await next
    await list.loadMore()
    expect(gateway.queries).toHaveLength(1)
    expect(list.state).toMatchObject({ rooms: [], status: 'error', hasMore: false })
  })

  it('stops asking for the slices of the old one', async () => {
    const { gateway, list } = await loaded(200, 50)
    gateway.isAutomatic = true
    await list.loadMore()
    gateway.isAutomatic = false
    gateway.queries.length = 0
    void list.refresh()
    void list.load({ statuses: ['live'] })
    gateway.waiting.forEach(call => call.answer())
    await everythingToHappen()
    expect(gateway.queries).toEqual([{ offset: 0, limit: 50 }, { statuses: ['live'], offset: 0, limit: 50 }])
  })

  it('knows the same statuses in another order', async () => {
    const gateway = gatewayWith(manyRooms(2))
    const { list, states } = makeList(gateway)
    await list.load({ statuses: ['live', 'paused'] })
    await list.load({ statuses: ['paused', 'live'] })
    expect(states.map(({ activity }) => activity)).toEqual(['loading-first', 'idle', 'refreshing', 'idle'])
  })
})

describe('a remembered page', () => {
  const remembered: RoomPage = { rooms: rooms(1, 2), total: 9, offset: 0, revision: 'old', checkedAtMs: 5, isStale: false }

  it('is shown until the first answer', async () => {
    const gateway = gatewayWith(rooms(3))
    const { list, ids } = makeList(gateway)
    list.restore(remembered)
    expect(list.state).toMatchObject({ status: 'success', activity: 'idle', total: 9, hasMore: true, checkedAtMs: 5 })
    expect(ids()).toEqual([1, 2])
    const load = list.load({})
    expect(ids()).toEqual([1, 2])
    await load
    expect(ids()).toEqual([3])
  })

  it('stays when the first load fails', async () => {
    const gateway = gatewayWith(rooms(3))
    gateway.isAutomatic = false
    const { list, ids } = makeList(gateway)
    const load = list.load({})
    list.restore(remembered)
    gateway.fail(0)
    await load
    expect(list.state).toMatchObject({ status: 'error', error: OFFLINE, checkedAtMs: 5 })
    expect(ids()).toEqual([1, 2])
  })

  it('does not replace what is newer', async () => {
    const { list, ids } = await loaded(3, 3)
    list.restore({ ...remembered, rooms: rooms(8) })
    expect(ids()).toEqual([1, 2, 3])
  })

  it('must be the first one', () => {
    const { list } = makeList(new FakeGateway())
    list.restore({ ...remembered, offset: 2 })
    expect(list.state.status).toBe('pending')
  })

  it('does not stand in for another filter', () => {
    const gateway = new FakeGateway()
    gateway.isAutomatic = false
    const { list, ids } = makeList(gateway)
    list.restore(remembered)
    void list.load({ statuses: ['live'] })
    expect(ids()).toEqual([])
  })
})

describe('after disposal', () => {
  it('settles what is under way, drops its answer and asks for nothing more', async () => {
    const { gateway, list, states } = await loaded(9, 2)
    const more = list.loadMore()
    const told = states.length
    list.dispose()
    expect(await Promise.race([more.then(() => 'settled'), everythingToHappen()])).toBe('settled')
    gateway.answer(0)
    await everythingToHappen()
    await Promise.all([list.load({}), list.load({ statuses: ['live'] }), list.loadMore(), list.refresh(), list.retry()])
    list.restore({ rooms: [], total: 0, offset: 0, revision: 'r', checkedAtMs: 1, isStale: false })
    expect(states).toHaveLength(told)
    expect(gateway.queries).toHaveLength(1)
    expect(idsOf(list.state.rooms)).toEqual([1, 2])
  })

  it('remembers nothing either', () => {
    const { list, states } = makeList(new FakeGateway())
    list.dispose()
    list.restore({ rooms: [], total: 0, offset: 0, revision: 'r', checkedAtMs: 1, isStale: false })
    expect(states).toEqual([])
  })
})

describe('the tabs of the home page', () => {
  it('are all, live, upcoming and past', () => {
    expect(ROOM_TABS).toEqual(['all', 'live', 'upcoming', 'past'])
    expect(Object.keys(ROOM_FILTERS)).toEqual([...ROOM_TABS])
    expect(statusesOfTab('all')).toEqual([])
  })

  it('show every known status under exactly one tab beside all', () => {
    const shown = ROOM_TABS.flatMap(statusesOfTab)
    expect([...shown].sort()).toEqual(LIVE_STATUSES.filter(status => status !== 'unknown').sort())
    expect(statusesOfTab('live')).toEqual(['live', 'paused', 'interrupted'])
    expect(statusesOfTab('past')).toEqual(['ended', 'banned', 'expired'])
  })
})

describe('whatever happens', () => {
  type Step = { do: 'loadMore' | 'refresh' | 'retry' | 'answer' | 'fail' }
    | { do: 'load', tab: typeof ROOM_TABS[number] }
    | { do: 'insert', at: number, status: LiveStatus }
    | { do: 'remove' | 'move', at: number }

  const anyStep: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: fc.constant({ do: 'answer' as const }) },
    { weight: 3, arbitrary: fc.constant({ do: 'loadMore' as const }) },
    fc.record({ do: fc.constantFrom('refresh' as const, 'retry' as const, 'fail' as const) }),
    fc.record({ do: fc.constant('load' as const), tab: fc.constantFrom(...ROOM_TABS) }),
    fc.record({ do: fc.constant('insert' as const), at: fc.nat(), status: fc.constantFrom(...LIVE_STATUSES) }),
    fc.record({ do: fc.constantFrom('remove' as const, 'move' as const), at: fc.nat() }),
  )

  it('shows no room twice, and the gateway\'s list exactly once that has come to rest', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(anyStep, { maxLength: 40 }),
      fc.nat({ max: 120 }),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 50 }),
      async (steps, count, pageSize, maxLimit) => {
        const gateway = gatewayWith(manyRooms(count).map((room, index) => ({ ...room, status: LIVE_STATUSES[index % LIVE_STATUSES.length] ?? 'unknown' })))
        gateway.isAutomatic = false
        gateway.maxLimit = maxLimit
        const states: RoomListState[] = []
        const list = createRoomList({ fetchPage: gateway.fetchPage, pageSize, onChange: state => states.push(state) })
        const promises: Promise<void>[] = [list.load({})]
        let tab: typeof ROOM_TABS[number] = 'all'
        let nextId = 1000

        const run = (step: Step): void => {
          const at = 'at' in step ? step.at % (gateway.rooms.length + 1) : 0
          switch (step.do) {
            case 'answer':
              return gateway.waiting.splice(gateway.waiting.length % 2 ? 0 : -1, 1)[0]?.answer()
            case 'fail':
              return gateway.waiting.shift()?.fail()
            case 'load':
              tab = step.tab
              promises.push(list.load(ROOM_FILTERS[step.tab]))
              return
            case 'insert':
              gateway.rooms = [...gateway.rooms.slice(0, at), makeRoom({ id: nextId++, status: step.status }), ...gateway.rooms.slice(at)]
              return
            case 'remove':
              gateway.rooms = gateway.rooms.filter((_, index) => index !== at)
              return
            case 'move':
              gateway.rooms = [...gateway.rooms.slice(at), ...gateway.rooms.slice(0, at)]
              return
            default:
              promises.push(list[step.do]())
          }
        }
        for (const step of steps) {
          run(step)
          await everythingToHappen()
        }

        gateway.isAutomatic = true
        while (gateway.waiting.length > 0) {
          gateway.waiting.shift()?.answer()
          await everythingToHappen()
        }
        await Promise.all(promises)
        await list.refresh()
        for (let page = 0; list.state.hasMore && page < 200; page++) await list.loadMore()

        expect(list.state).toMatchObject({ activity: 'idle', status: 'success', hasMore: false })
        expect(idsOf(list.state.rooms)).toEqual(idsOf(gateway.matching({ statuses: ROOM_FILTERS[tab].statuses ?? LIVE_STATUSES })))
        expect(states.filter(({ rooms }) => new Set(idsOf(rooms)).size < rooms.length)).toEqual([])
        expect(gateway.queries.filter(({ limit, offset }) => limit < 1 || limit > 50 || offset < 0)).toEqual([])
      },
    ), { numRuns: 200 })
  })
})
