import type { ComputedRef, MaybeRefOrGetter } from 'vue'
import type { LiveError } from '@/src/domain/live-error'
import type { LiveStatus, StatusSource } from '@/src/domain/live-status'
import type { RoomId } from '@/src/domain/room'
import type { RefreshOutcome } from '@/src/domain/status-poller'
import { computed, toValue, watch } from 'vue'
import { usePageVisibility } from '@/src/composables/use-page-visibility'
import { useLiveStatusStore } from '@/src/stores/live-status'

export interface UseLiveStatusReturn {
  status: ComputedRef<LiveStatus>
  /** WeChat's number behind the status; null before anybody answered. */
  code: ComputedRef<number | null>
  /** When WeChat was asked, milliseconds since the epoch. Do not draw it: it moves with every check. */
  checkedAtMs: ComputedRef<number | null>
  source: ComputedRef<StatusSource>
  /** When WeChat will end an interrupted broadcast, milliseconds since the epoch. */
  interruptionEndsAtMs: ComputedRef<number | null>
  activity: ComputedRef<'idle' | 'checking'>
  /** Why the last check failed; the status stays what it was. */
  error: ComputedRef<LiveError | null>
  /** Asks again as soon as WeChat allows: at most once a minute for a room. */
  refresh: () => Promise<RefreshOutcome>
}

/**
 * Follows a room's live status while the page is in sight.
 * @param roomId the room; null while there is none yet
 * @see https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/component-api.html
 */
export function useLiveStatus(roomId: MaybeRefOrGetter<RoomId | null>): UseLiveStatusReturn {
  const store = useLiveStatusStore()
  const isPageVisible = usePageVisibility()

  const record = computed(() => {
    const id = toValue(roomId)
    return id === null ? null : store.of(id)
  })

  async function refresh(): Promise<RefreshOutcome> {
    const id = toValue(roomId)
    return id === null ? 'inactive' : store.refresh(id)
  }

  watch([() => toValue(roomId), isPageVisible], ([id, isVisible], _, onCleanup) => {
    if (id !== null && isVisible)
      onCleanup(store.follow(id))
  }, { immediate: true })

  return {
    status: computed(() => record.value?.status ?? 'unknown'),
    code: computed(() => record.value?.code ?? null),
    checkedAtMs: computed(() => record.value?.checkedAtMs ?? null),
    source: computed(() => record.value?.source ?? 'schedule'),
    interruptionEndsAtMs: computed(() => record.value?.interruptionEndsAtMs ?? null),
    activity: computed(() => record.value?.activity ?? 'idle'),
    error: computed(() => record.value?.error ?? null),
    refresh,
  }
}
