import type { Log } from '../log'
import type { WeChatAnswer, WeChatObserver } from './call-wechat'
import type { ReplaySegment } from './parse-replay'
import type { RoomCode } from './parse-room-code'
import type { RawList, RawPage } from './read-pages'
import type { Clock } from '@/src/domain/clock'
import type { Room, RoomId } from '@/src/domain/room'
import { createAccessToken } from './access-token'
import { callWeChat } from './call-wechat'
import { parseReplay } from './parse-replay'
import { parseRoom } from './parse-room'
import { parseRoomCode } from './parse-room-code'
import { readAllPages } from './read-pages'
import { isEmptyListCode, WeChatFailure } from './wechat-error'

/** What the gateway asks of WeChat's server API. */
export interface WeChatClient {
  /**
   * All rooms of the shop, in WeChat's order, no room twice.
   * @throws WeChatFailure
   */
  listRooms: () => Promise<readonly Room[]>
  /**
   * What a room's replay is made of, in the order of playing; empty while there is none.
   * @throws WeChatFailure
   */
  listReplays: (roomId: RoomId) => Promise<readonly ReplaySegment[]>
  /**
   * A code that leads to a room. A new one counts against 10,000 calls a day.
   * @param customParams what whoever comes by it brings along, URI-encoded; empty for nothing
   * @throws WeChatFailure `room-unknown`, `room-state-forbids`, `code-failed`, and what every call can throw
   */
  getRoomCode: (roomId: RoomId, customParams: string) => Promise<RoomCode>
  /**
   * Whose login code this is. The session key that comes with the answer is dropped: nothing here needs it.
   * @param code good once; WeChat counts a try as a use
   * @returns the visitor's openid
   * @throws WeChatFailure `login-code-invalid`, `login-code-used`, `visitor-blocked`, and what every call can throw
   */
  redeemLoginCode: (code: string) => Promise<string>
}

/** What {@link createWeChatClient} needs. */
export interface WeChatClientOptions {
  /** `https://api.weixin.qq.com`, or where the simulator listens. */
  readonly baseUrl: string
  readonly appId: string
  readonly appSecret: string
  readonly clock: Clock
  readonly log: Log
  /** For one call, in milliseconds. */
  readonly timeoutMs?: number
  /** Gives up after that time; `AbortSignal.timeout`, unless a test has a time of its own. */
  readonly timeLimit?: (timeoutMs: number) => AbortSignal
  /** Rooms per call; WeChat advises 100 at most. */
  readonly pageSize?: number
  readonly observe?: WeChatObserver
}

const TIMEOUT_MS = 8000
const PAGE_SIZE = 100

// Rooms that come or go while the list is read shift all the others. Reading again finds what slipped through; a list
// that never stands still is taken as it is.
const MAX_READS = 3

// Real ones have 28 characters.
const OPENID = /^[\w-]{1,128}$/

/** The one client of WeChat's server API. */
export function createWeChatClient(options: WeChatClientOptions): WeChatClient {
  const { baseUrl, appId, appSecret, log, timeoutMs = TIMEOUT_MS, pageSize = PAGE_SIZE, timeLimit, observe } = options
  const call = { baseUrl, timeoutMs, secrets: [appSecret], ...(timeLimit ? { timeLimit } : {}), ...(observe ? { observe } : {}) }
  const accessToken = createAccessToken({ ...options, call })

  async function withToken(asking: (token: string) => Promise<WeChatAnswer>): Promise<WeChatAnswer> {
    const token = await accessToken.get()
    try {
      return await asking(token)
    }
    catch (thrown) {
      if (!(thrown instanceof WeChatFailure) || thrown.detail.kind !== 'token-invalid')
        throw thrown
      log.warn({ code: thrown.detail.code }, 'WeChat refused the access token; trying once more with another')
      return asking(await accessToken.replace(token))
    }
  }

  async function readPage(name: 'room_info' | 'live_replay', fields: object): Promise<RawPage> {
    const answer = await withToken(token => callWeChat({
      ...call,
      path: '/wxa/business/getliveinfo',
      accessToken: token,
      body: { ...fields, limit: pageSize },
      isAnswer: isEmptyListCode,
    }))
    if (typeof answer.errcode === 'number' && isEmptyListCode(answer.errcode))
      return { items: [], total: 0 }
    const { total } = answer
    const items = answer[name] ?? (total === 0 ? [] : null)
    if (!Array.isArray(items) || typeof total !== 'number')
      throw new WeChatFailure({ kind: 'answer-invalid', reason: `${name} or total is missing` })
    return { items, total }
  }

  function parseAll<T>(items: readonly unknown[], parse: (item: unknown) => T | null, what: string): T[] {
    const parsed = items.map(parse)
    const good = parsed.filter(item => item !== null)
    const bad = parsed.length - good.length
    if (bad > 0)
      log.warn({ bad, of: parsed.length }, `left out ${what} that cannot be read`)
    return good
  }

  async function listRooms(): Promise<readonly Room[]> {
    const read = (): Promise<RawList> => readAllPages(start => readPage('room_info', { start }))
    let list = await read()
    for (let reads = 1; !list.isSteady && reads < MAX_READS; reads++)
      list = await read()
    const rooms = parseAll(list.items, parseRoom, 'rooms')
    // A room that comes twice was moved while the list was read: the later reading is the fresher one.
    return [...new Map(rooms.map(room => [room.id, room])).values()]
  }

  async function listReplays(roomId: RoomId): Promise<readonly ReplaySegment[]> {
    const { items } = await readAllPages(start => readPage('live_replay', { action: 'get_replay', room_id: roomId, start }))
    return parseAll(items, parseReplay, 'parts of a replay').sort((a, b) => a.createdAtMs - b.createdAtMs)
  }

  async function getRoomCode(roomId: RoomId, customParams: string): Promise<RoomCode> {
    const code = parseRoomCode(await withToken(token => callWeChat({
      ...call,
      path: '/wxaapi/broadcast/room/getsharedcode',
      accessToken: token,
      query: { roomId: String(roomId), ...(customParams === '' ? {} : { params: customParams }) },
    })))
    if (!code)
      throw new WeChatFailure({ kind: 'answer-invalid', reason: 'cdnUrl is missing' })
    return code
  }

  /** @see https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session.html */
  async function redeemLoginCode(code: string): Promise<string> {
    const { openid } = await callWeChat({
      ...call,
      path: '/sns/jscode2session',
      query: { appid: appId, secret: appSecret, js_code: code, grant_type: 'authorization_code' },
      secrets: [appSecret, code],
    })
    if (typeof openid !== 'string' || !OPENID.test(openid))
      throw new WeChatFailure({ kind: 'answer-invalid', reason: 'openid is missing' })
    return openid
  }

  return { listRooms, listReplays, getRoomCode, redeemLoginCode }
}
