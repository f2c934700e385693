import type { Clock } from '@/src/domain/clock'
import type { LiveError } from '@/src/domain/live-error'

/**
 * Runs work that may hang for ever and gives up on it in time. The timer goes as soon as the work settles, and what
 * comes after the time-out is dropped.
 * @param clock where time comes from
 * @param timeoutMs how long the work may take
 * @param work may also throw at once
 * @param late the rejection when time is up
 */
export function settleInTime<T>(clock: Clock, timeoutMs: number, work: () => Promise<T>, late: () => LiveError): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = clock.setTimer(() => reject(late()), timeoutMs)
    startSafely(work).then(
      (value) => {
        clock.clearTimer(timer)
        resolve(value)
      },
      (error: unknown) => {
        clock.clearTimer(timer)
        reject(error)
      },
    )
  })
}

async function startSafely<T>(work: () => Promise<T>): Promise<T> {
  return await work()
}
