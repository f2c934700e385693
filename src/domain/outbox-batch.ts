import type { WaitingTouch } from './outbox-shelf'
import type { TouchBatch } from './touch-api'
import { MAX_BATCH_TOUCHES } from './touch-api'

/** How large the touches of one request are at most, in bytes, so that it stays below 100 KB. */
const MAX_REQUEST_BYTES = 95_000

/** Cuts batches from what waits: as large as may be, and smaller while the gateway refuses whole ones. */
export interface BatchCutter {
  /** The first of these that go together. */
  cut: (ready: readonly WaitingTouch[]) => readonly WaitingTouch[]
  /** The gateway refused all of a batch: something in it is bad, or it is too much. Halves find out. */
  halve: (batch: readonly WaitingTouch[]) => void
  /** The gateway took a batch in. */
  grow: () => void
}

/** A cutter that begins with the largest batches. */
export function createBatchCutter(): BatchCutter {
  let limit = MAX_BATCH_TOUCHES

  return {
    cut: (ready) => {
      let bytes = 0
      const tooMuch = ready.findIndex((entry, index) => (bytes += entry.bytes) > MAX_REQUEST_BYTES && index > 0)
      return ready.slice(0, tooMuch < 0 ? limit : Math.min(tooMuch, limit))
    },
    halve: batch => limit = Math.max(1, Math.floor(batch.length / 2)),
    grow: () => limit = Math.min(limit * 2, MAX_BATCH_TOUCHES),
  }
}

/** A batch as it is handed over. A clock that was set back must not make an honest touch one from the future. */
export function toTravel(batch: readonly WaitingTouch[], nowMs: number): TouchBatch {
  const sentAtMs = Math.max(0, Math.floor(nowMs))
  return { sentAtMs, touches: batch.map(({ touch }) => ({ ...touch, atMs: Math.min(touch.atMs, sentAtMs) })) }
}
