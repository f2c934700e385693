import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import { useCountdown } from '@/src/composables/use-countdown'
import { letPass } from '@/tests/support/mount-page'
import { installWechatEdge } from '@/tests/support/wechat-edge'

const NOW_MS = new Date(2026, 10, 23, 19, 30).getTime()
const SECOND_MS = 1_000
const HOUR_MS = 60 * 60 * SECOND_MS

beforeEach(() => {
  vi.useFakeTimers({ now: NOW_MS })
  installWechatEdge(() => 'hang')
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function countDown(startMs: number | null) {
  const target = shallowRef(startMs)
  const onZero = vi.fn()
  let countdown: ReturnType<typeof useCountdown> | undefined
  const wrapper = mount({
    setup() {
      countdown = useCountdown(target, { onZero })
      return () => null
    },
  })
  async function call(hook: 'onShow' | 'onHide'): Promise<void> {
    for (const run of Reflect.get(wrapper.vm.$, hook) as (() => void)[]) run()
    await nextTick()
  }
  return { target, onZero, wrapper, call, remaining: () => countdown?.remaining.value ?? null }
}

describe('a countdown', () => {
  it('says once that it has reached zero, and leaves no timer', async () => {
    const { onZero, remaining } = countDown(NOW_MS + 3 * SECOND_MS)
    expect(remaining()).toMatchObject({ seconds: 3, isOver: false })
    await letPass(2_999)
    expect(onZero).not.toHaveBeenCalled()
    await letPass(1)
    expect(onZero).toHaveBeenCalledTimes(1)
    expect(remaining()?.isOver).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
    await letPass(HOUR_MS)
    expect(onZero).toHaveBeenCalledTimes(1)
  })

  it('says nothing of a moment that had already passed', async () => {
    const { onZero, remaining } = countDown(NOW_MS - SECOND_MS)
    await letPass(HOUR_MS)
    expect(remaining()?.isOver).toBe(true)
    expect(onZero).not.toHaveBeenCalled()
  })

  it('runs no timer out of sight, is right again when shown, and still says that zero was reached', async () => {
    const { onZero, call, remaining } = countDown(NOW_MS + HOUR_MS)
    await call('onHide')
    expect(vi.getTimerCount()).toBe(0)
    await letPass(30 * 60 * SECOND_MS)
    await call('onShow')
    expect(remaining()).toMatchObject({ hours: 0, minutes: 30, seconds: 0 })

    await call('onHide')
    await letPass(HOUR_MS)
    expect(onZero).not.toHaveBeenCalled()
    await call('onShow')
    expect(onZero).toHaveBeenCalledTimes(1)
  })

  it('follows a moment that is moved, and rests while there is none', async () => {
    const { onZero, target, remaining } = countDown(null)
    expect(remaining()).toBeNull()
    expect(vi.getTimerCount()).toBe(0)

    target.value = NOW_MS + 10 * SECOND_MS
    await nextTick()
    target.value = NOW_MS + 20 * SECOND_MS
    await nextTick()
    await letPass(10 * SECOND_MS)
    expect(onZero).not.toHaveBeenCalled()
    expect(remaining()?.seconds).toBe(10)
  })

  it('ends with its component', () => {
    countDown(NOW_MS + HOUR_MS).wrapper.unmount()
    expect(vi.getTimerCount()).toBe(0)
  })
})
