import type { Clock } from '@/src/domain/clock'
import { randomUUID } from 'node:crypto'
import { dayOf } from './quota'

/** What WeChat says about a token that comes with a call. */
export type TokenVerdict = 'good' | 'expired' | 'unknown'

/** Issues access tokens as WeChat's `stable_token` does. */
export interface TokenOffice {
  /** Null when the day's forced renewals are used up. */
  issue: (isForced: boolean) => { readonly token: string, readonly expiresInS: number } | null
  judge: (token: string) => TokenVerdict
  /** Somebody else renewed by force: the current token stops working, the next asked for is another. */
  revoke: () => void
  /** The current token is refused, yet asking the normal way goes on giving it. */
  poison: () => void
}

const LIFE_MS = 7_200_000
const RENEWED_BEFORE_END_MS = 5 * 60_000
const FORCED_PER_DAY = 20
const FORCED_APART_MS = 30_000

interface Token {
  readonly text: string
  readonly endsAtMs: number
}

/** @see https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken */
export function createTokenOffice(clock: Clock): TokenOffice {
  let current: Token | null = null
  let previous: Token | null = null
  const refused = new Set<string>()
  let forced = { day: 0, count: 0, atMs: Number.NEGATIVE_INFINITY }

  function renew(): Token {
    previous = current
    current = { text: `simulated-${randomUUID()}`, endsAtMs: clock.now() + LIFE_MS }
    return current
  }

  function issueForced(): Token | null {
    const nowMs = clock.now()
    // WeChat: "otherwise it is not renewed"; the caller gets what there is.
    if (current && nowMs - forced.atMs < FORCED_APART_MS)
      return current
    const count = forced.day === dayOf(nowMs) ? forced.count : 0
    if (count >= FORCED_PER_DAY)
      return null
    forced = { day: dayOf(nowMs), count: count + 1, atMs: nowMs }
    const token = renew()
    previous = null
    return token
  }

  function issueNormal(): Token {
    return current && clock.now() < current.endsAtMs - RENEWED_BEFORE_END_MS ? current : renew()
  }

  return {
    issue: (isForced) => {
      const token = isForced ? issueForced() : issueNormal()
      return token && { token: token.text, expiresInS: Math.floor((token.endsAtMs - clock.now()) / 1000) }
    },
    judge: (text) => {
      const token = [current, previous].find(known => known?.text === text)
      if (!token || refused.has(text))
        return 'unknown'
      return clock.now() < token.endsAtMs ? 'good' : 'expired'
    },
    revoke: () => {
      current = null
      previous = null
    },
    poison: () => {
      if (current)
        refused.add(current.text)
    },
  }
}
