import { Buffer } from 'node:buffer'
import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * Signs as WeChat does: SHA-1 over the parts in dictionary order.
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
 */
export function sign(parts: readonly string[]): string {
  return createHash('sha1').update([...parts].sort().join('')).digest('hex')
}

/** Whether these parts were signed so, without telling by its time how much of the signature is right. */
export function isSigned(signature: string, parts: readonly string[]): boolean {
  const [given, right] = [Buffer.from(signature), Buffer.from(sign(parts))]
  return given.length === right.length && timingSafeEqual(given, right)
}
