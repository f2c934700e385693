import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { EventsConfig } from '../config'
import type { Log } from '../log'
import type { FollowStore } from '../storage/follows'
import type { MessageOpener, PushQuery } from './open-message'
import type { MessageFields } from './parse-message'
import { Type } from '@sinclair/typebox'
import { commonAnswers } from '../contract/common'
import { GatewayError } from '../errors'
import { takeTextBodies } from '../text-body'
import { createMessageOpener } from './open-message'
import { readEvent } from './read-event'

/** What {@link eventsRoutes} needs. */
export interface EventsOptions {
  /** The settings of the message push; null: no event is taken. */
  readonly config: EventsConfig | null
  readonly appId: string
  readonly follows: FollowStore
  readonly log: Log
}

const MAX_BODY_BYTES = 64 * 1024
// Any other answer makes WeChat send the event again, three times in all.
const DONE = 'success'

const ANSWERS = {
  200: { description: 'Plain text.', content: { 'text/plain': { schema: Type.String() } } },
  400: commonAnswers.error,
  403: commonAnswers.error,
  413: commonAnswers.error,
  500: commonAnswers.error,
  503: commonAnswers.error,
}

/**
 * Takes what WeChat pushes: who wants to be reminded of a room.
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
 */
export function eventsRoutes({ config, appId, follows, log }: EventsOptions): FastifyPluginAsyncTypebox {
  const opener = config && createMessageOpener(config, appId)

  function requireOpener(): MessageOpener {
    if (opener)
      return opener
    throw new GatewayError(503, 'events-not-configured', 'Set WECHAT_EVENTS_TOKEN to the Token of the MP console (开发管理 → 消息推送).')
  }

  async function take(query: PushQuery, body: string): Promise<void> {
    const message = open(requireOpener(), query, body)
    const event = readEvent(message)
    switch (event?.kind) {
      case 'follow':
        return await keep(event.follow)
      case 'other':
        return
      case undefined:
        log.warn({ event: eventNameOf(message.Event) }, 'WeChat pushed an event that cannot be understood')
        throw new GatewayError(400, 'event-malformed', 'The message has no MsgType, or lacks what its event is about.')
      default:
        event satisfies never
    }
  }

  // Whoever sets up the message push sees in the MP console only that it failed.
  function open({ openMessage }: MessageOpener, query: PushQuery, body: string): MessageFields {
    try {
      return openMessage(query, body)
    }
    catch (thrown) {
      if (thrown instanceof GatewayError)
        log.warn({ code: thrown.code, reason: thrown.message }, 'a pushed message was refused')
      throw thrown
    }
  }

  async function keep(follow: Parameters<FollowStore['save']>[0]): Promise<void> {
    try {
      const isNew = await follows.save(follow)
      log.debug({ roomId: follow.roomId, action: follow.action, isNew }, 'a reminder was asked for or taken back')
    }
    catch (err) {
      log.error({ err }, 'an event could not be kept')
      throw new GatewayError(503, 'storage-unavailable', 'The database does not answer. WeChat sends the event again by itself.')
    }
  }

  return async (app) => {
    takeTextBodies(app, MAX_BODY_BYTES)
    app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'))

    app.get('/v1/wechat/events', {
      schema: {
        operationId: 'checkEventsAddress',
        tags: ['wechat'],
        summary: 'Proves to WeChat that this address is the shop\'s',
        description: 'WeChat asks once, when the address is entered in the MP console; the answer is its `echostr`.',
        response: ANSWERS,
      },
    }, async ({ query }, reply) => reply.type('text/plain; charset=utf-8').send(requireOpener().openCheck(query as PushQuery)))

    app.post('/v1/wechat/events', {
      schema: {
        operationId: 'takeEvent',
        tags: ['wechat'],
        summary: 'Takes an event that WeChat pushes',
        description: 'XML or JSON, in clear or encrypted. Events that the gateway does not need are answered and forgotten.',
        response: ANSWERS,
      },
    }, async ({ query, body }, reply) => {
      await take(query as PushQuery, String(body ?? ''))
      return reply.type('text/plain; charset=utf-8').send(DONE)
    })
  }
}

// Only what looks like a name: anything else may be anybody's.
function eventNameOf(input: unknown): string {
  return typeof input === 'string' && /^\w{1,64}$/.test(input) ? input : '?'
}
