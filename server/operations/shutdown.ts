import type { Drain } from './drain'
import type { Clock } from '@/src/domain/clock'

/** What {@link createShutdown} needs. */
export interface ShutdownOptions {
  readonly drain: Drain
  /** How long load balancers are given to notice, in milliseconds. */
  readonly delayMs: number
  readonly clock: Clock
  /** Closed one after the other: first what takes requests, last what they need to finish. */
  readonly parts: readonly (() => Promise<unknown>)[]
}

/**
 * Ends a gateway in peace: it says that it is not ready, goes on for a while, finishes what is under way and then closes.
 * @returns called again, it joins the end under way
 */
export function createShutdown({ drain, delayMs, clock, parts }: ShutdownOptions): () => Promise<void> {
  let end: Promise<void> | null = null

  async function shutDown(): Promise<void> {
    drain.begin()
    if (delayMs > 0)
      await new Promise<void>(resolve => clock.setTimer(resolve, delayMs))
    for (const close of parts) await close()
  }

  return () => end ??= shutDown()
}
