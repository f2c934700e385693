import type { Log } from '../log'
import type { WeChatAnswer } from './call-wechat'
import type { Clock } from '@/src/domain/clock'
import type { Room } from '@/src/domain/room'
import { createAccessToken } from './access-token'
import { callWeChat } from './call-wechat'
import { parseRoom } from './parse-room'
import { isEmptyListCode, WeChatFailure } from './wechat-error'

/** What the gateway asks of WeChat's server API. */
export interface WeChatClient {
  /**
   * All rooms of the shop, in WeChat's order, no room twice.
   * @throws WeChatFailure
   */
  listRooms: () => Promise<readonly Room[]>
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
  /** Rooms per call; WeChat advises 100 at most. */
  readonly pageSize?: number
}

const TIMEOUT_MS = 8000
const PAGE_SIZE = 100

// Rooms that come or go while the list is read shift all the others. Reading again finds what slipped through; a list
// that never stands still is taken as it is.
const MAX_READS = 3

interface RawPage {
  readonly items: readonly unknown[]
  readonly total: number
}

/** The one client of WeChat's server API. */
export function createWeChatClient(options: WeChatClientOptions): WeChatClient {
  const { baseUrl, appSecret, log, timeoutMs = TIMEOUT_MS, pageSize = PAGE_SIZE } = options
  const call = { baseUrl, timeoutMs, secrets: [appSecret] }
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

  async function readPage(start: number): Promise<RawPage> {
    const answer = await withToken(token => callWeChat({
      ...call,
      path: '/wxa/business/getliveinfo',
      accessToken: token,
      body: { start, limit: pageSize },
      isAnswer: isEmptyListCode,
    }))
    if (typeof answer.errcode === 'number' && isEmptyListCode(answer.errcode))
      return { items: [], total: 0 }
    const { room_info: items, total } = answer
    if (!Array.isArray(items) || typeof total !== 'number')
      throw new WeChatFailure({ kind: 'answer-invalid', reason: 'room_info or total is missing' })
    return { items, total }
  }

  async function readAll(): Promise<{ items: readonly unknown[], isSteady: boolean }> {
    const first = await readPage(0)
    const items = [...first.items]
    let page = first
    let isSteady = true
    // Stepping by what came, not by what was asked: WeChat may give fewer than asked.
    while (page.items.length > 0 && items.length < page.total) {
      page = await readPage(items.length)
      isSteady &&= page.total === first.total
      items.push(...page.items)
    }
    return { items, isSteady }
  }

  async function listRooms(): Promise<readonly Room[]> {
    let read = await readAll()
    for (let reads = 1; !read.isSteady && reads < MAX_READS; reads++)
      read = await readAll()
    const rooms = read.items.map(parseRoom)
    const bad = rooms.filter(room => room === null).length
    if (bad > 0)
      log.warn({ bad, of: rooms.length }, 'left out rooms that cannot be read')
    // A room that comes twice was moved while the list was read: the later reading is the fresher one.
    return [...new Map(rooms.filter(room => room !== null).map(room => [room.id, room])).values()]
  }

  return { listRooms }
}
