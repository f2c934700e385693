// #ifdef H5
import { createPreviewPlatform } from './h5/preview-platform'
// #endif
// #ifdef LIVE_NO_PLUGIN
import { createNoPluginPlatform } from './no-plugin/no-plugin-platform'
// #endif
// #ifndef H5 || LIVE_NO_PLUGIN || LIVE_SUBPACKAGE
import { createPluginMainPlatform } from './wechat/plugin-main'
// #endif
// #ifdef LIVE_SUBPACKAGE
import { createPluginSubpackagePlatform } from './wechat/plugin-subpackage'
// #endif

/** Makes the platform of this build: the compiler leaves exactly one of the four below, and one of the imports above. */
export const [createPlatform] = [
  // #ifdef H5
  createPreviewPlatform,
  // #endif
  // #ifdef LIVE_NO_PLUGIN
  createNoPluginPlatform,
  // #endif
  // #ifdef LIVE_SUBPACKAGE
  createPluginSubpackagePlatform,
  // #endif
  // #ifndef H5 || LIVE_NO_PLUGIN || LIVE_SUBPACKAGE
  createPluginMainPlatform,
  // #endif
] as const
