import { nameOf } from './touch-parser'
import { fieldsOf, objectOf, textOf } from './untrusted'

// WeChat's numbers and our words for them: the one place where the two meet.
const STATUSES = { 1: 'none', 2: 'live', 3: 'ended', 4: 'preparing' } as const
const REPLAYS = { 0: 'none', 1: 'ready', 3: 'generating', 6: 'expired' } as const
const NOTICE_STATUSES = { 0: 'usable', 1: 'cancelled', 2: 'used' } as const
const RESERVE_STATES = {
  1: 'live-declined',
  2: 'live-opened',
  3: 'notice-cancelled',
  4: 'broadcast-ended',
  5: 'left',
  6: 'reserved',
  7: 'released',
  8: 'kept',
  9: 'dismissed',
  10: 'notice-expired',
} as const
const REFUSALS = { 100008: 'account-not-eligible', 40097: 'argument-invalid', 1416104: 'nothing-found', 1416100: 'account-id-invalid' } as const

type Named<Names> = Names[keyof Names] | 'unknown'

/** The newest broadcast of a Channels account; `none` where there never was one. */
export interface ChannelsLive {
  readonly feedId: string
  readonly nonceId: string
  readonly description: string
  /** The account's picture. */
  readonly headUrl: string
  readonly nickname: string
  readonly status: Named<typeof STATUSES>
  /** Whether it can be watched afterwards; `unknown` also before base library 2.29.0, which does not say. */
  readonly replay: Named<typeof REPLAYS>
}

/** The announcement of a broadcast. */
export interface ChannelsNotice {
  readonly noticeId: string
  readonly headUrl: string
  readonly nickname: string
  /** Milliseconds since the epoch; null where it could not be read. */
  readonly startAtMs: number | null
  readonly isReservable: boolean
  readonly status: Named<typeof NOTICE_STATUSES>
}

/**
 * What came of WeChat's popup for reserving: `left` and `kept` were closed without a change, `dismissed` before it was
 * there; `live-…` when the broadcast is on already and WeChat offered the way to it.
 */
export type ReserveOutcome = Named<typeof RESERVE_STATES>

/** Why WeChat refuses a Channels account. */
export type ChannelsRefusal = (typeof REFUSALS)[keyof typeof REFUSALS]

/** Who brought this visitor, as WeChat's Channels tell it; each is empty where it does not say. */
export interface ChannelsShareKey {
  readonly sharerOpenid: string
  readonly promoterId: string
  readonly promoterOpenid: string
}

/** Hears of a number that WeChat never documented, e.g. `status 7`. */
export type Report = (found: string) => void

const MAX_ID_CHARS = 256
const MAX_WORDS_CHARS = 200
const MAX_URL_CHARS = 2048
// Dates as seconds stay below this for three thousand years; as milliseconds they have been above it since 1973.
const SECONDS_BELOW = 100_000_000_000

/**
 * Reads the answer of `getChannelsLiveInfo`, all but the broadcasts before the newest.
 * @returns null for what is no answer. Never throws
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/open-api/channels/wx.getChannelsLiveInfo.html
 */
export function parseChannelsLive(input: unknown, report: Report): ChannelsLive | null {
  const fields = objectOf(input)
  return fields && {
    feedId: textOf(fields.feedId, MAX_ID_CHARS),
    nonceId: textOf(fields.nonceId, MAX_ID_CHARS),
    description: textOf(fields.description, MAX_WORDS_CHARS),
    ...accountIn(fields),
    status: named(STATUSES, fields, 'status', report),
    replay: fields.replayStatus === undefined ? 'unknown' : named(REPLAYS, fields, 'replayStatus', report),
  }
}

/**
 * Reads the answer of `getChannelsLiveNoticeInfo`, all but the notices after the next.
 * @returns null for what is no answer, or a notice without its id. Never throws
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/open-api/channels/wx.getChannelsLiveNoticeInfo.html
 */
export function parseChannelsNotice(input: unknown, report: Report): ChannelsNotice | null {
  const fields = fieldsOf(input)
  const noticeId = textOf(fields.noticeId, MAX_ID_CHARS)
  return noticeId === ''
    ? null
    : { noticeId, ...accountIn(fields), startAtMs: momentOf(fields.startTime), isReservable: fields.reservable === true, status: named(NOTICE_STATUSES, fields, 'status', report) }
}

/**
 * Reads the answer of `reserveChannelsLive`, whose `state` is one of ten numbers. Never throws.
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/open-api/channels/wx.reserveChannelsLive.html
 */
export function parseReserveOutcome(input: unknown, report: Report): ReserveOutcome {
  return named(RESERVE_STATES, fieldsOf(input), 'state', report)
}

/** Whether the user will be reminded after this; null where that cannot be told. */
export function isReservedAfter(outcome: ReserveOutcome): boolean | null {
  return { reserved: true, kept: true, left: false, released: false }[outcome as string] ?? null
}

/**
 * Reads the answer of `getChannelsShareKey`.
 * @returns null where it names nobody. Never throws
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/open-api/channels/wx.getChannelsShareKey.html
 */
export function parseChannelsShareKey(input: unknown): ChannelsShareKey | null {
  const fields = fieldsOf(input)
  const promoter = fieldsOf(fields.promoter)
  const key = { sharerOpenid: nameOf(fields.sharerOpenId), promoterId: nameOf(promoter.promoterId), promoterOpenid: nameOf(promoter.promoterOpenId) }
  return key.sharerOpenid || key.promoterId || key.promoterOpenid ? key : null
}

/** The name of an error code of WeChat's Channels interfaces; null for any other. */
export function channelsRefusalOf(code: number): ChannelsRefusal | null {
  return wordFor(REFUSALS, code) ?? null
}

function named<T extends string>(names: Readonly<Record<number, T>>, fields: Readonly<Record<string, unknown>>, field: string, report: Report): T | 'unknown' {
  const code = fields[field]
  const name = typeof code === 'number' ? wordFor(names, code) : undefined
  if (!name)
    report(`${field} ${JSON.stringify(code)}`)
  return name ?? 'unknown'
}

function wordFor<T extends string>(names: Readonly<Record<number, T>>, code: number): T | undefined {
  return names[code]
}

function accountIn(fields: Readonly<Record<string, unknown>>): Pick<ChannelsLive, 'headUrl' | 'nickname'> {
  return { headUrl: textOf(fields.headUrl, MAX_URL_CHARS), nickname: textOf(fields.nickname, MAX_WORDS_CHARS) }
}

// WeChat's documents call it text and give no form; seconds since the epoch are what comes.
function momentOf(input: unknown): number | null {
  const text = String(input)
  const number = /^\d{9,14}$/.test(text) ? Number(text) : null
  return number !== null && number < SECONDS_BELOW ? number * 1000 : number
}
