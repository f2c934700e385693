import type { LiveStatus } from '@/src/domain/live-status'
import type { PendantType } from '@/src/domain/pendant-attributes'
import type { Room } from '@/src/domain/room'
import { isOnAir } from '@/src/domain/live-status'

type Kind = 'live' | 'trailer' | 'replay'

// WeChat's order. There are no highlights here, which stand before the replays, nor goods explanations.
const PRIORITY: readonly Kind[] = ['live', 'trailer', 'replay']

const KINDS_OF_TYPE: Readonly<Record<PendantType, readonly Kind[]>> = { 0: PRIORITY, 1: ['live'], 2: ['trailer'], 3: [], 4: ['replay'] }

/**
 * The room that WeChat's `<pendant>` would lead to: live before trailer before replay, and of the same kind the one
 * closest to now.
 * @returns null where there is none of the wanted kind
 * @see https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/pendant.html
 */
export function choosePendantRoom(rooms: readonly Room[], type: PendantType, nowMs: number): Room | null {
  for (const kind of KINDS_OF_TYPE[type]) {
    const ofKind = rooms.filter(room => kindOf(room.status, room.hasReplay) === kind)
    const [closest] = ofKind.sort((one, other) => Math.abs(one.startAtMs - nowMs) - Math.abs(other.startAtMs - nowMs))
    if (closest)
      return closest
  }
  return null
}

function kindOf(status: LiveStatus, hasReplay: boolean): Kind | null {
  if (isOnAir(status))
    return 'live'
  if (status === 'upcoming')
    return 'trailer'
  return status === 'ended' && hasReplay ? 'replay' : null
}
