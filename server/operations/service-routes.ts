import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { RoomCatalogue } from '../catalogue'
import type { HealthJson } from '../contract/common'
import type { Drain } from './drain'
import type { Metrics } from './metrics'
import { requireAdminKey } from '../attribution/admin-key'
import { commonAnswers } from '../contract/common'
import { GatewayError } from '../errors'

/** What {@link serviceRoutes} needs. */
export interface ServiceOptions {
  readonly catalogue: Pick<RoomCatalogue, 'peek'>
  /** Rejects unless the database answers. */
  readonly ping: () => Promise<unknown>
  readonly drain: Drain
  readonly metrics: Metrics
  readonly adminKey: string | null
}

const RETRY_AFTER_S = 5

/** What those who run the gateway ask it, and the document of its interface. */
export function serviceRoutes({ catalogue, ping, drain, metrics, adminKey }: ServiceOptions): FastifyPluginAsyncTypebox {
  const notReady = (why: string) => new GatewayError(503, 'not-ready', why, RETRY_AFTER_S)

  return async (app) => {
    app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'))

    app.get('/healthz', {
      schema: {
        operationId: 'getHealth',
        tags: ['service'],
        summary: 'Whether the process is alive',
        response: { 200: commonAnswers.health },
      },
    }, async (): Promise<HealthJson> => ({ ok: true }))

    app.get('/readyz', {
      schema: {
        operationId: 'getReadiness',
        tags: ['service'],
        summary: 'Whether requests should be sent here',
        response: { 200: commonAnswers.health, 503: commonAnswers.error },
      },
    }, async (): Promise<HealthJson> => {
      if (drain.hasBegun())
        throw notReady('The gateway is about to end.')
      if (!catalogue.peek())
        throw notReady('There is no room list to serve yet.')
      await ping().catch(() => {
        throw notReady('The database does not answer.')
      })
      return { ok: true }
    })

    app.get('/metrics', { schema: { hide: true }, onRequest: requireAdminKey(adminKey) }, async (_request, reply) =>
      reply.type(metrics.contentType).send(await metrics.expose()))

    app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  }
}
