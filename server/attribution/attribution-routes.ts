import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Log } from '../log'
import type { AttributionReports } from '../storage/attribution'
import type { Period } from '../storage/attribution-queries'
import { attributionAnswers, DEFAULT_REPORT_ROWS, periodQuerySchema, reportQuerySchema, sharersQuerySchema } from '../contract/attribution'
import { commonAnswers } from '../contract/common'
import { roomParamsSchema } from '../contract/rooms'
import { GatewayError } from '../errors'
import { roomIdOf } from '../room-requests'
import { requireAdminKey } from './admin-key'

/** What {@link attributionRoutes} needs. */
export interface AttributionOptions {
  readonly reports: AttributionReports
  /** Null: nobody may see anything. */
  readonly adminKey: string | null
}

const RETRY_AFTER_S = 30
const REFUSALS = { 400: commonAnswers.error, 401: commonAnswers.error, 500: commonAnswers.error, 503: commonAnswers.error }

/** Who shared, who came, what they looked at: for the shop's own staff, with the admin key. */
export function attributionRoutes({ reports, adminKey }: AttributionOptions): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.addHook('onRequest', requireAdminKey(adminKey))
    // Other people's visits: nothing between here and the reader may keep them.
    app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'))

    app.get('/v1/attribution/rooms', {
      schema: {
        operationId: 'listRoomAttribution',
        tags: ['attribution'],
        summary: 'What came of the rooms',
        querystring: reportQuerySchema,
        security: [{ adminKey: [] }],
        response: { 200: attributionAnswers.roomSummaries, ...REFUSALS },
      },
    }, async ({ query, log }) => answered(reports.roomSummaries(periodOf(query), sliceOf(query)), log))

    app.get('/v1/attribution/rooms/:id', {
      schema: {
        operationId: 'getRoomAttribution',
        tags: ['attribution'],
        summary: 'What came of one room',
        params: roomParamsSchema,
        querystring: periodQuerySchema,
        security: [{ adminKey: [] }],
        response: { 200: attributionAnswers.roomReport, 404: commonAnswers.error, ...REFUSALS },
      },
    }, async ({ params, query, log }) => {
      const report = await answered(reports.roomReport(roomIdOf(params.id), periodOf(query)), log)
      if (!report)
        throw new GatewayError(404, 'room-not-found', 'Nothing is known of a room with this number.')
      return report
    })

    app.get('/v1/attribution/rooms/:id/chain', {
      schema: {
        operationId: 'getShareChain',
        tags: ['attribution'],
        summary: 'Who came through whom into one room',
        params: roomParamsSchema,
        querystring: reportQuerySchema,
        security: [{ adminKey: [] }],
        response: { 200: attributionAnswers.chain, ...REFUSALS },
      },
    }, async ({ params, query, log }) => answered(reports.chain(roomIdOf(params.id), periodOf(query), sliceOf(query)), log))

    app.get('/v1/attribution/sharers', {
      schema: {
        operationId: 'listSharers',
        tags: ['attribution'],
        summary: 'Who brings people',
        querystring: sharersQuerySchema,
        security: [{ adminKey: [] }],
        response: { 200: attributionAnswers.sharers, ...REFUSALS },
      },
    }, async ({ query, log }) => {
      const roomId = query.room_id === undefined ? null : roomIdOf(query.room_id)
      return answered(reports.sharers(roomId, periodOf(query), sliceOf(query)), log)
    })
  }
}

async function answered<T>(report: Promise<T>, log: Log): Promise<T> {
  try {
    return await report
  }
  catch (err) {
    log.error({ err }, 'a report could not be read')
    throw new GatewayError(503, 'storage-unavailable', 'The database does not answer, or not in time. Ask again in a moment, or for a shorter period.', RETRY_AFTER_S)
  }
}

function sliceOf({ offset = 0, limit = DEFAULT_REPORT_ROWS }: { readonly offset?: number, readonly limit?: number }): { offset: number, limit: number } {
  // The validator reads 1e400 as infinity and then holds no bound against it.
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(limit))
    throw new GatewayError(400, 'invalid-query', 'A number is too big.')
  return { offset, limit }
}

function periodOf({ from, to }: Period): Period {
  for (const day of [from, to]) {
    if (day !== undefined && !isDay(day))
      throw new GatewayError(400, 'invalid-query', 'There is no such day. Days are written as YYYY-MM-DD.')
  }
  if (from !== undefined && to !== undefined && from > to)
    throw new GatewayError(400, 'invalid-query', 'The parameter "from" must not be later than "to".')
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

// A Date reads 31 February as 3 March.
function isDay(text: string): boolean {
  const atMs = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text)
}
