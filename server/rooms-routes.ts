import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AnswerCache } from './answer-cache'
import type { CatalogueSnapshot, RoomCatalogue } from './catalogue'
import type { RoomPageJson, RoomSnapshotJson, RoomStatusesJson } from './contract/rooms'
import { LIVE_STATUSES } from '@/src/domain/live-status'
import { JSON_TYPE } from './answer-cache'
import { commonAnswers } from './contract/common'
import { DEFAULT_PAGE_SIZE, roomParamsSchema, roomsAnswers, roomsQuerySchema, statusesQuerySchema } from './contract/rooms'
import { GatewayError } from './errors'
import { hasAnswer } from './etag'
import { roomAt, roomPage, searchable } from './room-list'
import { goodsIdOf, requireRooms, roomIdOf } from './room-requests'

const BAD_QUERY = { 400: commonAnswers.error }
const NO_LIST = { 500: commonAnswers.error, 503: commonAnswers.error }

/** The rooms as clients see them. Every answer comes from the catalogue; no request reaches WeChat. Each is made once. */
export function roomsRoutes(catalogue: Pick<RoomCatalogue, 'read'>, answers: Pick<AnswerCache, 'get'>): FastifyPluginAsyncTypebox {
  async function answer(request: FastifyRequest, reply: FastifyReply, question: string, make: (snapshot: CatalogueSnapshot, nowMs: number) => RoomPageJson | RoomSnapshotJson | RoomStatusesJson): Promise<FastifyReply> {
    const current = await requireRooms(catalogue)
    const { body, etag, cacheControl } = answers.get({
      address: request.url,
      question,
      route: request.routeOptions.url ?? '',
      snapshot: current,
      make: nowMs => String(reply.serializeInput(make(current, nowMs), '200')),
    })
    reply.header('etag', etag).header('cache-control', cacheControl)
    return hasAnswer(request.headers['if-none-match'], etag) ? reply.code(304).send() : reply.type(JSON_TYPE).send(body)
  }

  return async (app) => {
    app.get('/v1/rooms', {
      schema: {
        operationId: 'listRooms',
        tags: ['rooms'],
        summary: 'Lists the shop\'s live rooms',
        description: 'On air first, then upcoming by planned start, then the rest with the latest start first.',
        querystring: roomsQuerySchema,
        response: { 200: roomsAnswers.roomPage, ...BAD_QUERY, ...NO_LIST },
      },
    }, async (request, reply) => {
      const { status, search, goods_id: goods, offset = 0, limit = DEFAULT_PAGE_SIZE } = request.query
      // The validator reads 1e400 as infinity and then holds no bound against it.
      if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(limit))
        throw new GatewayError(400, 'invalid-query', 'A number is too big.')
      const wanted = status?.split(',')
      const text = searchable(search ?? '')
      const query = {
        ...(wanted ? { statuses: LIVE_STATUSES.filter(known => wanted.includes(known)) } : {}),
        ...(text === '' ? {} : { search: text }),
        ...(goods === undefined ? {} : { goodsId: goodsIdOf(goods) }),
        offset,
        limit,
      }
      return answer(request, reply, `rooms ${JSON.stringify(query)}`, (current, nowMs) => roomPage(current, query, nowMs))
    })

    app.get('/v1/rooms/:id', {
      schema: {
        operationId: 'getRoom',
        tags: ['rooms'],
        summary: 'One room',
        params: roomParamsSchema,
        response: { 200: roomsAnswers.roomSnapshot, ...BAD_QUERY, 404: commonAnswers.error, ...NO_LIST },
      },
    }, async (request, reply) => {
      const id = roomIdOf(request.params.id)
      return answer(request, reply, `room ${id}`, ({ byId, checkedAtMs, isStale }, nowMs) => {
        const room = byId.get(id)
        if (!room)
          throw new GatewayError(404, 'room-not-found', 'The shop has no room with this number.')
        return { room: roomAt(room, nowMs), checkedAtMs, isStale }
      })
    })

    app.get('/v1/statuses', {
      schema: {
        operationId: 'getStatuses',
        tags: ['rooms'],
        summary: 'What several rooms are doing',
        querystring: statusesQuerySchema,
        response: { 200: roomsAnswers.roomStatuses, ...BAD_QUERY, ...NO_LIST },
      },
    }, async (request, reply) => {
      const ids = [...new Set(request.query.ids.split(',').map(roomIdOf))]
      return answer(request, reply, `statuses ${ids.join()}`, ({ byId, checkedAtMs, isStale }, nowMs) => ({
        statuses: ids
          .map(id => byId.get(id))
          .filter(room => room !== undefined)
          .map(room => roomAt(room, nowMs))
          .map(({ id, status, statusCode }) => ({ roomId: id, status, code: statusCode, checkedAtMs })),
        unknownIds: ids.filter(id => !byId.has(id)),
        checkedAtMs,
        isStale,
      }))
    })
  }
}
