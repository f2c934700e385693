import type { Wait } from './backoff'
import type { KeyValueStore } from './key-value-store'
import type { LiveError } from './live-error'
import type { Touch } from './touch'
import { toLiveError } from './live-error'
import { parseTouch } from './touch-parser'

/** How many touches wait on the phone at most. */
export const OUTBOX_LIMIT = 500

/**
 * How many bytes they take at most, as JSON in UTF-8: a usual one has about 300, one with the longest parameters that
 * WeChat carries about 1,300. WeChat gives a key 1 MB and an app 10 MB, and every change writes all of it.
 */
export const OUTBOX_LIMIT_BYTES = 400_000

/** The largest touch that is taken in, in bytes: it must fit into a request. */
export const MAX_TOUCH_BYTES = 50_000

const KEY = 'outbox.touches'

/** A touch that waits. */
export interface WaitingTouch {
  readonly touch: Touch
  /** As JSON in UTF-8. */
  readonly bytes: number
  /** How often the gateway could not judge it yet. */
  putOffCount: number
  /** Until when it is not worth another try. */
  wait: Wait | null
}

/** Where touches wait, in the order in which they came; storage holds the same, as far as the phone lets it. */
export interface OutboxShelf {
  all: () => readonly WaitingTouch[]
  /** Takes a touch in; one that is there already stays as it is. */
  add: (touch: Touch) => 'kept' | 'outbox-full' | 'too-large'
  remove: (gone: ReadonlySet<WaitingTouch>) => void
  /** Tries again to store what the phone refused to store. */
  save: () => void
  /** Why storage does not hold the same; null when it does. */
  error: () => LiveError | null
}

/**
 * Takes from storage what an earlier start of the app left there.
 * @param storage the phone's
 * @param onUnreadable hears how many touches could not be read, or found no room
 */
export function createOutboxShelf(storage: KeyValueStore, onUnreadable: (count: number) => void): OutboxShelf {
  let waiting: readonly WaitingTouch[] = []
  let bytes = 0
  let error: LiveError | null = null

  function put(touch: Touch): ReturnType<OutboxShelf['add']> {
    if (waiting.some(known => known.touch.id === touch.id))
      return 'kept'
    const size = utf8Bytes(JSON.stringify(touch))
    if (size > MAX_TOUCH_BYTES)
      return 'too-large'
    if (waiting.length >= OUTBOX_LIMIT || bytes + size > OUTBOX_LIMIT_BYTES)
      return 'outbox-full'
    waiting = [...waiting, { touch, bytes: size, putOffCount: 0, wait: null }]
    bytes += size
    return 'kept'
  }

  function store(): void {
    try {
      if (waiting.length === 0)
        storage.remove(KEY)
      else
        storage.set(KEY, waiting.map(({ touch }) => touch))
      error = null
    }
    catch (thrown) {
      error = toLiveError(thrown)
    }
  }

  const stored = storage.get(KEY)
  if (Array.isArray(stored)) {
    const unreadable = stored.map(parseTouch).filter(touch => !touch || put(touch) !== 'kept')
    if (unreadable.length > 0)
      onUnreadable(unreadable.length)
  }
  else if (stored !== undefined) {
    error = { kind: 'storage-failed', key: KEY }
  }

  return {
    all: () => waiting,
    add: (touch) => {
      const before = waiting
      const outcome = put(touch)
      if (waiting !== before)
        store()
      return outcome
    },
    remove: (gone) => {
      if (gone.size === 0)
        return
      waiting = waiting.filter(entry => !gone.has(entry))
      bytes = waiting.reduce((sum, entry) => sum + entry.bytes, 0)
      store()
    },
    save: () => {
      if (error)
        store()
    },
    error: () => error,
  }
}

function utf8Bytes(text: string): number {
  let bytes = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    // Half a pair takes two bytes: the whole takes four.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xD800 && unit <= 0xDFFF) ? 2 : 3
  }
  return bytes
}
