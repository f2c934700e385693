import { Buffer } from 'node:buffer'
import { createDecipheriv } from 'node:crypto'
import { eventMalformed } from './event-malformed'

/** Reads what WeChat has encrypted. */
export interface MessageCipher {
  /**
   * @param encrypted the text in `Encrypt`
   * @returns the message, XML or JSON
   * @throws GatewayError 400 `event-malformed`
   */
  readonly decrypt: (encrypted: string) => string
}

const BASE64 = /^[A-Z0-9+/]+={0,2}$/i
const CIPHER_BLOCK_BYTES = 16
// WeChat pads to twice the cipher's own block.
const MAX_PADDING_BYTES = 32
// In front of the message: random bytes, and the message's length.
const RANDOM_BYTES = 16
const HEAD_BYTES = RANDOM_BYTES + 4

/**
 * The cipher of WeChat's safe mode (安全模式).
 * @param encodingAesKey the 43 characters from the MP console
 * @param appId whom messages must be for
 * @see https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html
 */
export function createMessageCipher(encodingAesKey: string, appId: string): MessageCipher {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64')
  const iv = key.subarray(0, CIPHER_BLOCK_BYTES)

  function decipher(encrypted: string): Buffer {
    const bytes = Buffer.from(BASE64.test(encrypted) ? encrypted : '', 'base64')
    if (bytes.length === 0 || bytes.length % CIPHER_BLOCK_BYTES !== 0)
      throw eventMalformed('What is in Encrypt is cut off, or no Base64.')
    const cipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
    return withoutPadding(Buffer.concat([cipher.update(bytes), cipher.final()]))
  }

  return {
    decrypt(encrypted) {
      const content = decipher(encrypted)
      if (content.length < HEAD_BYTES)
        throw keyDiffers()
      const endAt = HEAD_BYTES + content.readUInt32BE(RANDOM_BYTES)
      if (endAt > content.length)
        throw keyDiffers()
      if (content.toString('utf8', endAt) !== appId)
        throw eventMalformed('The message is for another account: WECHAT_APP_ID must be the account whose MP console pushes here.')
      return readUtf8(content.subarray(HEAD_BYTES, endAt))
    },
  }
}

function withoutPadding(bytes: Buffer): Buffer {
  const count = bytes[bytes.length - 1] ?? 0
  const padding = bytes.subarray(-count)
  if (count < 1 || count > Math.min(MAX_PADDING_BYTES, bytes.length) || padding.some(byte => byte !== count))
    throw keyDiffers()
  return bytes.subarray(0, bytes.length - count)
}

function readUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  }
  catch {
    throw eventMalformed('The decrypted message is no UTF-8.')
  }
}

function keyDiffers() {
  return eventMalformed('The message cannot be decrypted: WECHAT_EVENTS_AES_KEY must be the EncodingAESKey of the MP console.')
}
