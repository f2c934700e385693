import type { RoomJson, RoomPageJson, RoomSnapshotJson, RoomStatusesJson } from '@/server/contract/rooms'
import type { NetworkFault, SentRequest } from '@/tests/runtime/host/network'

/** When the made rooms' phones are started, milliseconds since the epoch: an evening in China. */
export const EVENING_MS = Date.parse('2026-11-25T20:00:00+08:00')

const HOUR_MS = 3_600_000

/** A room that has been on air for a quarter of an hour, unless told otherwise. */
export function madeRoom(id: number, change: Partial<RoomJson> = {}): RoomJson {
  return {
    id,
    name: `第 ${id} 场：秋茶上新`,
    hostName: '林晚秋',
    coverUrl: `https://media.example/covers/${id}.png`,
    shareImageUrl: `https://media.example/cards/${id}.png`,
    startAtMs: EVENING_MS - HOUR_MS / 4,
    endAtMs: EVENING_MS + 12 * HOUR_MS,
    status: 'live',
    statusCode: 101,
    goods: [],
    hasReplay: false,
    ...change,
  }
}

/**
 * Answers about rooms in the gateway's place, so that a shop can be as large and its clock as still as a test needs;
 * everything else still reaches the gateway.
 * @param rooms the shop's rooms now
 * @param checkedAtMs when WeChat was asked about them, milliseconds since the epoch
 */
export function answerWithRooms(rooms: () => readonly RoomJson[], checkedAtMs: () => number = () => EVENING_MS): (request: SentRequest) => NetworkFault | null {
  const fresh = (): { checkedAtMs: number, isStale: false } => ({ checkedAtMs: checkedAtMs(), isStale: false })
  const ok = (body: RoomPageJson | RoomSnapshotJson | RoomStatusesJson): NetworkFault => ({ statusCode: 200, body: JSON.stringify(body) })

  return ({ path }) => {
    const { pathname, searchParams } = new URL(path, 'http://gateway.example')
    const [, roomId = ''] = /^\/v1\/rooms\/(\d+)$/.exec(pathname) ?? []
    if (pathname === '/v1/rooms') {
      const offset = Number(searchParams.get('offset'))
      const limit = Number(searchParams.get('limit'))
      return ok({ rooms: rooms().slice(offset, offset + limit), total: rooms().length, offset, limit, revision: '1', ...fresh() })
    }
    if (pathname === '/v1/statuses') {
      const ids = new Set(searchParams.get('ids')?.split(',').map(Number))
      const statuses = rooms().filter(({ id }) => ids.has(id)).map(({ id, status, statusCode }) => ({ roomId: id, status, code: statusCode, checkedAtMs: checkedAtMs() }))
      return ok({ statuses, unknownIds: [], ...fresh() })
    }
    const room = rooms().find(({ id }) => id === Number(roomId))
    return room ? ok({ room, ...fresh() }) : null
  }
}
