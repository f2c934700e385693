import type { FastifyInstance } from 'fastify'
import type { AddressInfo } from 'node:net'
import type { WeChatConfig } from '../config'
import type { Faults } from './faults'
import type { LoginOffice } from './login-office'
import type { Quota } from './quota'
import type { SimulatedRoom } from './timetable'
import type { TokenOffice } from './token-office'
import type { WeChatFields } from './wechat-fields'
import type { Clock } from '@/src/domain/clock'
import { setTimeout } from 'node:timers/promises'
import fastify from 'fastify'
import { answerFault, createFaults } from './faults'
import { createLiveInfo } from './live-info'
import { createLoginOffice } from './login-office'
import { createQuota } from './quota'
import { createSharedCode } from './shared-code'
import { simulatedRooms } from './timetable'
import { createTokenOffice } from './token-office'
import { failure } from './wechat-fields'

export type { Fault } from './faults'

/** The calls that the simulator answers. `get_replay` is `getliveinfo` with that action. */
export type SimulatedCall = 'stable_token' | 'getliveinfo' | 'get_replay' | 'getsharedcode' | 'jscode2session'

/** WeChat's server API, played over real HTTP. */
export interface WeChatSimulator extends Pick<Faults<SimulatedCall>, 'fail' | 'heal'> {
  /** The account that it accepts, and where it listens. */
  readonly account: WeChatConfig
  /** How often each call arrived, and the body (of a GET: the query) of the last one. */
  readonly calls: Readonly<Record<SimulatedCall, { count: number, lastBody: unknown }>>
  readonly tokens: Pick<TokenOffice, 'revoke' | 'poison'>
  readonly logins: Pick<LoginOffice, 'issue'>
  /** Uses up today's calls of `getliveinfo`. */
  readonly exhaustQuota: () => void
  readonly close: () => Promise<void>
}

/** What {@link startWeChatSimulator} needs. */
export interface WeChatSimulatorOptions {
  readonly clock: Clock
  /** Where the pictures and videos in its answers are. */
  readonly publicUrl: string
  /** The shop's rooms at a moment; the timetable unless told otherwise. */
  readonly rooms?: (nowMs: number) => readonly SimulatedRoom[]
  /** Who hands out the login codes; an office of its own unless told otherwise. */
  readonly logins?: LoginOffice
}

const APP_ID = 'wxsimulated0000001'
const APP_SECRET = 'simulated-secret-that-opens-nothing'
const LIST_CALLS_PER_DAY = 100_000
const CODE_CALLS_PER_DAY = 10_000

/** Starts the simulator on a free port of this machine. */
export async function startWeChatSimulator(options: WeChatSimulatorOptions): Promise<WeChatSimulator> {
  const { clock, publicUrl, rooms = simulatedRooms, logins = createLoginOffice(clock) } = options
  const tokens = createTokenOffice(clock)
  const quota = createQuota(LIST_CALLS_PER_DAY, clock)
  const codeQuota = createQuota(CODE_CALLS_PER_DAY, clock)
  const sharedCode = createSharedCode({ clock, publicUrl, rooms })
  const liveInfo = createLiveInfo({ clock, publicUrl, rooms })
  const calls = callsOf(() => ({ count: 0, lastBody: undefined as unknown }))
  const faults = createFaults<SimulatedCall>()

  function stableToken(body: WeChatFields): object {
    if (body.grant_type !== 'client_credential')
      return failure(40002, 'invalid grant_type')
    const refusal = judgeAccount(body)
    if (refusal)
      return refusal
    const issued = tokens.issue(body.force_refresh === true)
    return issued ? { access_token: issued.token, expires_in: issued.expiresInS } : failure(45009, 'reach max api daily quota limit')
  }

  function judgeCall(token: string, { use }: Quota): object | null {
    const verdict = tokens.judge(token)
    if (verdict !== 'good')
      return verdict === 'expired' ? failure(42001, 'access_token expired') : failure(40001, 'invalid credential, access_token is invalid or not latest')
    return use() ? null : failure(45009, 'reach max api daily quota limit')
  }

  function getSharedCode(query: WeChatFields, token: string): object {
    return judgeCall(token, codeQuota) ?? sharedCode(query)
  }

  // Rooms and replays share one quota.
  function getLiveInfo(body: WeChatFields, token: string): object {
    const refusal = judgeCall(token, quota)
    if (refusal)
      return refusal
    return body.action === 'get_replay' ? liveInfo.listReplays(body) : liveInfo.listRooms(body)
  }

  function codeToSession(query: WeChatFields): object {
    if (query.grant_type !== 'authorization_code')
      return failure(40002, 'invalid grant_type')
    const refusal = judgeAccount(query)
    if (refusal)
      return refusal
    const login = logins.redeem(String(query.js_code ?? ''))
    if (login.verdict === 'good')
      return { session_key: login.sessionKey, openid: login.openid }
    return login.verdict === 'used' ? failure(40163, 'code been used') : failure(40029, 'invalid code')
  }

  const app = fastify({ forceCloseConnections: true })
  // WeChat looks at the body, not at what the content type says about it.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, async (_request: unknown, body: unknown) => parseFields(String(body)))

  function route(method: 'GET' | 'POST', path: string, callOf: (fields: WeChatFields | null) => SimulatedCall, answer: (fields: WeChatFields, token: string) => object): void {
    app.route<{ Body: WeChatFields | null, Querystring: WeChatFields }>({
      method,
      url: path,
      handler: async ({ body, query }, reply) => {
        const fields = method === 'GET' ? query : body
        const call = callOf(fields)
        calls[call].count += 1
        calls[call].lastBody = fields
        const fault = faults.take(call)
        if (fault?.kind === 'slow') {
          fault.begun?.()
          await setTimeout(fault.delayMs)
        }
        else if (fault) {
          return answerFault(fault, reply)
        }
        return fields ? answer(fields, String(query.access_token ?? '')) : failure(47001, 'data format error')
      },
    })
  }
  route('POST', '/cgi-bin/stable_token', () => 'stable_token', stableToken)
  route('POST', '/wxa/business/getliveinfo', fields => fields?.action === 'get_replay' ? 'get_replay' : 'getliveinfo', getLiveInfo)
  route('GET', '/wxaapi/broadcast/room/getsharedcode', () => 'getsharedcode', getSharedCode)
  route('GET', '/sns/jscode2session', () => 'jscode2session', codeToSession)

  await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    account: { appId: APP_ID, appSecret: APP_SECRET, baseUrl: `http://127.0.0.1:${portOf(app)}` },
    calls,
    fail: faults.fail,
    heal: faults.heal,
    tokens,
    logins,
    exhaustQuota: quota.exhaust,
    close: () => app.close(),
  }
}

function callsOf<T>(make: () => T): Record<SimulatedCall, T> {
  return { stable_token: make(), getliveinfo: make(), get_replay: make(), getsharedcode: make(), jscode2session: make() }
}

function judgeAccount({ appid, secret }: WeChatFields): object | null {
  if (appid !== APP_ID)
    return failure(40013, 'invalid appid')
  return secret === APP_SECRET ? null : failure(40125, 'invalid appsecret')
}

function parseFields(text: string): WeChatFields | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value as WeChatFields : null
  }
  catch {
    return null
  }
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address() as AddressInfo
  return address.port
}
