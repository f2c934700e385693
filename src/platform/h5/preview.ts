import type { SimulatedRoom } from '../simulated/share-entry'
import type { PreviewWorld } from './preview-world'
import type { EnterOptions } from '@/src/domain/scene'
import { systemClock } from '@/src/domain/clock'
import { gatewayAddress } from '@/src/platform/gateway-address'
import { createHttp } from '@/src/platform/http'
import { createStorage } from '@/src/platform/storage'
import { createBrowserNetwork } from './network'
import { createPreviewWorld } from './preview-world'
import { PREVIEW_ROOM_ROUTE } from './room-entrance'

/** The browser's connection. */
export const previewNetwork = createBrowserNetwork()

/** Where the gateway is: usually the server the page came from. */
export const previewGatewayUrl = gatewayAddress({ configured: import.meta.env.VITE_GATEWAY_URL, isDevelopment: import.meta.env.DEV, isPreview: true })

/** The way to the gateway. */
export const previewHttp = createHttp({ clock: systemClock, baseUrl: previewGatewayUrl, isOnline: previewNetwork.isOnline })

let world: PreviewWorld | undefined

/** The world of this tab. */
export function usePreviewWorld(): PreviewWorld {
  world ??= startWorld()
  return world
}

/** What `App.onShow` would be told in WeChat. */
export function previewEnterOptions(options: EnterOptions): EnterOptions {
  return usePreviewWorld().enter(options)
}

/**
 * Plays both ends of a share card: the visitor of the simulated room sends it, and the tab starts again as the friend
 * who taps it. In WeChat the card opens the room, so that is where the friend arrives.
 */
export function shareAndReopen(room: SimulatedRoom): void {
  usePreviewWorld().share(room)
  location.hash = `#${PREVIEW_ROOM_ROUTE}?room_id=${room.roomId}`
  location.reload()
}

function startWorld(): PreviewWorld {
  const started = createPreviewWorld({ http: previewHttp, storage: createStorage(), session: sessionStorage })
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && started.leave())
  return started
}
