import type { Platform } from '@/src/platform/platform'
import { platformWithPlugin } from './with-plugin'

/**
 * The build whose plugin stands in the subpackage. This file ends up in the main package, where a plain `requirePlugin`
 * would fail.
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages/async.html
 */
export function createPluginSubpackagePlatform(): Platform {
  return platformWithPlugin('plugin-subpackage', () => requirePlugin.async('live-player-plugin'))
}
