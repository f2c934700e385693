import type { RoomEntrance } from '@/src/domain/room-entrance'
import type { RoomEntry } from '@/src/domain/room-entry-url'
import { buildRoomEntryUrl } from '@/src/domain/room-entry-url'
import { openPage } from '@/src/platform/navigation'

/** The route of the simulated room, with a leading slash. */
export const PREVIEW_ROOM_ROUTE = '/src/preview/room/room'

/** The way into the simulated room, with the very query that WeChat's room page would get. */
export const previewRoomEntrance: RoomEntrance = {
  urlOf,
  open: async entry => openPage(urlOf(entry)),
}

function urlOf(entry: RoomEntry): string {
  const url = buildRoomEntryUrl(entry)
  return PREVIEW_ROOM_ROUTE + url.slice(url.indexOf('?'))
}
