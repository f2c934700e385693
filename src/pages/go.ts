import { showToast } from '@/src/platform/feedback'
import { goBack, openPage } from '@/src/platform/navigation'
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

async function tellFailure(url: string, going: Promise<void>): Promise<void> {
  try {
    await going
  }
  catch {
    showToast(errorTextOf({ kind: 'navigation-failed', url }).title)
  }
}
