import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Socket } from 'node:net'
import type { ErrorCode, ErrorJson } from './contract/common'
import { Buffer } from 'node:buffer'

/** An answer other than 2xx that a route decides on. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'

  /**
   * @param httpStatus 4xx or 5xx
   * @param code what clients decide by
   * @param message for developers
   * @param retryAfterSeconds when asking again makes sense, for the header `retry-after`
   */
  constructor(readonly httpStatus: number, readonly code: ErrorCode, message: string, readonly retryAfterSeconds?: number) {
    super(message)
  }
}

/** Turns whatever a route, a hook or the framework threw into the contract's error answer. */
export function answerError(error: FastifyError | GatewayError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const answer = toAnswer(error, request)
  if (answer.httpStatus >= 500 && answer.code === 'internal')
    request.log.error({ err: error, route: request.routeOptions.url }, 'a request failed unexpectedly')
  if (answer.retryAfterSeconds !== undefined)
    reply.header('retry-after', answer.retryAfterSeconds)
  return reply.code(answer.httpStatus).header('cache-control', 'no-store').send(toJson(answer.code, answer.message))
}

/** Answers for addresses that lead nowhere. */
export function answerNotFound(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.code(404).header('cache-control', 'no-store').send(toJson('not-found', 'There is nothing at this address. See /openapi.json for what there is.'))
}

const BROKEN_REQUESTS: Readonly<Record<string, readonly [status: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The address and headers are too long.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not arrive in time.'],
}

/** Answers on the bare connection when a request is too broken, or too big, to become one. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  // Gone already, or the client no longer listens.
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, message] = BROKEN_REQUESTS[error.code ?? ''] ?? ['400 Bad Request', 'This is not an HTTP request.']
  const body = JSON.stringify(toJson('invalid-request', message))
  socket.end(`HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`)
}

// What the framework refuses before any schema is asked.
const UNREADABLE: Readonly<Record<string, readonly [httpStatus: number, code: ErrorCode, message: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'body-too-large', 'The body is too big. Send less at once.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'invalid-body', 'The body must be JSON, and the header content-type must say so: application/json.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, 'invalid-body', 'The body is empty, but must be JSON.'],
  // Includes keys such as __proto__, which no honest client sends.
  FST_ERR_CTP_INVALID_JSON_BODY: [400, 'invalid-body', 'The body is not JSON, or has a key that is not allowed.'],
}

function toAnswer(error: FastifyError | GatewayError, request: FastifyRequest): GatewayError {
  if (error instanceof GatewayError)
    return error
  if (error.validation)
    return new GatewayError(400, error.validationContext === 'body' ? 'invalid-body' : 'invalid-query', explainValidation(error, request))
  const unreadable = UNREADABLE[error.code]
  if (unreadable)
    return new GatewayError(...unreadable)
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return new GatewayError(error.statusCode, 'invalid-request', 'The request cannot be read.')
  return new GatewayError(500, 'internal', 'Something went wrong here. It has been logged.')
}

// The schema's own description says what there must be; what came is not repeated, it may be 10 KB of anything.
function explainValidation(error: FastifyError, request: FastifyRequest): string {
  const [problem] = error.validation ?? []
  const missing = problem?.params.missingProperty
  const name = typeof missing === 'string' ? missing : problem?.instancePath.split('/')[1] ?? ''
  const { querystring, params, body } = request.routeOptions.schema ?? {}
  const isBody = error.validationContext === 'body'
  if (isBody && name === '')
    return 'The body must be a JSON object.'
  const what = isBody ? 'field' : 'parameter'
  const description = isBody ? describedIn(body, name) : describedIn(querystring, name) ?? describedIn(params, name)
  return description ? `The ${what} "${name}" is ${missing ? 'missing' : 'not valid'}. ${description}` : `A ${what} is not valid.`
}

function describedIn(schema: unknown, name: string): string | undefined {
  const properties = (schema as { properties?: Record<string, { description?: string }> } | undefined)?.properties
  return properties && Object.hasOwn(properties, name) ? properties[name]?.description : undefined
}

function toJson(code: ErrorCode, message: string): ErrorJson {
  return { error: { code, message } }
}
