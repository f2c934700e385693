import type { MaybeRefOrGetter } from 'vue'
import type { RoomId } from '@/src/domain/room'
import { onScopeDispose, toValue, watch } from 'vue'
import { usePageVisibility } from '@/src/composables/use-page-visibility'
import { useLiveStatusStore } from '@/src/stores/live-status'

/**
 * Keeps the statuses of a changing set of rooms fresh while the page is in sight: those on screen, usually.
 * @param roomIds the rooms to follow now
 */
export function useFollowedRooms(roomIds: MaybeRefOrGetter<readonly RoomId[]>): void {
  const store = useLiveStatusStore()
  const isPageVisible = usePageVisibility()
  const releases = new Map<RoomId, () => void>()

  function followOnly(wanted: ReadonlySet<RoomId>): void {
    for (const [roomId, release] of releases) {
      if (!wanted.has(roomId)) {
        releases.delete(roomId)
        release()
      }
    }
    for (const roomId of wanted) {
      if (!releases.has(roomId))
        releases.set(roomId, store.follow(roomId))
    }
  }

  watch(() => new Set(isPageVisible.value ? toValue(roomIds) : []), followOnly, { immediate: true })
  onScopeDispose(() => followOnly(new Set()))
}
