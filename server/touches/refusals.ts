import type { TouchRefusalCode } from '@/src/domain/touch-api'
import { CUSTOM_PARAMS_LIMIT_CHARS } from '@/src/domain/custom-params'

/** What developers are told about each refusal. */
export const REFUSAL_MESSAGES: Readonly<Record<TouchRefusalCode, string>> = {
  'touch-malformed': 'A field is missing, of the wrong kind or out of bounds; see /openapi.json.',
  'custom-params-invalid': `customParams may have ${CUSTOM_PARAMS_LIMIT_CHARS} characters once URI-encoded, and no keys such as __proto__.`,
  'openid-mismatch': 'The visitor is the session\'s; leave openid out.',
  'room-not-found': 'The shop has no room with this number.',
  'room-not-known-yet': 'The room is not in the gateway\'s list, which is older than the touch. Send it again later.',
  'touch-from-future': 'atMs is later than sentAtMs; both are by the phone\'s clock.',
  'touch-too-old': 'The touch is older than 90 days.',
}

/** Whether sending a touch again is no use. */
export function isFinalRefusal(code: TouchRefusalCode): boolean {
  return code !== 'room-not-known-yet'
}
