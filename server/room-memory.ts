import type { Log } from './log'
import type { RoomStore } from './storage/rooms'
import type { Room } from '@/src/domain/room'

/**
 * Keeps every room that WeChat ever listed: touches and reports outlive the list. A list that says nothing new is not
 * written again.
 * @returns takes a list and when WeChat was asked for it, milliseconds since the epoch; never throws
 */
export function createRoomMemory(store: Pick<RoomStore, 'remember'>, log: Log): (rooms: readonly Room[], checkedAtMs: number) => void {
  let remembered = ''

  return (rooms, checkedAtMs) => {
    const told = JSON.stringify(rooms.map(({ id, name, hostName, startAtMs, endAtMs }) => [id, name, hostName, startAtMs, endAtMs]))
    if (told === remembered)
      return
    store.remember(rooms, checkedAtMs).then(
      () => {
        remembered = told
      },
      (err: unknown) => log.warn({ err, rooms: rooms.length }, 'the rooms could not be remembered; they are with the next refresh'),
    )
  }
}
