import type { ClientVersions } from '@/src/domain/client-features'
import type { LiveError } from '@/src/domain/live-error'
import { hasFeature } from '@/src/domain/client-features'
import { compareVersions } from '@/src/domain/version'

const MIN_CLIENT_VERSION = '7.0.7'

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
    || !hasFeature(versions, 'live-plugin')
  )
    ? { kind: 'client-too-old', ...versions }
    : null
}

/** Like {@link readClientVersions}, with empty versions where WeChat does not tell. */
export function readClientVersionsSafely(): ClientVersions {
  return readSafely(readClientVersions) ?? { clientVersion: '', baseLibraryVersion: '' }
}

function readSafely(read: () => ClientVersions): ClientVersions | null {
  try {
    return read()
  }
  catch {
    return null
  }
}
