import type { ComputedRef, MaybeRefOrGetter, ShallowRef } from 'vue'
import type { LiveError } from '@/src/domain/live-error'
import type { Room, RoomId } from '@/src/domain/room'
import { computed, shallowRef, toValue, watch } from 'vue'
import { useFollowedRooms } from '@/src/composables/use-followed-rooms'
import { toLiveError } from '@/src/domain/live-error'
import { isOnAir, isOver } from '@/src/domain/live-status'
import { useLiveStatusStore } from '@/src/stores/live-status'
import { useRoomsStore } from '@/src/stores/rooms'

export interface UseRoomsSellingReturn {
  /** Every room that sells the product, in the gateway's order. */
  rooms: ComputedRef<readonly Room[]>
  /** Those to be offered besides the room that the customer came from: on air first, and none with nothing to see. */
  others: ComputedRef<readonly Room[]>
  isLoading: Readonly<ShallowRef<boolean>>
  /** Why the rooms could not be had. */
  error: Readonly<ShallowRef<LiveError | null>>
  /** Asks the gateway. Never rejects: a failure is in `error`. */
  load: () => Promise<void>
}

/**
 * The rooms that sell a product, their statuses followed while the page is in sight.
 * @param goodsId the product; null while there is none yet
 * @param fromRoomId the room that the page leads back to anyway; null when it leads to none
 */
export function useRoomsSelling(goodsId: MaybeRefOrGetter<number | null>, fromRoomId: MaybeRefOrGetter<RoomId | null>): UseRoomsSellingReturn {
  const store = useRoomsStore()
  const liveStatus = useLiveStatusStore()
  const roomIds = shallowRef<readonly RoomId[]>([])
  const isLoading = shallowRef(false)
  const error = shallowRef<LiveError | null>(null)

  const rooms = computed(() => roomIds.value.map(id => store.rooms.get(id)).filter(room => room !== undefined))
  const others = computed(() => {
    const statusOf = ({ id }: Room) => liveStatus.of(id).status
    const hasMore = (room: Room) => !isOver(statusOf(room)) || (statusOf(room) === 'ended' && room.hasReplay)
    const open = rooms.value.filter(room => room.id !== toValue(fromRoomId) && hasMore(room))
    return [...open.filter(room => isOnAir(statusOf(room))), ...open.filter(room => !isOnAir(statusOf(room)))]
  })
  useFollowedRooms(() => others.value.map(({ id }) => id))

  async function load(): Promise<void> {
    const id = toValue(goodsId)
    if (id === null)
      return
    isLoading.value = true
    try {
      roomIds.value = await store.fetchRoomsSelling(id)
      error.value = null
    }
    catch (thrown) {
      error.value = toLiveError(thrown)
    }
    finally {
      isLoading.value = false
    }
  }

  watch(() => toValue(goodsId), load, { immediate: true })

  return { rooms, others, isLoading, error, load }
}
