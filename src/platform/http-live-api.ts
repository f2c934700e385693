import type { Http } from './http'
import type { LiveApi, RoomQuery } from '@/src/domain/live-api'
import { stringifyQuery } from '@/src/domain/query'
import { parseRoomId } from '@/src/domain/room'
import { parseRoomPage, parseRoomSnapshot, parseRoomStatuses } from '@/src/domain/room-parser'
import { fail } from './fail'

/** The gateway's rooms over HTTP. Rejects with what {@link Http.get} rejects with, or with `response-invalid`. */
export function createHttpLiveApi(http: Pick<Http, 'get'>): LiveApi {
  async function read<T>(path: string, parse: (body: unknown) => T | null): Promise<T> {
    const body = await http.get(path)
    return parse(body) ?? fail({ kind: 'response-invalid', cause: body })
  }

  return {
    listRooms: query => read(`/v1/rooms?${queryOf(query)}`, parseRoomPage),
    getRoom: async (roomId) => {
      const id = parseRoomId(roomId) ?? fail({ kind: 'invalid-room-id' })
      return read(`/v1/rooms/${id}`, parseRoomSnapshot)
    },
    // The gateway refuses a question about no room.
    getStatuses: async roomIds => roomIds.length === 0 ? [] : read(`/v1/statuses?ids=${roomIds.join(',')}`, parseRoomStatuses),
  }
}

function queryOf({ statuses = [], search, offset, limit }: RoomQuery): string {
  return stringifyQuery({ status: statuses.join(',') || undefined, search: search || undefined, offset, limit })
}
