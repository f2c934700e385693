import type { ChannelsApi } from '@/src/domain/channels-api'
import type { ClientVersions } from '@/src/domain/client-features'
import type { Clock } from '@/src/domain/clock'
import type { KeyValueStore } from '@/src/domain/key-value-store'
import type { LiveApi } from '@/src/domain/live-api'
import type { LivePlugin } from '@/src/domain/live-plugin'
import type { Network } from '@/src/domain/network'
import type { RoomEntrance } from '@/src/domain/room-entrance'
import type { TouchApi } from '@/src/domain/touch-api'

/** Which of the four builds this is, and whether it carries the live plugin (or stands one in). */
export interface Build {
  readonly name: 'plugin-main' | 'plugin-subpackage' | 'no-plugin' | 'preview'
  readonly hasPlugin: boolean
}

/** Everything outside that the application leans on. */
export interface Platform {
  readonly clock: Clock
  /** How new the WeChat around the app is. Never throws: what cannot be read is empty. */
  readonly client: () => ClientVersions
  readonly livePlugin: LivePlugin
  /** Channels (视频号) broadcasts, which need no plugin. */
  readonly channels: ChannelsApi
  readonly liveApi: LiveApi
  readonly touchApi: TouchApi
  /** Asks WeChat for a code that tells the gateway who this visitor is. Settles in time; rejects with `login-failed`. */
  readonly login: () => Promise<string>
  readonly storage: KeyValueStore
  readonly network: Network
  /** The gateway's address without a slash at its end, empty for the page's own origin, or null when there is none. */
  readonly gatewayUrl: string | null
  readonly roomEntrance: RoomEntrance
  readonly build: Build
}
