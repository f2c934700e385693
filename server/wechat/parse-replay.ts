import { fieldsOf } from '@/src/domain/untrusted'

/** A part of a replay: its source video, without the comments. */
export interface ReplaySegment {
  readonly mediaUrl: string
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number
  /** When the link stops working, in milliseconds since the epoch; null when WeChat does not say. */
  readonly expiresAtMs: number | null
}

// WeChat's page types its times as text and shows RFC 3339 in its example; its other times are seconds.
const RFC_3339 = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/i
const CHINA_TIME = '+08:00'
// Seconds up to the year 5138; above, the same digits are milliseconds since 1973.
const MAX_SECONDS = 1e11
const MAX_DATE_MS = 8.64e15

/**
 * Reads one entry of `live_replay`. Without an address or a time of making it is none: nobody could play it, or tell
 * where in the replay it belongs.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/livebroadcast/studio-management/api_getliveinfo.html
 * @returns the segment, or null
 */
export function parseReplay(input: unknown): ReplaySegment | null {
  const raw = fieldsOf(input)
  const mediaUrl = typeof raw.media_url === 'string' ? raw.media_url.trim() : ''
  const createdAtMs = parseTime(raw.create_time)
  if (!/^https?:\/\/./i.test(mediaUrl) || createdAtMs === null)
    return null
  return { mediaUrl, createdAtMs, expiresAtMs: parseTime(raw.expire_time) }
}

function parseTime(input: unknown): number | null {
  const time = typeof input === 'string' && /^\d+$/.test(input) ? Number(input) : input
  const atMs = typeof time === 'number' ? toMillis(time) : typeof time === 'string' ? parseDate(time) : Number.NaN
  // The year 1 is what some of WeChat's services send for "no time".
  return atMs > 0 && atMs <= MAX_DATE_MS ? Math.round(atMs) : null
}

function parseDate(text: string): number {
  const match = RFC_3339.exec(text)
  return match ? Date.parse(text.replace(' ', 'T').toUpperCase() + (match[1] ? '' : CHINA_TIME)) : Number.NaN
}

function toMillis(time: number): number {
  return time < MAX_SECONDS ? time * 1000 : time
}
