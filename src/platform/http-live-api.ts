import type { Http } from './http'
import type { LiveApi, RoomQuery } from '@/src/domain/live-api'
import { parseRoomId } from '@/src/domain/room'
import { parseRoomPage, parseRoomSnapshot } from '@/src/domain/room-parser'
import { fail } from './fail'

/** The gateway's rooms over HTTP. Rejects with what {@link Http.get} rejects with, or with `response-invalid`. */
export function createHttpLiveApi(http: Http): LiveApi {
  return {
    listRooms: async query => parseRoomPage(await http.get(`/v1/rooms?${queryOf(query)}`)) ?? fail({ kind: 'response-invalid' }),
    getRoom: async (roomId) => {
      const id = parseRoomId(roomId) ?? fail({ kind: 'invalid-room-id' })
      return parseRoomSnapshot(await http.get(`/v1/rooms/${id}`)) ?? fail({ kind: 'response-invalid' })
    },
  }
}

// Written by hand: a mini-program has no URLSearchParams.
function queryOf({ statuses, search, offset, limit }: RoomQuery): string {
  return [
    ...(statuses?.length ? [`status=${statuses.join(',')}`] : []),
    ...(search ? [`search=${encodeURIComponent(search)}`] : []),
    `offset=${offset}`,
    `limit=${limit}`,
  ].join('&')
}
