import type { SimulatedRoom } from '@/server/simulator/timetable'
import { FAKE_START_MS } from '@/tests/support/fake-clock'

const HOUR_MS = 3_600_000

/** A room in WeChat that is live since an hour, but for what is said otherwise. */
export function aRoom(id: number, differences: Partial<SimulatedRoom> = {}): SimulatedRoom {
  const statusCode = differences.statusCode ?? 101
  return {
    id,
    name: `直播间 ${id}`,
    hostName: '林晚秋',
    category: 'tea',
    look: 0,
    startAtMs: FAKE_START_MS - HOUR_MS,
    endAtMs: FAKE_START_MS + HOUR_MS,
    statusCode,
    listedStatusCode: statusCode,
    hasReplay: true,
    goods: [],
    ...differences,
  }
}

/** So many rooms, all live, with numbers from 1. */
export function someRooms(count: number): SimulatedRoom[] {
  return Array.from({ length: count }, (_, i) => aRoom(i + 1))
}
