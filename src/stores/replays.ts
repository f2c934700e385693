import type { ReplayPosition } from '@/src/domain/replay-position'
import type { RoomId } from '@/src/domain/room'
import { defineStore } from 'pinia'
import { parseReplayPositions, withoutPosition, withPosition } from '@/src/domain/replay-position'
import { usePlatform } from '@/src/platform/use-platform'

const POSITIONS_KEY = 'replays.positions'

/** How far this user has watched the replays, kept across restarts. */
export const useReplaysStore = defineStore('replays', () => {
  const { storage } = usePlatform()
  let positions = parseReplayPositions(storage.get(POSITIONS_KEY))

  function save(next: readonly ReplayPosition[]): void {
    positions = next
    try {
      storage.set(POSITIONS_KEY, next)
    }
    catch {
      // The place still holds until the app is closed.
    }
  }

  return {
    positionOf: (roomId: RoomId | null) => positions.find(position => position.roomId === roomId) ?? null,
    keep: (position: ReplayPosition) => save(withPosition(positions, position)),
    forget: (roomId: RoomId | null) => save(withoutPosition(positions, roomId)),
  }
})
