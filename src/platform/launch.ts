import type { EnterOptions } from '@/src/domain/scene'
import { parseEnterOptions } from '@/src/domain/scene'
// #ifdef H5
import { usePreviewWorld } from './h5/preview'
// #endif

/** The way in with which the app was started, and the newest one; null where this WeChat does not tell. */
export interface WaysIn {
  readonly launch: EnterOptions | null
  /** Base library 2.9.4. */
  readonly enter: EnterOptions | null
}

/**
 * How the app was opened, for a diagnostics page. Never throws.
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/base/app/life-cycle/wx.getEnterOptionsSync.html
 */
export function readWaysIn(): WaysIn {
  const launch = read(() => uni.getLaunchOptionsSync())
  let enter = read(() => uni.getEnterOptionsSync())
  // #ifdef H5
  if (enter)
    enter = { ...enter, scene: usePreviewWorld().enterScene() }
  // #endif
  return { launch, enter }
}

/** The version that manifest.json gives the app; empty where WeChat does not say. */
export function readAppVersion(): string {
  try {
    return uni.getAppBaseInfo().appVersion ?? ''
  }
  catch {
    return ''
  }
}

// Throws where WeChat is older than the interface.
function read(ask: () => unknown): EnterOptions | null {
  try {
    return parseEnterOptions(ask())
  }
  catch {
    return null
  }
}
