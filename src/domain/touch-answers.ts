import type { TouchReceipt, TouchRefusal, VisitorSession } from './touch-api'
import { fieldsOf, wholeNumberOf } from './untrusted'

const MAX_NAME_CHARS = 128
// What may stand in a header; far longer than any token.
const TOKEN = /^[\w.~+/=-]{1,4096}$/

/** Reads the gateway's answer to a login. @returns null unless all of it is there. Never throws */
export function parseSession(input: unknown): VisitorSession | null {
  const fields = fieldsOf(input)
  const token = fields.token
  const openid = nameOf(fields.openid)
  const shareId = nameOf(fields.shareId)
  const seconds = wholeNumberOf(fields.expiresInSeconds)
  if (typeof token !== 'string' || !TOKEN.test(token) || openid === '' || shareId === '' || !seconds)
    return null
  return { token, lifetimeMs: seconds * 1000, openid, shareId }
}

/** Reads the gateway's answer when it took a batch. @returns null for anything else. Never throws */
export function parseReceipt(input: unknown): TouchReceipt | null {
  const acceptedIds = idsOf(fieldsOf(input).accepted)
  return acceptedIds && { acceptedIds, refused: [] }
}

/**
 * Reads the gateway's answer when it took a part of a batch.
 * @param input the body
 * @param touchCount how many touches the batch had
 * @returns null for anything else. Never throws
 */
export function parsePartialReceipt(input: unknown, touchCount: number): TouchReceipt | null {
  const fields = fieldsOf(input)
  const acceptedIds = idsOf(fields.accepted)
  const refused = Array.isArray(fields.rejected) ? fields.rejected.map(refusal => parseRefusal(refusal, touchCount)) : [null]
  return acceptedIds && refused.every(refusal => refusal !== null) ? { acceptedIds, refused } : null
}

function parseRefusal(input: unknown, touchCount: number): TouchRefusal | null {
  const fields = fieldsOf(input)
  const index = wholeNumberOf(fields.index)
  const code = nameOf(fields.code)
  const isFinal = fields.isFinal
  return index === null || index >= touchCount || code === '' || typeof isFinal !== 'boolean' ? null : { index, code, isFinal }
}

function idsOf(input: unknown): readonly string[] | null {
  return Array.isArray(input) && input.every(id => typeof id === 'string') ? input : null
}

function nameOf(input: unknown): string {
  return typeof input === 'string' && input.length <= MAX_NAME_CHARS ? input : ''
}
