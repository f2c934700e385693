import type { RoomJson } from '@/server/contract/rooms'
import type { Phone, PhoneOptions } from '@/tests/runtime/host/phone'
import { beforeAll, describe, expect, it } from 'vitest'
import { replayText } from '@/src/live/text'
import { clockTimeText, errorText, text } from '@/src/text'
import { WECHAT_BUILDS } from '@/tests/build/support/built'
import { attribute } from '@/tests/runtime/host/phone'
import { useShop } from './support/shop'

const MINUTE_MS = 60_000
const PART_S = 1_800

interface Segment { readonly mediaUrl: string, readonly createdAtMs: number }

const shop = useShop()
let room: RoomJson
let segments: readonly Segment[]

async function segmentsOf({ id }: RoomJson): Promise<readonly Segment[]> {
  const response = await fetch(`${shop.url()}/v1/rooms/${id}/replays`)
  return ((await response.json()) as { segments: readonly Segment[] }).segments
}

beforeAll(async () => {
  for (const each of (await shop.rooms()).filter(({ status, hasReplay }) => status === 'ended' && hasReplay)) {
    const found = await segmentsOf(each)
    if (found.length > 1)
      [room, segments] = [each, found]
  }
})

describe.each(WECHAT_BUILDS)('%s: the page of a replay', (build) => {
  const open = (options: Partial<PhoneOptions> = {}): Promise<Phone> => shop.open(build, {
    url: `/src/live/replay/replay?room_id=${room.id}`,
    ...options,
    prepare(wechat) {
      wechat.plugin.functions.getLiveStatus = async () => ({ liveStatus: 103 })
      options.prepare?.(wechat)
    },
  })
  const urlOf = (at: number): string | undefined => segments[at]?.mediaUrl
  const source = (phone: Phone): (string | null)[] => phone.findAll('video').map(video => attribute(video, 'src'))
  const startsAt = (phone: Phone): string | null => phone.find('video')?.getAttribute('initial-time') ?? null
  const watchTo = (phone: Phone, positionS: number): Promise<void> => phone.emit('video', 'timeupdate', { currentTime: positionS, duration: PART_S })
  const parts = (phone: Phone): (string | undefined)[] => phone.findAll('.part').map(part => part.textContent?.trim())
  const says = (phone: Phone, code: object): void => void (phone.network.fault = ({ path }) => path.endsWith('/replays') ? { statusCode: 200, body: JSON.stringify({ roomId: room.id, isOpen: true, segments: [], checkedAtMs: phone.now(), isStale: false, ...code }) } : null)

  it('plays the parts of a room that has ended, one after another, and any that is chosen', async () => {
    const phone = await open()
    expect(phone.text('.name')).toBe(room.name)
    expect(source(phone)).toEqual([urlOf(0)])
    expect(attribute(phone.find('video') ?? expect.unreachable(), 'autoplay')).not.toBeNull()
    expect(parts(phone)).toEqual(segments.map(({ createdAtMs }, at) => replayText.part(at + 1, clockTimeText(createdAtMs))))

    await phone.emit('video', 'ended')
    expect(source(phone)).toEqual([urlOf(1)])
    await phone.tap(phone.findAll('.part')[0] ?? '.part')
    expect(source(phone)).toEqual([urlOf(0)])

    await phone.tap(phone.findAll('.part').at(-1) ?? '.part')
    await phone.emit('video', 'ended')
    expect(phone.text()).toContain(replayText.finished)
    await phone.tapText(replayText.startOver)
    expect(source(phone)).toEqual([urlOf(0)])
  })

  it('goes on where its user had left off, after the app was closed, and from the beginning when asked', async () => {
    const before = await open()
    await before.emit('video', 'ended')
    await watchTo(before, 1)
    await before.advanceBy(6_000)
    await watchTo(before, 754)
    const storedItems = before.close()

    const phone = await open({ storedItems })
    expect([source(phone), startsAt(phone)]).toEqual([[urlOf(1)], '754'])
    expect(phone.text()).toContain(replayText.resumed('12:34'))

    await phone.tapText(replayText.startOver)
    expect([source(phone), startsAt(phone)]).toEqual([[urlOf(0)], '0'])
    const fresh = await open({ storedItems: phone.close() })
    expect([source(fresh), startsAt(fresh)]).toEqual([[urlOf(0)], '0'])
  })

  it('keeps the place when the app is hidden, though it was kept a moment before', async () => {
    const phone = await open()
    await watchTo(phone, 100)
    await watchTo(phone, 103)
    await phone.hide()
    // WeChat pauses what cannot be seen, and may end the app without another word.
    const next = await open({ storedItems: new Map(phone.storage.items) })
    expect(startsAt(next)).toBe('103')

    await phone.show()
    expect([source(phone), startsAt(phone)]).toEqual([[urlOf(0)], '0'])
  })

  it('says that the video is being made, and shows it by itself when it is there', async () => {
    const phone = await open({ prepare: ({ network }) => network.fault = ({ path }) => path.endsWith('/replays') ? { statusCode: 200, body: JSON.stringify({ roomId: room.id, isOpen: true, segments: [], checkedAtMs: room.endAtMs, isStale: false }) } : null })
    expect(phone.text()).toContain(replayText['being-made'].title)
    expect(phone.find('video')).toBeNull()

    phone.network.fault = () => null
    await phone.advanceBy(5 * MINUTE_MS)
    expect(source(phone)).toEqual([urlOf(0)])
  })

  it.each([
    ['closed', { isOpen: false }],
    ['none', { checkedAtMs: Date.now() + 24 * 60 * MINUTE_MS }],
    ['expired', { segments: [{ mediaUrl: 'https://media.example/1.mp4', createdAtMs: 1, expiresAtMs: 2, isExpired: true }] }],
  ] as const)('has words where the replay is "%s", and a way back to the room', async (kind, answer) => {
    const phone = await open()
    says(phone, answer)
    await phone.reLaunch(`/src/live/replay/replay?room_id=${room.id}`)
    expect(phone.text()).toContain(replayText[kind].title)
    expect(phone.find('video')).toBeNull()
    await phone.tapText(replayText.backToRoom)
    expect(phone.url()).toBe(`/src/live/room/room?room_id=${room.id}`)
  })

  it('says why when the gateway fails, and tries again when asked, and by itself', async () => {
    for (const again of [(phone: Phone) => phone.tapText(text.action.retry), (phone: Phone) => phone.advanceBy(2 * MINUTE_MS)]) {
      const phone = await open({ prepare: ({ network }) => network.fault = ({ path }) => path.endsWith('/replays') ? { statusCode: 503, body: '' } : null })
      expect(phone.text()).toContain(errorText['request-failed'].title)
      phone.network.fault = () => null
      await again(phone)
      expect(source(phone)).toEqual([urlOf(0)])
    }
  })

  it('asks for a fresh link when one fails, goes on at its place, and then skips what cannot be played', async () => {
    const phone = await open()
    await watchTo(phone, 40)
    says(phone, { segments: segments.map(segment => ({ ...segment, mediaUrl: `${segment.mediaUrl}?fresh` })) })
    await phone.emit('video', 'error', { errMsg: 'MEDIA_ERR_NETWORK' })
    expect([source(phone), startsAt(phone)]).toEqual([[`${urlOf(0)}?fresh`], '40'])
    await phone.emit('video', 'error', { errMsg: 'MEDIA_ERR_NETWORK' })
    expect(source(phone)).toEqual([`${urlOf(1)}?fresh`])
    expect(phone.text()).toContain(replayText.skipped(1))

    phone.network.setOnline(false)
    await phone.emit('video', 'error', { errMsg: 'MEDIA_ERR_NETWORK' })
    expect(phone.text()).toContain(errorText.offline.title)
    phone.network.setOnline(true)
    await phone.tapText(text.action.retry)
    expect(source(phone)).toEqual([`${urlOf(1)}?fresh`])
  })
})
