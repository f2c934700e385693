import { describe, expect, it, vi } from 'vitest'
import { updateClient } from '@/src/platform/update-client'

interface Callbacks { success: () => void, fail: () => void }

describe('updating WeChat', () => {
  it.each([['success', true], ['fail', false]] as const)('tells of %s', async (outcome, isOpened) => {
    vi.stubGlobal('wx', { updateWeChatApp: (callbacks: Callbacks) => callbacks[outcome]() })
    await expect(updateClient()).resolves.toBe(isOpened)
  })

  it('is left to words where WeChat is too old even for that', async () => {
    vi.stubGlobal('wx', {})
    await expect(updateClient()).resolves.toBe(false)
  })
})
