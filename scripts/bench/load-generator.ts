import type autocannon from 'autocannon'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** What came of a load. */
export interface LoadResult {
  readonly perSecond: number
  readonly total: number
  readonly p50Ms: number
  readonly p90Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  /** Requests without a good answer. */
  readonly failed: number
}

/** Sends load from a process of its own. */
export interface LoadGenerator {
  readonly send: (order: autocannon.Options) => Promise<LoadResult>
  readonly close: () => void
}

/** Starts the load generator. */
export function startLoadGenerator(): LoadGenerator {
  const child = fork(fileURLToPath(new URL('./load.ts', import.meta.url)))
  return {
    send: async (order) => {
      child.send(order)
      const [result] = await once(child, 'message') as [LoadResult]
      return result
    },
    close: () => child.disconnect(),
  }
}
