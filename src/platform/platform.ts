import type { Clock } from '@/src/domain/clock'
import type { KeyValueStore } from '@/src/domain/key-value-store'
import type { LiveApi } from '@/src/domain/live-api'
import type { LivePlugin } from '@/src/domain/live-plugin'
import type { Network } from '@/src/domain/network'
import type { RoomEntrance } from '@/src/domain/room-entrance'
import { createPlatform } from './create-platform'

/** Which of the four builds this is, and whether it carries the live plugin (or stands one in). */
export interface Build {
  readonly name: 'plugin-main' | 'plugin-subpackage' | 'no-plugin' | 'preview'
  readonly hasPlugin: boolean
}

/** Everything outside that the application leans on. */
export interface Platform {
  readonly clock: Clock
  readonly livePlugin: LivePlugin
  readonly liveApi: LiveApi
  readonly storage: KeyValueStore
  readonly network: Network
  readonly roomEntrance: RoomEntrance
  readonly build: Build
}

let current: Platform | undefined

/** The platform this build runs on. Made on first use, so that loading a module touches neither WeChat nor the plugin. */
export function usePlatform(): Platform {
  current ??= createPlatform()
  return current
}

/** Puts another platform in place, for tests and hosts. Without an argument the next use makes the real one again. */
export function setPlatform(platform?: Platform): void {
  current = platform
}
