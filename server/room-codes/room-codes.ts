import type { RoomCode } from '../wechat/parse-room-code'
import type { WeChatClient } from '../wechat/wechat-client'
import type { Clock } from '@/src/domain/clock'
import type { RoomId } from '@/src/domain/room'
import { LRUCache } from 'lru-cache'

/** The codes of rooms, each asked of WeChat once: every call counts against 10,000 a day. */
export interface RoomCodes {
  /**
   * @param customParams URI-encoded JSON; empty for none
   * @throws WeChatFailure
   */
  readonly read: (roomId: RoomId, customParams: string) => Promise<RoomCode>
}

/** What {@link createRoomCodes} needs. */
export interface RoomCodesOptions {
  readonly wechat: Pick<WeChatClient, 'getRoomCode'>
  readonly clock: Clock
  /** How many codes are kept; the ones asked for longest ago go first. */
  readonly maxCodes?: number
}

const MAX_CODES = 1000
// The code is for ever, the link to its picture need not be.
const KEPT_MS = 6 * 3_600_000

interface Entry {
  readonly code: RoomCode
  readonly atMs: number
}

/** Creates an empty collection. */
export function createRoomCodes({ wechat, clock, maxCodes = MAX_CODES }: RoomCodesOptions): RoomCodes {
  const entries = new LRUCache<string, Entry>({ max: maxCodes })
  const flights = new Map<string, Promise<RoomCode>>()

  function isFresh({ atMs }: Entry): boolean {
    const ageMs = clock.now() - atMs
    return ageMs >= 0 && ageMs < KEPT_MS
  }

  async function ask(question: string, roomId: RoomId, customParams: string): Promise<RoomCode> {
    try {
      const code = await wechat.getRoomCode(roomId, customParams)
      entries.set(question, { code, atMs: clock.now() })
      return code
    }
    finally {
      flights.delete(question)
    }
  }

  return {
    read: async (roomId, customParams) => {
      const question = `${roomId} ${customParams}`
      const known = entries.get(question)
      if (known && isFresh(known))
        return known.code
      const flight = flights.get(question) ?? ask(question, roomId, customParams)
      flights.set(question, flight)
      return flight
    },
  }
}
