import type { Http } from './http'
import type { LiveApi, RoomQuery } from '@/src/domain/live-api'
import type { RoomId } from '@/src/domain/room'
import { parseChannelsAccounts } from '@/src/domain/channels-account'
import { stringifyQuery } from '@/src/domain/query'
import { parseRoomReplay } from '@/src/domain/replay'
import { parseRoomId } from '@/src/domain/room'
import { parseRoomPage, parseRoomSnapshot, parseRoomStatuses } from '@/src/domain/room-parser'
import { parseStreams } from '@/src/domain/stream'
import { fail } from './fail'

/** The gateway's rooms over HTTP. Rejects with what {@link Http.get} rejects with, or with `response-invalid`. */
export function createHttpLiveApi(http: Pick<Http, 'get'>): LiveApi {
  async function read<T>(path: string, parse: (body: unknown) => T | null): Promise<T> {
    const body = await http.get(path)
    return parse(body) ?? fail({ kind: 'response-invalid', cause: body })
  }

  function idOf(roomId: RoomId): RoomId {
    return parseRoomId(roomId) ?? fail({ kind: 'invalid-room-id' })
  }

  return {
    listRooms: query => read(`/v1/rooms?${queryOf(query)}`, parseRoomPage),
    getRoom: async roomId => read(`/v1/rooms/${idOf(roomId)}`, parseRoomSnapshot),
    // The gateway refuses a question about no room.
    getStatuses: async roomIds => roomIds.length === 0 ? [] : read(`/v1/statuses?ids=${roomIds.join(',')}`, parseRoomStatuses),
    getReplay: async roomId => read(`/v1/rooms/${idOf(roomId)}/replays`, parseRoomReplay),
    getStreams: () => read('/v1/streams', parseStreams),
    getChannelsAccounts: () => read('/v1/channels', parseChannelsAccounts),
  }
}

function queryOf({ statuses = [], search, goodsId, offset, limit }: RoomQuery): string {
  return stringifyQuery({ status: statuses.join(',') || undefined, search: search || undefined, goods_id: goodsId, offset, limit })
}
