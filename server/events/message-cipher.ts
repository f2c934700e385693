import { Buffer } from 'node:buffer'
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** Encrypts and decrypts messages as WeChat pushes them in its safe mode. */
export interface MessageCipher {
  readonly encrypt: (message: string) => string
  /** Null for what was not encrypted with this key, or was for another mini program. Never throws. */
  readonly decrypt: (encrypted: string) => string | null
}

const IV_BYTES = 16
const BLOCK_BYTES = 16
const RANDOM_BYTES = 16
const LENGTH_BYTES = 4
// WeChat pads to twice AES's own block.
const PADDING_BYTES = 32

/**
 * AES-256-CBC over 16 random bytes, the message's length, the message and the appid.
 * @param encodingAesKey the 43 characters from the MP console
 * @param appId whose messages are taken
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
 */
export function createMessageCipher(encodingAesKey: string, appId: string): MessageCipher {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64')
  const iv = key.subarray(0, IV_BYTES)

  function encrypt(message: string): string {
    const body = Buffer.from(message)
    const length = Buffer.alloc(LENGTH_BYTES)
    length.writeUInt32BE(body.length)
    const plain = Buffer.concat([randomBytes(RANDOM_BYTES), length, body, Buffer.from(appId)])
    const padding = PADDING_BYTES - plain.length % PADDING_BYTES
    const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
    return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(padding, padding)), cipher.final()]).toString('base64')
  }

  function decrypt(encrypted: string): string | null {
    const bytes = Buffer.from(encrypted, 'base64')
    if (bytes.length === 0 || bytes.length % BLOCK_BYTES !== 0)
      return null
    const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
    const plain = unpad(Buffer.concat([decipher.update(bytes), decipher.final()]))
    if (!plain || plain.length < RANDOM_BYTES + LENGTH_BYTES)
      return null
    const start = RANDOM_BYTES + LENGTH_BYTES
    const end = start + plain.readUInt32BE(RANDOM_BYTES)
    return end <= plain.length && plain.toString('utf8', end) === appId ? plain.toString('utf8', start, end) : null
  }

  return { encrypt, decrypt }
}

function unpad(bytes: Buffer): Buffer | null {
  const count = bytes.at(-1) ?? 0
  const padding = bytes.subarray(bytes.length - count)
  const isPadding = count >= 1 && count <= PADDING_BYTES && padding.length === count && padding.every(byte => byte === count)
  return isPadding ? bytes.subarray(0, bytes.length - count) : null
}
