import type { MaybeRefOrGetter, ShallowRef } from 'vue'
import type { Countdown } from '@/src/domain/countdown'
import { shallowRef, toValue, watch } from 'vue'
import { usePageVisibility } from '@/src/composables/use-page-visibility'
import { countdownTo, nextTickDelayMs } from '@/src/domain/countdown'
import { usePlatform } from '@/src/platform/use-platform'

export interface UseCountdownOptions {
  /** Called once when the countdown is seen to reach zero; not for a moment that had already passed. */
  onZero?: () => void
}

/**
 * Counts down to a moment, recomputed from the clock at every tick, so that a suspended app cannot drift.
 * No timer runs while the page is out of sight.
 * @param targetAtMs milliseconds since the epoch; null while there is nothing to count
 */
export function useCountdown(
  targetAtMs: MaybeRefOrGetter<number | null>,
  options: UseCountdownOptions = {},
): { remaining: Readonly<ShallowRef<Countdown | null>> } {
  const { clock } = usePlatform()
  const isPageVisible = usePageVisibility()
  const remaining = shallowRef<Countdown | null>(null)
  let isRunningDown = false

  function tick(target: number, keepTimer: (timer: unknown) => void): void {
    const nowMs = clock.now()
    remaining.value = countdownTo(target, nowMs)
    if (!remaining.value.isOver) {
      isRunningDown = true
      keepTimer(clock.setTimer(() => tick(target, keepTimer), nextTickDelayMs(target, nowMs)))
    }
    else if (isRunningDown) {
      isRunningDown = false
      options.onZero?.()
    }
  }

  watch(() => toValue(targetAtMs), () => isRunningDown = false)

  watch([() => toValue(targetAtMs), isPageVisible], ([target, isVisible], _, onCleanup) => {
    if (target === null) {
      remaining.value = null
      return
    }
    if (!isVisible)
      return
    let timer: unknown
    tick(target, next => timer = next)
    onCleanup(() => clock.clearTimer(timer))
  }, { immediate: true })

  return { remaining }
}
