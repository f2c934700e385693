import type { Room, RoomId } from '@/src/domain/room'
import type { RoomList, RoomListState, RoomTab } from '@/src/domain/room-list'
import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef } from 'vue'
import { createRoomList, statusesOfTab } from '@/src/domain/room-list'
import { parseRoomPage } from '@/src/domain/room-parser'
import { usePlatform } from '@/src/platform/use-platform'
import { useLiveStatusStore } from '@/src/stores/live-status'

/** The list as it was last seen complete, so that the next start without a network shows something. */
const SAVED_PAGE_KEY = 'rooms.first-page'

/** Rooms per request; the gateway gives at most 50. */
const PAGE_SIZE = 20

/** How many rooms of one product are asked for, and how long the answer is good, in milliseconds. */
const SELLING_LIMIT = 10
const SELLING_FRESH_MS = 60_000

/** The shop's rooms: what the home page lists, and every room seen so far. */
export const useRoomsStore = defineStore('rooms', () => {
  const { clock, liveApi, storage } = usePlatform()
  const liveStatus = useLiveStatusStore()

  const tab = ref<RoomTab>('all')
  const search = ref('')
  /** Every room this session has seen, the newest knowledge of each. */
  const rooms = shallowReactive(new Map<RoomId, Room>())
  /** When the list that stands in for a fresh one was saved, milliseconds since the epoch; null once a fresh one came. */
  const savedAtMs = shallowRef<number | null>(null)

  const lists = new Map<RoomTab, { list: RoomList, search: string | null }>()
  const selling = new Map<number, { readonly askedAtMs: number, readonly roomIds: Promise<readonly RoomId[]> }>()
  const states = shallowReactive(new Map<RoomTab, RoomListState>())

  /** The list of the chosen tab. */
  const state = computed(() => states.get(tab.value) ?? entryOf(tab.value).list.state)

  function entryOf(of: RoomTab) {
    let entry = lists.get(of)
    if (!entry) {
      const list = createRoomList({
        pageSize: PAGE_SIZE,
        fetchPage: async (query) => {
          const page = await liveApi.listRooms(query)
          page.rooms.forEach(room => note(room, page.checkedAtMs))
          if (of === 'all' && query.offset === 0 && !query.search) {
            savedAtMs.value = null
            save(page)
          }
          return page
        },
        onChange: next => states.set(of, next),
      })
      entry = { list, search: null }
      lists.set(of, entry)
    }
    return entry
  }

  function note(room: Room, checkedAtMs: number): void {
    rooms.set(room.id, room)
    liveStatus.noteRoom(room, checkedAtMs)
  }

  function save(page: unknown): void {
    try {
      storage.set(SAVED_PAGE_KEY, page)
    }
    catch {
      // A full phone costs the offline list of the next start, nothing of this one.
    }
  }

  function restore(): void {
    const page = parseRoomPage(storage.get(SAVED_PAGE_KEY))
    if (!page || page.rooms.length === 0)
      return
    page.rooms.forEach(room => note(room, page.checkedAtMs))
    entryOf('all').list.restore(page)
    savedAtMs.value = page.checkedAtMs
  }

  /** Shows a tab; what it showed before is there at once, and asked for only when the tab or the search is new. */
  async function show(nextTab: RoomTab, nextSearch: string = search.value): Promise<void> {
    tab.value = nextTab
    search.value = nextSearch
    const entry = entryOf(nextTab)
    if (entry.search === nextSearch)
      return
    entry.search = nextSearch
    await entry.list.load({ statuses: statusesOfTab(nextTab), search: nextSearch })
  }

  /**
   * A room by its number: known ones at once, and asked of the gateway otherwise or when `fresh` is wanted.
   * Rejects with a `LiveError`.
   */
  async function fetchRoom(roomId: RoomId): Promise<Room> {
    const { room, checkedAtMs } = await liveApi.getRoom(roomId)
    note(room, checkedAtMs)
    return room
  }

  /**
   * The rooms that sell a product, as the gateway orders them; asked for at most once a minute, however many want to
   * know. Rejects with a `LiveError`, and asks anew then.
   */
  function fetchRoomsSelling(goodsId: number): Promise<readonly RoomId[]> {
    const known = selling.get(goodsId)
    if (known && clock.now() - known.askedAtMs < SELLING_FRESH_MS)
      return known.roomIds
    const roomIds = askRoomsSelling(goodsId)
    selling.set(goodsId, { askedAtMs: clock.now(), roomIds })
    roomIds.catch(() => selling.delete(goodsId))
    return roomIds
  }

  async function askRoomsSelling(goodsId: number): Promise<readonly RoomId[]> {
    const page = await liveApi.listRooms({ goodsId, offset: 0, limit: SELLING_LIMIT })
    page.rooms.forEach(room => note(room, page.checkedAtMs))
    return page.rooms.map(({ id }) => id)
  }

  restore()

  return {
    tab,
    search,
    rooms,
    state,
    savedAtMs,
    show,
    loadMore: () => entryOf(tab.value).list.loadMore(),
    refresh: () => entryOf(tab.value).list.refresh(),
    retry: () => entryOf(tab.value).list.retry(),
    fetchRoom,
    fetchRoomsSelling,
  }
})
