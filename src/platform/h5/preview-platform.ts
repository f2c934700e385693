import type { Platform } from '@/src/platform/platform'
import { systemClock } from '@/src/domain/clock'
import { createHttpLiveApi } from '@/src/platform/http-live-api'
import { createHttpTouchApi } from '@/src/platform/http-touch-api'
import { createStorage } from '@/src/platform/storage'
import { createChannels } from '@/src/platform/wechat/channels'
import { createLivePlugin } from '@/src/platform/wechat/live-plugin'
import { createSimulatedChannels } from '../simulated/simulated-channels'
import { createSimulatedPlugin } from '../simulated/simulated-plugin'
import { askAsWechat, isTapping } from './channels'
import { previewGatewayUrl, previewHttp, previewNetwork, usePreviewWorld } from './preview'
import { createPreviewLogin } from './preview-login'
import { previewRoomEntrance } from './room-entrance'

// A WeChat that has everything.
const previewClient = () => ({ clientVersion: '8.0.54', baseLibraryVersion: '3.7.3' })

/** The app in a browser: everything real but the plugin, which is simulated under the real adapter. */
export function createPreviewPlatform(): Platform {
  const { openid, enterScene } = usePreviewWorld()
  // Every visitor has a phone of their own: what one of them has not sent yet must not go out in the name of another.
  const storage = createStorage(`${openid}.`)
  const simulatedChannels = createSimulatedChannels({ clock: systemClock, storage, isTapping, enterScene, ask: askAsWechat })
  return {
    clock: systemClock,
    client: previewClient,
    storage,
    channels: createChannels({ wechat: () => simulatedChannels, client: previewClient, clock: systemClock }),
    network: previewNetwork,
    gatewayUrl: previewGatewayUrl,
    liveApi: createHttpLiveApi(previewHttp),
    touchApi: createHttpTouchApi(previewHttp),
    login: createPreviewLogin(previewHttp, openid),
    livePlugin: createLivePlugin({
      load: () => createSimulatedPlugin(usePreviewWorld(), systemClock),
      client: previewClient,
      clock: systemClock,
    }),
    roomEntrance: previewRoomEntrance,
    build: { name: 'preview', hasPlugin: true },
  }
}
