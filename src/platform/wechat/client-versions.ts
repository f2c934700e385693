import type { LiveError } from '@/src/domain/live-error'
import { compareVersions } from '@/src/domain/version'

/** How new the WeChat around us is; empty where it did not say. */
export interface ClientVersions {
  /** The WeChat app, e.g. `8.0.54`. */
  readonly clientVersion: string
  /** The base library, e.g. `3.7.3`. */
  readonly baseLibraryVersion: string
}

const MIN_CLIENT_VERSION = '7.0.7'
const MIN_BASE_LIBRARY_VERSION = '2.9.0'

/** Asks WeChat for its versions. `getAppBaseInfo` came with base library 2.20.1; older ones have only the big call. */
export function readClientVersions(): ClientVersions {
  const { version, SDKVersion } = typeof wx.getAppBaseInfo === 'function' ? wx.getAppBaseInfo() : wx.getSystemInfoSync()
  return { clientVersion: version ?? '', baseLibraryVersion: SDKVersion ?? '' }
}

/**
 * The error for a WeChat in which rooms do not work, or null where they do. Versions that cannot be read lock nobody out.
 * @see https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/live-player-plugin.html
 */
export function clientTooOld(read: () => ClientVersions): LiveError | null {
  const versions = readSafely(read)
  return versions && (
    compareVersions(versions.clientVersion, MIN_CLIENT_VERSION) < 0
    || compareVersions(versions.baseLibraryVersion, MIN_BASE_LIBRARY_VERSION) < 0
  )
    ? { kind: 'client-too-old', ...versions }
    : null
}

function readSafely(read: () => ClientVersions): ClientVersions | null {
  try {
    return read()
  }
  catch {
    return null
  }
}
