import { describe, expect, it, vi } from 'vitest'
import { createPreviewLogin } from '@/src/platform/h5/preview-login'

describe('a login in the browser', () => {
  it('is that of the tab\'s visitor', async () => {
    const get = vi.fn(async (_path: string): Promise<unknown> => ({ code: 'abc' }))
    await expect(createPreviewLogin({ get }, 'visitor-2')()).resolves.toBe('abc')
    expect(get.mock.calls).toEqual([['/simulator/login?openid=visitor-2']])
  })

  it.each([null, {}, { code: '' }, { code: 5 }, []])('fails without a code: %j', async (answer) => {
    await expect(createPreviewLogin({ get: async () => answer }, 'visitor-1')()).rejects.toEqual({ kind: 'login-failed' })
  })

  it('fails where the gateway is away', async () => {
    const cause = { kind: 'offline' }
    await expect(createPreviewLogin({ get: async () => Promise.reject(cause) }, 'visitor-1')()).rejects.toEqual({ kind: 'login-failed', cause })
  })
})
