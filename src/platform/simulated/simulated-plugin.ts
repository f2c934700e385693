import type { SimulatedWorld } from './simulated-world'
import type { Clock } from '@/src/domain/clock'
import type { RoomId } from '@/src/domain/room'
import { parseRoomId } from '@/src/domain/room'
import { isShareScene } from '@/src/domain/scene'

/** What `requirePlugin('live-player-plugin')` gives, as far as it is known from WeChat's documents and from reports. */
export interface SimulatedPlugin {
  getLiveStatus: (options: unknown) => Promise<{ liveStatus: number }>
  getSubscribeStatus: (options: unknown) => Promise<{ room_id: RoomId, openid: string, is_subscribe: boolean }>
  getOpenid: (options: unknown) => Promise<{ openid: string }>
  getShareParams: () => Promise<{ room_id: RoomId, openid: string, share_openid: string, custom_params: unknown }>
}

// Asking twice for one room within this time, the second call never settles.
const STATUS_INTERVAL_MS = 60_000

const CARD_SCENES = [1007, 1008, 1044, 1154, 1155]
const CODE_SCENES = [1047, 1048, 1049]

/**
 * The live plugin without WeChat, nasty sides included: status calls that never settle, room ids that must be whole
 * numbers, parameters that come as an object, encoded twice or not at all.
 * @see https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/component-api.html
 */
export function createSimulatedPlugin(world: SimulatedWorld, clock: Clock): SimulatedPlugin {
  const askedAtMs = new Map<RoomId, number>()

  return {
    getLiveStatus: async (options) => {
      const roomId = roomIdOf(options)
      const nowMs = clock.now()
      const lastMs = askedAtMs.get(roomId)
      if (lastMs !== undefined && nowMs - lastMs < STATUS_INTERVAL_MS)
        return new Promise(() => {})
      askedAtMs.set(roomId, nowMs)
      return { liveStatus: await world.liveStatusOf(roomId) }
    },
    getSubscribeStatus: async (options) => {
      const roomId = roomIdOf(options)
      return { room_id: roomId, openid: world.openid, is_subscribe: world.isSubscribed(roomId) }
    },
    getOpenid: async (options) => {
      roomIdOf(options)
      return { openid: world.openid }
    },
    getShareParams: async () => {
      const scene = world.enterScene()
      const entry = world.shareEntry()
      // The plugin rejects with bare text.
      if (!isShareScene(scene) || !entry)
        return reject('只能获取分享卡片入口的参数')
      return {
        room_id: entry.roomId,
        openid: world.openid,
        share_openid: CARD_SCENES.includes(scene) ? entry.shareOpenid : '',
        custom_params: customParamsIn(scene, entry.customParams),
      }
    },
  }
}

function roomIdOf(options: unknown): RoomId {
  const input = typeof options === 'object' && options !== null && 'room_id' in options ? options.room_id : undefined
  const roomId = parseRoomId(input)
  return roomId === null || roomId !== input ? reject({ errCode: 100002, errMsg: 'operateWXData:fail 100002 room_id is not an integer' }) : roomId
}

// Cards bring an object, codes text that was encoded twice, advertisements and messages nothing.
function customParamsIn(scene: number, customParams: object | null): unknown {
  if (customParams && CODE_SCENES.includes(scene))
    return encodeURIComponent(encodeURIComponent(JSON.stringify(customParams)))
  return CARD_SCENES.includes(scene) ? customParams : null
}

function reject(reason: unknown): never {
  throw reason
}
