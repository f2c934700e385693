import type { WechatEdge } from './wechat-edge'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, vi } from 'vitest'
import { setPlatform } from '@/src/platform/use-platform'
import { installWechatEdge } from './wechat-edge'

/**
 * Gives every test of a file a WeChat whose phone is empty and whose clock stands still, and stores of its own.
 * @param onWechat is handed each one
 */
export function storesOnAnEmptyPhone(onWechat: (edge: WechatEdge) => void): void {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date(2026, 10, 23, 19, 30) })
    onWechat(installWechatEdge(() => 'hang'))
    setActivePinia(createPinia())
  })

  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
}

/** Closes the app and starts it again: other stores on the same phone. */
export function restartApp(): void {
  setPlatform()
  setActivePinia(createPinia())
}
