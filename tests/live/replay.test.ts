import type { Room } from '@/src/domain/room'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import ReplayPage from '@/src/live/replay/replay.vue'
import { replayText } from '@/src/live/text'
import { pauseVideos } from '@/src/platform/pause-videos'
import { setPlatform, usePlatform } from '@/src/platform/use-platform'
import { dateTimeText, errorText, roomNotFoundText, text } from '@/src/text'
import { letPass, openPage } from '@/tests/support/mount-page'
import { aRoom, gatewayWith } from '@/tests/support/rooms'
import { installWechatEdge } from '@/tests/support/wechat-edge'

// A browser pauses them; WeChat does so by itself.
vi.mock('@/src/platform/pause-videos', () => ({ pauseVideos: vi.fn() }))

const NOW_MS = new Date(2026, 10, 23, 21, 30).getTime()
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const PATH = '/v1/rooms/14/replays'

const ended: Room = aRoom({ id: 14, name: '春茶上新', status: 'ended', statusCode: 103, hasReplay: true, startAtMs: NOW_MS - 3 * HOUR_MS, endAtMs: NOW_MS - MINUTE_MS }, NOW_MS)

interface Segment { readonly mediaUrl: string, readonly createdAtMs: number, readonly expiresAtMs: number | null, readonly isExpired: boolean }

function aSegment(number: number, segment: Partial<Segment> = {}): Segment {
  return { mediaUrl: `https://video.example/${number}.mp4`, createdAtMs: NOW_MS - (4 - number) * HOUR_MS, expiresAtMs: NOW_MS + 72 * HOUR_MS, isExpired: false, ...segment }
}

const three = [aSegment(1), aSegment(2), aSegment(3)]

/** A WeChat whose gateway has this replay; put others in `shelf` to change its mind. */
function wechatWith(segments: readonly Segment[], room: Partial<Room> = {}, code = 103) {
  const rooms = gatewayWith([{ ...ended, ...room }])
  const shelf = { segments, isOpen: true }
  const edge = installWechatEdge(path => path === PATH ? { data: { roomId: 14, checkedAtMs: Date.now(), isStale: false, ...shelf } } : rooms(path))
  edge.plugin.getLiveStatus.mockResolvedValue({ liveStatus: code })
  return { edge, shelf, asked: () => edge.requests.filter(path => path === PATH).length, rooms }
}

async function openReplay(query: Record<string, unknown> = { room_id: '14' }) {
  const page = await openPage(ReplayPage, query)
  const video = () => page.wrapper.find('video')
  return {
    ...page,
    video,
    src: () => video().exists() ? video().attributes('src') : null,
    /** Something that the player says. */
    say: async (event: string, detail: object = {}) => {
      await video().trigger(event, { detail })
      await letPass(0)
    },
  }
}

beforeEach(() => {
  vi.mocked(pauseVideos).mockClear()
  vi.useFakeTimers({ now: NOW_MS })
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the replay page', () => {
  it('plays the first part, and says what it is, when it was live and which part of how many', async () => {
    wechatWith(three)
    const page = await openReplay()
    expect(page.src()).toBe('https://video.example/1.mp4')
    expect(page.video().attributes('initial-time')).toBe('0')
    expect(page.text()).toContain('春茶上新')
    expect(page.text()).toContain('主播 小满')
    expect(page.text()).toContain(replayText.startedAt('今天 18:30'))
    const parts = page.wrapper.findAll('.part')
    expect(parts.map(part => part.text())).toEqual(['第 1 段 18:30', '第 2 段 19:30', '第 3 段 20:30'])
    expect(parts.map(part => part.attributes('aria-current'))).toEqual(['true', 'false', 'false'])
    await page.close()
  })

  it.each([
    ['closed by the shop', 'closed', {}, 103, { isOpen: false }],
    ['not over', 'not-ended', { status: 'live', statusCode: 101 }, 101, {}],
    ['without a video long after its end', 'none', { endAtMs: NOW_MS - 3 * HOUR_MS }, 103, {}],
    ['banned', 'none', { status: 'banned', statusCode: 104 }, 104, {}],
    ['expired', 'expired', {}, 103, { segments: [aSegment(1, { isExpired: true })] }],
  ] as const)('says what is so when it is %s, asks no more, and leads back to the room', async (_, kind, room, code, shelf) => {
    const wechat = wechatWith([], room, code)
    Object.assign(wechat.shelf, shelf)
    const page = await openReplay()
    expect(page.video().exists()).toBe(false)
    expect(page.text()).toContain(replayText[kind].title)
    expect(page.text()).toContain(replayText[kind].advice)
    await letPass(HOUR_MS)
    expect(wechat.asked()).toBe(1)
    await page.tap(replayText.backToRoom)
    expect(wechat.edge.opened).toEqual(['/src/live/room/room?room_id=14'])
    await page.close()
  })

  it('waits for the video while it is being made: asks every minute, says when it is late, and plays it when it comes', async () => {
    const wechat = wechatWith([])
    const page = await openReplay()
    expect(page.text()).toContain(replayText['being-made'].title)
    await letPass(MINUTE_MS - 1)
    expect(wechat.asked()).toBe(1)
    await letPass(8 * MINUTE_MS + 1)
    expect(wechat.asked()).toBe(10)
    expect(page.text()).not.toContain(replayText.late)
    await letPass(MINUTE_MS)
    expect(page.text()).toContain(replayText.late)
    wechat.shelf.segments = three
    await letPass(MINUTE_MS)
    expect(page.src()).toBe('https://video.example/1.mp4')
    const asked = wechat.asked()
    await letPass(HOUR_MS)
    expect(wechat.asked()).toBe(asked)
    await page.close()
  })

  it('waits for the video on a phone whose clock is wrong', async () => {
    const wechat = wechatWith([])
    const { gateway } = wechat.edge
    wechat.edge.gateway = path => path === PATH ? { data: { roomId: 14, checkedAtMs: NOW_MS, isStale: false, ...wechat.shelf } } : gateway(path)
    vi.setSystemTime(NOW_MS + 5 * HOUR_MS)
    const page = await openReplay()
    expect(page.text()).toContain(replayText['being-made'].title)
    wechat.shelf.segments = three
    await letPass(5 * MINUTE_MS)
    expect(page.src()).toBe('https://video.example/1.mp4')
    await page.close()
  })

  it('waits no longer for the video when the phone\'s clock is set back meanwhile', async () => {
    const wechat = wechatWith([])
    const page = await openReplay()
    vi.setSystemTime(NOW_MS - 24 * HOUR_MS)
    await letPass(MINUTE_MS)
    expect(wechat.asked()).toBe(2)
    await letPass(MINUTE_MS)
    expect(wechat.asked()).toBe(3)
    await page.close()
  })

  it('asks nothing while it is out of sight, and at once when it is shown again', async () => {
    const wechat = wechatWith([])
    const page = await openReplay()
    await page.call('onHide')
    await letPass(20 * MINUTE_MS)
    expect(wechat.asked()).toBe(1)
    expect(vi.getTimerCount()).toBe(0)
    await page.call('onShow')
    expect(wechat.asked()).toBe(2)
    await page.call('onHide')
    await page.call('onShow')
    expect(wechat.asked()).toBe(2)
    await page.close()
  })

  it('is silent behind another page: what plays is paused when that comes', async () => {
    wechatWith(three)
    const page = await openReplay()
    expect(pauseVideos).not.toHaveBeenCalled()
    await page.call('onHide')
    expect(pauseVideos).toHaveBeenCalledOnce()
    await page.close()
  })

  it('leaves no timer behind when it is closed', async () => {
    wechatWith([])
    const page = await openReplay()
    await page.close()
    expect(vi.getTimerCount()).toBe(0)

    wechatWith(three)
    const playing = await openReplay()
    await playing.close()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('becomes the replay by itself when the broadcast ends', async () => {
    const wechat = wechatWith([], { status: 'live', statusCode: 101, endAtMs: NOW_MS + HOUR_MS }, 101)
    const page = await openReplay()
    expect(page.text()).toContain(replayText['not-ended'].title)
    wechat.edge.plugin.getLiveStatus.mockResolvedValue({ liveStatus: 103 })
    await letPass(3 * MINUTE_MS)
    expect(page.text()).toContain(replayText['being-made'].title)
    wechat.shelf.segments = three
    await letPass(MINUTE_MS)
    expect(page.src()).toBe('https://video.example/1.mp4')
    await page.close()
  })

  it('notices when it is pulled down that the shop has opened the replay', async () => {
    const wechat = wechatWith([])
    wechat.shelf.isOpen = false
    const page = await openReplay()
    Object.assign(wechat.shelf, { isOpen: true, segments: three })
    await page.call('onPullDownRefresh')
    expect(page.src()).toBe('https://video.example/1.mp4')
    expect(wechat.edge.pullDownsEnded).toBe(1)
    await page.close()
  })

  it('plays the parts in order in one <video>, and says so at the end', async () => {
    wechatWith(three)
    const page = await openReplay()
    const { element } = page.video()
    const seen = [page.src()]
    for (let part = 0; part < 2; part++) {
      await page.say('ended')
      seen.push(page.src())
    }
    expect(seen).toEqual(three.map(({ mediaUrl }) => mediaUrl))
    expect(page.video().element).toBe(element)
    await page.say('ended')
    expect(page.src()).toBe(three[2]!.mediaUrl)
    expect(page.text()).toContain(replayText.finished)
    await page.tap(replayText.startOver)
    expect(page.src()).toBe(three[0]!.mediaUrl)
    expect(page.text()).not.toContain(replayText.finished)
    await page.close()
  })

  it('plays the part that is chosen, from its beginning', async () => {
    wechatWith(three)
    const page = await openReplay()
    await page.tap('第 3 段')
    expect(page.src()).toBe(three[2]!.mediaUrl)
    await page.tap('第 2 段')
    expect(page.src()).toBe(three[1]!.mediaUrl)
    expect(page.wrapper.findAll('.part').map(part => part.attributes('aria-current'))).toEqual(['false', 'true', 'false'])
    await page.close()
  })

  it('makes another <video> when the same part shall play once more', async () => {
    wechatWith([aSegment(1)])
    const page = await openReplay()
    expect(page.wrapper.findAll('.part')).toEqual([])
    const { element } = page.video()
    await page.say('ended')
    await page.tap(replayText.startOver)
    expect(page.video().element).not.toBe(element)
    await page.close()
  })

  it('fits the video, upright or wide', async () => {
    wechatWith(three)
    const page = await openReplay()
    expect(page.wrapper.find('.stage--wide').exists()).toBe(false)
    await page.say('loadedmetadata', { width: 1920, height: 1080 })
    expect(page.wrapper.find('.stage--wide').exists()).toBe(true)
    await page.say('loadedmetadata', { width: 1080, height: 1920 })
    expect(page.wrapper.find('.stage--wide').exists()).toBe(false)
    await page.close()
  })
})

describe('the place in a replay', () => {
  const restart = () => setPlatform()

  it.each(['pause', 'hide', 'close'])('is kept at %s, and gone on from after a restart', async (how) => {
    wechatWith(three)
    const page = await openReplay()
    await page.say('ended')
    await page.say('timeupdate', { currentTime: 750, duration: 1800 })
    await page.say('timeupdate', { currentTime: 754.6, duration: 1800 })
    if (how === 'pause')
      await page.say('pause')
    if (how === 'hide')
      await page.call('onHide')
    if (how === 'close')
      await page.close()
    else
      page.wrapper.unmount()
    restart()

    const later = await openReplay()
    expect(later.src()).toBe(three[1]!.mediaUrl)
    expect(later.video().attributes('initial-time')).toBe('754')
    expect(later.text()).toContain(replayText.resumed('12:34'))
    await later.tap(replayText.startOver)
    expect(later.src()).toBe(three[0]!.mediaUrl)
    expect(later.video().attributes('initial-time')).toBe('0')
    expect(later.text()).not.toContain('12:34')
    await later.close()
  })

  it('is written at most every five seconds while the video plays', async () => {
    const { edge } = wechatWith(three)
    const page = await openReplay()
    const written = vi.spyOn(edge.storage, 'set')
    for (let quarter = 1; quarter <= 80; quarter++) {
      await letPass(250)
      await page.say('timeupdate', { currentTime: quarter / 4, duration: 1800 })
    }
    expect(written.mock.calls.length).toBeGreaterThanOrEqual(4)
    expect(written.mock.calls.length).toBeLessThanOrEqual(5)
    await page.close()
  })

  it('is not lost to a player that says 0.2 before it has gone there', async () => {
    wechatWith(three)
    const page = await openReplay()
    await page.say('timeupdate', { currentTime: 754, duration: 1800 })
    await page.close()
    restart()
    const later = await openReplay()
    await later.say('timeupdate', { currentTime: 0.2, duration: 1800 })
    await later.close()
    restart()
    const last = await openReplay()
    expect(last.video().attributes('initial-time')).toBe('754')
    await last.close()
  })

  it.each([
    ['the moment a link fails', 0],
    ['every few seconds, also when the phone\'s clock was set back', 24 * HOUR_MS],
  ])('is kept %s, should the app crash', async (how, aheadMs) => {
    const { edge } = wechatWith(three)
    const page = await openReplay()
    vi.setSystemTime(NOW_MS + aheadMs)
    await page.say('timeupdate', { currentTime: 600, duration: 1800 })
    vi.setSystemTime(NOW_MS + 1000)
    await page.say('timeupdate', { currentTime: 601, duration: Number.POSITIVE_INFINITY })
    if (how.includes('fails')) {
      const { gateway } = edge
      edge.gateway = () => 'offline'
      await page.say('error')
      edge.gateway = gateway
    }
    page.wrapper.unmount()
    restart()
    const later = await openReplay()
    expect(later.video().attributes('initial-time')).toBe('601')
    // WeChat looks at it only when it makes a <video>.
    const { element } = later.video()
    await later.say('ended')
    expect(later.video().attributes('initial-time')).toBe('0')
    expect(later.video().element).not.toBe(element)
    await later.close()
  })

  it('is forgotten once everything was watched', async () => {
    wechatWith([aSegment(1)])
    const page = await openReplay()
    await page.say('timeupdate', { currentTime: 1000, duration: 1800 })
    await page.say('timeupdate', { currentTime: 1800, duration: 1800 })
    await page.say('ended')
    await page.say('timeupdate', { currentTime: 1800, duration: 1800 })
    await page.close()
    restart()
    const later = await openReplay()
    expect(later.video().attributes('initial-time')).toBe('0')
    await later.close()
  })

  it('is kept again when the user goes back from the end', async () => {
    wechatWith([aSegment(1)])
    const page = await openReplay()
    await page.say('ended')
    await page.say('timeupdate', { currentTime: 900, duration: 1800 })
    expect(page.text()).not.toContain(replayText.finished)
    await page.close()
    restart()
    const later = await openReplay()
    expect(later.video().attributes('initial-time')).toBe('900')
    await later.close()
  })

  it('survives rubbish in the storage and a full phone', async () => {
    const { edge } = wechatWith(three)
    edge.storage.set('weixin-live.1.replays.positions', 'json:[{"roomId":14,"partAtMs":"x"},7]')
    vi.spyOn(edge.storage, 'set').mockImplementation(() => {
      throw new Error('full')
    })
    const page = await openReplay()
    expect(page.src()).toBe(three[0]!.mediaUrl)
    await page.say('timeupdate', { currentTime: 900, duration: Number.NaN })
    await page.close()
    const later = await openPage(ReplayPage, { room_id: '14' }, page.pinia)
    expect(later.wrapper.find('video').attributes('initial-time')).toBe('900')
    await later.close()
  })
})

describe('a link of a replay', () => {
  it('is told of before it stops working, and asked for anew once when it has', async () => {
    const expiresAtMs = NOW_MS + 2 * HOUR_MS
    const wechat = wechatWith([aSegment(1, { expiresAtMs }), aSegment(2)])
    const page = await openReplay()
    expect(page.text()).toContain(replayText.expiresSoon(dateTimeText(expiresAtMs, NOW_MS)))
    await letPass(2 * HOUR_MS - 1)
    expect(wechat.asked()).toBe(1)
    wechat.shelf.segments = [aSegment(1, { mediaUrl: 'https://video.example/fresh.mp4' }), aSegment(2)]
    await letPass(1)
    expect(wechat.asked()).toBe(2)
    expect(page.text()).not.toContain('到期')
    // What is loaded plays on; when it fails, the fresh link takes its place.
    expect(page.src()).toBe('https://video.example/1.mp4')
    await page.say('timeupdate', { currentTime: 600, duration: 1800 })
    await page.say('error')
    expect(page.src()).toBe('https://video.example/fresh.mp4')
    expect(page.video().attributes('initial-time')).toBe('600')
    await page.close()
  })

  it('that is no longer listed takes no other part with it', async () => {
    const wechat = wechatWith([aSegment(1), aSegment(2), aSegment(3)])
    const page = await openReplay()
    await page.say('ended')
    expect(page.src()).toBe(three[1]!.mediaUrl)
    // The second part becomes the first of two.
    wechat.shelf.segments = [three[1]!, three[2]!]
    await page.call('onPullDownRefresh')
    await page.say('ended')
    expect(page.src()).toBe(three[2]!.mediaUrl)
    await page.close()
  })

  it('is told of when its last day begins while the page is open', async () => {
    wechatWith([aSegment(1, { expiresAtMs: NOW_MS + 25 * HOUR_MS })])
    const page = await openReplay()
    expect(page.text()).not.toContain('到期')
    await letPass(2 * HOUR_MS)
    expect(page.text()).toContain('到期')
    await page.close()
  })

  it('that fails is replaced once by a fresh one, and the part then skipped with a word', async () => {
    const wechat = wechatWith(three)
    const page = await openReplay()
    wechat.shelf.segments = [aSegment(1, { mediaUrl: 'https://video.example/fresh.mp4' }), three[1]!, three[2]!]
    await page.say('error')
    expect(wechat.asked()).toBe(2)
    expect(page.src()).toBe('https://video.example/fresh.mp4')
    await page.say('error')
    expect(wechat.asked()).toBe(2)
    expect(page.src()).toBe(three[1]!.mediaUrl)
    expect(page.text()).toContain(replayText.skipped(1))
    await page.close()
  })

  it('is asked for once however often the player complains meanwhile', async () => {
    const wechat = wechatWith(three)
    const page = await openReplay()
    const video = page.video()
    await Promise.all([video.trigger('error'), video.trigger('error'), video.trigger('error')])
    await letPass(0)
    expect(wechat.asked()).toBe(2)
    expect(page.src()).toBe(three[0]!.mediaUrl)
    await page.close()
  })

  it('changes nothing for who has chosen another part while it was asked for', async () => {
    wechatWith(three)
    const page = await openReplay()
    const failing = page.video().trigger('error')
    page.wrapper.findAll('.part')[2]!.element.dispatchEvent(new Event('tap'))
    await failing
    const { element } = page.video()
    await letPass(0)
    expect(page.src()).toBe(three[2]!.mediaUrl)
    expect(page.video().element).toBe(element)
    await page.close()
  })

  it('that has played well may be replaced again when it stops working later', async () => {
    const wechat = wechatWith(three)
    const page = await openReplay()
    await page.say('error')
    await page.say('timeupdate', { currentTime: 11, duration: 1800 })
    await page.say('error')
    expect(wechat.asked()).toBe(3)
    expect(page.src()).toBe(three[0]!.mediaUrl)
    await page.close()
  })

  it('is asked for once where a user has gone on in the middle, and again when the part is chosen again', async () => {
    const wechat = wechatWith(three)
    const page = await openReplay()
    await page.say('timeupdate', { currentTime: 754, duration: 1800 })
    await page.close()
    setPlatform()
    const later = await openReplay()
    const asked = wechat.asked()
    await later.say('error')
    await later.say('timeupdate', { currentTime: 755, duration: 1800 })
    await later.say('error')
    expect(wechat.asked()).toBe(asked + 1)
    expect(later.src()).toBe(three[1]!.mediaUrl)
    await later.tap('第 1 段')
    await later.say('error')
    expect(wechat.asked()).toBe(asked + 2)
    expect(later.src()).toBe(three[0]!.mediaUrl)
    await later.close()
  })

  it('that cannot be had without a network leaves the place, and goes on there when told', async () => {
    const wechat = wechatWith(three)
    const page = await openReplay()
    await page.say('timeupdate', { currentTime: 600, duration: 1800 })
    const { gateway } = wechat.edge
    wechat.edge.gateway = () => 'offline'
    await page.say('error')
    expect(page.text()).toContain(errorText.offline.title)
    wechat.edge.gateway = gateway
    await page.tap(text.action.retry)
    expect(page.src()).toBe(three[0]!.mediaUrl)
    expect(page.video().attributes('initial-time')).toBe('600')
    expect(page.text()).not.toContain(errorText.offline.title)
    await page.close()
  })

  it('that was the last to be tried leaves words and one way to try again', async () => {
    const wechat = wechatWith([aSegment(1)])
    const page = await openReplay()
    await page.say('error')
    await page.say('error')
    expect(page.video().exists()).toBe(false)
    expect(page.text()).toContain(replayText.ready.title)
    await page.tap(text.action.retry)
    expect(page.src()).toBe('https://video.example/1.mp4')
    expect(wechat.asked()).toBe(3)
    await page.say('error')
    expect(wechat.asked()).toBe(4)
    expect(page.src()).toBe('https://video.example/1.mp4')
    await page.close()
  })

  it('that was the last to be tried is not tried by itself, but when the page is pulled down', async () => {
    wechatWith([aSegment(1, { expiresAtMs: NOW_MS + 2 * HOUR_MS })])
    const page = await openReplay()
    await page.say('error')
    await page.say('error')
    await letPass(3 * HOUR_MS)
    expect(page.video().exists()).toBe(false)
    await page.call('onPullDownRefresh')
    expect(page.src()).toBe('https://video.example/1.mp4')
    await page.close()
  })

  it('plays on while the shop closes the replay and opens it again', async () => {
    const wechat = wechatWith(three)
    const page = await openReplay()
    const { element } = page.video()
    for (const isOpen of [false, true]) {
      wechat.shelf.isOpen = isOpen
      await page.call('onPullDownRefresh')
      expect(page.video().element).toBe(element)
      expect(page.src()).toBe(three[0]!.mediaUrl)
    }
    await page.close()
  })

  it('that expired with all others ends in words', async () => {
    const wechat = wechatWith([aSegment(1)])
    const page = await openReplay()
    wechat.shelf.segments = [aSegment(1, { isExpired: true })]
    await page.say('error')
    expect(page.text()).toContain(replayText.expired.title)
    await page.close()
  })

  it('that has expired is left out, and said to be', async () => {
    wechatWith([aSegment(1, { isExpired: true }), aSegment(2), aSegment(3)])
    const page = await openReplay()
    expect(page.src()).toBe(three[1]!.mediaUrl)
    expect(page.wrapper.findAll('.part').map(part => part.text())).toEqual(['第 2 段 19:30', '第 3 段 20:30'])
    expect(page.text()).toContain(replayText.partsExpired(1))
    await page.close()
  })
})

describe('around a replay', () => {
  it('says so when there is no network, and loads when told or a minute later', async () => {
    const wechat = wechatWith(three)
    const { gateway } = wechat.edge
    wechat.edge.gateway = path => path === PATH ? 'offline' : gateway(path)
    const page = await openReplay()
    expect(page.text()).toContain(errorText.offline.title)
    expect(page.text()).toContain('春茶上新')
    await page.tap(text.action.retry)
    expect(page.video().exists()).toBe(false)
    wechat.edge.gateway = gateway
    await letPass(MINUTE_MS)
    expect(page.src()).toBe(three[0]!.mediaUrl)
    await page.close()
  })

  it('loads the room and its replay when told, where neither could be had', async () => {
    const { edge } = wechatWith(three)
    const { gateway } = edge
    edge.gateway = () => 'offline'
    const page = await openReplay()
    expect(page.text()).toContain(errorText.offline.title)
    edge.gateway = gateway
    await page.tap(text.action.retry)
    expect(page.src()).toBe(three[0]!.mediaUrl)
    await page.close()
  })

  it('hands the first sharer\'s parameters on to products and rooms', async () => {
    const { edge } = wechatWith(three)
    const page = await openReplay({ room_id: '14', custom_params: encodeURIComponent('{"pid":"甲"}') })
    await page.tap('龙井')
    await page.tap(text.roomAction.enter)
    expect(edge.opened.map(url => url.includes(encodeURIComponent('"pid":"甲"')))).toEqual([true, true])
    await page.close()
  })

  it('waits as long as the gateway asks', async () => {
    const wechat = wechatWith(three)
    const { gateway } = wechat.edge
    wechat.edge.gateway = path => path === PATH ? { statusCode: 503, data: { error: { code: 'replays-unavailable', message: '' } }, header: { 'Retry-After': '120' } } : gateway(path)
    const page = await openReplay()
    expect(page.text()).toContain(errorText['request-failed'].title)
    await letPass(2 * MINUTE_MS - 1)
    expect(wechat.asked()).toBe(1)
    await letPass(1)
    expect(wechat.asked()).toBe(2)
    await page.close()
  })

  it('shows its shape while the gateway is slow', async () => {
    const { edge } = wechatWith(three)
    edge.gateway = () => 'hang'
    const page = await openReplay()
    expect(page.wrapper.find('.shape').exists()).toBe(true)
    await page.close()
  })

  it.each([
    ['no room', {}],
    ['rubbish', { room_id: '12abc' }],
    ['a list', { room_id: ['14'] }],
    ['100 KB', { room_id: '1'.repeat(100_000) }],
    ['a broken escape', { room_id: '%E0%A4%A' }],
    ['somebody\'s prototype', JSON.parse('{"__proto__":{"room_id":"14"},"constructor":"x"}')],
  ])('leads home when the link holds %s', async (_, query) => {
    const { edge } = wechatWith(three)
    const page = await openReplay(query)
    expect(page.text()).toContain(errorText['invalid-room-id'].title)
    await page.tap(text.action.home)
    expect(edge.opened).toEqual(['/src/pages/rooms/rooms'])
    expect(edge.requests).toEqual([])
    await page.close()
  })

  it.each([
    ['encoded twice', { room_id: encodeURIComponent('%31%34'), custom_params: encodeURIComponent(encodeURIComponent('{"pid":"甲"}')) }],
    ['in a scanned code', { scene: 'room_id%3D14' }],
    ['with rubbish beside it', { room_id: '14', custom_params: '%7Bbroken', by: '<script>' }],
  ])('reads a room that comes %s', async (_, query) => {
    wechatWith(three)
    const page = await openReplay(query)
    expect(page.src()).toBe(three[0]!.mediaUrl)
    await page.close()
  })

  it('leads home when the shop no longer has the room', async () => {
    const edge = installWechatEdge(path => path.endsWith('/replays') ? { statusCode: 404, data: { error: { code: 'room-not-found', message: '' } } } : gatewayWith([])(path))
    edge.plugin.getLiveStatus.mockRejectedValue(new Error('no such room'))
    const page = await openReplay()
    expect(page.text()).toContain(roomNotFoundText.title)
    await letPass(HOUR_MS)
    expect(edge.requests.filter(path => path === PATH)).toHaveLength(1)
    await page.tap(text.action.home)
    expect(edge.opened).toEqual(['/src/pages/rooms/rooms'])
    await page.close()
  })

  it('opens a product with the room appended', async () => {
    const { edge } = wechatWith(three)
    const page = await openReplay()
    await page.tap('龙井')
    expect(edge.opened).toEqual(['/src/pages/goods/goods?goods_id=7&room_id=14'])
    await page.close()
  })

  it('leads into WeChat\'s own room for the comments where the build can, and promises nothing where it cannot', async () => {
    const { edge } = wechatWith(three)
    const page = await openReplay()
    expect(page.text()).toContain(replayText.noComments)
    await page.tap(text.roomAction.enter)
    expect(edge.opened[0]).toContain('plugin-private://wx2b03c6e691cd7370/pages/live-player-plugin?room_id=14')
    edge.navigationFailure = 'navigateTo:fail'
    await page.tap(text.roomAction.enter)
    expect(edge.questions[0]?.title).toBe(errorText['navigation-failed'].title)
    await page.close()

    setPlatform({ ...usePlatform(), build: { name: 'no-plugin', hasPlugin: false } })
    const without = await openReplay()
    expect(without.text()).not.toContain(replayText.noComments)
    expect(without.text()).not.toContain(text.roomAction.enter)
    expect(without.src()).toBe(three[0]!.mediaUrl)
    await without.close()
  })

  it('is shared as the room, with the first sharer\'s parameters', async () => {
    wechatWith(three)
    const page = await openReplay({ room_id: '14', custom_params: encodeURIComponent('{"pid":"甲"}') })
    expect(await page.call('onShareAppMessage')).toEqual({
      title: text.share.replay('春茶上新'),
      path: `/src/live/room/room?room_id=14&from=share&custom_params=${encodeURIComponent('{"pid":"甲"}')}`,
      imageUrl: ended.shareImageUrl,
    })
    await page.close()
  })
})
