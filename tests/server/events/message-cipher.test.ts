import { Buffer } from 'node:buffer'
import { createCipheriv } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMessageCipher } from '@/server/events/message-cipher'
import { isSigned, sign } from '@/server/events/signature'

// The worked example of https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
const EXAMPLE = {
  token: 'AAAAA',
  encodingAesKey: 'A'.repeat(43),
  appId: 'wxba5fad812f8e6fb9',
  timestamp: '1714112445',
  nonce: '415670741',
  encrypted: '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=',
}
const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'
const APP_ID = 'wx1111111111111111'

describe('a signature', () => {
  it.each([
    ['f464b24fc39322e44b38aa78f5edd27bd1441696', ['AAAAA', '1714036504', '1514711492']],
    ['899cf89e464efb63f54ddac96b0a0a235f53aa78', ['AAAAA', '1714037059', '486452656']],
    ['046e02f8204d34f8ba5fa3b1db94908f3df2e9b3', [EXAMPLE.token, EXAMPLE.timestamp, EXAMPLE.nonce, EXAMPLE.encrypted]],
    ['1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1', ['AAAAA', '1713424427', '415670741', 'ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==']],
  ])('is %s, as in WeChat\'s own examples', (signature, parts) => {
    expect(sign(parts)).toBe(signature)
    expect(isSigned(signature, parts)).toBe(true)
  })

  it.each(['', 'x', '046e02f8204d34f8ba5fa3b1db94908f3df2e9b4', '046e02f8204d34f8ba5fa3b1db94908f3df2e9b', '茶'.repeat(40)])('is not %s', (signature) => {
    expect(isSigned(signature, [EXAMPLE.token, EXAMPLE.timestamp, EXAMPLE.nonce, EXAMPLE.encrypted])).toBe(false)
  })
})

describe('an encrypted message', () => {
  it('is read as in WeChat\'s own example', () => {
    const { decrypt } = createMessageCipher(EXAMPLE.encodingAesKey, EXAMPLE.appId)
    expect(decrypt(EXAMPLE.encrypted)).toBe('{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}')
    expect(decrypt('ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==')).toBe('{"demo_resp":"good luck"}')
  })

  it('comes back as it was, whatever it says', () => {
    const { encrypt, decrypt } = createMessageCipher(KEY, APP_ID)
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (message) => {
      expect(decrypt(encrypt(message))).toBe(message)
    }))
  })

  it('never looks the same twice', () => {
    const { encrypt } = createMessageCipher(KEY, APP_ID)
    expect(encrypt('message')).not.toBe(encrypt('message'))
  })

  it('for another mini program is not read', () => {
    const { encrypt } = createMessageCipher(KEY, 'wx2222222222222222')
    expect(createMessageCipher(KEY, APP_ID).decrypt(encrypt('message'))).toBeNull()
    // An appid that is only longer, or shorter.
    expect(createMessageCipher(KEY, `${APP_ID}9`).decrypt(createMessageCipher(KEY, APP_ID).encrypt('message'))).toBeNull()
  })

  it('with another key is not read', () => {
    const { encrypt } = createMessageCipher('B'.repeat(43), APP_ID)
    for (let i = 0; i < 50; i++)
      expect(createMessageCipher(KEY, APP_ID).decrypt(encrypt(`message ${i}`))).toBeNull()
  })

  it('may be anything at all', () => {
    const { decrypt } = createMessageCipher(KEY, APP_ID)
    for (const nothing of ['', 'A', '====', 'not base64!', 'A'.repeat(64)])
      expect(decrypt(nothing)).toBeNull()
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(decrypt(Buffer.from(bytes).toString('base64'))).toBeNull()
    }))
  })

  it.each<[string, Buffer]>([
    ['no length', Buffer.alloc(16)],
    ['a length beyond its end', Buffer.concat([Buffer.alloc(16), Buffer.from([0xFF, 0xFF, 0xFF, 0xFF]), Buffer.from(APP_ID)])],
    ['nothing', Buffer.alloc(0)],
  ])('with %s inside is not read', (_what, plain) => {
    expect(createMessageCipher(KEY, APP_ID).decrypt(encryptRaw(pad(plain, 32 - plain.length % 32)))).toBeNull()
  })

  it.each([0, 33, 255])('with a padding of %i is not read', (count) => {
    const message = Buffer.concat([Buffer.alloc(16), Buffer.from([0, 0, 0, 1]), Buffer.from(`m${APP_ID}`)])
    expect(createMessageCipher(KEY, APP_ID).decrypt(encryptRaw(Buffer.concat([message, Buffer.alloc(32 - message.length % 32 || 32, count)])))).toBeNull()
  })
})

function pad(plain: Buffer, count: number): Buffer {
  return Buffer.concat([plain, Buffer.alloc(count, count)])
}

function encryptRaw(padded: Buffer): string {
  const key = Buffer.from(`${KEY}=`, 'base64')
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64')
}
