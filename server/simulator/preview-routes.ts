import type { FastifyPluginAsync } from 'fastify'
import type { LoginOffice } from './login-office'
import type { Clock } from '@/src/domain/clock'
import { parseRoomId } from '@/src/domain/room'
import { GatewayError } from '../errors'
import { drawCode } from './draw-code'
import { drawImage } from './draw-image'
import { parseImageFile } from './image-name'
import { simulatedRoom } from './timetable'

// WeChat's plugin answers this for a room it does not know.
const WRONG_ROOM = 0

const VISITOR = /^[\w-]{1,64}$/

/**
 * What WeChat itself would give a browser preview: login codes, the plugin's live status, fresher than the room list,
 * and pictures.
 */
export function previewRoutes(clock: Clock, logins: Pick<LoginOffice, 'issue'>): FastifyPluginAsync {
  return async (app) => {
    app.get<{ Querystring: { openid?: unknown } }>('/simulator/login', { schema: { hide: true } }, async ({ query }, reply) => {
      if (typeof query.openid !== 'string' || !VISITOR.test(query.openid))
        throw new GatewayError(400, 'invalid-query', 'The parameter "openid" names a simulated visitor, such as visitor-1.')
      reply.header('cache-control', 'no-store')
      return { code: logins.issue(query.openid) }
    })

    app.get<{ Querystring: { room_id?: unknown } }>('/simulator/plugin/live-status', { schema: { hide: true } }, async ({ query }, reply) => {
      const roomId = parseRoomId(query.room_id)
      const room = roomId === null ? null : simulatedRoom(roomId, clock.now())
      reply.header('cache-control', 'no-store')
      return { liveStatus: room?.statusCode ?? WRONG_ROOM }
    })

    app.get<{ Params: { file: string } }>('/simulator/codes/:file', { schema: { hide: true } }, async ({ params, url }, reply) => {
      if (parseRoomId(params.file.replace(/\.svg$/, '')) === null || !params.file.endsWith('.svg'))
        throw new GatewayError(404, 'not-found', 'The simulated shop has no such code.')
      return reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(drawCode(url))
    })

    app.get<{ Params: { file: string } }>('/simulator/images/:file', { schema: { hide: true } }, async ({ params }, reply) => {
      const name = parseImageFile(params.file)
      if (!name)
        throw new GatewayError(404, 'not-found', 'The simulated shop has no such picture.')
      return reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(drawImage(name))
    })
  }
}
