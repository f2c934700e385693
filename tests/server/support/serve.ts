import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { fastify } from 'fastify'
import { expect, onTestFinished } from 'vitest'
import { COMMON_SCHEMAS } from '@/server/contract/common'
import { OWN_MEDIA_SCHEMAS } from '@/server/contract/own-media'
import { REPLAYS_SCHEMAS } from '@/server/contract/replays'
import { ROOM_CODES_SCHEMAS } from '@/server/contract/room-codes'
import { SESSIONS_SCHEMAS } from '@/server/contract/sessions'
import { TOUCHES_SCHEMAS } from '@/server/contract/touches'
import { answerError, answerNotFound } from '@/server/errors'
import { createLog } from '@/server/log'

/** An answer over HTTP; the body is JSON where it can be read as such. */
export interface Said {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: unknown
}

/** Some routes of the gateway on a free port. */
export interface Served {
  readonly url: string
  readonly get: (path: string, init?: RequestInit) => Promise<Said>
  /** Posts text as it is, and anything else as JSON. */
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Said>
  /** Every line that the framework logged so far. */
  readonly logged: () => string
}

/** Serves plugins over real HTTP as the gateway does: same errors, same schemas. */
export async function serve(...plugins: FastifyPluginAsyncTypebox[]): Promise<Served> {
  const lines: string[] = []
  const app: FastifyInstance = fastify({ loggerInstance: createLog('trace', line => void lines.push(line)), frameworkErrors: answerError })
  app.setErrorHandler(answerError)
  app.setNotFoundHandler(answerNotFound)
  for (const schema of [...COMMON_SCHEMAS, ...SESSIONS_SCHEMAS, ...TOUCHES_SCHEMAS, ...REPLAYS_SCHEMAS, ...OWN_MEDIA_SCHEMAS, ...ROOM_CODES_SCHEMAS]) app.addSchema(schema)
  for (const plugin of plugins) app.register(plugin)
  onTestFinished(() => app.close())
  const url = await app.listen({ host: '127.0.0.1', port: 0 })

  async function ask(path: string, init: RequestInit = {}): Promise<Said> {
    const response = await fetch(url + path, init)
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json')
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : null }
  }

  return {
    url,
    get: ask,
    post: (path, body, headers = {}) => ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
    logged: () => lines.join(''),
  }
}

/** What is expected of an answer that is an error. */
export function errorOf({ status, body }: Said): [status: number, code: unknown] {
  const { error } = body as { error: { code: unknown, message: unknown } }
  expect(error.message).toMatch(/./)
  return [status, error.code]
}
