import type { Platform } from '@/src/platform/platform'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp } from 'vue'
import { readEnterOptions } from '@/src/platform/enter-options'
import { installPlatform } from '@/src/platform/install'
import { createNoPluginPlatform } from '@/src/platform/no-plugin/no-plugin-platform'
import { setPlatform, usePlatform } from '@/src/platform/use-platform'
import { createPluginSubpackagePlatform } from '@/src/platform/wechat/plugin-subpackage'
import { thrownBy } from '@/tests/domain/support/thrown-by'

const plugin = { getLiveStatus: async () => ({ liveStatus: 101 }) }
const requirePlugin = Object.assign(vi.fn(() => plugin), { async: vi.fn(async () => plugin) })
const onNetworkStatusChange = vi.fn()

beforeEach(() => {
  for (const mock of [requirePlugin, requirePlugin.async, onNetworkStatusChange]) mock.mockClear()
  vi.stubGlobal('requirePlugin', requirePlugin)
  vi.stubGlobal('wx', { getAppBaseInfo: () => ({ version: '8.0.54', SDKVersion: '3.7.3' }) })
  vi.stubGlobal('uni', { onNetworkStatusChange, getNetworkType: () => {} })
})
afterEach(() => setPlatform())

describe('the platform', () => {
  it('is made on first use, and once', () => {
    expect(onNetworkStatusChange).not.toHaveBeenCalled()
    expect(usePlatform()).toBe(usePlatform())
    expect(onNetworkStatusChange).toHaveBeenCalledTimes(1)
  })

  it('can be another one, and the real one again', () => {
    const real = usePlatform()
    const other = { ...real } satisfies Platform
    setPlatform(other)
    expect(usePlatform()).toBe(other)
    setPlatform()
    expect(usePlatform()).not.toBe(other)
  })
})

describe('the builds', () => {
  it('the default one has the plugin in the main package, and asks for it when it is needed', async () => {
    const { build, livePlugin } = usePlatform()
    expect(build).toEqual({ name: 'plugin-main', hasPlugin: true })
    expect(requirePlugin).not.toHaveBeenCalled()
    await expect(livePlugin.getLiveStatus(7)).resolves.toBe(101)
    expect(requirePlugin.mock.calls).toEqual([['live-player-plugin']])
    expect(requirePlugin.async).not.toHaveBeenCalled()
  })

  it('the subpackage one asks for the plugin across packages', async () => {
    const { build, livePlugin } = createPluginSubpackagePlatform()
    expect(build).toEqual({ name: 'plugin-subpackage', hasPlugin: true })
    await expect(livePlugin.getLiveStatus(7)).resolves.toBe(101)
    expect(requirePlugin.async.mock.calls).toEqual([['live-player-plugin']])
    expect(requirePlugin).not.toHaveBeenCalled()
  })

  it('the one without a plugin says so, whatever is asked', async () => {
    const { build, livePlugin, roomEntrance } = createNoPluginPlatform()
    expect(build).toEqual({ name: 'no-plugin', hasPlugin: false })
    for (const asked of [livePlugin.getLiveStatus(7), livePlugin.getSubscribeStatus(7), livePlugin.getOpenid(7), livePlugin.getShareParams(), roomEntrance.open({ roomId: 7 })])
      await expect(asked).rejects.toEqual({ kind: 'plugin-missing' })
    expect(thrownBy(() => roomEntrance.urlOf({ roomId: 7 }))).toEqual({ kind: 'plugin-missing' })
    expect(requirePlugin).not.toHaveBeenCalled()
  })
})

describe('what WeChat brings itself', () => {
  it('needs no stand-in', () => {
    const app = createApp({})
    installPlatform(app)
    expect(app.component('subscribe')).toBeUndefined()
  })

  it('is told apart from rubbish in the options of App.onShow', () => {
    expect(readEnterOptions({ path: 'src/live/room/room', query: { room_id: '7' }, scene: 1007, shareTicket: 't' }))
      .toEqual({ path: 'src/live/room/room', query: { room_id: '7' }, scene: 1007, shareTicket: 't' })
    expect(readEnterOptions(undefined)).toEqual({ path: '', query: {}, scene: 0 })
  })
})
