import type { ComputedRef, MaybeRefOrGetter, ShallowRef } from 'vue'
import type { CustomParams } from '@/src/domain/custom-params'
import type { LiveError } from '@/src/domain/live-error'
import type { SubscribeStatus } from '@/src/domain/live-plugin'
import type { RoomId } from '@/src/domain/room'
import type { SubscribeAttributes } from '@/src/domain/subscribe-attributes'
import { computed, shallowRef, toValue, watch } from 'vue'
import { toLiveError } from '@/src/domain/live-error'
import { subscribeAttributes } from '@/src/domain/subscribe-attributes'
import { parseSubscribeStatus } from '@/src/domain/touch-parser'
import { fieldsOf } from '@/src/domain/untrusted'
import { useSubscriptionsStore } from '@/src/stores/subscriptions'

export interface UseSubscribeReturn {
  /** Whether this user will be reminded; null while the plugin has not said. */
  isSubscribed: ComputedRef<boolean | null>
  /** What to hand to `<subscribe>`; the page binds each of the eight by name, for WeChat knows no `v-bind` of an object. */
  attributes: ComputedRef<SubscribeAttributes>
  error: Readonly<ShallowRef<LiveError | null>>
  /** Handles the component's `subscribe` event. @returns what it said, or null for a foreign event */
  onSubscribe: (event: unknown) => SubscribeStatus | null
  /** Asks the plugin (`getSubscribeStatus`, plugin 1.3.0). Never rejects: a failure is in `error`. */
  refresh: () => Promise<void>
}

/**
 * The reminder of one room: its state, and what the `<subscribe>` component in the page's template needs.
 * @param roomId the room; null while there is none yet
 * @param customParams come back in `App.onShow` when the user enters from the reminder; at most 600 characters encoded
 */
export function useSubscribe(
  roomId: MaybeRefOrGetter<RoomId | null>,
  customParams: MaybeRefOrGetter<CustomParams> = {},
): UseSubscribeReturn {
  const store = useSubscriptionsStore()
  const error = shallowRef<LiveError | null>(null)

  const isSubscribed = computed(() => {
    const id = toValue(roomId)
    return id === null ? null : store.isSubscribedByRoom.get(id) ?? null
  })
  const attributes = computed(() => subscribeAttributes(toValue(roomId) ?? 0, toValue(customParams)))

  async function refresh(): Promise<void> {
    const id = toValue(roomId)
    if (id === null)
      return
    try {
      await store.refresh(id)
      error.value = null
    }
    catch (thrown) {
      error.value = toLiveError(thrown)
    }
  }

  function onSubscribe(event: unknown): SubscribeStatus | null {
    const status = parseSubscribeStatus(fieldsOf(event).detail)
    if (status)
      store.note(status)
    return status
  }

  watch(() => toValue(roomId), refresh, { immediate: true })

  return { isSubscribed, attributes, error, onSubscribe, refresh }
}
