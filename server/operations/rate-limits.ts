import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../config'
import type { Log } from '../log'
import { createHash } from 'node:crypto'
import rateLimit from '@fastify/rate-limit'
import { GatewayError } from '../errors'

// A phone sends a batch every few seconds at most, and the staff's page asks a few times a minute.
const SESSION_REQUESTS_PER_MINUTE = 120
// A login costs a call to WeChat, and each visitor needs one in an hour or so.
const LOGIN_SHARE = 10

const MINUTE_MS = 60_000
// Addresses that are remembered; those that were quiet longest are forgotten first.
const REMEMBERED = 20_000

// Probes of a load balancer, and WeChat's own servers, which are few and push what must not get lost.
const UNLIMITED: readonly string[] = ['/healthz', '/readyz', '/v1/wechat/events']

/**
 * Limits what one address and one session may send in a minute. Answers about rooms that are ready are given before any
 * limit is asked: they cost less than the counting, and a whole company or a carrier may be behind one address.
 */
export function limitRequests(app: FastifyInstance, { requestsPerMinute, trustedProxies }: Pick<Config, 'requestsPerMinute' | 'trustedProxies'>, log: Log): void {
  app.addHook('onRoute', (route) => {
    if (UNLIMITED.includes(route.url))
      route.config = { ...route.config, rateLimit: false }
    if (route.url === '/v1/sessions')
      route.config = { ...route.config, rateLimit: { max: Math.ceil(requestsPerMinute / LOGIN_SHARE) } }
  })
  app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: MINUTE_MS,
    cache: REMEMBERED,
    // Answers may be kept by a CDN; how much this asker has left is nothing for the next.
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false, 'retry-after': false },
    errorResponseBuilder: (_request, { ttl }) => tooMany(ttl),
  })
  app.after(() => {
    const check = app.createRateLimit({ max: SESSION_REQUESTS_PER_MINUTE, timeWindow: MINUTE_MS, keyGenerator: sessionKey })
    app.addHook('onRequest', (request, _reply, done) => {
      if (request.headers.authorization === undefined)
        return done()
      check(request).then(limit => done(limit.isAllowed || !limit.isExceeded ? undefined : tooMany(limit.ttl)), done)
    })
  })
  if (trustedProxies === 0)
    warnOfProxies(app, log)
}

function tooMany(ttlMs: number): GatewayError {
  return new GatewayError(429, 'rate-limited', 'Too many requests in a minute. Ask again after the seconds in the header retry-after.', Math.max(1, Math.ceil(ttlMs / 1000)))
}

// Hashed, so that a token is nowhere but in the request. Made-up tokens do not get around the limit of the address.
function sessionKey({ headers: { authorization = '' } }: FastifyRequest): string {
  return createHash('sha256').update(authorization).digest('base64url')
}

// Behind a proxy that is not believed, everybody seems to be one.
function warnOfProxies(app: FastifyInstance, log: Log): void {
  let isWarned = false
  app.addHook('onRequest', (request, _reply, done) => {
    if (!isWarned && request.headers['x-forwarded-for'] !== undefined) {
      isWarned = true
      log.warn('requests come through a proxy, so that all clients share one limit: set TRUSTED_PROXIES to how many proxies there are')
    }
    done()
  })
}
