import type { RoomId } from '@/src/domain/room'
import { roomPagePath, ROUTES } from '@/src/domain/routes'
import { showToast } from '@/src/platform/feedback'
import { goBack, openPage, pageBelow, replacePage } from '@/src/platform/navigation'
import { errorTextOf } from '@/src/text'

/**
 * Opens a page and tells the user if it did not open.
 * @param url the route with its query; a leading slash is added where it is missing
 */
export function go(url: string): Promise<void> {
  const route = url.startsWith('/') ? url : `/${url}`
  return tellFailure(route, openPage(route))
}

/**
 * Goes back, by `navigateBack` so that a room's small window stays, and tells the user if it did not work.
 * @param otherwise the page to open where there is nothing to go back to
 * @see https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/other-abilities
 */
export function backOr(otherwise: string): Promise<void> {
  return tellFailure(otherwise, goBack(otherwise))
}

/**
 * Goes back to the room that a goods page was opened from, by `navigateBack`; to its own page where the goods page was
 * opened from elsewhere. Tells the user if it did not work.
 */
export function backToRoom(roomId: RoomId): Promise<void> {
  const url = roomPagePath(roomId)
  return tellFailure(url, pageBelow() === ROUTES.rooms.slice(1) ? replacePage(url) : goBack(url))
}

async function tellFailure(url: string, going: Promise<void>): Promise<void> {
  try {
    await going
  }
  catch {
    showToast(errorTextOf({ kind: 'navigation-failed', url }).title)
  }
}
