import type { WeChatCallCounter } from '@/server/storage/wechat-calls'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLog } from '@/server/log'
import { createListQuota, LIST_CALLS_PER_DAY } from '@/server/operations/list-quota'
import { createWeChatCallCounter } from '@/server/storage/wechat-calls'
import { createFakeClock, settlePromises } from '@/tests/support/fake-clock'
import { describeBothHomes } from '../support/database'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const log = createLog('silent')

function createCounter(used = 0): WeChatCallCounter & { readonly used: () => number } {
  let count = used
  return { count: async () => count += 1, read: async () => count, used: () => count }
}

describe('the quota of the room list', () => {
  it('is no matter for an ordinary shop', async () => {
    const quota = createListQuota({ counter: createCounter(), clock: createFakeClock(), log })
    await expect(quota.affordableMs(20)).resolves.toBeLessThan(MINUTE_MS)
  })

  it('lasts to China\'s midnight, whatever the hour, the size of the shop and what is used', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 24 * 60 - 1 }), fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: LIST_CALLS_PER_DAY }), async (minute, rooms, used) => {
      const midnightMs = Date.UTC(2024, 5, 1, 16)
      const clock = createFakeClock(midnightMs + minute * MINUTE_MS)
      const quota = createListQuota({ counter: createCounter(used), clock, log })
      const untilMidnightMs = 24 * HOUR_MS - minute * MINUTE_MS
      const refreshes = untilMidnightMs / await quota.affordableMs(rooms)
      const callsToCome = Math.floor(refreshes) * Math.max(1, Math.ceil(rooms / 100))
      // At the slowest it still goes on, out of the reserve.
      if (used < 85_000)
        expect(used + callsToCome).toBeLessThanOrEqual(LIST_CALLS_PER_DAY)
    }))
  })

  it('slows down in time instead of failing at noon, and leaves replays their share', async () => {
    const clock = createFakeClock(Date.UTC(2024, 5, 1, 16))
    const counter = createCounter()
    const quota = createListQuota({ counter, clock, log })
    const days = 24 * HOUR_MS
    let refreshes = 0
    // A shop with 3000 rooms that wants to refresh every five seconds.
    for (let passedMs = 0; passedMs < days;) {
      for (let page = 0; page < 30; page++) quota.note('getliveinfo')
      refreshes += 1
      const delayMs = Math.max(5000, await quota.affordableMs(3000))
      passedMs += delayMs
      clock.jumpBy(delayMs)
    }
    expect(counter.used()).toBeLessThanOrEqual(90_030)
    expect(refreshes).toBeGreaterThan(2900)
  })

  it('goes on slowly when nothing is left', async () => {
    const quota = createListQuota({ counter: createCounter(LIST_CALLS_PER_DAY), clock: createFakeClock(), log })
    await expect(quota.affordableMs(20)).resolves.toBe(10 * MINUTE_MS)
  })

  it('counts only what it is about', async () => {
    const counter = createCounter()
    const quota = createListQuota({ counter, clock: createFakeClock(), log })
    for (const call of ['stable_token', 'jscode2session', 'getliveinfo']) quota.note(call)
    await expect(quota.used()).resolves.toBe(1)
  })

  it('is counted by each replica for itself while the database is away, and begins again at China\'s midnight', async () => {
    const away = async () => Promise.reject(new Error('away'))
    // 20:00 in China.
    const clock = createFakeClock()
    const quota = createListQuota({ counter: { count: away, read: away }, clock, log })
    quota.note('getliveinfo')
    quota.note('getliveinfo')
    await settlePromises()
    await expect(quota.used()).resolves.toBe(2)
    clock.jumpBy(4 * HOUR_MS - 1)
    await expect(quota.used()).resolves.toBe(2)
    clock.jumpBy(1)
    await expect(quota.used()).resolves.toBe(0)
  })
})

describeBothHomes('the quota of all replicas', ({ open }) => {
  it('is one', async () => {
    const clock = createFakeClock()
    const counters = [createWeChatCallCounter(await open()), createWeChatCallCounter(await open())]
    const noted: Promise<number>[] = []
    const replicas = counters.map(counter => createListQuota({
      counter: { read: counter.read, count: (day, call) => {
        const counting = counter.count(day, call)
        noted.push(counting)
        return counting
      } },
      clock,
      log,
    }))
    for (const replica of replicas) {
      replica.note('getliveinfo')
      replica.note('getliveinfo')
    }
    await Promise.all(noted)
    await expect(Promise.all(replicas.map(replica => replica.used()))).resolves.toEqual([4, 4])
  })
})
