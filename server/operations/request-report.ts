import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { Metrics } from './metrics'
import { isLogged } from '../log'

// For addresses that lead nowhere: they themselves are anything that anybody can think of.
const NO_ROUTE = 'none'

/** Counts and logs every request. By its route, not its address: what people search for is nobody's business. */
export function reportRequests(app: FastifyInstance, metrics: Pick<Metrics, 'observeRequest'>, log: FastifyBaseLogger): void {
  const isLogging = isLogged(log, 'info')
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions: { url: route } } = request
    const { statusCode: status, elapsedTime: ms } = reply
    metrics.observeRequest(method, route ?? NO_ROUTE, status, ms / 1000)
    if (isLogging)
      request.log.info({ method, route, status, ms: Math.round(ms) }, 'answered')
    done()
  })
}
