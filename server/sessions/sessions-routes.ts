import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { SessionJson } from '../contract/sessions'
import type { Log } from '../log'
import type { WeChatClient } from '../wechat/wechat-client'
import type { SessionTokens } from './session-tokens'
import type { Clock } from '@/src/domain/clock'
import { fieldsOf } from '@/src/domain/untrusted'
import { commonAnswers } from '../contract/common'
import { MAX_LOGIN_CODE_CHARS, sessionRequestSchema, sessionsAnswers } from '../contract/sessions'
import { GatewayError } from '../errors'
import { parseJsonBody, takeTextBodies } from '../text-body'
import { WeChatFailure } from '../wechat/wechat-error'
import { SESSION_LIFE_S } from './session-tokens'

/** What {@link sessionsRoutes} needs. */
export interface SessionsOptions {
  readonly wechat: Pick<WeChatClient, 'redeemLoginCode'>
  readonly tokens: Pick<SessionTokens, 'issue'>
  readonly shareIdOf: (openid: string) => string
  readonly visitors: Visitors
  readonly clock: Clock
  readonly log: Log
}

/** Where it is kept who has been here. */
export interface Visitors {
  /** Keeps a visitor; one who is known already stays as they are. */
  readonly remember: (visitor: { readonly openid: string, readonly shareId: string, readonly atMs: number }) => Promise<unknown>
}

const MAX_BODY_BYTES = 4 * 1024
const RETRY_AFTER_S = 30
// WeChat's codes are letters, digits, - and _; whatever else a URL carries may come one day.
const LOGIN_CODE = /^[\x21-\x7E]+$/

/** Trades WeChat's login codes for sessions of this gateway. */
export function sessionsRoutes({ wechat, tokens, shareIdOf, visitors, clock, log }: SessionsOptions): FastifyPluginAsyncTypebox {
  async function redeem(code: string): Promise<string> {
    try {
      return await wechat.redeemLoginCode(code)
    }
    catch (thrown) {
      if (!(thrown instanceof WeChatFailure))
        throw thrown
      throw explainRefusal(thrown)
    }
  }

  function explainRefusal({ detail }: WeChatFailure): GatewayError {
    switch (detail.kind) {
      case 'login-code-invalid':
        return codeInvalid()
      case 'login-code-used':
        return new GatewayError(400, 'login-code-used', 'This login code was used before. Ask wx.login for another.')
      case 'visitor-blocked':
        return new GatewayError(403, 'visitor-blocked', 'WeChat does not let this visitor log in.')
      default:
        log.warn({ wechat: detail }, 'a visitor could not be logged in')
        return new GatewayError(503, 'login-unavailable', 'WeChat cannot be asked who this is. Try again with another login code in a moment.', RETRY_AFTER_S)
    }
  }

  async function remember(openid: string, shareId: string): Promise<void> {
    try {
      await visitors.remember({ openid, shareId, atMs: clock.now() })
    }
    catch (err) {
      log.error({ err }, 'a visitor could not be kept')
      throw new GatewayError(503, 'storage-unavailable', 'The database does not answer. Try again with another login code in a moment.', RETRY_AFTER_S)
    }
  }

  return async (app) => {
    takeTextBodies(app, MAX_BODY_BYTES)

    app.post('/v1/sessions', {
      schema: {
        operationId: 'createSession',
        tags: ['sessions'],
        summary: 'Trades a login code for a session',
        body: sessionRequestSchema,
        response: {
          200: sessionsAnswers.session,
          400: commonAnswers.error,
          403: commonAnswers.error,
          413: commonAnswers.error,
          500: commonAnswers.error,
          503: commonAnswers.error,
        },
      },
      // The schema is for the document: the framework would turn numbers into text.
      validatorCompiler: () => () => true,
    }, async (request, reply): Promise<SessionJson> => {
      const openid = await redeem(readCode(request.body))
      const shareId = shareIdOf(openid)
      await remember(openid, shareId)
      reply.header('cache-control', 'no-store')
      return { token: await tokens.issue(openid), expiresInSeconds: SESSION_LIFE_S, openid, shareId }
    })
  }
}

function readCode(body: unknown): string {
  const code = fieldsOf(parseJsonBody(body)).code
  if (typeof code !== 'string' || code === '' || code.length > MAX_LOGIN_CODE_CHARS)
    throw new GatewayError(400, 'invalid-body', `The body must be {"code": …} with what wx.login gave: text of 1 to ${MAX_LOGIN_CODE_CHARS} characters.`)
  if (!LOGIN_CODE.test(code))
    throw codeInvalid()
  return code
}

function codeInvalid(): GatewayError {
  return new GatewayError(400, 'login-code-invalid', 'WeChat does not know this login code, or it is older than five minutes. Ask wx.login for another.')
}
