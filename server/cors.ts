import type { FastifyInstance } from 'fastify'
import type { Config } from './config'

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, HEAD, POST',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': 86_400,
}

/**
 * What tells a browser whether a page may read the answer, and a cache whether another page may have it. The gateway knows
 * no cookies, so no credentials are allowed.
 * @returns names and values in turns
 */
export function originHeaders(origins: Config['corsOrigins'], origin: string | undefined): readonly string[] {
  const vary = origins === '*' ? [] : ['vary', 'Origin']
  if (origin === undefined || (origins !== '*' && !origins.includes(origin)))
    return vary
  return [...vary, 'access-control-allow-origin', origins === '*' ? '*' : origin, 'access-control-expose-headers', 'retry-after']
}

/** Lets pages of the configured web origins in. Set on the instance itself, so that errors carry the headers too. */
export function allowOrigins(app: FastifyInstance, origins: Config['corsOrigins']): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { method, headers: { origin, 'access-control-request-method': wanted } } = request
    const headers = originHeaders(origins, origin)
    for (let i = 0; i < headers.length; i += 2) reply.header(String(headers[i]), headers[i + 1])
    const isAllowed = headers.includes('access-control-allow-origin')
    if (!isAllowed || method !== 'OPTIONS' || wanted === undefined)
      return done()
    reply.headers(PREFLIGHT).code(204).send()
  })
}
