import type { App } from 'vue'
// #ifdef H5
import ChannelLive from './h5/channel-live.vue'
import { installKeyboard } from './h5/keyboard'
import Pendant from './h5/pendant.vue'
import Subscribe from './h5/subscribe.vue'
// #endif

/**
 * Gives the app what its platform lacks: in a browser, stand-ins for the plugin's components and for
 * `<channel-live>`, and keys for uni's buttons.
 */
export function installPlatform(app: App): void {
  // #ifdef H5
  app.component('subscribe', Subscribe)
  app.component('pendant', Pendant)
  app.component('channel-live', ChannelLive)
  installKeyboard(document.body)
  // #endif
  // #ifndef H5
  void app
  // #endif
}
