import type { FastifyInstance } from 'fastify'
import type { Config } from './config'

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, HEAD, POST',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': 86_400,
}

/**
 * Lets pages of the configured web origins read the answers. The gateway knows no cookies, so no credentials are allowed.
 * Set on the instance itself, so that errors carry the headers too.
 */
export function allowOrigins(app: FastifyInstance, origins: Config['corsOrigins']): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers
    if (origins !== '*')
      reply.header('vary', 'Origin')
    if (origin === undefined || (origins !== '*' && !origins.includes(origin)))
      return done()
    reply.header('access-control-allow-origin', origins === '*' ? '*' : origin)
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) {
      reply.header('access-control-expose-headers', 'retry-after')
      return done()
    }
    reply.headers(PREFLIGHT).code(204).send()
  })
}
