import type { CustomParams } from './custom-params'
import type { LiveError } from './live-error'
import type { RoomId } from './room'
import { encodeCustomParams } from './custom-params'
import { stringifyQuery } from './query'
import { parseRoomId } from './room'

// The one place in domain/ that names the plugin's page. Nothing else in domain/ imports this file, so that a build
// without the plugin does not contain the address.
const ROOM_PAGE = 'plugin-private://wx2b03c6e691cd7370/pages/live-player-plugin'

const ENTRANCE_TYPES = { 'qr-code': 9, 'article': 10 } as const

/** How a customer enters WeChat's page of a room. */
export interface RoomEntry {
  readonly roomId: RoomId
  /** Comes back from share cards and on goods pages. */
  readonly customParams?: CustomParams
  /** True keeps the room from playing on in a small window after the customer has left it. Default false. */
  readonly isSmallWindowOff?: boolean
  /** Marks the entrance in WeChat's statistics: a mini-program code of one's own, or a card in an article. */
  readonly entrance?: 'qr-code' | 'article'
  /** True asks for a shareTicket when the room is shared to a group. Default false. */
  readonly hasShareTicket?: boolean
}

/**
 * The URL of WeChat's page of a room, for `<navigator>` and `navigateTo`. It has no leading slash: WeChat refuses one.
 * @throws {LiveError} `invalid-room-id`, or what {@link encodeCustomParams} throws
 * @see https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/live-player-plugin.html
 */
export function buildRoomEntryUrl(entry: RoomEntry): string {
  const roomId = parseRoomId(entry.roomId)
  if (roomId === null) {
    const error: LiveError = { kind: 'invalid-room-id' }
    throw error
  }

  const customParams = encodeCustomParams(entry.customParams ?? {})
  const options = stringifyQuery({
    close_picture_in_picture_mode: entry.isSmallWindowOff ? 1 : undefined,
    type: entry.entrance && ENTRANCE_TYPES[entry.entrance],
    open_share_ticket: entry.hasShareTicket ? 1 : undefined,
  })
  return [`${ROOM_PAGE}?room_id=${roomId}`, customParams && `custom_params=${customParams}`, options].filter(Boolean).join('&')
}
