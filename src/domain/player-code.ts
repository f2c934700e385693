import { numberOf } from './untrusted'

/** How much a word of the player matters. */
export type PlayerCodeGroup
  /** Everything goes its way. */
  = | 'information'
  /** Playback goes on, not as it should. */
    | 'warning'
  /** The stream could not be reached, or no longer; the player tries again by itself. */
    | 'connection-failure'
  /** The player has given up: nothing comes any more until it is started again. */
    | 'session-over'

/**
 * What WeChat's `statechange` codes say, one name each.
 * @see https://developers.weixin.qq.com/miniprogram/dev/component/live-player.html
 */
const SIGNAL_OF = {
  '2001': 'server-connected',
  '2002': 'stream-connected',
  '2003': 'first-packet',
  '2004': 'started',
  '2005': 'progress',
  '2006': 'finished',
  '2007': 'loading',
  '2008': 'decoder-started',
  '2009': 'resolution-changed',
  /** Headphones pulled out, for one. */
  '2030': 'audio-device-changed',
  /** The first picture is on the screen. */
  '2032': 'first-frame',
  '2101': 'video-frame-undecodable',
  '2102': 'audio-frame-undecodable',
  /** Disconnected; the player has begun to reconnect. */
  '2103': 'reconnecting',
  /** Packets come unsteadily: the network here, or the host's. */
  '2104': 'network-unstable',
  '2105': 'stutter',
  /** Software decodes from here on. */
  '2106': 'hardware-decoder-failed',
  /** Frames may be dropped. */
  '2107': 'frames-not-continuous',
  /** Hardware could not decode the first key frame; software decodes from here on. */
  '2108': 'hardware-first-frame-failed',
  '3001': 'dns-failed',
  '3002': 'connect-failed',
  '3003': 'handshake-failed',
  /** Reading or writing failed; the player tries the network again. */
  '3005': 'transfer-failed',
  /** Disconnected, and several attempts to reconnect failed. */
  '-2301': 'gave-up',
  /** The address to pull from could not be had. */
  '-2302': 'address-failed',
} as const

/** What a code of the player says; `undocumented` where WeChat's page does not have it. */
export type PlayerSignal = typeof SIGNAL_OF[keyof typeof SIGNAL_OF] | 'undocumented'

/** Something that the player said. */
export interface PlayerNotice {
  /** WeChat's number, also where nobody knows what it means. */
  readonly code: number
  readonly signal: PlayerSignal
  readonly group: PlayerCodeGroup
}

/** Reads the code of a `statechange`. @returns null for what is no whole number. Never throws */
export function playerNoticeOf(code: unknown): PlayerNotice | null {
  const number = numberOf(code)
  if (number === null || !Number.isSafeInteger(number))
    return null
  const key = String(number)
  return isKnown(key) ? { code: number, signal: SIGNAL_OF[key], group: groupOf(number) } : { code: number, signal: 'undocumented', group: 'information' }
}

function isKnown(key: string): key is keyof typeof SIGNAL_OF {
  return key in SIGNAL_OF
}

function groupOf(code: number): PlayerCodeGroup {
  if (code < 0)
    return 'session-over'
  if (code > 3000)
    return 'connection-failure'
  return code > 2100 ? 'warning' : 'information'
}
