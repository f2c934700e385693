import type { Pinia } from 'pinia'
import type { MockInstance } from 'vitest'
import type { Stream } from '@/src/domain/stream'
import type { WechatEdge } from '@/tests/support/wechat-edge'
import { flushPromises } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import PlayerPage from '@/src/live/player/player.vue'
import { playerText } from '@/src/live/text'
import { setPlatform, usePlatform } from '@/src/platform/use-platform'
import { useStreamsStore } from '@/src/stores/streams'
import { errorText, text } from '@/src/text'
import { takeConsole } from '@/tests/setup/fail-on-console'
import { letPass, openPage } from '@/tests/support/mount-page'
import { installWechatEdge } from '@/tests/support/wechat-edge'

const tea: Stream = { id: 'tea', title: '茶室', liveUrl: 'https://live.example/tea.flv', hlsUrl: '', coverUrl: 'https://shop.example/tea.png', orientation: 'vertical' }
const kitchen: Stream = { ...tea, id: 'kitchen', title: '厨房', liveUrl: 'rtmp://live.example/kitchen', coverUrl: '', orientation: 'horizontal' }
const browserOnly: Stream = { ...tea, id: 'web', title: '网页', liveUrl: '', hlsUrl: 'https://live.example/web.m3u8' }

let edge: WechatEdge
let chance: MockInstance

function install(streams: readonly Stream[] = [tea, kitchen]): void {
  edge = installWechatEdge(() => ({ data: { streams } }))
}

async function open(query: Record<string, unknown> = { stream_id: 'tea' }, pinia?: Pinia) {
  const page = await openPage(PlayerPage, query, pinia)
  const player = () => page.wrapper.find('live-player')
  return {
    ...page,
    player,
    /** The player fires an event. */
    fire: async (name: string, detail: unknown) => {
      player().element.dispatchEvent(new CustomEvent(name, { detail }))
      await flushPromises()
    },
    /** The player says these codes. */
    say: async (...codes: number[]) => {
      for (const code of codes) player().element.dispatchEvent(new CustomEvent('statechange', { detail: { code } }))
      await flushPromises()
    },
    words: () => page.wrapper.find('.over__title').text(),
    attribute: (name: string) => player().attributes(name),
  }
}

const told = (): string[] => edge.player.told.map(({ method }) => method)

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 23, 19, 30) })
  chance = vi.spyOn(Math, 'random').mockReturnValue(0)
  install()
})

afterEach(() => {
  vi.useRealTimers()
  chance.mockRestore()
  vi.unstubAllGlobals()
})

describe('the page of a stream', () => {
  it('plays what the link names, and offers the others', async () => {
    const page = await open({ stream_id: 'kitchen' })
    expect(page.attribute('src')).toBe(kitchen.liveUrl)
    expect(page.text()).toContain('厨房')
    await page.tap(playerText.watch('茶室'))
    await flushPromises()
    expect(page.attribute('src')).toBe(tea.liveUrl)
    expect(told()).toEqual(['stop', 'play'])
    expect(page.words()).toBe(playerText.phase.connecting)
    await page.close()
  })

  it.each([{}, { stream_id: '' }, { stream_id: '../../x' }, { stream_id: '%E0%A4%A' }, { stream_id: '__proto__' }, { stream_id: { a: 1 } }, { __proto__: null, stream_id: ['tea'] }, { stream_id: 'x'.repeat(65) }])('shows the first stream for the query %j', async (query) => {
    const page = await open(query)
    expect(page.attribute('src')).toBe(tea.liveUrl)
    await page.close()
  })

  it('begins with the stream of the link, and no other, where the streams are known already', async () => {
    const home = createPinia()
    await useStreamsStore(home).load()
    const page = await open({ stream_id: 'kitchen' }, home)
    expect(page.attribute('src')).toBe(kitchen.liveUrl)
    expect(told()).toEqual([])
    await page.close()
  })

  it('asks once where the home page is asking already', async () => {
    const home = createPinia()
    void useStreamsStore(home).load()
    const page = await open({ stream_id: 'tea' }, home)
    expect(page.attribute('src')).toBe(tea.liveUrl)
    expect(edge.requests.filter(path => path === '/v1/streams')).toHaveLength(1)
    await page.close()
  })

  it('says that the stream of the link is not there, beside the first one', async () => {
    const page = await open({ stream_id: 'gone' })
    expect(page.text()).toContain(playerText.notFound)
    expect(page.attribute('src')).toBe(tea.liveUrl)
    await page.close()
  })

  it('says so where the shop has no stream, and where none can be played here', async () => {
    install([])
    const empty = await open()
    expect(empty.text()).toContain(playerText.none.title)
    await empty.close()

    install([browserOnly])
    const page = await open()
    expect(page.words()).toBe(playerText.unplayable.title)
    expect(page.player().exists()).toBe(false)
    expect(vi.getTimerCount()).toBe(0)
    await page.close()
  })

  it('says what is wrong when the gateway cannot be reached, and asks again', async () => {
    edge.gateway = () => 'offline'
    const page = await open()
    expect(page.text()).toContain(errorText.offline.title)
    edge.gateway = () => ({ data: { streams: [tea] } })
    await page.tap(text.action.retry)
    expect(page.attribute('src')).toBe(tea.liveUrl)
    expect(page.text()).not.toContain(errorText.offline.title)
    await page.close()

    edge.gateway = () => 'offline'
    const waiting = await open()
    edge.setOnline(false)
    edge.gateway = () => ({ data: { streams: [tea] } })
    edge.setOnline(true)
    await flushPromises()
    expect(waiting.attribute('src')).toBe(tea.liveUrl)
    await waiting.close()

    edge.gateway = () => ({ statusCode: 500, data: {} })
    const failed = await open()
    expect(failed.text()).toContain(errorText['request-failed'].title)
    await failed.close()
  })

  it('is shared as the stream it shows, or as the shop', async () => {
    const page = await open()
    expect(await page.call('onShareAppMessage')).toEqual({ title: text.share.live('茶室'), path: '/src/live/player/player?stream_id=tea', imageUrl: tea.coverUrl })
    await page.close()
    install([])
    const empty = await open()
    expect(await empty.call('onShareAppMessage')).toMatchObject({ title: text.share.home })
    await empty.close()
  })
})

describe('the player', () => {
  it('says in words what it is doing, and hides the cover once the picture is safe', async () => {
    const page = await open()
    const isCovered = (): boolean => page.wrapper.find('.over .picture').exists()
    expect([page.words(), isCovered()]).toEqual([playerText.phase.connecting, true])
    expect(page.wrapper.find('.over--words').attributes('aria-live')).toBe('polite')
    for (const [code, phase] of [[2003, 'buffering'], [2004, 'playing'], [2105, 'stuttering'], [2005, 'playing'], [2007, 'buffering'], [2032, 'playing'], [2103, 'reconnecting'], [2004, 'playing']] as const) {
      await page.say(code)
      expect([code, page.words(), isCovered()]).toEqual([code, playerText.phase[phase], false])
    }
    await page.say(2006)
    expect([page.words(), isCovered()]).toEqual([playerText.phase.ended, true])
    await page.tap(playerText.play)
    expect(told()).toEqual(['stop', 'play'])
    await page.close()
  })

  it('warns while playback goes on', async () => {
    const page = await open()
    await page.say(2004, 2104)
    expect(page.words()).toBe(playerText.phase.playing)
    expect(page.text()).toContain(playerText.warning)
    await page.fire('netstatus', { info: { netQualityLevel: 1 } })
    expect(page.text()).not.toContain(playerText.warning)
    await page.close()
  })

  it('is started again after it has given up, later each time, and then left to the user', async () => {
    const page = await open()
    await page.say(2004)
    for (const waitMs of [5_000, 10_000, 20_000, 40_000, 80_000]) {
      await page.say(-2301)
      expect(page.words()).toBe(playerText.phase.reconnecting)
      await letPass(waitMs - 1)
      expect(told()).toEqual([])
      await letPass(1)
      expect(told()).toEqual(['stop', 'play'])
      edge.player.told.length = 0
    }
    await page.say(-2302)
    expect(page.words()).toBe(playerText.failure['connection-lost'].title)
    expect(vi.getTimerCount()).toBe(0)
    await page.tap(text.action.retry)
    expect(told()).toEqual(['stop', 'play'])
    await page.close()
  })

  it('is started again at a moment of its own, so that not all phones come back at once', async () => {
    chance.mockReturnValue(1)
    const page = await open()
    await page.say(-2301)
    await letPass(2_499)
    expect(told()).toEqual([])
    await letPass(1)
    expect(told()).toEqual(['stop', 'play'])
    await page.close()
  })

  it('is not started any more where its page is closed meanwhile', async () => {
    edge.player.answer = method => method === 'stop' ? 'hang' : {}
    const page = await open()
    await page.say(-2301)
    await letPass(5_000)
    await page.close()
    await letPass(3_000)
    expect(told()).toEqual(['stop'])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is left to reconnect by itself, and started again where it says nothing more', async () => {
    const page = await open()
    await page.say(2004, 2103, 3005)
    await letPass(29_999)
    expect(told()).toEqual([])
    await letPass(1)
    expect(told()).toEqual(['stop', 'play'])
    await page.close()
  })

  it('is started although WeChat does not say that it has stopped', async () => {
    edge.player.answer = method => method === 'stop' ? 'hang' : {}
    const page = await open()
    await page.say(-2301)
    await letPass(5_000 + 3_000)
    expect(told()).toEqual(['stop', 'play'])
    await page.close()
  })

  it.each([2103, 2004, -2301])('is started although it still says %i of the session before', async (code) => {
    edge.player.answer = method => method === 'stop' ? 'hang' : {}
    const page = await open()
    await page.say(-2301)
    await letPass(5_000)
    await page.say(code)
    await letPass(3_000)
    expect(told()).toEqual(['stop', 'play'])
    await page.close()
  })

  it('is started once where two reasons to start it anew come together', async () => {
    edge.player.answer = method => method === 'stop' ? 'hang' : {}
    const page = await open()
    await page.say(-2301)
    await letPass(5_000)
    await page.tap(playerText.watch('厨房'))
    await letPass(3_000)
    expect(told()).toEqual(['stop', 'stop', 'play'])
    await page.close()
  })

  it('is not started behind another page, but when its own is shown again', async () => {
    edge.player.answer = method => method === 'stop' ? 'hang' : {}
    const page = await open()
    await page.say(-2301)
    await letPass(5_000)
    await page.call('onHide')
    await letPass(3_000)
    expect(told()).toEqual(['stop'])
    await page.call('onShow')
    expect(told()).toEqual(['stop', 'play'])
    await page.close()
  })

  it('is not started any more where the user has stopped it meanwhile', async () => {
    edge.player.answer = method => method === 'stop' ? 'hang' : {}
    const page = await open()
    await page.say(-2301)
    await letPass(5_000)
    await page.tap(playerText.pause)
    await letPass(3_000)
    expect(told()).toEqual(['stop', 'stop'])
    expect(page.words()).toBe(playerText.phase.stopped)
    await page.close()
  })

  it.each([[[]], [[2004, 2105]], [[2004, 2103]], [[-2301]], [[-2301, 2004]]] as const)('leaves no timer once the page is hidden or gone, after %j', async (codes) => {
    const page = await open()
    await page.say(...codes)
    expect(vi.getTimerCount()).toBe(1)
    await page.fire('enterpictureinpicture', {})
    await page.call('onHide')
    expect(vi.getTimerCount()).toBe(0)
    // What the small window says.
    await page.say(2105, -2301)
    expect(vi.getTimerCount()).toBe(0)
    await page.call('onShow')
    expect(vi.getTimerCount()).toBe(1)
    await page.close()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('goes on when the page is shown again, unless the user had paused it', async () => {
    const page = await open()
    await page.say(2004)
    await page.call('onHide')
    await page.call('onShow')
    expect(told()).toEqual(['resume'])
    await page.tap(playerText.pause)
    await page.call('onHide')
    await page.call('onShow')
    expect(told()).toEqual(['resume', 'pause'])
    expect(page.words()).toBe(playerText.phase.paused)
    await page.tap(playerText.play)
    expect(told()).toEqual(['resume', 'pause', 'resume'])
    await page.close()
  })

  it('is told at once when the phone is online again', async () => {
    const page = await open()
    await page.say(-2301)
    edge.setOnline(false)
    edge.setOnline(true)
    await flushPromises()
    expect(told()).toEqual(['stop', 'play'])
    await page.close()
  })

  it.each([
    ['its error event', async (page: Awaited<ReturnType<typeof open>>) => page.fire('error', { errMsg: 'operateLivePlayer:fail no permission' })],
    ['a command', async (page: Awaited<ReturnType<typeof open>>) => {
      edge.player.answer = () => ({ errMsg: 'operateLivePlayer:fail jsapi has no permission' })
      await page.tap(playerText.mute)
    }],
  ])('tells customers and developers apart when %s says that there is no permission', async (_, refuse) => {
    const page = await open()
    await refuse(page)
    expect(page.words()).toBe(playerText.failure['no-permission'].title)
    expect(page.text()).toContain(playerText.failure['no-permission'].advice)
    expect(takeConsole('warn')).toEqual([expect.stringMatching(/<live-player>.*开发 → 接口设置/)])
    expect(edge.toasts).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
    await page.close()
  })

  it('is told of the network as long as it is there, and no longer', async () => {
    const listeners = new Set<(isOnline: boolean) => void>()
    const onChange = (listener: (isOnline: boolean) => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    }
    setPlatform({ ...usePlatform(), network: { isOnline: () => true, onChange } })
    const home = createPinia()
    await (await open({}, home)).close()
    const stores = listeners.size
    const page = await open({}, home)
    expect(listeners.size).toBeGreaterThan(stores)
    await page.close()
    expect(listeners.size).toBe(stores)
  })

  it('is silent in the background and under WeChat\'s own screens, loud otherwise, and never lies on its side', async () => {
    for (const { id } of [tea, kitchen]) {
      const page = await open({ stream_id: id })
      expect(page.player().attributes()).toMatchObject({
        'autoplay': 'true',
        'muted': 'false',
        'orientation': 'vertical',
        'background-mute': 'true',
        'sound-mode': 'speaker',
        'auto-pause-if-navigate': 'true',
        'auto-pause-if-open-native': 'true',
        'picture-in-picture-init-position': '(right, 60)',
        'enable-auto-rotation': String(id === kitchen.id),
        'referrer-policy': 'origin',
        'enable-casting': 'true',
        'aria-label': playerText.picture(id === kitchen.id ? kitchen.title : tea.title),
      })
      await page.close()
    }
  })

  it('survives events that say nothing', async () => {
    const page = await open()
    const isPageMuted = (): boolean => page.text().includes(playerText.unmute)
    for (const name of ['statechange', 'fullscreenchange', 'netstatus', 'audiovolumenotify', 'enterpictureinpicture', 'leavepictureinpicture', 'castinguserselect', 'castingstatechange', 'castinginterrupt']) {
      for (const detail of [undefined, null, 'x', { code: '2004x', info: 7 }, { code: 123456, info: { videoFPS: 'fast' } }]) await page.fire(name, detail)
    }
    // The host is silent, that is all.
    await page.fire('audiovolumenotify', { volume: 0 })
    expect(isPageMuted()).toBe(false)
    expect(page.words()).toBe(playerText.phase.connecting)
    await page.close()
  })
})

describe('a browser in its place', () => {
  it('says that it lets nothing sound, or play, before the visitor has touched the page', async () => {
    const page = await open()
    await page.fire('audiovolumenotify', { isSilenced: true })
    expect(page.text()).toContain(playerText.unmute)
    await page.fire('error', { errMsg: 'this browser plays nothing before the visitor has touched the page', isTapNeeded: true })
    expect(page.words()).toBe(playerText.phase.stopped)
    expect(vi.getTimerCount()).toBe(0)
    await page.tap(playerText.play)
    expect(page.words()).toBe(playerText.phase.connecting)
    await page.close()
  })
})

describe('what people do with the player', () => {
  it('turns the sound off and on, and says which', async () => {
    const page = await open()
    await page.tap(playerText.mute)
    expect(page.text()).toContain(playerText.unmute)
    await page.tap(playerText.unmute)
    expect(told()).toEqual(['mute', 'mute'])
    expect(page.wrapper.findAll('.over__button')[1]?.text()).toBe(playerText.mute)
    await page.close()
  })

  it('says what the sound really is where it cannot be turned off', async () => {
    edge.player.answer = () => ({ errMsg: 'operateLivePlayer:fail' })
    const page = await open()
    await page.tap(playerText.mute)
    expect(page.text()).not.toContain(playerText.unmute)
    expect(edge.toasts).toEqual([errorText['api-failed'].title])
    await page.close()
  })

  it('fills the screen, turned where the picture lies, and leads back out of it', async () => {
    const page = await open({ stream_id: 'kitchen' })
    expect(page.attribute('enable-auto-rotation')).toBe('true')
    await page.say(2004)
    await page.tap(playerText.fullScreen)
    expect(edge.player.told).toEqual([{ method: 'requestFullScreen', options: { direction: 90 } }])
    await page.fire('fullscreenchange', { fullScreen: 'true', direction: 'horizontal' })
    // Nothing but what is in the player is seen there.
    expect(page.player().find('button').text()).toBe(playerText.exitFullScreen)
    await page.tap(playerText.exitFullScreen)
    await page.fire('fullscreenchange', { fullScreen: false, direction: 'vertical' })
    expect(told()).toEqual(['requestFullScreen', 'exitFullScreen'])
    expect(page.player().find('button').exists()).toBe(false)
    await page.close()
  })

  it('leads out of full screen where the broadcast ends or is lost, for the words are on the page', async () => {
    const page = await open()
    await page.say(2004)
    await page.tap(playerText.fullScreen)
    expect(edge.player.told).toMatchObject([{ method: 'requestFullScreen', options: { direction: 0 } }])
    await page.fire('fullscreenchange', { fullScreen: true, direction: 'vertical' })
    await page.say(2105, 2103, 2004)
    await page.tap(playerText.pause)
    expect(told()).toEqual(['requestFullScreen', 'pause'])
    await page.tap(playerText.play)
    edge.player.told.length = 0
    await page.say(2006)
    expect(told()).toEqual(['exitFullScreen'])
    await page.close()
  })

  it('shows no light for the network where nothing is received', async () => {
    const page = await open()
    await page.say(2004)
    await page.fire('netstatus', { info: { netQualityLevel: 1 } })
    expect(page.text()).toContain(playerText.quality.good)
    await page.say(2006)
    expect(page.text()).not.toContain(playerText.quality.good)
    await page.close()
  })

  it('takes a picture and shows it, or says that this WeChat cannot', async () => {
    edge.player.answer = () => ({ tempImagePath: 'wxfile://1.png', width: 2, height: 3 })
    const page = await open()
    await page.say(2004)
    await page.tap(playerText.snapshot)
    expect(edge.previews).toEqual(['wxfile://1.png'])
    edge.versions.SDKVersion = '2.7.0'
    await page.tap(playerText.snapshot)
    expect(edge.toasts).toEqual([errorText['api-missing'].title])
    expect(told()).toEqual(['snapshot'])
    await page.close()
  })

  it('chooses between whole and full, and between steady and early with the caches WeChat advises', async () => {
    const page = await open()
    const [fill, rtc] = page.wrapper.findAll('switch')
    const flip = async (element: typeof fill, value: boolean): Promise<void> => {
      element?.element.dispatchEvent(new CustomEvent('change', { detail: { value } }))
      await flushPromises()
    }
    expect(['mode', 'object-fit', 'min-cache', 'max-cache'].map(page.attribute)).toEqual(['live', 'contain', '1', '3'])
    await flip(fill, true)
    expect(told()).toEqual([])
    await flip(rtc, true)
    expect(['mode', 'object-fit', 'min-cache', 'max-cache'].map(page.attribute)).toEqual(['RTC', 'fillCrop', '0.2', '0.8'])
    // The player takes up another mode only when it starts.
    expect(told()).toEqual(['stop', 'play'])
    await page.close()
  })

  it('is not started by another mode while its user holds it', async () => {
    const page = await open()
    const flip = async (value: boolean): Promise<void> => {
      page.wrapper.findAll('switch')[1]?.element.dispatchEvent(new CustomEvent('change', { detail: { value } }))
      await flushPromises()
    }
    await page.say(2004)
    await page.tap(playerText.pause)
    await flip(true)
    await flip(false)
    expect(told()).toEqual(['pause', 'stop', 'stop'])
    expect(page.words()).toBe(playerText.phase.stopped)
    await page.tap(playerText.watch('厨房'))
    await flushPromises()
    expect(told()).toEqual(['pause', 'stop', 'stop', 'stop', 'play'])
    await page.close()
  })

  it.each([{ errMsg: 'operateLivePlayer:fail' }, 'hang'] as const)('does not stay paused where WeChat answers a pause with %j', async (answer) => {
    edge.player.answer = method => method === 'pause' ? answer : {}
    const page = await open()
    await page.say(2004)
    await page.tap(playerText.pause)
    await letPass(3_000)
    expect(told()).toEqual(['pause', 'resume'])
    expect(edge.toasts).toEqual([errorText['api-failed'].title])
    await page.fire('netstatus', { info: { videoFPS: 25 } })
    expect(page.words()).toBe(playerText.phase.playing)
    await page.close()
  })

  it('is not made to sound behind another page by a pause that failed', async () => {
    edge.player.answer = () => 'hang'
    const page = await open()
    await page.say(2004)
    await page.tap(playerText.pause)
    await page.call('onHide')
    await letPass(3_000)
    expect(told()).toEqual(['pause'])
    await page.close()
  })

  it('keeps a small window on both ways out, or on none', async () => {
    const page = await open()
    const ways = (): unknown => Reflect.get(page.player().element, 'pictureInPictureMode') ?? page.attribute('picture-in-picture-mode')
    expect(String(ways())).toBe('push,pop')
    page.wrapper.findAll('switch')[2]?.element.dispatchEvent(new CustomEvent('change', { detail: { value: false } }))
    await flushPromises()
    expect(String(ways())).toBe('')
    await page.close()
  })

  it('opens what the player measures, with the last minute in bars and in words', async () => {
    const page = await open()
    await page.say(2004)
    expect(page.text()).toContain(playerText.quality.unknown)
    for (const videoBitrate of [800, 1200]) {
      await page.fire('netstatus', { info: { videoBitrate, videoFPS: 25, netJitter: 2, videoCache: 900, videoWidth: 720, videoHeight: 1280, netQualityLevel: 4 } })
      await letPass(2_000)
    }
    expect(page.text()).toContain(playerText.quality.bad)
    expect(page.wrapper.findAll('.panel__bar')).toHaveLength(0)
    await page.tap(playerText.data)
    for (const words of ['1200 kbps', '25 fps', '900 ms', '720×1280']) expect(page.text()).toContain(words)
    expect(page.wrapper.find('.panel__plot').attributes('aria-label')).toBe(playerText.plot('码率', '800 kbps', '1200 kbps'))
    const heights = page.wrapper.findAll('.panel__bar').map(bar => bar.attributes('style'))
    expect(heights).toHaveLength(60)
    expect(heights.slice(-3)).toEqual(['height: 68%;', 'height: 0%;', 'height: 100%;'])
    await page.tap(playerText.measure.videoFps.name)
    expect(page.wrapper.find('.panel__plot').attributes('aria-label')).toBe(playerText.plot('帧率', '25 fps', '25 fps'))
    // What it measures of a session that is over, and of another stream, is not this one's.
    await page.say(2006)
    await page.fire('netstatus', { info: { videoFPS: 7 } })
    expect(page.text()).not.toContain('7 fps')
    await page.tap(playerText.watch('厨房'))
    expect(page.text()).not.toContain('25 fps')
    await page.close()
  })

  it('takes pictures that move for playback, and none that stand still', async () => {
    const page = await open()
    await page.say(2004, 2105)
    for (const videoFPS of [0, undefined]) await page.fire('netstatus', { info: { videoFPS } })
    expect(page.words()).toBe(playerText.phase.stuttering)
    await page.fire('netstatus', { info: { videoFPS: '25' } })
    expect(page.words()).toBe(playerText.phase.playing)
    await page.close()
  })
})
