import type { FollowingCost } from './follow-rooms'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { loadAppModule } from './app-module'
import { printTable } from './print-table'
import { median, withSpread } from './statistics'

const ROOM_COUNTS = [10, 100, 1_000, 10_000]
const ROUNDS = 3
const MINUTE_MS = 60_000
// About as many calls for each count; a rhythm is 65 s, so no fewer than that.
const minutesFor = (rooms: number): number => Math.max(5, Math.min(600, 20_000 / rooms))

/** What a followed room costs a phone. */
export interface FollowingMeasure {
  readonly rooms: number
  readonly follower: 'app' | 'floor'
  /** Processor time for a room and a minute, in microseconds. */
  readonly perRoomMinuteUs: number
  readonly perRoomBytes: number
}

/** What following rooms costs a phone's processor and memory, per room: it should not grow with their number. */
export async function benchFollowing(): Promise<readonly FollowingMeasure[]> {
  setFlagsFromString('--expose_gc')
  const collectGarbage = runInNewContext('gc') as () => void
  const { module: { followInStore, followBarely }, close } = await loadAppModule<typeof import('./follow-rooms')>('/scripts/bench/follow-rooms.ts')
  const rows = [['rooms', 'calls per room and minute', 'µs per room and minute', 'floor µs', 'times the floor', 'times 10 rooms', 'bytes per room']]
  const measures: FollowingMeasure[] = []
  let first = Number.NaN
  // The first run warms up.
  await followInStore(1_000, 5 * MINUTE_MS, collectGarbage)
  await followBarely(1_000, 5 * MINUTE_MS, collectGarbage)
  for (const rooms of ROOM_COUNTS) {
    const minutes = minutesFor(rooms)
    const app: FollowingCost[] = []
    const floor: FollowingCost[] = []
    for (let round = 0; round < ROUNDS; round++) {
      floor.push(await followBarely(rooms, minutes * MINUTE_MS, collectGarbage))
      app.push(await followInStore(rooms, minutes * MINUTE_MS, collectGarbage))
    }
    const usOf = ({ cpuMs }: FollowingCost): number => cpuMs * 1000 / rooms / minutes
    const appUs = median(app.map(usOf))
    const perRoomBytes = median(app.map(({ heapBytes }) => heapBytes)) / rooms
    first = Number.isNaN(first) ? appUs : first
    rows.push([
      String(rooms),
      ((app[0]?.calls ?? 0) / rooms / minutes).toFixed(2),
      withSpread(app.map(usOf), 1),
      withSpread(floor.map(usOf), 1),
      withSpread(app.map((cost, i) => usOf(cost) / usOf(floor[i] ?? cost)), 2),
      (appUs / first).toFixed(2),
      perRoomBytes.toFixed(0),
    ])
    measures.push({ rooms, follower: 'app', perRoomMinuteUs: appUs, perRoomBytes })
    measures.push({ rooms, follower: 'floor', perRoomMinuteUs: median(floor.map(usOf)), perRoomBytes: median(floor.map(({ heapBytes }) => heapBytes)) / rooms })
  }
  await close()
  printTable(`Following live rooms with the app's poller and store, against one bare timer on the same fake clock (processor time; medians of ${ROUNDS} rounds, [lowest–highest])`, rows)
  return measures
}
