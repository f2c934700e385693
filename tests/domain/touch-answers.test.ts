import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePartialReceipt, parseReceipt, parseSession } from '@/src/domain/touch-answers'

const session = { token: 'eyJhbGciOiJIUzI1NiJ9.e30.sig-na_ture', expiresInSeconds: 7200, openid: 'o1', shareId: 's1' }
const rejected = { index: 1, id: 'b', code: 'room-not-found', message: 'for developers', isFinal: true }

describe('the answer to a login', () => {
  it('is a session', () => {
    expect(parseSession({ ...session, more: 1 })).toEqual({ token: session.token, lifetimeMs: 7_200_000, openid: 'o1', shareId: 's1' })
  })

  it.each([
    null,
    '',
    [],
    {},
    { ...session, token: '' },
    { ...session, token: 'two\r\nlines' },
    { ...session, token: 5 },
    { ...session, expiresInSeconds: 0 },
    { ...session, expiresInSeconds: -1 },
    { ...session, expiresInSeconds: '7200' },
    { ...session, openid: '' },
    { ...session, openid: 'o'.repeat(129) },
    { ...session, shareId: undefined },
  ])('is nothing less: %j', (body) => {
    expect(parseSession(body)).toBeNull()
  })
})

describe('the answer to a batch', () => {
  it('names what was taken', () => {
    expect(parseReceipt({ accepted: ['a', 'b'] })).toEqual({ acceptedIds: ['a', 'b'], refused: [] })
  })

  it('names what was not, and whether for good', () => {
    expect(parsePartialReceipt({ error: {}, accepted: ['a'], rejected: [rejected, { ...rejected, index: 0, code: 'new-one', isFinal: false }] }, 2)).toEqual({
      acceptedIds: ['a'],
      refused: [{ index: 1, code: 'room-not-found', isFinal: true }, { index: 0, code: 'new-one', isFinal: false }],
    })
  })

  it.each([null, [], {}, { accepted: 'a' }, { accepted: [1] }, { accepted: {} }])('is not %j', (body) => {
    expect([parseReceipt(body), parsePartialReceipt(body, 2)]).toEqual([null, null])
  })

  it.each([
    undefined,
    {},
    [null],
    [{ ...rejected, index: 2 }],
    [{ ...rejected, index: -1 }],
    [{ ...rejected, index: '1' }],
    [{ ...rejected, code: '' }],
    [{ ...rejected, isFinal: 'yes' }],
    [rejected, { ...rejected, isFinal: undefined }],
  ])('leaves no refusal half said: %j', (refusals) => {
    expect(parsePartialReceipt({ accepted: [], rejected: refusals }, 2)).toBeNull()
  })

  it('never makes a parser throw', () => {
    fc.assert(fc.property(fc.anything(), fc.nat(100), (body, count) => {
      parseSession(body)
      parseReceipt(body)
      parsePartialReceipt({ accepted: [], rejected: body }, count)
      parsePartialReceipt(body, count)
    }))
  })
})
