import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { RoomCatalogue } from '../catalogue'
import type { RoomReplaysJson } from '../contract/replays'
import type { Replay, ReplayShelf } from './replay-shelf'
import type { Clock } from '@/src/domain/clock'
import type { LiveStatus } from '@/src/domain/live-status'
import type { Room, RoomId } from '@/src/domain/room'
import { commonAnswers } from '../contract/common'
import { replaysAnswers } from '../contract/replays'
import { roomParamsSchema } from '../contract/rooms'
import { GatewayError } from '../errors'
import { roomAt } from '../room-list'
import { requireRooms, roomIdOf } from '../room-requests'

/** What {@link replaysRoutes} needs. */
export interface ReplaysOptions {
  readonly catalogue: Pick<RoomCatalogue, 'read'>
  readonly shelf: ReplayShelf
  readonly clock: Clock
}

const RETRY_AFTER_S = 30
// The same for everybody, and videos do not change. Short, because a link may stop working meanwhile.
const CACHE_CONTROL = 'public, max-age=30'

/** The replays of rooms. */
export function replaysRoutes({ catalogue, shelf, clock }: ReplaysOptions): FastifyPluginAsyncTypebox {
  async function replayOf(id: RoomId): Promise<Replay & { readonly isOpen: boolean }> {
    const list = await requireRooms(catalogue)
    const room = list.byId.get(id)
    if (!room)
      throw new GatewayError(404, 'room-not-found', 'The shop has no room with this number.')
    if (!room.hasReplay || !hasEnded(roomAt(room, clock.now()).status))
      return { isOpen: room.hasReplay, segments: [], checkedAtMs: list.checkedAtMs, isStale: list.isStale }
    return { isOpen: true, ...await readShelf(room) }
  }

  async function readShelf(room: Room): Promise<Replay> {
    const replay = await shelf.read(room)
    if (replay)
      return replay
    throw new GatewayError(503, 'replays-unavailable', 'The replay could not be had from WeChat. Ask again in a moment.', RETRY_AFTER_S)
  }

  return async (app) => {
    app.get('/v1/rooms/:id/replays', {
      schema: {
        operationId: 'getReplays',
        tags: ['rooms'],
        summary: 'The replay of one room',
        params: roomParamsSchema,
        response: {
          200: replaysAnswers.replays,
          400: commonAnswers.error,
          404: commonAnswers.error,
          500: commonAnswers.error,
          503: commonAnswers.error,
        },
      },
    }, async ({ params }, reply): Promise<RoomReplaysJson> => {
      const roomId = roomIdOf(params.id)
      const { isOpen, segments, checkedAtMs, isStale } = await replayOf(roomId)
      const nowMs = clock.now()
      reply.header('cache-control', CACHE_CONTROL)
      return {
        roomId,
        isOpen,
        segments: segments.map(segment => ({ ...segment, isExpired: segment.expiresAtMs !== null && segment.expiresAtMs <= nowMs })),
        checkedAtMs,
        isStale,
      }
    })
  }
}

// A banned broadcast is not shown again, and one that never started has nothing to show. What is unknown is a number
// that WeChat has added since.
function hasEnded(status: LiveStatus): boolean {
  return status === 'ended' || status === 'unknown'
}
