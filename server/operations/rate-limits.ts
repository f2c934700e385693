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

const LOGIN = '/v1/sessions'
// Probes of a load balancer, and WeChat's own servers, which are few and push what must not get lost.
const UNLIMITED: readonly string[] = ['/healthz', '/readyz', '/v1/wechat/events']

/**
 * Limits what one address and one session may send in a minute, before anybody's key is looked at. Answers about rooms
 * that are ready are given before any limit is asked: they cost less than the counting, and a whole company or a carrier
 * may be behind one address.
 */
export function limitRequests(app: FastifyInstance, { requestsPerMinute, trustedProxies }: Pick<Config, 'requestsPerMinute' | 'trustedProxies'>, log: Log): void {
  app.register(rateLimit, { global: false, timeWindow: MINUTE_MS, cache: REMEMBERED })
  app.after(() => {
    const byAddress = app.createRateLimit({ max: requestsPerMinute })
    const loginsByAddress = app.createRateLimit({ max: Math.ceil(requestsPerMinute / LOGIN_SHARE) })
    const bySession = app.createRateLimit({ max: SESSION_REQUESTS_PER_MINUTE, keyGenerator: sessionKey })

    // A hook of the whole gateway: a route's own come later, and guessing at a key must not be free.
    app.addHook('onRequest', async (request) => {
      const { routeOptions: { url: route = '' }, headers: { authorization } } = request
      if (UNLIMITED.includes(route))
        return
      await hold(byAddress(request))
      if (route === LOGIN)
        await hold(loginsByAddress(request))
      if (authorization !== undefined)
        await hold(bySession(request))
    })
  })
  if (trustedProxies === 0)
    warnOfProxies(app, log)
}

async function hold(checking: ReturnType<ReturnType<FastifyInstance['createRateLimit']>>): Promise<void> {
  const limit = await checking
  if (!limit.isAllowed && limit.isExceeded)
    throw tooMany(limit.ttl)
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
