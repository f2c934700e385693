import { Buffer } from 'node:buffer'
import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * WeChat's signature of some texts, in hexadecimal digits.
 * @param texts Token, timestamp and nonce; for an encrypted message what is in `Encrypt` too
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
 */
export function signMessage(texts: readonly string[]): string {
  return createHash('sha1').update([...texts].sort().join('')).digest('hex')
}

/** Whether this is the signature of these texts. It takes as long for a wrong one as for the right one. */
export function isSignature(given: string, texts: readonly string[]): boolean {
  const right = Buffer.from(signMessage(texts))
  const said = Buffer.from(given)
  return said.length === right.length && timingSafeEqual(said, right)
}
