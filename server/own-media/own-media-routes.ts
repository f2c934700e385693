import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config'
import type { ChannelsAccountsJson, StreamsJson } from '../contract/own-media'
import { JSON_TYPE } from '../answer-cache'
import { commonAnswers } from '../contract/common'
import { ownMediaAnswers } from '../contract/own-media'
import { etagOf, hasAnswer } from '../etag'

// Settings change with a restart only.
const CACHE_CONTROL = 'public, max-age=60, s-maxage=60, stale-if-error=3600'

/** What the shop shows outside its rooms, as it is configured. */
export function ownMediaRoutes({ streams, channelsAccounts }: Pick<Config, 'streams' | 'channelsAccounts'>): FastifyPluginAsyncTypebox {
  function answer(request: FastifyRequest, reply: FastifyReply, value: StreamsJson | ChannelsAccountsJson): FastifyReply {
    const body = String(reply.serializeInput(value, '200'))
    const etag = etagOf(body)
    reply.header('etag', etag).header('cache-control', CACHE_CONTROL)
    return hasAnswer(request.headers['if-none-match'], etag) ? reply.code(304).send() : reply.type(JSON_TYPE).send(body)
  }

  return async (app) => {
    app.get('/v1/streams', {
      schema: {
        operationId: 'listStreams',
        tags: ['own-media'],
        summary: 'The shop\'s own streams',
        response: { 200: ownMediaAnswers.streams, 500: commonAnswers.error },
      },
    }, async (request, reply) => answer(request, reply, { streams }))

    app.get('/v1/channels', {
      schema: {
        operationId: 'listChannelsAccounts',
        tags: ['own-media'],
        summary: 'The Channels (视频号) accounts whose broadcasts the app shows',
        response: { 200: ownMediaAnswers.accounts, 500: commonAnswers.error },
      },
    }, async (request, reply) => answer(request, reply, { accounts: channelsAccounts }))
  }
}
