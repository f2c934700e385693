import { systemClock } from '@/src/domain/clock'
import { fail } from './fail'
import { settleInTime } from './settle-in-time'

// WeChat keeps ten pages; opening an eleventh fails.
const MAX_PAGES = 10

// The first way into the plugin downloads it, so this is generous.
const TIMEOUT_MS = 10_000

interface Callbacks {
  readonly success: () => void
  readonly fail: (failure: unknown) => void
}

const underWay = new Map<string, Promise<void>>()

/** How a link opens its page: on top of the current one, or in its place when WeChat's stack is full. */
export function linkType(): 'navigate' | 'redirect' {
  return getCurrentPages().length < MAX_PAGES ? 'navigate' : 'redirect'
}

/**
 * Opens a page on top of the current one, or in its place when WeChat's stack is full. A second tap while the page is
 * opening is the same opening. Rejects with `navigation-failed`.
 * @param url the route with a leading slash and its query, or a plugin page's URL
 */
export function openPage(url: string): Promise<void> {
  return goOnce(url, callbacks => linkType() === 'navigate' ? uni.navigateTo({ url, ...callbacks }) : uni.redirectTo({ url, ...callbacks }))
}

/** The route of the page below the current one, without a leading slash; empty when there is none, or it has no name. */
export function pageBelow(): string {
  const pages = getCurrentPages()
  return pages[pages.length - 2]?.route ?? ''
}

/** Puts a page in the place of the current one. Rejects with `navigation-failed`. */
export function replacePage(url: string): Promise<void> {
  return goOnce(url, callbacks => uni.redirectTo({ url, ...callbacks }))
}

/**
 * Goes back, or to `homeUrl` when there is no page behind: the way in was a share card or a code. Rejects with
 * `navigation-failed`.
 */
export function goBack(homeUrl: string): Promise<void> {
  return getCurrentPages().length > 1
    ? goOnce('back', callbacks => uni.navigateBack({ delta: 1, ...callbacks }))
    : replacePage(homeUrl)
}

async function goOnce(url: string, start: (callbacks: Callbacks) => void): Promise<void> {
  const going = underWay.get(url) ?? go(url, start)
  underWay.set(url, going)
  try {
    await going
  }
  finally {
    underWay.delete(url)
  }
}

async function go(url: string, start: (callbacks: Callbacks) => void): Promise<void> {
  try {
    await settleInTime(systemClock, TIMEOUT_MS, () => new Promise<void>((resolve, reject) => {
      start({ success: resolve, fail: reject })
    }), () => ({ kind: 'navigation-failed', url }))
  }
  catch (cause) {
    fail({ kind: 'navigation-failed', url, cause })
  }
}
