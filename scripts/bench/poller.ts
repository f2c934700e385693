import { performance } from 'node:perf_hooks'
import { createStatusPoller } from '@/src/domain/status-poller'
import { createFakeClock } from '@/tests/support/fake-clock'
import { printTable } from './print-table'

const ROOM_COUNTS = [10, 100, 1_000, 10_000]
const HOUR_MS = 60 * 60_000

/** What an hour of following rooms costs the phone's processor, per room: it should not grow with their number. */
export async function benchPoller(): Promise<void> {
  const rows = [['rooms', 'calls', 'calls per room', 'µs per call', 'against the fewest']]
  let floorUs = 0
  for (const count of ROOM_COUNTS) {
    const { calls, elapsedMs } = await followForAnHour(count)
    const perCallUs = elapsedMs * 1000 / calls
    floorUs ||= perCallUs
    rows.push([String(count), String(calls), (calls / count).toFixed(1), perCallUs.toFixed(1), (perCallUs / floorUs).toFixed(2)])
  }
  printTable('An hour of live rooms on one poller (fake clock, calls that answer at once)', rows)
}

async function followForAnHour(count: number): Promise<{ calls: number, elapsedMs: number }> {
  const clock = createFakeClock()
  const poller = createStatusPoller({
    clock,
    check: async () => 101,
    onReading: () => {},
    onFailure: () => {},
    onActivity: () => {},
  })
  const startedMs = performance.now()
  for (let room = 1; room <= count; room++) poller.follow(room)
  await clock.advanceByAsync(HOUR_MS)
  const elapsedMs = performance.now() - startedMs
  const { calls } = poller.stats()
  poller.dispose()
  return { calls, elapsedMs }
}
