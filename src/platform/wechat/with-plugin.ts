import type { Platform } from '@/src/platform/platform'
import { systemClock } from '@/src/domain/clock'
import { readClientVersions } from './client-versions'
import { createLivePlugin } from './live-plugin'
import { createRoomEntrance } from './room-entrance'
import { wechatPlatform } from './wechat-platform'

/**
 * WeChat with the live plugin.
 * @param name the build
 * @param load gives the plugin; not called before the plugin is first needed
 */
export function platformWithPlugin(name: Platform['build']['name'], load: () => unknown): Platform {
  return {
    ...wechatPlatform(),
    livePlugin: createLivePlugin({ load, client: readClientVersions, clock: systemClock }),
    roomEntrance: createRoomEntrance(readClientVersions),
    build: { name, hasPlugin: true },
  }
}
