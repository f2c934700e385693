import type { Clock } from './clock'
import type { CreditRule, OwnNames } from './credit'
import type { KeyValueStore } from './key-value-store'
import type { LiveError } from './live-error'
import type { RoomId } from './room'
import type { Touch } from './touch'
import { creditFor } from './credit'
import { toLiveError } from './live-error'
import { compactTouches, insertTouch } from './touch-compaction'
import { parseTouch } from './touch-parser'
import { isSameVisit } from './touch-visit'

const KEY = 'attribution.touches'

/** How many touches are kept for credit at most, beside those that wait to be sent. About 300 bytes each. */
export const TOUCH_LIMIT = 200

/** What {@link createTouchHistory} leans on. */
export interface TouchHistoryOptions {
  readonly clock: Clock
  readonly storage: KeyValueStore
  /** The visitor, as far as known by now. */
  readonly own: () => OwnNames
  /** Called with the touches in the order they happened, whenever they change. */
  readonly onChange: (touches: readonly Touch[]) => void
  /** The phone has no room: the touch is known until the app ends. */
  readonly onUnsaved: (error: LiveError) => void
}

/** The ways in of this visitor, as long as they matter for credit. */
export interface TouchHistory {
  readonly touches: () => readonly Touch[]
  /** Whether this very visit is known: WeChat tells a way in again after a payment or a picture. */
  readonly has: (touch: Touch) => boolean
  /** Whether this way in was ever taken. */
  readonly hasWay: (touch: Touch) => boolean
  readonly add: (touch: Touch) => void
  /** Who gets the credit for this visitor in a room, null for the list of rooms; null when nobody does. */
  readonly creditOf: (roomId: RoomId | null, rule: CreditRule) => Touch | null
}

/** Creates the history from what the phone has kept; an app has one. */
export function createTouchHistory({ clock, storage, own, onChange, onUnsaved }: TouchHistoryOptions): TouchHistory {
  let touches = compact(readTouches(storage.get(KEY)))

  function compact(list: readonly Touch[]): readonly Touch[] {
    return compactTouches(list, { limit: TOUCH_LIMIT, nowMs: clock.now(), own: own() })
  }

  function add(touch: Touch): void {
    touches = compact(insertTouch(touches, touch))
    onChange(touches)
    try {
      storage.set(KEY, touches)
    }
    catch (thrown) {
      onUnsaved(toLiveError(thrown))
    }
  }

  return {
    touches: () => touches,
    has: touch => touches.some(known => isSameVisit(known, touch)),
    hasWay: touch => touches.some(known => isSameVisit(known, { ...touch, atMs: known.atMs })),
    add,
    creditOf: (roomId, rule) => creditFor(touches, { roomId, rule, nowMs: clock.now(), own: own() }),
  }
}

function readTouches(stored: unknown): readonly Touch[] {
  return Array.isArray(stored) ? stored.map(parseTouch).filter(touch => touch !== null) : []
}
