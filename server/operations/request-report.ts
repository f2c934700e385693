import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { Metrics } from './metrics'
import { isLogged } from '../log'

// For addresses that lead nowhere: they themselves are anything that anybody can think of.
const NO_ROUTE = 'none'

/** Takes one answered request. By its route, not its address: what people search for is nobody's business. */
export type RequestReport = (method: string, route: string, status: number, ms: number, requestLog?: FastifyBaseLogger) => void

/** Counts and logs requests. */
export function createRequestReport(metrics: Pick<Metrics, 'observeRequest'>, log: FastifyBaseLogger): RequestReport {
  const isLogging = isLogged(log, 'info')
  return (method, route, status, ms, requestLog = log) => {
    metrics.observeRequest(method, route, status, ms / 1000)
    if (isLogging)
      requestLog.info({ method, route, status, ms: Math.round(ms) }, 'answered')
  }
}

/** Reports every request that comes to the framework. */
export function reportRequests(app: FastifyInstance, report: RequestReport): void {
  app.addHook('onResponse', ({ method, routeOptions, log }, { statusCode, elapsedTime }, done) => {
    report(method, routeOptions.url ?? NO_ROUTE, statusCode, elapsedTime, log)
    done()
  })
}
