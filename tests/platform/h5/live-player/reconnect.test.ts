import { expect, it, vi } from 'vitest'
import { createReconnect } from '@/src/platform/h5/live-player/reconnect'
import { createFakeClock } from '@/tests/support/fake-clock'

it('tries again after waits that grow, and says when that was often enough', () => {
  const clock = createFakeClock()
  const reconnect = createReconnect(clock)
  const triedAtMs: number[] = []
  const again = (): void => void (triedAtMs.push(clock.trueMs()), reconnect.schedule(again))
  reconnect.schedule(again)
  clock.advanceBy(60_000)
  expect(triedAtMs).toEqual([1_000, 3_000, 7_000, 11_000, 15_000])
  expect(reconnect.schedule(again)).toBe(false)
  expect(clock.pendingTimers()).toBe(0)
})

it('begins with the short waits once it has played', () => {
  const clock = createFakeClock()
  const reconnect = createReconnect(clock)
  for (let round = 0; round < 5; round++) {
    reconnect.schedule(() => {})
    clock.advanceBy(4_000)
  }
  reconnect.forget()
  const connect = vi.fn()
  expect(reconnect.schedule(connect)).toBe(true)
  clock.advanceBy(1_000)
  expect(connect).toHaveBeenCalledOnce()
})

it('never has two tries waiting, and none after it was cancelled', () => {
  const clock = createFakeClock()
  const reconnect = createReconnect(clock)
  reconnect.schedule(() => {})
  reconnect.schedule(() => {})
  expect(clock.pendingTimers()).toBe(1)
  reconnect.cancel()
  expect(clock.pendingTimers()).toBe(0)
})
