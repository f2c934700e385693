import type { Platform } from '@/src/platform/platform'
import { platformWithPlugin } from './with-plugin'

/** The build whose plugin stands in the main package: it is there at once. */
export function createPluginMainPlatform(): Platform {
  return platformWithPlugin('plugin-main', () => requirePlugin('live-player-plugin'))
}
