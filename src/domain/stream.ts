import { fieldsOf, textOf } from './untrusted'

/** A stream of the shop's own, for WeChat's `<live-player>` or a browser. It is no room: it has no goods and no status. */
export interface Stream {
  /** Letters, digits, `-` and `_`. */
  readonly id: string
  readonly title: string
  /** FLV over http(s) or RTMP, the two that `<live-player>` plays; empty where there is none. */
  readonly liveUrl: string
  /** HLS over http(s), for browsers; empty where there is none. */
  readonly hlsUrl: string
  readonly coverUrl: string
  readonly orientation: StreamOrientation
}

/** How the picture is held, in WeChat's words. */
export type StreamOrientation = 'vertical' | 'horizontal'

const MAX_TITLE_CHARS = 100
const MAX_URL_CHARS = 2048
const STREAM_ID = /^[\w-]{1,64}$/

/** Reads the number of a stream from outside: a link, an answer. @returns null for anything else. Never throws */
export function parseStreamId(input: unknown): string | null {
  return typeof input === 'string' && STREAM_ID.test(input) ? input : null
}

/** Reads the gateway's list of streams; entries that nothing could play are left out. @returns null where there is no list. Never throws */
export function parseStreams(input: unknown): readonly Stream[] | null {
  const streams = fieldsOf(input).streams
  return Array.isArray(streams) ? streams.map(parseStream).filter(stream => stream !== null) : null
}

function parseStream(input: unknown): Stream | null {
  const fields = fieldsOf(input)
  const id = parseStreamId(fields.id)
  const title = textOf(fields.title, MAX_TITLE_CHARS)
  const liveUrl = urlOf(fields.liveUrl, /^(?:https?|rtmp):\/\/[^\s/]\S*$/i)
  const hlsUrl = urlOf(fields.hlsUrl, /^https?:\/\/[^\s/]\S*$/i)
  if (id === null || title === '' || (liveUrl === '' && hlsUrl === ''))
    return null
  return {
    id,
    title,
    liveUrl,
    hlsUrl,
    coverUrl: urlOf(fields.coverUrl, /^https?:\/\/[^\s/]\S*$/i),
    orientation: fields.orientation === 'horizontal' ? 'horizontal' : 'vertical',
  }
}

// Half an address is none, so these are never cut.
function urlOf(input: unknown, pattern: RegExp): string {
  return typeof input === 'string' && input.length <= MAX_URL_CHARS && pattern.test(input) ? input : ''
}
