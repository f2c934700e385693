import type { ClientVersions } from '@/src/domain/client-features'
import type { RoomEntrance } from '@/src/domain/room-entrance'
import { buildRoomEntryUrl } from '@/src/domain/room-entry-url'
import { fail } from '@/src/platform/fail'
import { openPage } from '@/src/platform/navigation'
import { clientTooOld } from './client-versions'

/** The way into WeChat's own room page. */
export function createRoomEntrance(client: () => ClientVersions): RoomEntrance {
  return {
    urlOf: buildRoomEntryUrl,
    open: async (entry) => {
      const url = buildRoomEntryUrl(entry)
      const tooOld = clientTooOld(client)
      if (tooOld)
        fail(tooOld)
      await openPage(url)
    },
  }
}
