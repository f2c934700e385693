import type { Touch } from './touch'
import { fittingParams } from './custom-params'

/** How long after a touch the same way in still counts as the same visit, in milliseconds. */
export const VISIT_MS = 30 * 60_000

/** What a touch says beyond its number. */
export type TouchDetail = Omit<Touch, 'id'>

/** A touch without what only some ways in know: a product, a sharer, parameters. */
export const PLAIN_TOUCH = { goodsId: null, openid: '', shareOpenid: '', shareId: '', customParams: {} } as const satisfies Partial<Touch>

/**
 * A touch with an id made of way, moment, room, product and scene, so that the same visit always has the same and two
 * ways in never share one. It holds nobody's name: ids end up in logs.
 */
export function createTouch(visit: TouchDetail): Touch {
  const { via, roomId, goodsId, openid, shareOpenid, shareId, scene, atMs } = visit
  // The gateway refuses longer ones, and the visit with them.
  const customParams = fittingParams(visit.customParams)
  const id = [via, atMs, roomId ?? 0, goodsId ?? 0, scene].join('-')
  return { id, via, roomId, goodsId, openid, shareOpenid, shareId, customParams, scene, atMs }
}

/**
 * Whether two touches are one visit: WeChat tells the way in again whenever the app comes back to the front. The same
 * way, not more than {@link VISIT_MS} apart, and the same in all that tells two visits of this way apart.
 */
export function isSameVisit(one: Touch, other: Touch): boolean {
  return one.via === other.via
    && one.roomId === other.roomId
    && Math.abs(one.atMs - other.atMs) <= VISIT_MS
    && isSameVisitor(one, other)
    && isSameWayIn(one, other)
}

function isSameWayIn(one: Touch, other: Touch): boolean {
  switch (one.via) {
    case 'share-card':
    case 'channels':
      return one.scene === other.scene && isSameSource(one, other)
    case 'reminder':
      // The plugin may know its sharer at one show and not at the next.
      return true
    // A page may be shown again in another scene: what was opened in Moments goes on in WeChat.
    case 'goods-page':
    case 'own-link':
      return one.goodsId === other.goodsId && isSameSource(one, other)
    default:
      return one.via satisfies never
  }
}

function isSameSource(one: Touch, other: Touch): boolean {
  return one.shareOpenid === other.shareOpenid
    && one.shareId === other.shareId
    && JSON.stringify(one.customParams) === JSON.stringify(other.customParams)
}

// The visitor may have become known between two shows.
function isSameVisitor(one: Touch, other: Touch): boolean {
  return one.openid === other.openid || one.openid === '' || other.openid === ''
}
