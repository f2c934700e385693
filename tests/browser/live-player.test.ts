import type { PlayerPage } from './support/player-page'
import type { StreamSource } from './support/stream-source'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { openPlayer } from './support/player-page'
import { useBrowserShop } from './support/shop'
import { createStreamSource } from './support/stream-source'

const ffmpeg = inject('ffmpegPath')
const LIMIT_MS = 120_000

// Software for a shop's customers, so nothing here is a stand-in but WeChat: pictures from ffmpeg, the gateway, Chromium.
describe.skipIf(!inject('chromiumPath') || !ffmpeg)('a stream of the shop in a real browser', { timeout: LIMIT_MS }, () => {
  let source: StreamSource

  // First: the shop's list leads to it.
  beforeAll(async () => void (source = await createStreamSource(ffmpeg ?? '')), LIMIT_MS)
  afterAll(() => source?.close())
  const shop = useBrowserShop(url => [
    { id: 'flv', title: '真实的FLV', liveUrl: source.flvUrl },
    { id: 'hls', title: '真实的HLS', hlsUrl: source.hlsUrl },
    { id: 'clip-flv', title: '模拟的FLV', liveUrl: `${url}/simulator/streams/teahouse/live.flv` },
    { id: 'clip-hls', title: '模拟的HLS', hlsUrl: `${url}/simulator/streams/teahouse/live.m3u8` },
  ])

  async function open(streamId: string, prepare?: Parameters<typeof openPlayer>[3]): Promise<PlayerPage> {
    const opened = await openPlayer(shop.browser(), shop.url(), streamId, prepare)
    onTestFinished(() => opened.page.close())
    return opened
  }

  it.each(['clip-flv', 'clip-hls'])('plays the simulated shop\'s %s, and the console stays empty', async (streamId) => {
    const { untilItPlays, complaints } = await open(streamId)
    await untilItPlays()
    expect(complaints).toEqual([])
  })

  it('plays as soon as the library for it can be had, where it could not at first', async () => {
    let failures = 0
    const { untilItPlays } = await open('clip-hls', page => page.route(/hls-engine/, route => failures++ < 2 ? route.abort('internetdisconnected') : route.continue()))
    await untilItPlays()
    expect(failures).toBeGreaterThan(2)
  })

  it('plays FLV, waits when the broadcaster stands still, comes back after a cut, and ends with the broadcast', async () => {
    await source.goLive()
    const { page, untilItPlays, untilItSays } = await open('flv')
    await untilItPlays()
    await page.getByText('播放数据').click()
    await untilItSays(/\d+ kbps/)
    await untilItSays(/320×180/)

    source.freeze()
    await untilItSays(/画面卡顿|正在缓冲/)
    source.thaw()
    await untilItPlays()

    source.cut()
    await untilItSays(/正在重新连接/)
    await source.goLive()
    await untilItPlays()

    source.finish()
    await untilItSays(/直播已结束/)
    expect(await page.evaluate(() => document.querySelector('video')?.poster.length)).toBeGreaterThan(1_000)
  })

  it('plays HLS, waits when the broadcaster is gone, goes on when it is back, and ends with the broadcast', async () => {
    await source.goLive()
    const { untilItPlays, untilItSays } = await open('hls')
    await untilItPlays()

    source.cut()
    await untilItSays(/画面卡顿|正在缓冲/)
    await untilItSays(/正在重新连接/)
    await source.goLive()
    await untilItPlays()

    source.finish()
    await untilItSays(/直播已结束/)
  })

  it('gives a visitor the sound that the browser had taken, a picture, and the whole screen', async () => {
    await source.goLive()
    const { page, untilItPlays } = await open('flv')
    await untilItPlays()
    expect(await page.evaluate(() => document.querySelector('video')?.muted)).toBe(true)
    await page.getByText('取消静音').click()
    expect(await page.evaluate(() => document.querySelector('video')?.muted)).toBe(false)

    await page.getByText('全屏').click()
    await page.getByText('退出全屏').click()
    await page.waitForFunction(() => document.fullscreenElement === null)

    await page.getByText('截图').click()
    const picture = page.locator('img[src^="blob:"]').first()
    await picture.waitFor({ state: 'attached' })
    expect(await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(320)
  })

  it.each(['flv', 'hls'])('asks for nothing of %s while its page is left, and plays on when it is seen again', async (streamId) => {
    await source.goLive()
    const { page, untilItPlays } = await open(streamId)
    await untilItPlays()
    await page.evaluate(() => void (location.hash = '#/src/pages/rooms/rooms'))
    await page.waitForFunction(() => document.querySelector('video') === null)
    await vi.waitFor(() => expect(source.flvViewers()).toBe(0))
    const requests = source.hlsRequests()
    // A live playlist is asked for as often as it grows.
    await source.untilSegmentsMore(2)
    expect(source.hlsRequests()).toBe(requests)

    await page.goBack()
    await untilItPlays()
  })
})
