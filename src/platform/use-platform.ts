import type { Platform } from './platform'
import { createPlatform } from './create-platform'
import { noteErrors } from './error-log'

let current: Platform | undefined

/** The platform this build runs on. Made on first use, so that loading a module touches neither WeChat nor the plugin. */
export function usePlatform(): Platform {
  current ??= noteErrors(createPlatform())
  return current
}

/** Puts another platform in place, for tests and hosts. Without an argument the next use makes the real one again. */
export function setPlatform(platform?: Platform): void {
  current = platform
}
