import type { LiveStatus } from './live-status'
import type { Room } from './room'

/** The one thing to do next with a room. */
export type RoomAction = 'enter' | 'preview' | 'replay' | 'other-rooms' | 'refresh'

/**
 * What each of the seven states offers: the broadcast while it is on air, a look inside before it, the replay after it
 * where the shop has opened it, and other rooms where nothing can follow.
 * @param status what the room is doing
 * @param room whether its replay is open
 * @param canEnter whether this build can open rooms at all; without the plugin a broadcast leaves only other rooms to
 * look at, while replays are played by the app itself
 */
export function roomActionOf(status: LiveStatus, room: Pick<Room, 'hasReplay'>, canEnter: boolean): RoomAction {
  switch (status) {
    case 'live':
    case 'paused':
    case 'interrupted':
      return canEnter ? 'enter' : 'other-rooms'
    case 'upcoming':
      return canEnter ? 'preview' : 'other-rooms'
    case 'ended':
      return room.hasReplay ? 'replay' : 'other-rooms'
    case 'banned':
    case 'expired':
      return 'other-rooms'
    case 'unknown':
      return 'refresh'
    default:
      return status satisfies never
  }
}
