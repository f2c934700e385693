import type { onRequestAsyncHookHandler } from 'fastify'
import type { Buffer } from 'node:buffer'
import { createHash, timingSafeEqual } from 'node:crypto'
import { GatewayError } from '../errors'

const BEARER = /^Bearer +(\S.*)$/i

/**
 * An `onRequest` hook that lets only the shop's own staff through: `authorization: Bearer <admin key>`.
 * @param adminKey null: nobody is let through
 * @throws GatewayError 401 `admin-key-required` or `admin-key-invalid`, 503 `admin-key-not-configured`
 */
export function requireAdminKey(adminKey: string | null): onRequestAsyncHookHandler {
  const expected = adminKey === null ? null : digest(adminKey)

  return async ({ headers: { authorization } }, reply) => {
    if (!expected)
      throw new GatewayError(503, 'admin-key-not-configured', 'Nobody may see this until ADMIN_KEY is set on the gateway.')
    const given = BEARER.exec(authorization ?? '')?.[1]
    // Digests have one length whatever was sent, so that neither the time nor a throw tells how close it came.
    if (given !== undefined && timingSafeEqual(digest(given), expected))
      return
    reply.header('www-authenticate', 'Bearer')
    throw given === undefined
      ? new GatewayError(401, 'admin-key-required', 'This is for the shop\'s staff: send the header "authorization: Bearer <ADMIN_KEY>".')
      : new GatewayError(401, 'admin-key-invalid', 'This is not the gateway\'s ADMIN_KEY.')
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
