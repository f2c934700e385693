import type { Query } from './query'
// The type only: the file behind it must stay out of builds without the plugin.
import type { RoomEntry } from './room-entry-url'
import { decodeCustomParams } from './custom-params'
import { decodeRepeatedly, queryOf } from './query'
import { parseRoomId } from './room'
import { fieldsOf } from './untrusted'

const ENTRANCES: Readonly<Record<string, NonNullable<RoomEntry['entrance']>>> = { 9: 'qr-code', 10: 'article' }

/**
 * Reads the query that a room page was opened with, encoded or not; the simulated room and the tests stand on it.
 * @returns null without a room id. Never throws
 */
export function parseRoomEntryQuery(query: unknown): RoomEntry | null {
  const values = queryOf(query)
  const roomId = parseRoomId(decodeRepeatedly(values.room_id ?? ''))
  if (roomId === null)
    return null

  const customParams = decodeCustomParams(fieldsOf(query).custom_params ?? values.custom_params)
  const entrance = ENTRANCES[values.type ?? '']
  return {
    roomId,
    ...(Object.keys(customParams).length > 0 && { customParams }),
    ...(isOn(values, 'close_picture_in_picture_mode') && { isSmallWindowOff: true }),
    ...(entrance && { entrance }),
    ...(isOn(values, 'open_share_ticket') && { hasShareTicket: true }),
  }
}

/**
 * Reads the URL of WeChat's page of a room back into the entry it was built from.
 * @returns null for other pages and without a room id. Never throws
 */
export function parseRoomEntryUrl(url: unknown): RoomEntry | null {
  if (typeof url !== 'string')
    return null
  const [page = '', ...rest] = url.split('?')
  return page.endsWith('/live-player-plugin') ? parseRoomEntryQuery(rest.join('?')) : null
}

function isOn(values: Query, name: string): boolean {
  return values[name] === '1'
}
