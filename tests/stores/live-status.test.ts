import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effect } from 'vue'
import { useLiveStatusStore } from '@/src/stores/live-status'
import { takeConsole } from '@/tests/setup/fail-on-console'
import { letPass } from '@/tests/support/mount-page'
import { aRoom, gatewayWith } from '@/tests/support/rooms'
import { installWechatEdge } from '@/tests/support/wechat-edge'

const NOW_MS = new Date(2026, 10, 23, 19, 30).getTime()
const MINUTE_MS = 60_000

let edge: ReturnType<typeof installWechatEdge>

beforeEach(() => {
  vi.useFakeTimers({ now: NOW_MS })
  edge = installWechatEdge(() => 'hang')
  setActivePinia(createPinia())
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the live statuses', () => {
  it('gives every caller the same record of a room', () => {
    const store = useLiveStatusStore()
    expect(store.of(11)).toBe(store.of(11))
    expect(store.of(11)).toMatchObject({ status: 'unknown', code: null, checkedAtMs: null, source: 'schedule', activity: 'idle', error: null })
  })

  it('shares one check between all who follow a room', async () => {
    const store = useLiveStatusStore()
    const releases = [store.follow(11), store.follow(11), store.follow(11)]
    await flushPromises()
    expect(edge.plugin.getLiveStatus).toHaveBeenCalledTimes(1)

    releases.slice(0, 2).forEach(release => release())
    await letPass(2 * MINUTE_MS)
    expect(edge.plugin.getLiveStatus.mock.calls.length).toBeGreaterThan(1)

    releases[2]?.()
    expect(vi.getTimerCount()).toBe(0)
    expect(store.of(11).status).toBe('live')
  })

  it('touches nothing that a page draws when a check brings what was known', async () => {
    const store = useLiveStatusStore()
    store.follow(11)
    await flushPromises()
    const record = store.of(11)
    const drawn = vi.fn()
    effect(() => drawn(record.status, record.code, record.source, record.interruptionEndsAtMs, record.error))
    drawn.mockClear()

    await letPass(10 * MINUTE_MS)
    expect(edge.plugin.getLiveStatus.mock.calls.length).toBeGreaterThan(5)
    expect(drawn).not.toHaveBeenCalled()

    edge.plugin.getLiveStatus.mockResolvedValue({ liveStatus: 105 })
    await letPass(2 * MINUTE_MS)
    expect(record.status).toBe('paused')
  })

  it('keeps what was known when a check fails, and says why', async () => {
    edge.gateway = gatewayWith([])
    const store = useLiveStatusStore()
    store.follow(11)
    await flushPromises()
    edge.plugin.getLiveStatus.mockRejectedValue({ errMsg: 'operateWXData:fail' })
    await letPass(70_000)
    expect(store.of(11)).toMatchObject({ status: 'live', error: { kind: 'plugin-rejected' } })

    edge.plugin.getLiveStatus.mockResolvedValue({ liveStatus: 101 })
    await letPass(6 * MINUTE_MS)
    expect(store.of(11).error).toBeNull()
  })

  it('lets the gateway answer for all rooms at once, at most once a minute, where there is no plugin', async () => {
    vi.stubGlobal('requirePlugin', undefined)
    edge.gateway = gatewayWith([aRoom({ id: 11 }), aRoom({ id: 12, status: 'paused', statusCode: 105 })])
    const store = useLiveStatusStore()
    for (const roomId of [11, 12]) store.follow(roomId)
    await flushPromises()

    expect(store.of(11)).toMatchObject({ status: 'live', source: 'gateway', error: null })
    expect(store.of(12)).toMatchObject({ status: 'paused', source: 'gateway' })
    expect(store.pluginProblem?.kind).toBe('plugin-missing')
    expect(edge.requests).toEqual(['/v1/statuses?ids=11,12'])

    await letPass(60 * MINUTE_MS)
    expect(edge.requests.length).toBeGreaterThan(30)
    expect(edge.requests.length).toBeLessThanOrEqual(60)
  })

  it('takes a room\'s status and timetable from the list until the plugin has answered', async () => {
    const store = useLiveStatusStore()
    store.noteRoom(aRoom({ id: 11, status: 'upcoming', statusCode: 102, startAtMs: NOW_MS + MINUTE_MS }), NOW_MS)
    expect(store.of(11)).toMatchObject({ status: 'upcoming', source: 'gateway' })

    store.follow(11)
    await flushPromises()
    expect(store.of(11)).toMatchObject({ status: 'live', source: 'plugin', code: 101 })
  })

  it('calls a room expired whose planned time has passed without a start', () => {
    const store = useLiveStatusStore()
    store.noteRoom(aRoom({ id: 11, status: 'upcoming', statusCode: 102, endAtMs: NOW_MS - 1 }), NOW_MS)
    expect(store.of(11)).toMatchObject({ status: 'expired', source: 'schedule' })
  })

  it('counts an interruption from when it was first seen', async () => {
    edge.plugin.getLiveStatus.mockResolvedValue({ liveStatus: 106 })
    const store = useLiveStatusStore()
    store.follow(11)
    await flushPromises()
    const { interruptionEndsAtMs } = store.of(11)
    expect(interruptionEndsAtMs).toBe(NOW_MS + 15 * MINUTE_MS)
    await letPass(5 * MINUTE_MS)
    expect(store.of(11).interruptionEndsAtMs).toBe(interruptionEndsAtMs)
  })

  it.each([0, 99])('calls status %i unknown and tells the developer', async (code) => {
    edge.plugin.getLiveStatus.mockResolvedValue({ liveStatus: code })
    const store = useLiveStatusStore()
    store.follow(11)
    await flushPromises()
    expect(store.of(11)).toMatchObject({ status: 'unknown', code })
    expect(takeConsole('warn')[0]).toContain(`status ${code} for room 11`)
  })

  it('asks nothing while the app is in the background, and what is old when it is back', async () => {
    const store = useLiveStatusStore()
    store.follow(11)
    await flushPromises()
    store.pause()
    await letPass(30 * MINUTE_MS)
    expect(edge.plugin.getLiveStatus).toHaveBeenCalledTimes(1)
    store.resume()
    await flushPromises()
    expect(edge.plugin.getLiveStatus).toHaveBeenCalledTimes(2)
  })
})
