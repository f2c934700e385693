import type { RoomId } from './room'
import type { Touch } from './touch'

/** How long after a visit somebody still gets credit for it, in milliseconds: thirty days, by either rule. */
export const CREDIT_EXPIRY_MS = 30 * 86_400_000

/** Whether the one who brought the visitor first gets the credit, or the one who brought them last. */
export type CreditRule = 'first' | 'last'

/** The visitor, by every name that is known; names that are not are empty. Nobody gets credit for themselves. */
export interface OwnNames {
  readonly openids: readonly string[]
  readonly shareId: string
}

/** What {@link creditFor} is asked. */
export interface CreditQuestion {
  /** Null for what has nothing to do with a room. */
  readonly roomId: RoomId | null
  readonly rule: CreditRule
  /** Milliseconds since the epoch. */
  readonly nowMs: number
  /** Default: nothing is known of the visitor but what each touch says. */
  readonly own?: OwnNames
}

/** A visitor of whom nothing is known. */
export const NO_NAMES: OwnNames = { openids: [], shareId: '' }

/**
 * The touch that gets the credit for a visitor in a room: the first or the last that counts, in the room itself, or else
 * in the list of rooms. Null when nobody does.
 */
export function creditFor(touches: readonly Touch[], { roomId, rule, nowMs, own = NO_NAMES }: CreditQuestion): Touch | null {
  const counting = touches.filter(touch => isCounting(touch, nowMs, own))
  return pick(counting.filter(touch => touch.roomId === roomId), rule) ?? pick(counting.filter(touch => touch.roomId === null), rule)
}

/** Whether a touch can get credit: somebody else's doing, and not too long ago. */
export function isCounting(touch: Touch, nowMs: number, own: OwnNames = NO_NAMES): boolean {
  return !isExpired(touch, nowMs) && !isOwnSharing(touch, own) && hasSource(touch)
}

/** Whether a touch is too old for credit; so is one that a wrong clock has put far ahead, which would win for years. */
export function isExpired({ atMs }: Touch, nowMs: number): boolean {
  return Math.abs(nowMs - atMs) > CREDIT_EXPIRY_MS
}

function hasSource({ via, shareOpenid, shareId, customParams }: Touch): boolean {
  // A room hands its parameters to every goods page; they say where it was opened, not who brought the visitor.
  return shareOpenid !== '' || shareId !== '' || (via !== 'goods-page' && Object.keys(customParams).length > 0)
}

function isOwnSharing({ openid, shareOpenid, shareId }: Touch, own: OwnNames): boolean {
  return (shareOpenid !== '' && (shareOpenid === openid || own.openids.includes(shareOpenid)))
    || (shareId !== '' && shareId === own.shareId)
}

// By the moment, not by the order: the plugin may answer for a visit long after the next one.
function pick(touches: readonly Touch[], rule: CreditRule): Touch | null {
  return touches.reduce<Touch | null>((best, touch) => best === null || isBetter(touch, best, rule) ? touch : best, null)
}

function isBetter(touch: Touch, best: Touch, rule: CreditRule): boolean {
  switch (rule) {
    case 'first':
      return touch.atMs < best.atMs
    case 'last':
      return touch.atMs >= best.atMs
    default:
      return rule satisfies never
  }
}
