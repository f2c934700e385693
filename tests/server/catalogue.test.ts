import type { RoomCatalogue } from '@/server/catalogue'
import type { WeChatError } from '@/server/wechat/wechat-error'
import type { Room } from '@/src/domain/room'
import { describe, expect, it } from 'vitest'
import { createCatalogue } from '@/server/catalogue'
import { createLog } from '@/server/log'
import { parseRoom } from '@/server/wechat/parse-room'
import { WeChatFailure } from '@/server/wechat/wechat-error'
import { createFakeClock, FAKE_START_MS, settlePromises } from '@/tests/support/fake-clock'

const REFRESH_MS = 60_000
const SECOND_MS = 1000
const MINUTE_MS = 60_000

interface Deferred {
  readonly give: (rooms: readonly Room[]) => Promise<void>
  readonly fail: (detail: WeChatError | Error) => Promise<void>
}

/** A catalogue whose WeChat answers when the test says so. */
function setUp() {
  const clock = createFakeClock()
  const asked: Deferred[] = []
  const lines: string[] = []
  const wechat = {
    listRooms: () => new Promise<readonly Room[]>((resolve, reject) => asked.push({
      give: (rooms) => {
        resolve(rooms)
        return settlePromises()
      },
      fail: (detail) => {
        reject(detail instanceof Error ? detail : new WeChatFailure(detail))
        return settlePromises()
      },
    })),
  }
  const catalogue = createCatalogue({ wechat, clock, log: createLog('info', line => void lines.push(line)), refreshMs: REFRESH_MS, firstWaitMs: 5000 })
  const last = (): Deferred => asked.at(-1) ?? expect.fail('WeChat was never asked')
  return { clock, catalogue, asked, last, logged: () => lines.join('') }
}

function room(id: number): Room {
  return parseRoom({ roomid: id, name: 'x', live_status: 101, start_time: 1, end_time: 2 }) ?? expect.fail('no room')
}

/** Its first question is on its way. */
async function begin(catalogue: RoomCatalogue): Promise<void> {
  catalogue.start()
  await settlePromises()
}

const idsIn = async (catalogue: RoomCatalogue) => (await catalogue.read())?.rooms.map(({ id }) => id)

describe('room catalogue', () => {
  it('asks nothing before it is started', async () => {
    const { asked, clock } = setUp()
    await clock.advanceByAsync(10 * MINUTE_MS)
    expect(asked).toHaveLength(0)
    expect(clock.pendingTimers()).toBe(0)
  })

  it('refreshes when told before it is started, without beginning a rhythm', async () => {
    const { catalogue, clock, last } = setUp()
    void catalogue.refresh()
    await settlePromises()
    await last().give([room(1)])
    await expect(idsIn(catalogue)).resolves.toEqual([1])
    expect(clock.pendingTimers()).toBe(0)
  })

  it('asks WeChat once a minute, however many read', async () => {
    const { asked, catalogue, clock, last } = setUp()
    await begin(catalogue)
    await begin(catalogue)
    const readers = Array.from({ length: 500 }, () => catalogue.read())
    await last().give([room(1)])
    expect(await Promise.race([Promise.all(readers), settlePromises()])).toHaveLength(500)
    expect(asked).toHaveLength(1)
    await clock.advanceByAsync(REFRESH_MS - 1)
    expect(asked).toHaveLength(1)
    await clock.advanceByAsync(1)
    expect(asked).toHaveLength(2)
  })

  it('has one refresh under way, whoever wants another', async () => {
    const { asked, catalogue, last } = setUp()
    await begin(catalogue)
    const refreshes = [catalogue.refresh(), catalogue.refresh()]
    await settlePromises()
    expect(asked).toHaveLength(1)
    await last().give([])
    await Promise.all(refreshes)
    void catalogue.refresh()
    await settlePromises()
    expect(asked).toHaveLength(2)
  })

  it('counts the minute from the last refresh, whoever wanted it', async () => {
    const { asked, catalogue, clock, last } = setUp()
    await begin(catalogue)
    await last().give([])
    await clock.advanceByAsync(40 * SECOND_MS)
    void catalogue.refresh()
    await settlePromises()
    await last().give([])
    await clock.advanceByAsync(59 * SECOND_MS)
    expect(asked).toHaveLength(2)
    expect(clock.pendingTimers()).toBe(1)
    await clock.advanceByAsync(SECOND_MS)
    expect(asked).toHaveLength(3)
  })

  it('says when WeChat was asked, not when it answered', async () => {
    const { catalogue, clock, last } = setUp()
    await begin(catalogue)
    await clock.advanceByAsync(3000)
    await last().give([room(1)])
    await expect(catalogue.read()).resolves.toMatchObject({ checkedAtMs: FAKE_START_MS, isStale: false })
  })

  it('lets the first readers wait for the first list', async () => {
    const { catalogue, clock, last } = setUp()
    await begin(catalogue)
    const reading = idsIn(catalogue)
    await clock.advanceByAsync(4999)
    await last().give([room(7)])
    await expect(reading).resolves.toEqual([7])
  })

  it('lets nobody wait longer than the bound', async () => {
    const { catalogue, clock, last } = setUp()
    await begin(catalogue)
    const reading = catalogue.read()
    await clock.advanceByAsync(5000)
    await expect(reading).resolves.toBeNull()
    await last().give([room(7)])
    await expect(idsIn(catalogue)).resolves.toEqual([7])
  })

  it('lets nobody wait for a list that has failed', async () => {
    const { catalogue, last } = setUp()
    await begin(catalogue)
    const reading = catalogue.read()
    await last().fail({ kind: 'http-status', status: 500 })
    await expect(reading).resolves.toBeNull()
    await expect(catalogue.read()).resolves.toBeNull()
  })

  it.each<WeChatError | Error>([
    { kind: 'quota-exhausted', code: 45009, message: '' },
    { kind: 'http-status', status: 502 },
    { kind: 'time-out', timeoutMs: 8000 },
    { kind: 'answer-invalid', reason: 'not JSON' },
    { kind: 'unreachable', reason: 'ECONNREFUSED' },
    new TypeError('a bug'),
  ])('serves the last good list, marked stale, after %j', async (detail) => {
    const { catalogue, clock, last, logged } = setUp()
    await begin(catalogue)
    await last().give([room(1), room(2)])
    await clock.advanceByAsync(REFRESH_MS)
    await last().fail(detail)
    await expect(catalogue.read()).resolves.toMatchObject({ rooms: [{ id: 1 }, { id: 2 }], checkedAtMs: FAKE_START_MS, isStale: true })
    expect(logged()).toContain('room list')
  })

  it('is fresh again after the next good answer, an empty one included', async () => {
    const { catalogue, clock, last, logged } = setUp()
    await begin(catalogue)
    await last().give([room(1)])
    await clock.advanceByAsync(REFRESH_MS)
    await last().fail({ kind: 'http-status', status: 502 })
    await clock.advanceByAsync(REFRESH_MS)
    await last().give([])
    await expect(catalogue.read()).resolves.toMatchObject({ rooms: [], checkedAtMs: FAKE_START_MS + 2 * REFRESH_MS, isStale: false })
    expect(logged()).toContain('fresh again')
  })

  async function delaysAfter(detail: WeChatError, failures: number, isFirstGood: boolean): Promise<number[]> {
    const { asked, catalogue, clock, last } = setUp()
    await begin(catalogue)
    if (isFirstGood) {
      await last().give([room(1)])
      await clock.advanceByAsync(REFRESH_MS)
    }
    const delays: number[] = []
    for (let i = 0; i < failures; i++) {
      await last().fail(detail)
      const before = asked.length
      const failedAtMs = clock.now()
      while (asked.length === before)
        await clock.advanceByAsync(SECOND_MS)
      delays.push((clock.now() - failedAtMs) / SECOND_MS)
    }
    return delays
  }

  it('backs off to five minutes', async () => {
    await expect(delaysAfter({ kind: 'http-status', status: 500 }, 6, true)).resolves.toEqual([60, 120, 240, 300, 300, 300])
  })

  it('backs off to ten minutes when the quota is used up', async () => {
    await expect(delaysAfter({ kind: 'quota-exhausted', code: 45009, message: '' }, 6, true)).resolves.toEqual([60, 120, 240, 480, 600, 600])
  })

  it('tries again within seconds while there is no list at all', async () => {
    await expect(delaysAfter({ kind: 'unreachable', reason: 'ENOTFOUND' }, 8, false)).resolves.toEqual([5, 10, 20, 40, 80, 160, 300, 300])
  })

  it('returns to its rhythm after a failure', async () => {
    const { asked, catalogue, clock, last } = setUp()
    await begin(catalogue)
    await last().give([])
    for (let i = 0; i < 3; i++) {
      await clock.advanceByAsync(5 * MINUTE_MS)
      await last().fail({ kind: 'http-status', status: 500 })
    }
    await clock.advanceByAsync(5 * MINUTE_MS)
    await last().give([])
    const before = asked.length
    await clock.advanceByAsync(REFRESH_MS)
    expect(asked).toHaveLength(before + 1)
  })

  it('leaves no timer behind when stopped, and asks no more', async () => {
    const { asked, catalogue, clock, last } = setUp()
    await begin(catalogue)
    await last().give([room(1)])
    catalogue.stop()
    expect(clock.pendingTimers()).toBe(0)
    await clock.advanceByAsync(10 * MINUTE_MS)
    await catalogue.refresh()
    expect(asked).toHaveLength(1)
  })

  it.each(['give', 'fail'] as const)('drops an answer that comes after the stop (%s)', async (outcome) => {
    const { catalogue, clock, last, logged } = setUp()
    await begin(catalogue)
    const reading = catalogue.read()
    catalogue.stop()
    await expect(reading).resolves.toBeNull()
    await (outcome === 'give' ? last().give([room(1)]) : last().fail({ kind: 'http-status', status: 500 }))
    await expect(catalogue.read()).resolves.toBeNull()
    expect(clock.pendingTimers()).toBe(0)
    expect(logged()).toBe('')
  })
})
