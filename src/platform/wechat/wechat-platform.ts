import type { Platform } from '@/src/platform/platform'
import { systemClock } from '@/src/domain/clock'
import { gatewayAddress } from '@/src/platform/gateway-address'
import { createHttp } from '@/src/platform/http'
import { createHttpLiveApi } from '@/src/platform/http-live-api'
import { createHttpTouchApi } from '@/src/platform/http-touch-api'
import { createLogin } from '@/src/platform/login'
import { createNetwork } from '@/src/platform/network'
import { createStorage } from '@/src/platform/storage'
import { createChannels } from './channels'
import { readClientVersionsSafely } from './client-versions'
import { extGatewayUrl } from './ext-config'

/** What the three builds for WeChat have in common: all but the plugin. */
export function wechatPlatform(): Omit<Platform, 'livePlugin' | 'roomEntrance' | 'build'> {
  const network = createNetwork()
  const gatewayUrl = gatewayAddress({ configured: extGatewayUrl() ?? import.meta.env.VITE_GATEWAY_URL, isDevelopment: import.meta.env.DEV, isPreview: false })
  const http = createHttp({ clock: systemClock, baseUrl: gatewayUrl, isOnline: network.isOnline })
  return {
    clock: systemClock,
    client: readClientVersionsSafely,
    storage: createStorage(),
    network,
    gatewayUrl,
    channels: createChannels({ wechat: () => wx, client: readClientVersionsSafely, clock: systemClock }),
    liveApi: createHttpLiveApi(http),
    touchApi: createHttpTouchApi(http),
    login: createLogin(systemClock),
  }
}
