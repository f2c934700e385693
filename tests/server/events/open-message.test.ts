import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { GatewayError } from '@/server/errors'
import { createMessageCipher } from '@/server/events/message-cipher'
import { createMessageOpener } from '@/server/events/open-message'
import * as parsing from '@/server/events/parse-message'
import { sign } from '@/server/events/signature'

const SAFE = { token: 'AAAAA', encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG' }
const APP_ID = 'wx1111111111111111'
const STAMP = ['AAAAA', '1714112445', '415670741']

function queryFor(encrypted: string) {
  return { timestamp: '1714112445', nonce: '415670741', signature: sign(STAMP), msg_signature: sign([...STAMP, encrypted]) }
}

describe('opening a message in safe mode', () => {
  const { encrypt } = createMessageCipher(SAFE.encodingAesKey, APP_ID)
  const { openMessage } = createMessageOpener(SAFE, APP_ID)

  it('ends with its fields or with an answer for the sender, whatever byte was flipped before it was signed', () => {
    const bytes = Buffer.from(encrypt('<xml><MsgType>event</MsgType><Event>wxalive_follow_notify</Event><Pad>0123456789</Pad></xml>'), 'base64')
    let refused = 0
    fc.assert(fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (index, mask) => {
      const flipped = Buffer.from(bytes)
      flipped[index] = (flipped[index] ?? 0) ^ mask
      const encrypted = flipped.toString('base64')
      try {
        openMessage(queryFor(encrypted), JSON.stringify({ Encrypt: encrypted }))
      }
      catch (thrown) {
        refused++
        expect(thrown).toBeInstanceOf(GatewayError)
        expect(['signature-invalid', 'event-malformed']).toContain((thrown as GatewayError).code)
      }
    }), { numRuns: 500 })
    expect(refused).toBeGreaterThan(0)
  })

  it('ends so whatever comes', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), fc.dictionary(fc.constantFrom('signature', 'msg_signature', 'timestamp', 'nonce'), fc.oneof(fc.string(), fc.array(fc.string()), fc.constantFrom(undefined, null, 7, {}))), (body, query) => {
      expect(() => openMessage({ ...queryFor(body), ...query }, body)).toThrow(GatewayError)
    }))
  })

  it('asks for no signature but the one over the encrypted part, as WeChat says', async () => {
    const { signature, ...query } = queryFor('x')
    expect(signature).toHaveLength(40)
    // Signed, so it is decrypted; and then it is no message of ours.
    expect(() => openMessage(query, '<xml><Encrypt>x</Encrypt></xml>')).toThrow(/not encrypted with the EncodingAESKey/)
  })

  it('does not look into the body of somebody who has signed nothing', () => {
    const parse = vi.spyOn(parsing, 'parseMessage')
    expect(() => openMessage({ ...queryFor('y'), signature: '' }, '<xml><Encrypt>x</Encrypt></xml>')).toThrow(expect.objectContaining({ code: 'signature-invalid' }))
    expect(parse).not.toHaveBeenCalled()
    parse.mockRestore()
  })
})
