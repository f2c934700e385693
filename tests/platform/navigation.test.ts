import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { goBack, openPage, replacePage } from '@/src/platform/navigation'

interface Going { url?: string, success: () => void, fail: (failure: unknown) => void }

const HOME = '/src/pages/rooms/rooms'
const ROOM = '/src/live/room/room?room_id=7'

const arrive = ({ success }: Going) => success()
const navigateTo = vi.fn(arrive)
const redirectTo = vi.fn(arrive)
const navigateBack = vi.fn(arrive)

function openPages(count: number): void {
  vi.stubGlobal('getCurrentPages', () => Array.from({ length: count }))
}

beforeEach(() => {
  vi.useFakeTimers()
  for (const go of [navigateTo, redirectTo, navigateBack]) go.mockReset().mockImplementation(arrive)
  vi.stubGlobal('uni', { navigateTo, redirectTo, navigateBack })
  openPages(1)
})
afterEach(() => void vi.useRealTimers())

describe('opening a page', () => {
  it('puts it on top of the current one', async () => {
    await expect(openPage(ROOM)).resolves.toBeUndefined()
    expect(navigateTo.mock.calls).toMatchObject([[{ url: ROOM }]])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('puts it in the place of the current one when ten are open', async () => {
    openPages(10)
    await openPage(ROOM)
    expect(navigateTo).not.toHaveBeenCalled()
    expect(redirectTo.mock.calls).toMatchObject([[{ url: ROOM }]])
  })

  it('tells that it did not open', async () => {
    const cause = { errMsg: 'navigateTo:fail page "__plugin__/wx/pages/live-player-plugin" is not found' }
    navigateTo.mockImplementation(({ fail }) => fail(cause))
    await expect(openPage(ROOM)).rejects.toEqual({ kind: 'navigation-failed', url: ROOM, cause })
  })

  it('tells so too when the platform throws', async () => {
    const cause = new Error('navigateTo: invalid url')
    navigateTo.mockImplementation(() => {
      throw cause
    })
    await expect(openPage(ROOM)).rejects.toEqual({ kind: 'navigation-failed', url: ROOM, cause })
  })

  it('gives up on a platform that says nothing', async () => {
    navigateTo.mockImplementation(() => {})
    const opening = openPage(ROOM)
    opening.catch(() => {})
    await vi.advanceTimersByTimeAsync(10_000)
    await expect(opening).rejects.toMatchObject({ kind: 'navigation-failed', url: ROOM })
  })

  it('takes a second tap for the first', async () => {
    const opening = [openPage(ROOM), openPage(ROOM)]
    await Promise.all(opening)
    expect(navigateTo).toHaveBeenCalledTimes(1)
    await openPage(ROOM)
    expect(navigateTo).toHaveBeenCalledTimes(2)
  })
})

describe('leaving a page', () => {
  it('goes back when there is a page behind', async () => {
    openPages(2)
    await goBack(HOME)
    expect(navigateBack.mock.calls).toMatchObject([[{ delta: 1 }]])
    expect(redirectTo).not.toHaveBeenCalled()
  })

  it('goes home when there is none', async () => {
    await goBack(HOME)
    expect(navigateBack).not.toHaveBeenCalled()
    expect(redirectTo.mock.calls).toMatchObject([[{ url: HOME }]])
  })

  it.each([[2, navigateBack], [1, redirectTo]])('tells that it did not work with %i pages', async (count, go) => {
    openPages(count)
    go.mockImplementation(({ fail }) => fail({ errMsg: 'fail' }))
    await expect(goBack(HOME)).rejects.toMatchObject({ kind: 'navigation-failed' })
  })

  it('can put another page in its place', async () => {
    await replacePage(ROOM)
    expect(redirectTo.mock.calls).toMatchObject([[{ url: ROOM }]])
  })
})
