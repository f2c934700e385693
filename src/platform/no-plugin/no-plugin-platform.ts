import type { Platform } from '@/src/platform/platform'
import { wechatPlatform } from '@/src/platform/wechat/wechat-platform'
import { noLivePlugin, noRoomEntrance } from './no-plugin'

/** The build for an appid without live permission: everything but the way into a room. */
export function createNoPluginPlatform(): Platform {
  return { ...wechatPlatform(), livePlugin: noLivePlugin, roomEntrance: noRoomEntrance, build: { name: 'no-plugin', hasPlugin: false } }
}
