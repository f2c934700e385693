import type { FastifyInstance } from 'fastify'
import type { Config } from './config'

const PREFLIGHT_SECONDS = 86_400

/**
 * Lets pages of the configured web origins read the answers. The gateway knows no cookies, so no credentials are allowed.
 * Set on the instance itself, so that errors carry the headers too.
 */
export function allowOrigins(app: FastifyInstance, origins: Config['corsOrigins']): void {
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers
    if (origins !== '*')
      reply.header('vary', 'Origin')
    if (origin === undefined || (origins !== '*' && !origins.includes(origin)))
      return
    reply.header('access-control-allow-origin', origins === '*' ? '*' : origin)
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined)
      return
    return reply
      .headers({
        'access-control-allow-methods': 'GET, HEAD',
        'access-control-allow-headers': 'content-type',
        'access-control-max-age': PREFLIGHT_SECONDS,
      })
      .code(204)
      .send()
  })
}
