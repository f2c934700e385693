import type { FastifyBaseLogger, FastifyInstance, FastifyServerOptions } from 'fastify'
import type { RoomCatalogue } from './catalogue'
import type { Config, WeChatConfig } from './config'
import type { Drain } from './operations/drain'
import type { ListQuota } from './operations/list-quota'
import type { Metrics } from './operations/metrics'
import type { LoginOffice } from './simulator/login-office'
import type { Database } from './storage/database'
import type { WeChatClient } from './wechat/wechat-client'
import type { Clock } from '@/src/domain/clock'
import swagger from '@fastify/swagger'
import fastify, { LogController } from 'fastify'
import { createAnswerCache } from './answer-cache'
import { attributionRoutes } from './attribution/attribution-routes'
import { attributionPage } from './attribution/page-routes'
import { ATTRIBUTION_SCHEMAS } from './contract/attribution'
import { COMMON_SCHEMAS } from './contract/common'
import { OWN_MEDIA_SCHEMAS } from './contract/own-media'
import { REPLAYS_SCHEMAS } from './contract/replays'
import { ROOM_CODES_SCHEMAS } from './contract/room-codes'
import { ROOMS_SCHEMAS } from './contract/rooms'
import { SESSIONS_SCHEMAS } from './contract/sessions'
import { TOUCHES_SCHEMAS } from './contract/touches'
import { allowOrigins } from './cors'
import { answerBrokenRequest, answerError, answerNotFound } from './errors'
import { eventsRoutes } from './events/events-routes'
import { createDrain } from './operations/drain'
import { addGauges } from './operations/gauges'
import { createListQuota } from './operations/list-quota'
import { createMetrics } from './operations/metrics'
import { limitRequests } from './operations/rate-limits'
import { createRequestReport, reportRequests } from './operations/request-report'
import { serviceRoutes } from './operations/service-routes'
import { ownMediaRoutes } from './own-media/own-media-routes'
import { createReadyServer } from './ready-server'
import { createReplayShelf } from './replays/replay-shelf'
import { replaysRoutes } from './replays/replays-routes'
import { createRoomCodes } from './room-codes/room-codes'
import { roomCodesRoutes } from './room-codes/room-codes-routes'
import { roomsRoutes } from './rooms-routes'
import { createSessionGuard } from './sessions/session-guard'
import { createSessionTokens } from './sessions/session-tokens'
import { sessionsRoutes } from './sessions/sessions-routes'
import { createShareIds } from './sessions/share-ids'
import { mediaRoutes } from './simulator/media-routes'
import { previewRoutes } from './simulator/preview-routes'
import { serveStaticApp } from './static-app'
import { createAttributionReports } from './storage/attribution'
import { ping as pingDatabase } from './storage/database'
import { createFollowStore } from './storage/follows'
import { createRoomStore } from './storage/rooms'
import { createTouchStore } from './storage/touches'
import { createVisitorStore } from './storage/visitors'
import { createWeChatCallCounter } from './storage/wechat-calls'
import { touchesRoutes } from './touches/touches-routes'

const CONTRACT_SCHEMAS = [...COMMON_SCHEMAS, ...ROOMS_SCHEMAS, ...SESSIONS_SCHEMAS, ...TOUCHES_SCHEMAS, ...REPLAYS_SCHEMAS, ...OWN_MEDIA_SCHEMAS, ...ROOM_CODES_SCHEMAS, ...ATTRIBUTION_SCHEMAS]

/** What {@link buildGateway} puts together. */
export interface GatewayOptions {
  readonly config: Pick<Config, 'corsOrigins' | 'staticDir' | 'publicUrl' | 'adminKey' | 'events' | 'trustedProxies' | 'requestsPerMinute' | 'streams' | 'channelsAccounts'>
  /** Whose sessions these are. */
  readonly account: Pick<WeChatConfig, 'appId' | 'appSecret'>
  readonly wechat: WeChatClient
  readonly database: Database
  /** Logs simulated visitors in; null with a real account. */
  readonly logins: Pick<LoginOffice, 'issue'> | null
  /** Started when the gateway is ready and stopped when it closes. */
  readonly catalogue: RoomCatalogue
  readonly clock: Clock
  readonly log: FastifyBaseLogger
  /** The same that observes the calls to WeChat. */
  readonly metrics?: Metrics
  /** The same that counts the calls to WeChat. */
  readonly quota?: Pick<ListQuota, 'used'>
  /** Begun by whoever is about to close the gateway. */
  readonly drain?: Drain
  /** How schemas are compiled; Fastify's own way, unless a process builds many gateways. */
  readonly schemaController?: FastifyServerOptions['schemaController']
}

// Nobody has more to say than this; touches have a limit of their own.
const MAX_BODY_BYTES = 64 * 1024

/** The gateway as a Fastify instance that does not listen yet. */
export function buildGateway(options: GatewayOptions): FastifyInstance {
  const { config, account, wechat, database, logins, catalogue, clock, log, metrics = createMetrics(), drain = createDrain() } = options
  const { quota = createListQuota({ counter: createWeChatCallCounter(database), clock, log }) } = options
  const ping = () => pingDatabase(database)
  const answers = createAnswerCache(catalogue, clock)
  const report = createRequestReport(metrics, log)
  const app: FastifyInstance = fastify({
    serverFactory: handler => createReadyServer(handler, { answers, origins: config.corsOrigins, report, isClosing: drain.hasBegun }),
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: answerError,
    bodyLimit: MAX_BODY_BYTES,
    trustProxy: (_address, hop) => hop < config.trustedProxies,
    // Who still comes on a connection that is open is served to the end.
    return503OnClosing: false,
    ...(options.schemaController ? { schemaController: options.schemaController } : {}),
  })
  // A body that does not say it is JSON is not taken for one.
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler(answerError)
  app.setNotFoundHandler(answerNotFound)
  for (const schema of CONTRACT_SCHEMAS) app.addSchema(schema)

  allowOrigins(app, config.corsOrigins)
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('x-content-type-options', 'nosniff')
    done()
  })
  reportRequests(app, report)
  addGauges(metrics, { catalogue, quota, ping, clock })
  app.addHook('onReady', async () => catalogue.start())
  app.addHook('preClose', async () => drain.begin())
  // A connection that stays open after its last answer would hold the end up for minutes.
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (drain.hasBegun())
      reply.header('connection', 'close')
    done(null, payload)
  })
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
      tags: [
        { name: 'rooms', description: 'Live rooms and what they are doing' },
        { name: 'own-media', description: 'What plays outside the rooms' },
        { name: 'sessions', description: 'Who a visitor is' },
        { name: 'touches', description: 'Who came, and through whom' },
        { name: 'wechat', description: 'What WeChat itself tells the gateway' },
        { name: 'attribution', description: 'What came of it, for the shop\'s own staff' },
        { name: 'service', description: 'About the gateway itself' },
      ],
      components: {
        securitySchemes: {
          session: { type: 'http', scheme: 'bearer', description: 'The token of a session.' },
          adminKey: { type: 'http', scheme: 'bearer', description: 'The gateway\'s ADMIN_KEY.' },
        },
      },
    },
    refResolver: { buildLocalReference: schema => String(schema.$id) },
  })
  limitRequests(app, config, log)
  app.register(roomsRoutes(catalogue, answers))
  app.register(replaysRoutes({ catalogue, shelf: createReplayShelf({ wechat, clock, log }), clock }))
  app.register(roomCodesRoutes({ catalogue, codes: createRoomCodes({ wechat, clock }), adminKey: config.adminKey }))
  app.register(ownMediaRoutes(config))
  const tokens = createSessionTokens(account, clock)
  app.register(sessionsRoutes({ wechat, tokens, shareIdOf: createShareIds(account), visitors: createVisitorStore(database), clock, log }))
  app.register(touchesRoutes({ guard: createSessionGuard(tokens), catalogue, rooms: createRoomStore(database), touches: createTouchStore(database), observer: metrics.observeTouches, clock, log }))
  app.register(eventsRoutes({ config: config.events, appId: account.appId, follows: createFollowStore(database), log }))
  app.register(attributionRoutes({ reports: createAttributionReports(database), adminKey: config.adminKey }))
  app.register(attributionPage(new URL(config.publicUrl).origin))
  app.register(serviceRoutes({ catalogue, ping, drain, metrics, adminKey: config.adminKey }))
  if (logins) {
    app.register(previewRoutes(clock, logins))
    app.register(mediaRoutes(clock))
  }
  if (config.staticDir)
    serveStaticApp(app, config.staticDir)
  return app
}
