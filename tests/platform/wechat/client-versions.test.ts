import { describe, expect, it, vi } from 'vitest'
import { readClientVersions } from '@/src/platform/wechat/client-versions'

describe('the versions of WeChat', () => {
  it('are asked for in the new way', () => {
    vi.stubGlobal('wx', { getAppBaseInfo: () => ({ version: '8.0.54', SDKVersion: '3.7.3' }) })
    expect(readClientVersions()).toEqual({ clientVersion: '8.0.54', baseLibraryVersion: '3.7.3' })
  })

  it('are asked for in the old way where the new one is missing', () => {
    vi.stubGlobal('wx', { getSystemInfoSync: () => ({ version: '7.0.6', SDKVersion: '2.8.3' }) })
    expect(readClientVersions()).toEqual({ clientVersion: '7.0.6', baseLibraryVersion: '2.8.3' })
  })

  it('may be missing', () => {
    vi.stubGlobal('wx', { getAppBaseInfo: () => ({}) })
    expect(readClientVersions()).toEqual({ clientVersion: '', baseLibraryVersion: '' })
  })
})
