import type { ComponentPublicInstance } from 'vue'
import type { PlayerControls } from '@/src/domain/player-controls'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPlayerControls } from '@/src/platform/player-controls'

type Method = (options: { success?: (answer: object) => void, fail?: (failure: object) => void, direction?: number }) => void

const own = { isTheComponentOfWechat: true }
const context: Record<string, Method> = {}
const createLivePlayerContext = vi.fn((..._args: unknown[]) => context)
let baseLibraryVersion = '3.7.3'

const controls = createPlayerControls({
  instance: { $scope: own } as unknown as ComponentPublicInstance,
  id: 'player',
  client: () => ({ clientVersion: '8.0.54', baseLibraryVersion }),
})

const METHODS = ['play', 'stop', 'pause', 'resume', 'mute', 'exitFullScreen', 'exitPictureInPicture', 'requestBackgroundPlayback', 'exitBackgroundPlayback', 'startCasting', 'exitCasting', 'reconnectCasting', 'switchCasting'] as const satisfies readonly (keyof PlayerControls)[]

beforeEach(() => {
  vi.useFakeTimers()
  baseLibraryVersion = '3.7.3'
  for (const name of Object.keys(context)) delete context[name]
  createLivePlayerContext.mockClear()
  vi.stubGlobal('wx', { createLivePlayerContext })
})

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the controls of a player in WeChat', () => {
  it.each(METHODS)('call %s within the tap, on the player of the component that WeChat knows', async (method) => {
    const called = vi.fn<Method>(({ success }) => success?.({}))
    context[method] = called
    const done = controls[method]()
    expect(called).toHaveBeenCalledOnce()
    expect(createLivePlayerContext).toHaveBeenCalledWith('player', own)
    await expect(done.then(() => 'done')).resolves.toBe('done')
  })

  it.each([['pause', '1.9.89', '1.9.90'], ['snapshot', '2.7.0', '2.7.1'], ['exitPictureInPicture', '2.10.2', '2.10.3'], ['requestBackgroundPlayback', '2.14.2', '2.14.3'], ['startCasting', '2.31.9', '2.32.0']] as const)('do not call %s in base library %s', async (method, version, neededVersion) => {
    const called = vi.fn<Method>(({ success }) => success?.({ tempImagePath: 'wxfile://1.png' }))
    context[method] = called
    baseLibraryVersion = version
    await expect(controls[method]()).rejects.toMatchObject({ kind: 'api-missing', apiName: `LivePlayerContext.${method}`, neededVersion })
    expect(called).not.toHaveBeenCalled()
    baseLibraryVersion = neededVersion
    await controls[method]()
    expect(called).toHaveBeenCalledOnce()
  })

  it('say how the picture is turned, and hand over what was snapped', async () => {
    context.requestFullScreen = vi.fn<Method>(({ success }) => success?.({}))
    await controls.requestFullScreen(90)
    expect(context.requestFullScreen).toHaveBeenCalledWith(expect.objectContaining({ direction: 90 }))
    context.snapshot = ({ success }) => success?.({ tempImagePath: 'wxfile://1.png', width: 720, height: 1280 })
    await expect(controls.snapshot()).resolves.toEqual({ imagePath: 'wxfile://1.png', width: 720, height: 1280 })
    context.snapshot = ({ success }) => success?.({ width: 720 })
    await expect(controls.snapshot()).rejects.toMatchObject({ kind: 'api-failed' })
  })

  it('reject with what WeChat said, where it refuses, throws, has no such method or never answers', async () => {
    context.play = ({ fail }) => fail?.({ errMsg: 'operateLivePlayer:fail no permission' })
    await expect(controls.play()).rejects.toMatchObject({ kind: 'api-failed', message: 'operateLivePlayer:fail no permission' })
    await expect(controls.stop()).rejects.toMatchObject({ kind: 'api-missing' })
    context.mute = () => {
      throw new Error('broken')
    }
    await expect(controls.mute()).rejects.toMatchObject({ kind: 'api-failed', message: 'broken' })
    context.stop = () => {}
    const silent = expect(controls.stop()).rejects.toMatchObject({ kind: 'api-failed', apiName: 'LivePlayerContext.stop' })
    await vi.advanceTimersByTimeAsync(3_000)
    await silent
  })

  it('do not wait for an answer about the background, which WeChat never gives', async () => {
    context.requestBackgroundPlayback = () => {}
    await expect(controls.requestBackgroundPlayback()).resolves.toBeNull()
  })
})
