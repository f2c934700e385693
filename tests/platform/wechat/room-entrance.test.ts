import { beforeEach, describe, expect, it, vi } from 'vitest'
import { previewRoomEntrance } from '@/src/platform/h5/room-entrance'
import { createRoomEntrance } from '@/src/platform/wechat/room-entrance'
import { thrownBy } from '@/tests/domain/support/thrown-by'

const TODAY = { clientVersion: '8.0.54', baseLibraryVersion: '3.7.3' }
const OLD = { clientVersion: '7.0.6', baseLibraryVersion: '2.8.3' }
const URL = 'plugin-private://wx2b03c6e691cd7370/pages/live-player-plugin?room_id=7&custom_params=%7B%22pid%22%3A1%7D'
const ENTRY = { roomId: 7, customParams: { pid: 1 } }

const navigateTo = vi.fn()

beforeEach(() => {
  navigateTo.mockReset().mockImplementation(({ success }) => success())
  vi.stubGlobal('uni', { navigateTo })
  vi.stubGlobal('getCurrentPages', () => [{}])
})

describe('the way into WeChat\'s room', () => {
  const entrance = createRoomEntrance(() => TODAY)

  it('has one address for navigators and for navigateTo', async () => {
    expect(entrance.urlOf(ENTRY)).toBe(URL)
    await entrance.open(ENTRY)
    expect(navigateTo.mock.calls).toMatchObject([[{ url: URL }]])
  })

  it.each([
    [{ roomId: 0 }, { kind: 'invalid-room-id' }],
    [{ roomId: 7, customParams: { text: 'x'.repeat(601) } }, { kind: 'custom-params-too-long', limitChars: 600 }],
  ])('refuses what WeChat would refuse, before going anywhere (%#)', async (entry, error) => {
    expect(thrownBy(() => entrance.urlOf(entry))).toMatchObject(error)
    await expect(entrance.open(entry)).rejects.toMatchObject(error)
    expect(navigateTo).not.toHaveBeenCalled()
  })

  it('asks users of an old WeChat to update, and leaves the navigator to those who only want to watch', async () => {
    const entrance = createRoomEntrance(() => OLD)
    await expect(entrance.open(ENTRY)).rejects.toEqual({ kind: 'client-too-old', ...OLD })
    expect(entrance.urlOf(ENTRY)).toBe(URL)
  })

  it('tells that the room did not open', async () => {
    const cause = { errMsg: 'navigateTo:fail page "__plugin__/…" is not found' }
    navigateTo.mockImplementation(({ fail }) => fail(cause))
    await expect(entrance.open(ENTRY)).rejects.toEqual({ kind: 'navigation-failed', url: URL, cause })
  })
})

describe('the way into the simulated room', () => {
  it('has the very query of WeChat\'s', async () => {
    expect(previewRoomEntrance.urlOf(ENTRY)).toBe(`/src/preview/room/room?${URL.split('?')[1]}`)
    await previewRoomEntrance.open(ENTRY)
    expect(navigateTo.mock.calls).toMatchObject([[{ url: previewRoomEntrance.urlOf(ENTRY) }]])
  })

  it('refuses what WeChat would refuse', async () => {
    await expect(previewRoomEntrance.open({ roomId: -7 })).rejects.toEqual({ kind: 'invalid-room-id' })
  })
})
