import type { ComputedRef } from 'vue'
import type { RoomListState, RoomTab } from '@/src/domain/room-list'
import type { RoomListNotice } from '@/src/domain/room-list-notice'
import { onLoad, onShow } from '@dcloudio/uni-app'
import { storeToRefs } from 'pinia'
import { computed, onScopeDispose, shallowRef } from 'vue'
import { usePlatform } from '@/src/platform/use-platform'
import { useLiveStatusStore } from '@/src/stores/live-status'
import { useRoomsStore } from '@/src/stores/rooms'

/** Words are searched once the user rests for this long. */
const SEARCH_DELAY_MS = 300

/** A list older than this is refreshed when the user comes back to it. */
const FRESH_MS = 60_000

export interface UseRoomListReturn {
  state: ComputedRef<RoomListState>
  tab: ComputedRef<RoomTab>
  /** What is in the search box. */
  searchText: ComputedRef<string>
  notice: ComputedRef<RoomListNotice | null>
  /** Whether the next part of the list failed to come. */
  hasMoreFailed: ComputedRef<boolean>
  chooseTab: (tab: RoomTab) => void
  /** Takes what the user types; the search itself waits until they rest. */
  type: (words: string) => void
  clearSearch: () => void
  loadMore: () => Promise<void>
  /** Always settles, so a pull-down animation can end. */
  refresh: () => Promise<void>
  retry: () => Promise<void>
}

/** The shop's rooms as the home page lists them: tabs, search, paging, and how fresh it all is. */
export function useRoomList(): UseRoomListReturn {
  const { clock, network } = usePlatform()
  const rooms = useRoomsStore()
  const { state, tab, search, savedAtMs } = storeToRefs(rooms)
  const { pluginProblem } = storeToRefs(useLiveStatusStore())
  const typed = shallowRef(search.value)
  const isOnline = shallowRef(network.isOnline())
  // Which of the two a failure belongs to: the list as a whole, or its next part.
  const wasAskedForMore = shallowRef(false)
  let searchTimer: unknown

  const hasMoreFailed = computed(() => wasAskedForMore.value && state.value.error !== null)
  const notice = computed<RoomListNotice | null>(() => {
    const { error, isStale, checkedAtMs, rooms: shown } = state.value
    if (shown.length > 0 && (error?.kind === 'offline' || !isOnline.value))
      return { kind: 'offline', atMs: savedAtMs.value }
    if (shown.length > 0 && error && !hasMoreFailed.value)
      return { kind: 'refresh-failed', atMs: savedAtMs.value }
    if (isStale && checkedAtMs !== null)
      return { kind: 'stale', atMs: checkedAtMs }
    return pluginProblem.value?.kind === 'client-too-old' ? { kind: 'client-too-old' } : null
  })

  function searchNow(words: string): void {
    clock.clearTimer(searchTimer)
    void rooms.show(tab.value, words.trim())
  }

  function type(words: string): void {
    typed.value = words
    clock.clearTimer(searchTimer)
    searchTimer = clock.setTimer(() => searchNow(words), SEARCH_DELAY_MS)
  }

  function clearSearch(): void {
    typed.value = ''
    searchNow('')
  }

  function chooseTab(next: RoomTab): void {
    clock.clearTimer(searchTimer)
    void rooms.show(next, typed.value.trim())
  }

  async function loadMore(): Promise<void> {
    wasAskedForMore.value = true
    await rooms.loadMore()
  }

  async function refresh(): Promise<void> {
    wasAskedForMore.value = false
    await rooms.refresh()
  }

  onLoad(() => void rooms.show(tab.value, search.value))

  onShow(() => {
    const { activity, checkedAtMs, error } = state.value
    if (activity === 'idle' && (error || (checkedAtMs !== null && clock.now() - checkedAtMs > FRESH_MS)))
      void refresh()
  })

  onScopeDispose(network.onChange((isNowOnline) => {
    isOnline.value = isNowOnline
    if (isNowOnline && state.value.error)
      void rooms.retry()
  }))
  onScopeDispose(() => clock.clearTimer(searchTimer))

  return {
    state: computed(() => state.value),
    tab: computed(() => tab.value),
    searchText: computed(() => typed.value),
    notice,
    hasMoreFailed,
    chooseTab,
    type,
    clearSearch,
    loadMore,
    refresh,
    retry: rooms.retry,
  }
}
