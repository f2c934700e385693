import type { ChannelsAccount } from './channels-account'
import type { LiveStatus, StatusReading } from './live-status'
import type { RoomReplay } from './replay'
import type { Room, RoomId } from './room'
import type { Stream } from './stream'

/** What the application asks of the gateway. Every answer is parsed and every rejection is a `LiveError`. */
export interface LiveApi {
  listRooms: (query: RoomQuery) => Promise<RoomPage>
  /** Rejects with `request-failed`, code `room-not-found`, for a room the shop does not have. */
  getRoom: (roomId: RoomId) => Promise<RoomSnapshot>
  /** Statuses of up to 100 rooms in one request; rooms the shop does not have are left out. */
  getStatuses: (roomIds: readonly RoomId[]) => Promise<readonly RoomStatusReading[]>
  /** Rejects with `request-failed`, code `room-not-found` or `replays-unavailable`. */
  getReplay: (roomId: RoomId) => Promise<RoomReplay>
  /** The shop's own streams, in the order in which it wants them shown; none where it has none. */
  getStreams: () => Promise<readonly Stream[]>
  /** The Channels accounts whose broadcasts the shop wants shown; none where it has none. */
  getChannelsAccounts: () => Promise<readonly ChannelsAccount[]>
}

/** What the gateway last knew of one room's status. */
export interface RoomStatusReading extends StatusReading {
  readonly roomId: RoomId
}

/** Which rooms, and which part of them. */
export interface RoomQuery {
  /** Only rooms in one of these statuses; absent = all. */
  readonly statuses?: readonly LiveStatus[]
  /** Only rooms whose name or host contains this text; absent = all. */
  readonly search?: string
  /** Only rooms that sell this product; absent = all. */
  readonly goodsId?: number
  /** How many rooms to skip: an offset, not a page number. */
  readonly offset: number
  /** 1–50. */
  readonly limit: number
}

/** How old the gateway's knowledge is. */
export interface Freshness {
  /** When the gateway last had this from WeChat, milliseconds since the epoch. */
  readonly checkedAtMs: number
  /** True while WeChat cannot be asked (quota, outage) and the last good answer is served. */
  readonly isStale: boolean
}

/** One room and how old the knowledge of it is. */
export interface RoomSnapshot extends Freshness {
  readonly room: Room
}

/** A slice of the rooms that match a query. */
export interface RoomPage extends Freshness {
  readonly rooms: readonly Room[]
  /** How many rooms match in all. */
  readonly total: number
  /** Where this slice starts. */
  readonly offset: number
  /** Names the order of all matching rooms; slices with different revisions do not fit together. */
  readonly revision: string
  /** How many rooms of this slice could not be read and were left out; the next slice starts behind them. Absent = none. */
  readonly unreadableCount?: number
}
