import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { RoomCatalogue } from './catalogue'
import type { Config } from './config'
import type { HealthJson } from './contract/common'
import type { Clock } from '@/src/domain/clock'
import swagger from '@fastify/swagger'
import fastify, { LogController } from 'fastify'
import { ATTRIBUTION_SCHEMAS } from './contract/attribution'
import { COMMON_SCHEMAS, commonAnswers } from './contract/common'
import { REPLAYS_SCHEMAS } from './contract/replays'
import { ROOMS_SCHEMAS } from './contract/rooms'
import { SESSIONS_SCHEMAS } from './contract/sessions'
import { TOUCHES_SCHEMAS } from './contract/touches'
import { allowOrigins } from './cors'
import { answerBrokenRequest, answerError, answerNotFound } from './errors'
import { roomsRoutes } from './rooms-routes'
import { previewRoutes } from './simulator/preview-routes'
import { serveStaticApp } from './static-app'

const CONTRACT_SCHEMAS = [...COMMON_SCHEMAS, ...ROOMS_SCHEMAS, ...SESSIONS_SCHEMAS, ...TOUCHES_SCHEMAS, ...REPLAYS_SCHEMAS, ...ATTRIBUTION_SCHEMAS]

/** What {@link buildGateway} puts together. */
export interface GatewayOptions {
  readonly config: Pick<Config, 'corsOrigins' | 'staticDir' | 'wechat' | 'publicUrl'>
  /** Started when the gateway is ready and stopped when it closes. */
  readonly catalogue: RoomCatalogue
  readonly clock: Clock
  readonly log: FastifyBaseLogger
}

/** The gateway as a Fastify instance that does not listen yet. */
export function buildGateway({ config, catalogue, clock, log }: GatewayOptions): FastifyInstance {
  const app: FastifyInstance = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: answerError,
  })
  app.setErrorHandler(answerError)
  app.setNotFoundHandler(answerNotFound)
  for (const schema of CONTRACT_SCHEMAS) app.addSchema(schema)

  allowOrigins(app, config.corsOrigins)
  app.addHook('onRequest', async (_request, reply) => void reply.header('x-content-type-options', 'nosniff'))
  // The route, not the address: what people search for is nobody's business.
  app.addHook('onResponse', async ({ method, routeOptions, log: requestLog }, reply) => {
    requestLog.info({ method, route: routeOptions.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered')
  })
  app.addHook('onReady', async () => catalogue.start())
  app.addHook('onClose', async () => catalogue.stop())

  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'weixin-live gateway',
        version: '1.0.0',
        description: 'A shop\'s live rooms. WeChat gives the room list to servers only; this server keeps it fresh and hands it to any number of clients. Every error answer has a stable code in `error.code`.',
      },
      servers: [{ url: config.publicUrl }],
      tags: [{ name: 'rooms', description: 'Live rooms and what they are doing' }, { name: 'service', description: 'About the gateway itself' }],
    },
    refResolver: { buildLocalReference: schema => String(schema.$id) },
  })
  app.register(roomsRoutes(catalogue, clock))
  app.register(serviceRoutes)
  if (!config.wechat)
    app.register(previewRoutes(clock))
  if (config.staticDir)
    serveStaticApp(app, config.staticDir)
  return app
}

async function serviceRoutes(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<TypeBoxTypeProvider>()

  app.get('/healthz', {
    schema: {
      operationId: 'getHealth',
      tags: ['service'],
      summary: 'Whether the process is alive',
      response: { 200: commonAnswers.health },
    },
  }, async (): Promise<HealthJson> => ({ ok: true }))

  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}
