import type { VueWrapper } from '@vue/test-utils'
import type { EngineRequest } from '@/src/platform/h5/live-player/browser-engine'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { defineComponent, h, KeepAlive, nextTick, ref } from 'vue'
import LivePlayer from '@/src/platform/h5/live-player.vue'
import { findBrowserPlayer } from '@/src/platform/h5/live-players'
import { createFakeVideo } from './support/fake-video'

// The edge: what fetches streams.
const { made, destroyed } = vi.hoisted(() => ({ made: [] as unknown[], destroyed: { count: 0 } }))
vi.mock('@/src/platform/h5/live-player/load-engine', () => ({
  loadEngine: async () => (request: unknown) => {
    made.push(request)
    return { edge: () => null, measure: () => ({}), destroy: () => void destroyed.count++ }
  },
}))

const requests = (): EngineRequest[] => made as EngineRequest[]
const shown: VueWrapper[] = []
const SRC = 'https://cdn.example/tea.flv'

async function show(props: Record<string, unknown> = {}) {
  const states: number[] = []
  const wrapper = mount(LivePlayer, { props: { id: 'stage', src: SRC, autoplay: true, onStatechange: event => void states.push(event.detail.code), ...props } })
  shown.push(wrapper)
  await flushPromises()
  const video = createFakeVideo(wrapper.get('video').element)
  const controls = () => findBrowserPlayer('stage') ?? expect.fail('no player of that id')
  async function play(): Promise<void> {
    requests().at(-1)?.onConnected()
    video.move({ width: 640, height: 360, bufferedTo: 2 })
    video.say('loadeddata', 'playing')
    await nextTick()
  }
  return { wrapper, video, controls, play, states, said: (event: string) => (wrapper.emitted(event) ?? []).map(([said]) => said) }
}

function setVisible(isVisible: boolean): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(isVisible ? 'visible' : 'hidden')
  document.dispatchEvent(new Event('visibilitychange'))
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockResolvedValue()
  made.length = 0
  destroyed.count = 0
})
afterEach(() => {
  shown.splice(0).filter(wrapper => wrapper.exists()).forEach(wrapper => wrapper.unmount())
  vi.useRealTimers()
})

describe('the stand-in for <live-player>', () => {
  it('plays at once only with autoplay, and has WeChat\'s defaults', async () => {
    const { controls, wrapper } = await show({ autoplay: false })
    expect(requests()).toHaveLength(0)
    await controls().play()
    await flushPromises()
    expect(requests()[0]?.source).toEqual({ url: SRC, isRealTime: false, minCacheS: 1, maxCacheS: 3, referrerPolicy: 'no-referrer' })
    expect(wrapper.get('video').attributes('style')).toContain('object-fit: contain')
  })

  it('takes every attribute of WeChat\'s, and gives the engine those that concern it', async () => {
    const { wrapper, video } = await show({
      mode: 'RTC',
      muted: true,
      orientation: 'horizontal',
      objectFit: 'fillCrop',
      backgroundMute: true,
      minCache: 0.2,
      maxCache: 0.8,
      soundMode: 'ear',
      autoPauseIfNavigate: false,
      autoPauseIfOpenNative: false,
      pictureInPictureMode: ['push', 'pop'],
      pictureInPictureInitPosition: '(right, 60)',
      enableAutoRotation: true,
      referrerPolicy: 'origin',
      enableCasting: true,
    })
    expect(requests()[0]?.source).toEqual({ url: SRC, isRealTime: true, minCacheS: 0.2, maxCacheS: 0.8, referrerPolicy: 'origin' })
    expect(wrapper.get('video').attributes('style')).toContain('object-fit: cover')
    expect(video.element.muted).toBe(true)
    expect(Object.keys(wrapper.attributes()).sort()).toEqual(['id', 'role', 'style'])
  })

  it('tells its states and its numbers in the form of WeChat\'s events', async () => {
    const { play, said, video } = await show()
    await play()
    expect(said('statechange').slice(0, 3)).toEqual([2001, 2002, 2007].map(code => ({ detail: { code } })))
    video.move({ currentTime: 1, frames: 25 })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(said('netstatus')).toEqual([{ detail: { info: expect.objectContaining({ videoFPS: 25, videoWidth: 640, videoHeight: 360 }) } }])
  })

  it('tells when the small window of the browser opens and closes', async () => {
    const { video, said } = await show()
    video.say('enterpictureinpicture', 'leavepictureinpicture')
    expect([said('enterpictureinpicture'), said('leavepictureinpicture')]).toEqual([[{ detail: {} }], [{ detail: {} }]])
  })

  it('plays another source when its address changes, and nothing when there is none', async () => {
    const { wrapper } = await show()
    await wrapper.setProps({ src: 'https://cdn.example/kitchen.flv' })
    await flushPromises()
    expect(requests()).toHaveLength(2)
    expect(destroyed.count).toBe(1)
    await wrapper.setProps({ src: '' })
    expect(destroyed.count).toBe(2)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(requests()).toHaveLength(2)
  })

  it('turns the sound off and on, by its attribute and by its control', async () => {
    const { wrapper, video, controls } = await show()
    await wrapper.setProps({ muted: true })
    expect(video.element.muted).toBe(true)
    await controls().mute()
    expect(video.element.muted).toBe(false)
  })

  it('pauses, goes on from the live edge, and stops', async () => {
    const { controls } = await show()
    await controls().pause()
    expect(destroyed.count).toBe(1)
    await controls().resume()
    await flushPromises()
    expect(requests()).toHaveLength(2)
    await controls().stop()
    expect(destroyed.count).toBe(2)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('goes to full screen and back, and tells of both', async () => {
    const { wrapper, controls, said } = await show()
    const frame = wrapper.element as HTMLElement
    // happy-dom has one screen size.
    const fill = (element: Element | null): void => void Object.defineProperty(document, 'fullscreenElement', { configurable: true, value: element })
    frame.requestFullscreen = async () => fill(frame)
    document.exitFullscreen = async () => fill(null)
    for (const act of [() => controls().requestFullScreen(90), () => controls().exitFullScreen()]) {
      await act()
      document.dispatchEvent(new Event('fullscreenchange'))
    }
    expect(said('fullscreenchange')).toEqual([{ detail: { direction: 'vertical', fullScreen: true } }, { detail: { direction: 'vertical', fullScreen: false } }])
  })

  it('says what the browser refuses, and what no browser has', async () => {
    const { wrapper, controls } = await show()
    ;(wrapper.element as HTMLElement).requestFullscreen = () => Promise.reject(new TypeError('Permissions check failed'))
    await expect(controls().requestFullScreen(0)).rejects.toMatchObject({ kind: 'api-failed', apiName: 'requestFullScreen', message: 'Permissions check failed' })
    await expect(controls().snapshot()).rejects.toMatchObject({ kind: 'api-failed', apiName: 'snapshot' })
    for (const casting of ['startCasting', 'exitCasting', 'reconnectCasting', 'switchCasting'] as const)
      await expect(controls()[casting]()).rejects.toMatchObject({ kind: 'api-missing', apiName: casting })
    await expect(controls().exitPictureInPicture()).resolves.toBeUndefined()
  })

  it('plays on in its small window while the page is in the background', async () => {
    const { play } = await show()
    await play()
    Object.defineProperty(document, 'pictureInPictureElement', { value: shown.at(-1)?.get('video').element, configurable: true })
    onTestFinished(() => void Reflect.deleteProperty(document, 'pictureInPictureElement'))
    setVisible(false)
    expect(destroyed.count).toBe(0)
    setVisible(true)
    Reflect.deleteProperty(document, 'pictureInPictureElement')
    setVisible(false)
    expect(destroyed.count).toBe(1)
    setVisible(true)
  })

  it('asks for nothing while the browser shows another tab, unless that was allowed', async () => {
    const { controls } = await show()
    setVisible(false)
    expect(destroyed.count).toBe(1)
    setVisible(true)
    await flushPromises()
    expect(requests()).toHaveLength(2)
    await controls().requestBackgroundPlayback()
    setVisible(false)
    expect(destroyed.count).toBe(1)
    await controls().exitBackgroundPlayback()
    setVisible(false)
    expect(destroyed.count).toBe(2)
  })

  it('asks for nothing while another page of the app lies over it', async () => {
    const isCovered = ref(false)
    const wrapper = mount(defineComponent(() => () => h(KeepAlive, () => isCovered.value ? h('p') : h(LivePlayer, { id: 'stage', src: SRC, autoplay: true }))))
    await flushPromises()
    isCovered.value = true
    await nextTick()
    expect([requests().length, destroyed.count]).toEqual([1, 1])
    isCovered.value = false
    await nextTick()
    await flushPromises()
    expect(requests()).toHaveLength(2)
    wrapper.unmount()
  })

  it.each(['while it connects', 'while it plays', 'while it waits to connect again', 'after a stutter'])('leaves no timer, no listener and no request when it goes %s', async (moment) => {
    const added = vi.spyOn(document, 'addEventListener')
    const removed = vi.spyOn(document, 'removeEventListener')
    const { wrapper, play, video, states } = await show()
    if (moment !== 'while it connects')
      await play()
    if (moment === 'while it waits to connect again')
      requests()[0]?.onBroken('read')
    if (moment === 'after a stutter')
      video.say('waiting')
    const before = states.length
    wrapper.unmount()
    expect(vi.getTimerCount()).toBe(0)
    expect(destroyed.count).toBe(requests().length)
    expect(removed.mock.calls.map(([event]) => event).sort()).toEqual(added.mock.calls.map(([event]) => event).sort())
    expect(findBrowserPlayer('stage')).toBeUndefined()
    video.say('playing', 'waiting', 'ended')
    setVisible(true)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(states).toHaveLength(before)
    expect(requests()).toHaveLength(1)
  })
})
