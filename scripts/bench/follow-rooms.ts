import type { Clock } from '@/src/domain/clock'
import process from 'node:process'
import { createPinia, setActivePinia } from 'pinia'
import { BASE_INTERVAL_MS } from '@/src/domain/status-schedule'
import { setPlatform, usePlatform } from '@/src/platform/use-platform'
import { useLiveStatusStore } from '@/src/stores/live-status'
import { createFakeClock } from '@/tests/support/fake-clock'
import { costOf } from './statistics'

/** What following so many rooms for a while cost. */
export interface FollowingCost {
  readonly calls: number
  /** Processor time, in milliseconds. */
  readonly cpuMs: number
  /** What the rooms hold, in bytes. */
  readonly heapBytes: number
}

const LIVE = 101

/** The app's store and poller follow these many live rooms; nothing changes, and WeChat answers at once. */
export async function followInStore(count: number, ms: number, collectGarbage: () => void): Promise<FollowingCost> {
  const clock = createFakeClock()
  putIn(clock)
  setActivePinia(createPinia())
  const store = useLiveStatusStore()
  collectGarbage()
  const heapBefore = process.memoryUsage().heapUsed
  const { result: releases, cpuMs } = await costOf(async () => {
    const followed = Array.from({ length: count }, (_, i) => store.follow(i + 1))
    await clock.advanceByAsync(ms)
    return followed
  })
  collectGarbage()
  const heapBytes = process.memoryUsage().heapUsed - heapBefore
  const { calls } = store.stats()
  releases.forEach(release => release())
  setPlatform()
  return { calls, cpuMs, heapBytes }
}

/** The floor: on the same clock, one timer asks one room after another and keeps the last answer of each. */
export async function followBarely(count: number, ms: number, collectGarbage: () => void): Promise<FollowingCost> {
  const clock = createFakeClock()
  const statuses = new Map<number, { code: number, checkedAtMs: number }>()
  let calls = 0
  async function ask(): Promise<void> {
    const roomId = calls++ % count + 1
    clock.setTimer(() => void ask(), BASE_INTERVAL_MS / count)
    statuses.set(roomId, { code: await answer(), checkedAtMs: clock.now() })
  }
  collectGarbage()
  const heapBefore = process.memoryUsage().heapUsed
  const { cpuMs } = await costOf(async () => {
    await ask()
    await clock.advanceByAsync(ms)
  })
  collectGarbage()
  return { calls, cpuMs, heapBytes: process.memoryUsage().heapUsed - heapBefore }
}

async function answer(): Promise<number> {
  return LIVE
}

// Only what the store asks of it.
function putIn(clock: Clock): void {
  setPlatform()
  Reflect.set(globalThis, 'uni', { onNetworkStatusChange: () => {}, getNetworkType: () => {} })
  const real = usePlatform()
  setPlatform({
    ...real,
    clock,
    livePlugin: { ...real.livePlugin, getLiveStatus: answer },
  })
}
