import type { ShallowRef } from 'vue'
import type { RoomId } from '@/src/domain/room'
import { getCurrentInstance, nextTick, onMounted, onScopeDispose, shallowRef, watch } from 'vue'
import { watchVisibleItems } from '@/src/platform/visibility'

/**
 * Which rooms of a list are on the screen.
 * @param selector the list's items, each with `data-room-id`, in the calling page's own template
 * @param roomIds the rooms of the list now, in order
 */
export function useVisibleRooms(selector: string, roomIds: () => readonly RoomId[]): Readonly<ShallowRef<readonly RoomId[]>> {
  const visibleRoomIds = shallowRef<readonly RoomId[]>([])
  const page = getCurrentInstance()?.proxy
  let stop = (): void => {}
  let latestTurn = 0

  async function watchAgain(): Promise<void> {
    stop()
    stop = () => {}
    const turn = ++latestTurn
    // The observer looks at the elements that exist when it starts.
    await nextTick()
    if (page && turn === latestTurn)
      stop = watchVisibleItems(page, selector, visible => visibleRoomIds.value = visible)
  }

  onMounted(() => {
    watch(() => roomIds().join(), watchAgain, { immediate: true })
  })
  onScopeDispose(() => {
    latestTurn++
    stop()
  })

  return visibleRoomIds
}
