import type { RequestListener, Server } from 'node:http'
import type { AnswerCache } from './answer-cache'
import type { Config } from './config'
import type { RequestReport } from './operations/request-report'
import { createServer } from 'node:http'
import { performance } from 'node:perf_hooks'
import { JSON_TYPE } from './answer-cache'
import { originHeaders } from './cors'
import { hasAnswer } from './etag'

/** What {@link createReadyServer} needs. */
export interface ReadyServerOptions {
  readonly answers: Pick<AnswerCache, 'find'>
  readonly origins: Config['corsOrigins']
  readonly report: RequestReport
  /** While the gateway ends, the framework answers everybody, and tells them to come back on another connection. */
  readonly isClosing: () => boolean
}

// Longer than load balancers keep a connection, so that none is closed under a request.
const KEEP_ALIVE_MS = 72_000
// Nobody needs longer to send what this gateway takes.
const REQUEST_MS = 60_000

/**
 * A server that gives known answers about rooms itself and leaves every other request to the framework. That is what most
 * requests are, and finding the answer costs a fraction of the framework's way to a route.
 * @param handler the framework
 * @param options what it answers from, and whom it tells
 */
export function createReadyServer(handler: RequestListener, options: ReadyServerOptions): Server {
  const { answers, origins, report, isClosing } = options
  const server = createServer((request, response) => {
    const known = request.method === 'GET' && !isClosing() ? answers.find(request.url ?? '') : null
    if (!known)
      return handler(request, response)
    const startedAtMs = performance.now()
    const { body, etag, cacheControl, route } = known
    const headers = ['x-content-type-options', 'nosniff', 'etag', etag, 'cache-control', cacheControl, ...originHeaders(origins, request.headers.origin)]
    const status = hasAnswer(request.headers['if-none-match'], etag) ? 304 : 200
    if (status === 304)
      response.writeHead(status, headers).end()
    else
      response.writeHead(status, [...headers, 'content-type', JSON_TYPE, 'content-length', String(body.length)]).end(body)
    report('GET', route, status, performance.now() - startedAtMs)
  })
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.requestTimeout = REQUEST_MS
  return server
}
