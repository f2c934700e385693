import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { CatalogueSnapshot, RoomCatalogue } from './catalogue'
import type { RoomStatusesJson } from './contract/rooms'
import type { Clock } from '@/src/domain/clock'
import { LIVE_STATUSES } from '@/src/domain/live-status'
import { parseRoomId } from '@/src/domain/room'
import { commonAnswers } from './contract/common'
import { DEFAULT_PAGE_SIZE, roomParamsSchema, roomsAnswers, roomsQuerySchema, statusesQuerySchema } from './contract/rooms'
import { GatewayError } from './errors'
import { roomAt, roomPage } from './room-list'

const BAD_QUERY = { 400: commonAnswers.error }
const NO_LIST = { 500: commonAnswers.error, 503: commonAnswers.error }

/** The rooms as clients see them. Every answer comes from the catalogue; no request reaches WeChat. */
export function roomsRoutes(catalogue: RoomCatalogue, clock: Clock): FastifyPluginAsyncTypebox {
  async function snapshot(): Promise<CatalogueSnapshot> {
    const current = await catalogue.read()
    if (!current)
      throw new GatewayError(503, 'catalogue-unavailable', 'The room list could not be had from WeChat yet. It is tried again by itself; ask again in a moment.')
    return current
  }

  return async (app) => {
    // Statuses age within seconds; nothing between here and the client may keep them.
    app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'))

    app.get('/v1/rooms', {
      schema: {
        operationId: 'listRooms',
        tags: ['rooms'],
        summary: 'Lists the shop\'s live rooms',
        description: 'On air first, then upcoming by planned start, then the rest with the latest start first.',
        querystring: roomsQuerySchema,
        response: { 200: roomsAnswers.roomPage, ...BAD_QUERY, ...NO_LIST },
      },
    }, async ({ query: { status, search, offset = 0, limit = DEFAULT_PAGE_SIZE } }) => {
      // The validator reads 1e400 as infinity and then holds no bound against it.
      if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(limit))
        throw new GatewayError(400, 'invalid-query', 'A number is too big.')
      const wanted = status?.split(',')
      return roomPage(await snapshot(), {
        ...(wanted ? { statuses: LIVE_STATUSES.filter(known => wanted.includes(known)) } : {}),
        ...(search === undefined ? {} : { search }),
        offset,
        limit,
      }, clock.now())
    })

    app.get('/v1/rooms/:id', {
      schema: {
        operationId: 'getRoom',
        tags: ['rooms'],
        summary: 'One room',
        params: roomParamsSchema,
        response: { 200: roomsAnswers.roomSnapshot, ...BAD_QUERY, 404: commonAnswers.error, ...NO_LIST },
      },
    }, async ({ params }) => {
      const { byId, checkedAtMs, isStale } = await snapshot()
      const room = byId.get(roomIdOf(params.id))
      if (!room)
        throw new GatewayError(404, 'room-not-found', 'The shop has no room with this number.')
      return { room: roomAt(room, clock.now()), checkedAtMs, isStale }
    })

    app.get('/v1/statuses', {
      schema: {
        operationId: 'getStatuses',
        tags: ['rooms'],
        summary: 'What several rooms are doing',
        querystring: statusesQuerySchema,
        response: { 200: roomsAnswers.roomStatuses, ...BAD_QUERY, ...NO_LIST },
      },
    }, async ({ query }): Promise<RoomStatusesJson> => {
      const ids = [...new Set(query.ids.split(',').map(roomIdOf))]
      const { byId, checkedAtMs, isStale } = await snapshot()
      const known = ids.map(id => byId.get(id)).filter(room => room !== undefined)
      return {
        statuses: known
          .map(room => roomAt(room, clock.now()))
          .map(({ id, status, statusCode }) => ({ roomId: id, status, code: statusCode, checkedAtMs })),
        unknownIds: ids.filter(id => !byId.has(id)),
        checkedAtMs,
        isStale,
      }
    })
  }
}

// The schema has seen to the digits; a number beyond what JavaScript counts exactly is left.
function roomIdOf(text: string): number {
  const id = parseRoomId(text)
  if (id === null)
    throw new GatewayError(400, 'invalid-query', 'A room number is too big.')
  return id
}
