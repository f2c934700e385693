import type { ComponentPublicInstance } from 'vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { watchVisibleItems } from '@/src/platform/visibility'

type See = (result: object) => void

let see: See
const disconnect = vi.fn()
const observe = vi.fn((_selector: string, callback: See) => {
  see = callback
})
const observer = { relativeToViewport: () => ({ observe }), disconnect }
const createIntersectionObserver = vi.fn((..._args: unknown[]) => observer)

const instanceWith = (fields: object) => fields as ComponentPublicInstance
const item = (roomId: unknown, intersectionRatio: number) => ({ intersectionRatio, dataset: { roomId } })

beforeEach(() => {
  for (const mock of [disconnect, observe, createIntersectionObserver]) mock.mockClear()
  vi.stubGlobal('uni', { createIntersectionObserver })
})

describe('watching what is on the screen', () => {
  it('tells the rooms in view whenever they change', () => {
    const onChange = vi.fn()
    watchVisibleItems(instanceWith({}), '.item', onChange)
    expect(observe).toHaveBeenCalledWith('.item', expect.any(Function))
    see(item(7, 0.2))
    see(item('8', 1))
    see(item(8, 0.9))
    see(item(9, 0))
    see(item(7, 0))
    expect(onChange.mock.calls).toEqual([[[7]], [[7, 8]], [[8]]])
  })

  it.each([{ intersectionRatio: 1 }, item(undefined, 1), item('seven', 1), item([7], 1), { intersectionRatio: 1, dataset: null }])('passes over %j', (result) => {
    const onChange = vi.fn()
    watchVisibleItems(instanceWith({}), '.item', onChange)
    see(result)
    expect(onChange).not.toHaveBeenCalled()
  })

  it('is silent once it has ended, even if the platform is not', () => {
    const onChange = vi.fn()
    watchVisibleItems(instanceWith({}), '.item', onChange)()
    see(item(7, 1))
    expect(onChange).not.toHaveBeenCalled()
    expect(disconnect).toHaveBeenCalledTimes(1)
  })

  it('asks uni about the component where that has no observer of its own', () => {
    const instance = instanceWith({})
    watchVisibleItems(instance, '.item', () => {})
    expect(createIntersectionObserver.mock.calls).toEqual([[instance, { observeAll: true, thresholds: [0] }]])
  })

  it('asks the component itself where it can, since uni would hand WeChat a copy of it', () => {
    const instance = instanceWith({ createIntersectionObserver(this: unknown, options: unknown) {
      return createIntersectionObserver(this, 'itself', options)
    } })
    watchVisibleItems(instance, '.item', () => {})
    expect(createIntersectionObserver.mock.calls).toEqual([[instance, 'itself', { observeAll: true, thresholds: [0] }]])
  })
})
