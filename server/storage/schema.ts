import type { TouchWay } from '@/src/domain/touch'

/**
 * The database, table by table; the migrations make exactly this in both homes. Numbers are whole and within what
 * JavaScript counts exactly (`bigint` in PostgreSQL, read as numbers).
 */
export interface Schema {
  visitors: VisitorTable
  touches: TouchTable
  rooms: RoomTable
  room_list: RoomListTable
  follows: FollowTable
  wechat_calls: WeChatCallTable
}

/** A person who logged in. */
export interface VisitorTable {
  openid: string
  /** What stands for them on their cards. Unique. */
  share_id: string
  first_seen_at_ms: number
}

/** A touch. Its key is visitor and id together, so that nobody can take an id away from somebody else. */
export interface TouchTable {
  openid: string
  id: string
  via: TouchWay
  /** 0 for the list of rooms. */
  room_id: number
  /** 0 when no product was looked at. */
  goods_id: number
  scene: number
  /** Who shared; a share id has been looked up. Empty when nobody did. */
  share_openid: string
  /** JSON. */
  custom_params: string
  /** By the gateway's clock: the phone's own is often wrong. */
  at_ms: number
  /** The day of `at_ms` in China's time, as YYYY-MM-DD. */
  day: string
  received_at_ms: number
}

/** A room that was ever in WeChat's list: touches outlive it. */
export interface RoomTable {
  id: number
  name: string
  host_name: string
  start_at_ms: number
  end_at_ms: number
  last_listed_at_ms: number
}

/** WeChat's list as the replicas share it: one row. */
export interface RoomListTable {
  /** Always 1. */
  id: number
  /** JSON of `Room[]`; null before the first. */
  body: string | null
  checked_at_ms: number
  /** How many refreshes in a row have failed. */
  failures: number
  /** The replica that asks WeChat now; empty when none does. */
  lease_owner: string
  lease_until_ms: number
  /** Before this, nobody asks WeChat. */
  next_refresh_at_ms: number
}

/** Who asked to be reminded of a room, and who took it back: WeChat's `wxalive_follow_notify`, each kept once. */
export interface FollowTable {
  room_id: number
  openid: string
  action: 'add' | 'delete'
  at_ms: number
  day: string
}

/** How many calls WeChat was sent on a day in China's time, all replicas together. */
export interface WeChatCallTable {
  day: string
  call: string
  count: number
}
