import type { Phone, PhoneOptions } from '@/tests/runtime/host/phone'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { playerText } from '@/src/live/text'
import { errorText, text } from '@/src/text'
import { WECHAT_BUILDS } from '@/tests/build/support/built'
import { attribute, startPhone } from '@/tests/runtime/host/phone'
import { useShop } from './support/shop'

const { phase, failure } = playerText
const LOST = failure['connection-lost']
const LOOKING_ON = [playerText.pause, playerText.mute, playerText.snapshot, playerText.fullScreen]
const page = (id: string): string => `/src/live/player/player?stream_id=${id}`

// WeChat's codes, and the words over a picture that was moving before.
const WHILE_PLAYING: ReadonlyArray<readonly [code: number, words: string, isWarning?: boolean]> = [
  ...[2001, 2002, 2003, 2004, 2005, 2008, 2009, 2030, 2032].map(code => [code, phase.playing] as const),
  ...[2101, 2102, 2104, 2106, 2107, 2108].map(code => [code, phase.playing, true] as const),
  [2007, phase.buffering],
  [2105, phase.stuttering, true],
  [2103, phase.reconnecting, true],
  ...[3001, 3002, 3003, 3005].map(code => [code, phase.reconnecting] as const),
]

// One after another on a player that has shown nothing yet.
const BEFORE_THE_PICTURE: ReadonlyArray<readonly [code: number, words: string]> = [
  ...[2001, 2002, 2005, 2006, 2007, 2008, 2009, 2030, 2101, 2102, 2104, 2105, 2106, 2107, 2108].map(code => [code, phase.connecting] as const),
  ...[3001, 3002, 3003, 3005, 2103].map(code => [code, phase.reconnecting] as const),
  [2003, phase.buffering],
  [2004, phase.playing],
]

const shop = useShop(url => [
  { id: 'tea', title: '茶室', liveUrl: `${url}/simulator/streams/teahouse/live.flv`, orientation: 'vertical' },
  { id: 'kitchen', title: '厨房', liveUrl: `${url}/simulator/streams/kitchen/live.flv`, orientation: 'horizontal' },
])

describe.each(WECHAT_BUILDS)('%s: the page of a stream', (build) => {
  const open = (id = 'tea', options: Partial<PhoneOptions> = {}): Promise<Phone> => shop.open(build, { url: page(id), ...options })
  const say = async (phone: Phone, ...codes: number[]): Promise<void> => {
    for (const code of codes) await phone.emit('live-player', 'statechange', { code })
  }
  const playing = async (id?: string): Promise<Phone> => {
    const phone = await open(id)
    await say(phone, 2004)
    return phone
  }
  const words = (phone: Phone): string => phone.text('.over__title')
  const buttons = (phone: Phone): (string | undefined)[] => phone.findAll('.over__button').map(button => button.textContent?.trim())
  const isCovered = (phone: Phone): boolean => phone.find('.over .picture') !== null
  const told = (phone: Phone): string[] => phone.player.told.splice(0).map(({ method }) => method)
  const player = (phone: Phone): Element => phone.find('live-player') ?? expect.unreachable(`No player: ${phone.text()}`)

  it('gives the player all seventeen attributes that WeChat has', async () => {
    const phone = await open()
    const attributesNow = (): object => Object.fromEntries([...player(phone).attributes].filter(({ name }) => !['class', 'aria-label'].includes(name)).map(({ name, value }) => [name, value]))
    // What is true is there without a value here, and what is false is not there: `muted` and `enable-auto-rotation`.
    const upright = {
      'src': `${shop.url()}/simulator/streams/teahouse/live.flv`,
      'mode': 'live',
      'autoplay': '',
      'orientation': 'vertical',
      'object-fit': 'contain',
      'background-mute': '',
      'min-cache': '1',
      'max-cache': '3',
      'sound-mode': 'speaker',
      'auto-pause-if-navigate': '',
      'auto-pause-if-open-native': '',
      'picture-in-picture-mode': 'push,pop',
      'picture-in-picture-init-position': '(right, 60)',
      'referrer-policy': 'origin',
      'enable-casting': '',
    }
    expect(attributesNow()).toEqual(upright)
    expect(attribute(player(phone), 'aria-label')).toBe(playerText.picture('茶室'))

    for (const name of [playerText.fill, playerText.rtc, text.room.smallWindow]) await phone.emit(`switch[aria-label="${name}"]`, 'change', { value: name !== text.room.smallWindow })
    expect(attributesNow()).toEqual({ ...upright, 'mode': 'RTC', 'object-fit': 'fillCrop', 'min-cache': '0.2', 'max-cache': '0.8', 'picture-in-picture-mode': '' })

    await phone.tapText(playerText.watch('厨房'))
    expect(attributesNow()).toMatchObject({ 'src': `${shop.url()}/simulator/streams/kitchen/live.flv`, 'enable-auto-rotation': '' })
    expect(told(phone)).toEqual(['stop', 'play', 'stop', 'play'])
  })

  it('has words and buttons for every code that WeChat documents, said while the picture moves', async () => {
    const phone = await playing()
    for (const [code, said, isWarning = false] of WHILE_PLAYING) {
      // Chosen anew, so that the warnings before it are forgotten.
      await phone.reLaunch(page('tea'))
      await say(phone, 2004, code)
      expect([code, words(phone), phone.text().includes(playerText.warning)]).toEqual([code, said, isWarning])
      expect([code, ...buttons(phone)]).toEqual([code, ...LOOKING_ON])
      expect(isCovered(phone)).toBe(false)
    }
    expect(told(phone)).toEqual([])

    await say(phone, 2004, 2006)
    expect([words(phone), ...buttons(phone)]).toEqual([phase.ended, playerText.play, playerText.mute])
    expect(isCovered(phone)).toBe(true)
    // It comes back by itself.
    await say(phone, 2032)
    expect([words(phone), ...buttons(phone)]).toEqual([phase.playing, ...LOOKING_ON])
  })

  it('has words for every code said before there is a picture, and its cover stays until then', async () => {
    const phone = await open()
    expect([words(phone), isCovered(phone)]).toEqual([phase.connecting, true])
    for (const [code, said] of BEFORE_THE_PICTURE) {
      await say(phone, code)
      expect([code, words(phone), isCovered(phone)]).toEqual([code, said, code !== 2003 && code !== 2004])
    }
  })

  it.each([-2301, -2302])('starts a player again that has given up with %i, later each time, and then asks its user', async (code) => {
    const phone = await playing()
    for (const atMostMs of [5_000, 10_000, 20_000, 40_000, 80_000]) {
      await say(phone, code)
      expect(words(phone)).toBe(phase.reconnecting)
      await phone.advanceBy(atMostMs / 2 - 1)
      expect(told(phone)).toEqual([])
      for (let leftMs = atMostMs / 2 + 1; phone.player.told.length === 0 && leftMs > 0; leftMs -= 500) await phone.advanceBy(500)
      expect(told(phone)).toEqual(['stop', 'play'])
    }
    await say(phone, code)
    expect(phone.text()).toContain(LOST.title + LOST.advice)
    expect(buttons(phone)).toEqual([text.action.retry, playerText.mute])
    await phone.advanceBy(3_600_000)
    expect(told(phone)).toEqual([])

    await phone.tapText(text.action.retry)
    expect(told(phone)).toEqual(['stop', 'play'])
    expect(words(phone)).toBe(phase.connecting)
  })

  it('shows in its panel what the player measures', async () => {
    const phone = await playing()
    await phone.tap('.panel__toggle')
    const rows = (): (string | undefined)[] => phone.findAll('.panel__row').map(row => row.textContent?.trim())
    expect(rows()).toEqual(['码率暂无', '帧率暂无', '网络抖动暂无', '缓存暂无'])

    await phone.emit('live-player', 'netstatus', { info: { videoBitrate: 1830.4, videoFPS: '25', netJitter: 12, videoCache: 480, netQualityLevel: 4, videoWidth: 720, videoHeight: 1280 } })
    expect(rows()).toEqual(['码率1830 kbps', '帧率25 fps', '网络抖动12', '缓存480 ms'])
    expect(phone.text()).toContain('分辨率 720×1280')
    expect(phone.text()).toContain(playerText.quality.bad)

    await phone.advanceBy(2_000)
    await phone.emit('live-player', 'netstatus', { info: { videoBitrate: 900, videoFPS: 'fast', netQualityLevel: 1 } })
    expect(rows()).toEqual(['码率900 kbps', '帧率暂无', '网络抖动暂无', '缓存暂无'])
    expect(phone.text()).toContain(playerText.plot('码率', '900 kbps', '1830 kbps'))
    expect(phone.text()).toContain(playerText.quality.good)
  })

  it('takes an error outside the codes for what it is: nothing while the picture moves, a lost connection before', async () => {
    const phone = await open()
    await phone.emit('live-player', 'error', { errMsg: 'operateLivePlayer:fail' })
    expect(words(phone)).toBe(phase.reconnecting)
    await say(phone, 2004)
    await phone.emit('live-player', 'error', { errMsg: 'operateLivePlayer:fail' })
    await phone.emit('live-player', 'error', {})
    expect(words(phone)).toBe(phase.playing)
  })

  it('tells customers and the developer when WeChat does not let this mini-program have a player', async () => {
    const phone = await startPhone({ folder: join(inject('builds'), build), gatewayUrl: shop.url(), url: page('tea') })
    await phone.emit('live-player', 'error', { errMsg: 'operateLivePlayer:fail no permission' })
    expect(phone.text()).toContain(failure['no-permission'].title + failure['no-permission'].advice)
    await phone.advanceBy(3_600_000)
    expect(told(phone)).toEqual([])
    expect(phone.problems()).toEqual([expect.stringContaining('开发 → 接口设置')])
    phone.close()
  })

  it('tells WeChat what its user wants: silence, a pause, a picture, the whole screen', async () => {
    const phone = await playing('kitchen')
    phone.player.answer = method => method === 'snapshot' ? { tempImagePath: 'wxfile://tmp/picture.jpg', width: 1280, height: 720 } : {}
    await phone.tapText(playerText.mute)
    await phone.tapText(playerText.unmute)
    await phone.tapText(playerText.pause)
    expect(words(phone)).toBe(phase.paused)
    await phone.tapText(playerText.play)
    expect(words(phone)).toBe(phase.buffering)
    await phone.tapText(playerText.snapshot)
    expect(phone.previewed).toEqual(['wxfile://tmp/picture.jpg'])
    await phone.tapText(playerText.fullScreen)
    await phone.emit('live-player', 'fullscreenchange', { fullScreen: true, direction: 'horizontal' })
    await phone.tapText(playerText.exitFullScreen)
    await phone.emit('live-player', 'fullscreenchange', { fullScreen: false, direction: 'vertical' })
    expect(phone.find('.watch__exit')).toBeNull()
    expect(phone.player.told).toEqual([
      { method: 'mute', options: {} },
      { method: 'mute', options: {} },
      { method: 'pause', options: {} },
      { method: 'resume', options: {} },
      { method: 'snapshot', options: { quality: 'raw' } },
      // A picture that lies is turned.
      { method: 'requestFullScreen', options: { direction: 90 } },
      { method: 'exitFullScreen', options: {} },
    ])
    expect(phone.toasts).toEqual([])
  })

  it('shows a picture that stands upright in the whole screen, and leads out of it when the broadcast ends', async () => {
    const phone = await playing()
    await phone.tapText(playerText.fullScreen)
    await phone.emit('live-player', 'fullscreenchange', { fullScreen: true, direction: 'vertical' })
    await say(phone, 2006)
    expect(phone.player.told).toEqual([{ method: 'requestFullScreen', options: { direction: 0 } }, { method: 'exitFullScreen', options: {} }])
  })

  it.each([
    ['is refused', { errMsg: 'operateLivePlayer:fail' }],
    ['is never answered', 'hang'],
    ['is answered with nothing of use', null],
  ] as const)('says so when a command %s, and shows what is', async (_, answer) => {
    const phone = await playing()
    if (answer !== null)
      phone.player.answer = () => answer
    // What is not worth an answer needs none, but a picture.
    const labels = answer === null ? [playerText.snapshot] : [playerText.mute, playerText.snapshot, playerText.fullScreen]
    for (const label of labels) {
      await phone.tapText(label)
      await phone.advanceBy(3_000)
    }
    expect(phone.toasts).toEqual(labels.map(() => errorText['api-failed'].title))
    expect([words(phone), ...buttons(phone)]).toEqual([phase.playing, ...LOOKING_ON])
    expect(phone.previewed).toEqual([])
  })

  it.each([['is refused', { errMsg: 'operateLivePlayer:fail' }], ['is never answered', 'hang']] as const)('does not say that it has paused when the pause %s', async (_, answer) => {
    const phone = await playing()
    phone.player.answer = method => method === 'pause' ? answer : {}
    await phone.tapText(playerText.pause)
    await phone.advanceBy(3_000)
    expect(phone.toasts).toEqual([errorText['api-failed'].title])
    expect(buttons(phone)).toEqual(LOOKING_ON)
    expect(told(phone)).toEqual(['pause', 'resume'])
    await phone.emit('live-player', 'netstatus', { info: { videoFPS: 25 } })
    expect(words(phone)).toBe(phase.playing)
  })

  it('stays paused when the delay is changed meanwhile, and plays with the new one when it is wanted', async () => {
    const phone = await playing()
    await phone.tapText(playerText.pause)
    await phone.emit(`switch[aria-label="${playerText.rtc}"]`, 'change', { value: true })
    await phone.advanceBy(60_000)
    expect(told(phone)).toEqual(['pause', 'stop'])
    expect(words(phone)).toBe(phase.stopped)
    await phone.tapText(playerText.play)
    expect(told(phone)).toEqual(['stop', 'play'])
    expect(attribute(player(phone), 'mode')).toBe('RTC')
  })

  it('goes on when the app is shown again, and starts nothing while it is hidden, in a small window or not', async () => {
    const phone = await playing()
    await phone.emit('live-player', 'enterpictureinpicture')
    await phone.hide()
    await say(phone, 2105, -2301)
    await phone.advanceBy(3_600_000)
    expect(told(phone)).toEqual([])
    await phone.show()
    await phone.emit('live-player', 'leavepictureinpicture')
    await phone.advanceBy(5_000)
    expect(told(phone)).toEqual(['stop', 'play'])

    await say(phone, 2004)
    await phone.hide()
    await phone.show()
    expect(told(phone)).toEqual(['resume'])
    await phone.tapText(playerText.pause)
    await phone.hide()
    await phone.show()
    expect(told(phone)).toEqual(['pause'])
    expect(words(phone)).toBe(phase.paused)
  })

  // WeChat ends the player with its page, or keeps it in the small window: nothing is to be told.
  it('tells the player nothing more once it is left, whatever was to come', async () => {
    const phone = await shop.open(build)
    await phone.open(page('tea'))
    await say(phone, 2004, -2301)
    await phone.back()
    await phone.advanceBy(3_600_000)
    expect(phone.url()).toBe('/src/pages/rooms/rooms')
    expect(told(phone)).toEqual([])
  })

  it('tries at once when the network is back', async () => {
    const phone = await playing()
    await say(phone, -2301)
    phone.network.setOnline(false)
    await phone.advanceBy(1_000)
    phone.network.setOnline(true)
    await phone.settle()
    expect(told(phone)).toEqual(['stop', 'play'])
  })

  it('plays the first stream for a link to one that is gone, and says so', async () => {
    const phone = await open('gone')
    expect(phone.text()).toContain(playerText.notFound)
    expect(attribute(player(phone), 'src')).toBe(`${shop.url()}/simulator/streams/teahouse/live.flv`)
  })

  it('says why where the list of streams cannot be had, and asks again', async () => {
    const phone = await open('tea', { prepare: ({ network }) => network.fault = ({ path }) => path === '/v1/streams' ? { statusCode: 502, body: '<html>' } : null })
    expect(phone.find('live-player')).toBeNull()
    expect(phone.text()).toContain(errorText['request-failed'].title)
    phone.network.fault = () => null
    await phone.tapText(text.action.retry)
    expect(words(phone)).toBe(phase.connecting)
  })
})
