import type { Ref } from 'vue'
import type { CustomParams } from '@/src/domain/custom-params'
import type { LiveError } from '@/src/domain/live-error'
import type { RoomId } from '@/src/domain/room'
import type { RoomEntry } from '@/src/domain/room-entry-url'
import { storeToRefs } from 'pinia'
import { toLiveError } from '@/src/domain/live-error'
import { usePlatform } from '@/src/platform/use-platform'
import { useAttributionStore } from '@/src/stores/attribution'
import { usePreferencesStore } from '@/src/stores/preferences'

export interface UseRoomEntranceReturn {
  /** Whether this build can open rooms at all. */
  canEnter: boolean
  /** The address for a `<navigator>`; null when this build or these parameters cannot open the room. */
  urlOf: (roomId: RoomId, customParams?: CustomParams) => string | null
  /** Opens the room. @returns null, or why it did not open */
  enter: (roomId: RoomId, customParams?: CustomParams) => Promise<LiveError | null>
  /** Whether the room plays on in a small window after leaving it. */
  isSmallWindowOn: Readonly<Ref<boolean>>
  setSmallWindow: (isOn: boolean) => void
}

/** The ways into a room, with what this user has chosen and how this visit began. */
export function useRoomEntrance(): UseRoomEntranceReturn {
  const { build, roomEntrance } = usePlatform()
  const attribution = useAttributionStore()
  const preferences = usePreferencesStore()
  const { isSmallWindowOn } = storeToRefs(preferences)

  function entryOf(roomId: RoomId, customParams: CustomParams = {}): RoomEntry {
    const { entrance } = attribution
    return { roomId, customParams, isSmallWindowOff: !isSmallWindowOn.value, ...(entrance && { entrance }) }
  }

  function urlOf(roomId: RoomId, customParams?: CustomParams): string | null {
    try {
      return roomEntrance.urlOf(entryOf(roomId, customParams))
    }
    catch {
      // enter() tells why; an address is only ever offered when there is one.
      return null
    }
  }

  async function enter(roomId: RoomId, customParams?: CustomParams): Promise<LiveError | null> {
    try {
      await roomEntrance.open(entryOf(roomId, customParams))
      return null
    }
    catch (thrown) {
      return toLiveError(thrown)
    }
  }

  return { canEnter: build.hasPlugin, urlOf, enter, isSmallWindowOn, setSmallWindow: preferences.setSmallWindow }
}
