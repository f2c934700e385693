import type { ComputedRef, MaybeRefOrGetter, ShallowRef } from 'vue'
import type { UseLiveStatusReturn } from '@/src/composables/use-live-status'
import type { LiveError } from '@/src/domain/live-error'
import type { Room, RoomId } from '@/src/domain/room'
import { computed, shallowRef, toValue, watch } from 'vue'
import { useLiveStatus } from '@/src/composables/use-live-status'
import { toLiveError } from '@/src/domain/live-error'
import { useRoomsStore } from '@/src/stores/rooms'

export interface UseLiveRoomReturn {
  /** The room: at once when it was in a list before, otherwise once the gateway has answered; null until then. */
  room: ComputedRef<Room | null>
  /** Its live status, followed while the page is in sight. */
  live: UseLiveStatusReturn
  isLoading: Readonly<ShallowRef<boolean>>
  /** Why the gateway's last answer could not be had; a room known before stays. */
  error: Readonly<ShallowRef<LiveError | null>>
  /** Asks the gateway again. Never rejects: a failure is in `error`. */
  load: () => Promise<void>
}

/**
 * One room and everything a page shows of it.
 * @param roomId the room; null while there is none yet
 */
export function useLiveRoom(roomId: MaybeRefOrGetter<RoomId | null>): UseLiveRoomReturn {
  const rooms = useRoomsStore()
  const live = useLiveStatus(roomId)
  const isLoading = shallowRef(false)
  const error = shallowRef<LiveError | null>(null)

  const room = computed(() => {
    const id = toValue(roomId)
    return id === null ? null : rooms.rooms.get(id) ?? null
  })

  async function load(): Promise<void> {
    const id = toValue(roomId)
    if (id === null)
      return
    isLoading.value = true
    try {
      await rooms.fetchRoom(id)
      if (id === toValue(roomId))
        error.value = null
    }
    catch (thrown) {
      if (id === toValue(roomId))
        error.value = toLiveError(thrown)
    }
    finally {
      isLoading.value = false
    }
  }

  watch(() => toValue(roomId), load, { immediate: true })

  return { room, live, isLoading, error, load }
}
