import type { FastifyInstance, FastifyReply } from 'fastify'
import type { AddressInfo } from 'node:net'
import type { WeChatConfig } from '../config'
import type { SimulatedRoom } from './timetable'
import type { TokenOffice } from './token-office'
import type { Clock } from '@/src/domain/clock'
import fastify from 'fastify'
import { createQuota } from './quota'
import { roomInfo } from './room-info'
import { simulatedRooms } from './timetable'
import { createTokenOffice } from './token-office'

/** The calls that the simulator answers. */
export type SimulatedCall = 'stable_token' | 'getliveinfo'

/** What can be wrong instead of an answer. */
export type Fault
  /** No answer, ever. */
  = | { readonly kind: 'hang' }
    | { readonly kind: 'status', readonly status: number }
  /** A gateway's error page, with HTTP status 200. */
    | { readonly kind: 'html' }
  /** A JSON document that stops in the middle. */
    | { readonly kind: 'half-json' }
  /** A connection that breaks while the body is on its way. */
    | { readonly kind: 'cut-off' }
    | { readonly kind: 'errcode', readonly errcode: number, readonly errmsg?: string }
  /** An error whose message repeats the whole request, token and secret included. */
    | { readonly kind: 'echo', readonly errcode: number }
  /** Any JSON. */
    | { readonly kind: 'body', readonly body: unknown }

/** WeChat's server API, played over real HTTP. */
export interface WeChatSimulator {
  /** The account that it accepts, and where it listens. */
  readonly account: WeChatConfig
  /** How often each call arrived, and the body of the last one. */
  readonly calls: Readonly<Record<SimulatedCall, { count: number, lastBody: unknown }>>
  /** Answers with a fault from now on, or the next `times` times. */
  readonly fail: (call: SimulatedCall, fault: Fault, times?: number) => void
  /** Answers properly again. */
  readonly heal: () => void
  readonly tokens: Pick<TokenOffice, 'revoke' | 'poison'>
  /** Uses up today's calls of `getliveinfo`. */
  readonly exhaustQuota: () => void
  readonly close: () => Promise<void>
}

/** What {@link startWeChatSimulator} needs. */
export interface WeChatSimulatorOptions {
  readonly clock: Clock
  /** Where the pictures in its answers are. */
  readonly publicUrl: string
  /** The shop's rooms at a moment; the timetable unless told otherwise. */
  readonly rooms?: (nowMs: number) => readonly SimulatedRoom[]
}

const APP_ID = 'wxsimulated0000001'
const APP_SECRET = 'simulated-secret-that-opens-nothing'
const LIST_CALLS_PER_DAY = 100_000
const MAX_LIMIT = 100

/** Starts the simulator on a free port of this machine. */
export async function startWeChatSimulator({ clock, publicUrl, rooms = simulatedRooms }: WeChatSimulatorOptions): Promise<WeChatSimulator> {
  const tokens = createTokenOffice(clock)
  const quota = createQuota(LIST_CALLS_PER_DAY, clock)
  const calls = { stable_token: { count: 0, lastBody: undefined as unknown }, getliveinfo: { count: 0, lastBody: undefined as unknown } }
  const faults = new Map<SimulatedCall, { readonly fault: Fault, times: number }>()

  function takeFault(call: SimulatedCall): Fault | null {
    const entry = faults.get(call)
    if (!entry || entry.times <= 0)
      return null
    entry.times -= 1
    return entry.fault
  }

  function stableToken(body: Fields): object {
    if (body.grant_type !== 'client_credential')
      return failure(40002, 'invalid grant_type')
    if (body.appid !== APP_ID)
      return failure(40013, 'invalid appid')
    if (body.secret !== APP_SECRET)
      return failure(40125, 'invalid appsecret')
    const issued = tokens.issue(body.force_refresh === true)
    return issued ? { access_token: issued.token, expires_in: issued.expiresInS } : failure(45009, 'reach max api daily quota limit')
  }

  function getLiveInfo(body: Fields, token: string): object {
    const verdict = tokens.judge(token)
    if (verdict !== 'good')
      return verdict === 'expired' ? failure(42001, 'access_token expired') : failure(40001, 'invalid credential, access_token is invalid or not latest')
    if (!quota.use())
      return failure(45009, 'reach max api daily quota limit')
    const { start, limit } = body
    if (!isCount(start) || !isCount(limit) || limit === 0)
      return failure(47001, 'data format error')
    const all = [...rooms(clock.now())].sort((a, b) => b.startAtMs - a.startAtMs || b.id - a.id)
    if (all.length === 0)
      return failure(9410000, 'empty list')
    return {
      errcode: 0,
      errmsg: 'ok',
      room_info: all.slice(start, start + Math.min(limit, MAX_LIMIT)).map(room => roomInfo(room, publicUrl)),
      total: all.length,
    }
  }

  const app = fastify({ forceCloseConnections: true })
  // WeChat looks at the body, not at what the content type says about it.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, async (_request: unknown, body: unknown) => parseFields(String(body)))

  function route(path: string, call: SimulatedCall, answer: (body: Fields, token: string) => object): void {
    app.post<{ Body: Fields | null, Querystring: { access_token?: string } }>(path, async ({ body, query }, reply) => {
      calls[call].count += 1
      calls[call].lastBody = body
      const fault = takeFault(call)
      if (fault)
        return answerFault(fault, reply)
      return body ? answer(body, String(query.access_token ?? '')) : failure(47001, 'data format error')
    })
  }
  route('/cgi-bin/stable_token', 'stable_token', stableToken)
  route('/wxa/business/getliveinfo', 'getliveinfo', getLiveInfo)

  await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    account: { appId: APP_ID, appSecret: APP_SECRET, baseUrl: `http://127.0.0.1:${portOf(app)}` },
    calls,
    fail: (call, fault, times = Number.POSITIVE_INFINITY) => void faults.set(call, { fault, times }),
    heal: () => faults.clear(),
    tokens,
    exhaustQuota: quota.exhaust,
    close: () => app.close(),
  }
}

type Fields = Readonly<Record<string, unknown>>

function parseFields(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value as Fields : null
  }
  catch {
    return null
  }
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0
}

function failure(errcode: number, errmsg: string): object {
  return { errcode, errmsg: `${errmsg} rid: simulated` }
}

function answerFault(fault: Fault, reply: FastifyReply): FastifyReply {
  switch (fault.kind) {
    case 'hang':
      return reply.hijack()
    case 'status':
      return reply.code(fault.status).type('text/plain').send('simulated outage')
    case 'html':
      return reply.type('text/html').send('<html><body><h1>502 Bad Gateway</h1></body></html>')
    case 'half-json':
      return reply.type('application/json').send('{"errcode":0,"room_info":[{"name":"half')
    case 'cut-off':
      reply.hijack()
      reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': 10_000 })
      reply.raw.write('{"errcode":0,', () => reply.raw.destroy())
      return reply
    case 'errcode':
      return reply.send({ errcode: fault.errcode, errmsg: fault.errmsg ?? 'simulated' })
    case 'echo':
      return reply.send({ errcode: fault.errcode, errmsg: `${reply.request.url} ${JSON.stringify(reply.request.body)}` })
    case 'body':
      return reply.type('application/json').send(JSON.stringify(fault.body))
    default:
      return fault satisfies never
  }
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address() as AddressInfo
  return address.port
}
