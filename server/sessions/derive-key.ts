import type { WeChatConfig } from '../config'
import { Buffer } from 'node:buffer'
import { hkdfSync } from 'node:crypto'

const KEY_BYTES = 32

/** The account that keys are derived from. */
export type Account = Pick<WeChatConfig, 'appId' | 'appSecret'>

/**
 * A key for one purpose, made of the AppSecret: replicas agree on it without another setting, and what was signed with
 * it ends with the secret.
 * @param account whose secret it is
 * @param purpose the same text always gives the same key, another text an unrelated one
 */
export function deriveKey(account: Account, purpose: string): Uint8Array {
  return Buffer.from(hkdfSync('sha256', account.appSecret, account.appId, `weixin-live ${purpose}`, KEY_BYTES))
}
