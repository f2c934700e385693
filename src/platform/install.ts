import type { App } from 'vue'
// #ifdef H5
import Subscribe from './h5/subscribe.vue'
// #endif

/** Gives the app what its platform lacks: in a browser, a stand-in for the plugin's `<subscribe>`. */
export function installPlatform(app: App): void {
  // #ifdef H5
  app.component('subscribe', Subscribe)
  // #endif
  // #ifndef H5
  void app
  // #endif
}
