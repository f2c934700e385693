import type { Clock } from '@/src/domain/clock'
import type { KeyValueStore } from '@/src/domain/key-value-store'
import { isChannelsScene } from '@/src/domain/scene'
import { fieldsOf } from '@/src/domain/untrusted'

/** What the simulated Channels know of WeChat and the user in front of it. */
export interface ChannelsWorld {
  readonly clock: Clock
  /** Remembers reservations. */
  readonly storage: KeyValueStore
  /** Whether the user is tapping right now. */
  readonly isTapping: () => boolean
  readonly enterScene: () => number
  /** WeChat's own popups; true when the user agrees. */
  readonly ask: (popup: ChannelsPopup) => Promise<boolean>
}

/** A popup of WeChat's. */
export type ChannelsPopup
  = | { readonly kind: 'open' | 'opened', readonly nickname: string }
    | { readonly kind: 'reserve' | 'release', readonly nickname: string, readonly startAtMs: number }

/** What `wx` gives of Channels: callback style, and no promises. */
export interface SimulatedChannels {
  getChannelsLiveInfo: (options: unknown) => void
  getChannelsLiveNoticeInfo: (options: unknown) => void
  reserveChannelsLive: (options: unknown) => void
  openChannelsLive: (options: unknown) => void
  getChannelsShareKey: (options: unknown) => void
}

interface SimulatedAccount {
  readonly nickname: string
  readonly description: string
  readonly headUrl: string
  /** How far this account is ahead in the round of its broadcasts. */
  readonly aheadMinutes: number
}

const ACCOUNTS: Readonly<Record<string, SimulatedAccount>> = {
  sphsimulatedteahouse: { nickname: '小满茶馆', description: '今天一起品春茶', headUrl: '/simulator/images/tea-goods-0.svg', aheadMinutes: 0 },
  sphsimulatedkitchen: { nickname: '阿陶厨房', description: '三道家常快手菜', headUrl: '/simulator/images/kitchen-goods-1.svg', aheadMinutes: 15 },
}

const MINUTE_MS = 60_000
const ROUND_MINUTES = 30
const RESERVATIONS_KEY = 'preview.channels.reservations'

/**
 * Channels broadcasts without WeChat, by the clock: half an hour's round of live (12 minutes), replay in the making (2),
 * replay (7), replay and a notice of the next (7), preparing (2).
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/channels-live.html
 */
export function createSimulatedChannels({ clock, storage, isTapping, enterScene, ask }: ChannelsWorld): SimulatedChannels {
  // WeChat answers later, never before the call returns.
  function answer(options: unknown, apiName: string, read: (fields: Readonly<Record<string, unknown>>) => object | Promise<object>): void {
    const fields = fieldsOf(options)
    new Promise<object>(resolve => resolve(read(fields))).then(
      result => tell(fields.success, { ...result, errMsg: `${apiName}:ok` }),
      (refusal: unknown) => tell(fields.fail, { ...fieldsOf(refusal), errMsg: `${apiName}:${textIn(refusal)}` }),
    )
  }

  function reservations(): unknown[] {
    const stored = storage.get(RESERVATIONS_KEY)
    return Array.isArray(stored) ? stored : []
  }

  async function reserve(noticeId: string): Promise<number> {
    const [, finderUserName = '', round = ''] = /^notice-(\w+)-(\d+)$/.exec(noticeId) ?? []
    const account = ACCOUNTS[finderUserName]
    if (!account)
      return refuse('fail invalid noticeId')
    const now = roundOf(account, clock.now())
    if (now.round > Number(round) || (now.round === Number(round) && now.minute >= 12))
      return now.round === Number(round) ? 4 : 10
    if (now.round === Number(round))
      return await ask({ kind: 'open', nickname: account.nickname }) ? 2 : 1
    const wasReserved = reservations().includes(noticeId)
    const hasAgreed = await ask({ kind: wasReserved ? 'release' : 'reserve', nickname: account.nickname, startAtMs: startAtMsOf(account, Number(round)) })
    if (hasAgreed)
      storage.set(RESERVATIONS_KEY, wasReserved ? reservations().filter(other => other !== noticeId) : [...reservations(), noticeId])
    return wasReserved ? (hasAgreed ? 7 : 8) : (hasAgreed ? 6 : 5)
  }

  return {
    getChannelsLiveInfo: options => answer(options, 'getChannelsLiveInfo', ({ finderUserName }) => {
      const account = accountOf(finderUserName)
      const { round, minute } = roundOf(account, clock.now())
      const { nickname, description, headUrl } = account
      return { feedId: `feed-${finderUserName}-${round}`, nonceId: `nonce-${round}`, nickname, description, headUrl, otherInfos: [], ...stateAt(minute) }
    }),
    getChannelsLiveNoticeInfo: options => answer(options, 'getChannelsLiveNoticeInfo', ({ finderUserName }) => {
      const account = accountOf(finderUserName)
      const { round, minute } = roundOf(account, clock.now())
      if (minute < 21 || minute >= 28)
        refuse('fail no notice')
      const startTime = String(startAtMsOf(account, round + 1) / 1000)
      return { noticeId: `notice-${finderUserName}-${round + 1}`, nickname: account.nickname, headUrl: account.headUrl, startTime, reservable: true, status: 0, otherInfos: [] }
    }),
    reserveChannelsLive: options => answer(options, 'reserveChannelsLive', async ({ noticeId }) => ({ state: await reserve(String(noticeId)) })),
    openChannelsLive: (options) => {
      // Asked now: later the tap is over.
      const isInTap = isTapping()
      answer(options, 'openChannelsLive', async ({ finderUserName }) => {
        if (!isInTap)
          refuse('fail can only be invoked by user TAP gesture.')
        return await ask({ kind: 'open', nickname: accountOf(finderUserName).nickname }) ? {} : refuse('fail cancel')
      })
    },
    getChannelsShareKey: options => answer(options, 'getChannelsShareKey', () => isChannelsScene(enterScene())
      ? { sharerOpenId: 'visitor-1', promoter: {} }
      : refuse('fail not in a scene of Channels')),
  }
}

function accountOf(finderUserName: unknown): SimulatedAccount {
  if (typeof finderUserName !== 'string' || finderUserName === '')
    return refuse('fail invalid argument', 40097)
  if (!finderUserName.startsWith('sph'))
    return refuse('fail invalid finderUserName', 1416100)
  return ACCOUNTS[finderUserName] ?? refuse('fail the account is not certified, or of another subject', 100008)
}

function roundOf({ aheadMinutes }: SimulatedAccount, nowMs: number): { round: number, minute: number } {
  const minutes = nowMs / MINUTE_MS + aheadMinutes
  return { round: Math.floor(minutes / ROUND_MINUTES), minute: minutes % ROUND_MINUTES }
}

function startAtMsOf({ aheadMinutes }: SimulatedAccount, round: number): number {
  return (round * ROUND_MINUTES - aheadMinutes) * MINUTE_MS
}

function stateAt(minute: number): { status: number, replayStatus: number } {
  if (minute < 12)
    return { status: 2, replayStatus: 0 }
  if (minute < 14)
    return { status: 3, replayStatus: 3 }
  return minute < 28 ? { status: 3, replayStatus: 1 } : { status: 4, replayStatus: 0 }
}

function refuse(message: string, errCode?: number): never {
  const refusal = { message, ...(errCode === undefined ? {} : { errCode }) }
  throw refusal
}

function textIn(refusal: unknown): string {
  return String(fieldsOf(refusal).message ?? 'fail')
}

function tell(callback: unknown, result: object): void {
  if (typeof callback === 'function')
    callback(result)
}
