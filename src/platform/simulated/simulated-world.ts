import type { SimulatedShareEntry } from './share-entry'
import type { RoomId } from '@/src/domain/room'

/** What a simulated plugin knows of WeChat and the user in front of it. */
export interface SimulatedWorld {
  /** WeChat's number of a room's status; 0 for a room that does not exist. */
  readonly liveStatusOf: (roomId: RoomId) => Promise<number>
  /** This visitor. */
  readonly openid: string
  /** WeChat's number of how the app was entered. */
  readonly enterScene: () => number
  /** The share card, code or advertisement that this visit came through; null when there was none. */
  readonly shareEntry: () => SimulatedShareEntry | null
  readonly isSubscribed: (roomId: RoomId) => boolean
  readonly setSubscribed: (roomId: RoomId, isSubscribed: boolean) => void
}
