import type { Touch } from './touch'

/** The most touches that the gateway takes at once. */
export const MAX_BATCH_TOUCHES = 100

/** Why the gateway does not take a touch. */
export const TOUCH_REFUSALS = [
  /** A field is missing or of the wrong kind. */
  'touch-malformed',
  /** Longer than WeChat carries, or with names that no honest client sends. */
  'custom-params-invalid',
  /** Another visitor's openid. */
  'openid-mismatch',
  /** The shop has no such room. */
  'room-not-found',
  /** A room that is newer than the gateway's list: worth another try. */
  'room-not-known-yet',
  /** Later than the moment of sending, by the phone's own clock. */
  'touch-from-future',
  /** Older than anybody still counts. */
  'touch-too-old',
] as const

/** One of {@link TOUCH_REFUSALS}. */
export type TouchRefusalCode = typeof TOUCH_REFUSALS[number]

/** What the application sends to the gateway. Every answer is parsed and every rejection is a `LiveError`. */
export interface TouchApi {
  /**
   * Trades a login code for a session.
   * @param loginCode what `uni.login` gave; good once, for five minutes
   */
  createSession: (loginCode: string) => Promise<VisitorSession>
  /** Hands touches over. Rejects with `request-failed`, `httpStatus` 401, when the session is no longer good. */
  sendTouches: (token: string, batch: TouchBatch) => Promise<TouchReceipt>
}

/** Who this visitor is, as the gateway has it from WeChat. */
export interface VisitorSession {
  /** For the gateway only; never in a log, a link or a card. */
  readonly token: string
  /** How long the token is good for, in milliseconds from the answer. */
  readonly lifetimeMs: number
  readonly openid: string
  /** Stands for this visitor on the cards that they send. */
  readonly shareId: string
}

/** Touches on their way. */
export interface TouchBatch {
  /** The phone's clock at sending. */
  readonly sentAtMs: number
  /** At most {@link MAX_BATCH_TOUCHES}. */
  readonly touches: readonly Touch[]
}

/** What became of a batch. A touch in neither list was not judged and is to be sent again. */
export interface TouchReceipt {
  readonly acceptedIds: readonly string[]
  readonly refused: readonly TouchRefusal[]
}

/** A touch that the gateway did not take. */
export interface TouchRefusal {
  /** Where in the batch it was. */
  readonly index: number
  /** One of {@link TOUCH_REFUSALS}, or what a newer gateway says. */
  readonly code: string
  /** True when sending it again is no use. */
  readonly isFinal: boolean
}
