import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SessionTokens } from './session-tokens'
import { GatewayError } from '../errors'

/** Lets visitors with a session in. */
export interface SessionGuard {
  /** An `onRequest` hook: without a good token the answer is 401, and no body is read. */
  readonly requireSession: (request: FastifyRequest, reply: FastifyReply) => Promise<void>
  /** Whose request it is, once {@link SessionGuard.requireSession} has let it in. */
  readonly openidOf: (request: FastifyRequest) => string
}

/** Creates the guard of one gateway. */
export function createSessionGuard(tokens: Pick<SessionTokens, 'check'>): SessionGuard {
  const openids = new WeakMap<FastifyRequest, string>()

  async function requireSession(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    reply.header('www-authenticate', 'Bearer')
    const [, token] = /^Bearer +([^\s,]+)$/i.exec(request.headers.authorization ?? '') ?? []
    if (token === undefined)
      throw new GatewayError(401, 'session-required', 'Get a token from POST /v1/sessions and send it in the header authorization: Bearer ….')
    const verdict = await tokens.check(token)
    switch (verdict.kind) {
      case 'good':
        reply.removeHeader('www-authenticate')
        openids.set(request, verdict.openid)
        return
      case 'expired':
        throw new GatewayError(401, 'session-expired', 'The session has ended. Get another from POST /v1/sessions.')
      case 'invalid':
        throw new GatewayError(401, 'session-invalid', 'The token is not one of this gateway\'s. Get another from POST /v1/sessions.')
      default:
        verdict satisfies never
    }
  }

  function openidOf(request: FastifyRequest): string {
    const openid = openids.get(request)
    if (openid === undefined)
      throw new Error('This route has no requireSession hook.')
    return openid
  }

  return { requireSession, openidOf }
}
