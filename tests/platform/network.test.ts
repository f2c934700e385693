import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createBrowserNetwork } from '@/src/platform/h5/network'
import { createNetwork } from '@/src/platform/network'

let answerType: (networkType: string) => void
let refuseType: () => void
let change: (isConnected: boolean) => void

beforeEach(() => {
  vi.stubGlobal('uni', {
    getNetworkType: ({ success, fail }: { success: (answer: object) => void, fail: () => void }) => {
      answerType = networkType => success({ networkType })
      refuseType = fail
    },
    onNetworkStatusChange: (listener: (status: object) => void) => {
      change = isConnected => listener({ isConnected, networkType: isConnected ? 'wifi' : 'none' })
    },
  })
})

describe('the phone\'s connection', () => {
  it('counts as there until the phone has said otherwise', () => {
    const network = createNetwork()
    expect(network.isOnline()).toBe(true)
    refuseType()
    expect(network.isOnline()).toBe(true)
  })

  it.each([['none', false], ['wifi', true], ['5g', true], ['unknown', true]])('at %s is %s', (networkType, isOnline) => {
    const network = createNetwork()
    answerType(networkType)
    expect(network.isOnline()).toBe(isOnline)
  })

  it('believes a change more than an older answer', () => {
    const network = createNetwork()
    change(false)
    answerType('wifi')
    expect(network.isOnline()).toBe(false)
  })

  it('tells every change, once, to whoever still listens', () => {
    const network = createNetwork()
    const [staying, leaving] = [vi.fn(), vi.fn()]
    network.onChange(staying)
    const stop = network.onChange(leaving)
    change(false)
    change(false)
    stop()
    change(true)
    expect(staying.mock.calls).toEqual([[false], [true]])
    expect(leaving.mock.calls).toEqual([[false]])
  })

  it('asks the phone once, however many listen', () => {
    const network = createNetwork()
    const { onNetworkStatusChange } = uni
    const listening = vi.fn(onNetworkStatusChange)
    uni.onNetworkStatusChange = listening
    network.onChange(() => {})
    network.onChange(() => {})
    expect(listening).not.toHaveBeenCalled()
  })
})

describe('the browser\'s connection', () => {
  it('is what the browser says', () => {
    const onLine = vi.spyOn(navigator, 'onLine', 'get')
    const network = createBrowserNetwork()
    const listener = vi.fn()
    const stop = network.onChange(listener)

    onLine.mockReturnValue(false)
    window.dispatchEvent(new Event('offline'))
    expect(network.isOnline()).toBe(false)
    onLine.mockReturnValue(true)
    window.dispatchEvent(new Event('online'))
    stop()
    window.dispatchEvent(new Event('offline'))
    expect(listener.mock.calls).toEqual([[false], [true]])
  })
})
