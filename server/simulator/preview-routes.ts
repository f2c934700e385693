import type { FastifyPluginAsync } from 'fastify'
import type { Clock } from '@/src/domain/clock'
import { parseRoomId } from '@/src/domain/room'
import { GatewayError } from '../errors'
import { drawImage } from './draw-image'
import { parseImageFile } from './image-name'
import { simulatedRooms } from './timetable'

// WeChat's plugin answers this for a room it does not know.
const WRONG_ROOM = 0

/** What WeChat itself would give a browser preview: the plugin's live status, fresher than the room list, and pictures. */
export function previewRoutes(clock: Clock): FastifyPluginAsync {
  return async (app) => {
    app.get<{ Querystring: { room_id?: unknown } }>('/simulator/plugin/live-status', { schema: { hide: true } }, async ({ query }, reply) => {
      const roomId = parseRoomId(query.room_id)
      const room = simulatedRooms(clock.now()).find(({ id }) => id === roomId)
      reply.header('cache-control', 'no-store')
      return { liveStatus: room?.statusCode ?? WRONG_ROOM }
    })

    app.get<{ Params: { file: string } }>('/simulator/images/:file', { schema: { hide: true } }, async ({ params }, reply) => {
      const name = parseImageFile(params.file)
      if (!name)
        throw new GatewayError(404, 'not-found', 'The simulated shop has no such picture.')
      return reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(drawImage(name))
    })
  }
}
