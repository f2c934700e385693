import type { Account } from './derive-key'
import { createHmac } from 'node:crypto'
import { deriveKey } from './derive-key'

// 96 bits: nobody finds a second openid for one, or guesses one.
const SHARE_ID_CHARS = 16

/**
 * What stands for a visitor on the cards and codes that they send: always the same for one openid, fit for a URL, and
 * nobody without the AppSecret can tell whose it is.
 */
export function createShareIds(account: Account): (openid: string) => string {
  const key = deriveKey(account, 'share id')
  return openid => createHmac('sha256', key).update(openid).digest('base64url').slice(0, SHARE_ID_CHARS)
}
