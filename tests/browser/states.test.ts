import type { Page, Route } from 'playwright-core'
import type { Room } from '@/src/domain/room'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { playerPagePath, replayPagePath, roomPagePath, ROUTES } from '@/src/domain/routes'
import { playerText, replayText } from '@/src/live/text'
import { errorText, roomNotFoundText, statusText, text } from '@/src/text'
import { isEndedWithReplay, isLive } from './support/room-kinds'
import { screenFile, writeContactSheet } from './support/screens'
import { useBrowserShop } from './support/shop'

const LIST = /\/v1\/rooms\?/
const ROOM = /\/v1\/rooms\/\d+$/
const PLUGIN_STATUS = /\/simulator\/plugin\/live-status/
const CHANNELS = /\/v1\/channels/
const REPLAY = /\/v1\/rooms\/\d+\/replays/
const STREAMS = /\/v1\/streams/
// The browser itself speaks of every request that fails; that is what the test has done to it.
// So are the words to developers about a room that is not there.
const FAILED_REQUEST = /Failed to load resource|status 0 for room/
const UNKNOWN_ROOM = 12
const MINUTE_MS = 60_000

const refuse = (route: Route): Promise<void> => route.abort('connectionrefused')

/** Changes what the gateway answers. */
function changed(change: (body: Record<string, unknown>) => object): (route: Route) => Promise<void> {
  return async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: change(await answer.json() as Record<string, unknown>) })
  }
}

interface State {
  readonly prepare: (page: Page, room: Room, url: string) => Promise<unknown>
  /** Whose page it is; a live one unless said otherwise. */
  readonly of?: (room: Room) => boolean
  readonly path?: (room: Room) => string
  /** What is on the screen then: words, or something without any. */
  readonly says?: string | RegExp
  readonly shows?: string
}

function roomIn(status: 'banned' | 'paused' | 'interrupted' | 'expired', statusCode: number, says: string | RegExp = statusText[status].title): State {
  return {
    prepare: async (page) => {
      await page.route(ROOM, changed(body => ({ ...body, room: { ...body.room as object, status, statusCode }, status, statusCode })))
      await page.route(PLUGIN_STATUS, route => route.fulfill({ json: { liveStatus: statusCode } }))
    },
    path: ({ id }) => roomPagePath(id),
    says,
  }
}

function goodsOf({ id, goods: [goods] }: Room): string {
  return `${ROUTES.goods}?room_id=${id}&goods_id=${goods?.id ?? ''}`
}

function replayThat(answer: object, kind: 'closed' | 'being-made' = 'closed'): State {
  return {
    prepare: async (page) => {
      // WeChat makes a replay in the first minutes after the end.
      await page.route(ROOM, changed(body => ({ ...body, room: { ...body.room as object, endAtMs: Date.now() - 5 * MINUTE_MS } })))
      await page.route(REPLAY, changed(body => ({ ...body, ...answer })))
    },
    of: isEndedWithReplay,
    path: ({ id }) => replayPagePath(id),
    says: replayText[kind].title,
  }
}

const STATES: Readonly<Record<string, State>> = {
  'home-waiting': { prepare: page => page.route(LIST, () => {}), shows: '.skeleton' },
  'home-empty': {
    prepare: async (page) => {
      await page.route(LIST, changed(body => ({ ...body, rooms: [], total: 0 })))
      await page.route(CHANNELS, refuse)
      await page.route(STREAMS, refuse)
    },
    says: text.empty.all.title,
  },
  'home-error': { prepare: page => page.route(/\/v1\//, refuse), says: errorText['request-failed'].title },
  'home-stale': { prepare: page => page.route(LIST, changed(body => ({ ...body, isStale: true }))), says: /可能不是最新/ },
  'room-error': { prepare: page => page.route(ROOM, refuse), path: ({ id }) => roomPagePath(id), says: errorText['request-failed'].title },
  'room-waiting': { prepare: page => page.route(ROOM, () => {}), path: ({ id }) => roomPagePath(id), shows: '.shape--poster' },
  'room-unknown': { prepare: async () => {}, path: () => roomPagePath(UNKNOWN_ROOM), says: roomNotFoundText.title },
  'room-banned': roomIn('banned', 104),
  'room-paused': roomIn('paused', 105),
  'room-interrupted': roomIn('interrupted', 106),
  'room-expired': roomIn('expired', 107),
  'home-saved': {
    prepare: async (page, room, url) => {
      await page.goto(url)
      await page.getByText(room.name).first().waitFor()
      await page.goto('about:blank')
      await page.route(/\/v1\//, refuse)
    },
    says: /正在显示 .* 保存的内容/,
  },
  'goods-waiting': { prepare: page => page.route(/\/v1\/rooms/, () => {}), path: goodsOf, shows: '.goods__picture--skeleton' },
  'goods-error': { prepare: page => page.route(/\/v1\/rooms/, refuse), path: goodsOf, says: errorText['request-failed'].title },
  'goods-unknown': { prepare: async () => {}, path: ({ id }) => `${ROUTES.goods}?room_id=${id}&goods_id=123456789`, says: text.goods.notFound.title },
  'player-none': { prepare: page => page.route(STREAMS, changed(body => ({ ...body, streams: [] }))), path: () => playerPagePath('any'), says: playerText.none.title },
  'player-error': { prepare: page => page.route(STREAMS, refuse), path: () => playerPagePath('any'), says: errorText['request-failed'].title },
  'replay-error': { ...replayThat({}), prepare: page => page.route(REPLAY, refuse), says: errorText['request-failed'].title },
  'replay-closed': replayThat({ isOpen: false }, 'closed'),
  'replay-being-made': replayThat({ segments: [] }, 'being-made'),
}

describe.skipIf(!inject('chromiumPath'))('what is not as it should be', () => {
  const { arrive, roomThat, url } = useBrowserShop()
  afterAll(writeContactSheet)

  it.each(Object.keys(STATES))('is said and shown as designed, in light and in dark: %s', async (name) => {
    const { prepare, of = isLive, path = () => ROUTES.rooms, says, shows } = STATES[name]!
    const room = roomThat(of)
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await arrive({ colorScheme, expected: FAILED_REQUEST })
      await prepare(page, room, url())
      await page.goto(`${url()}/#${path(room)}`, { waitUntil: 'commit' })
      await (says === undefined ? page.locator(shows ?? 'body') : page.getByText(says)).filter({ visible: true }).first().waitFor()
      await page.screenshot({ path: screenFile(`state-${name}-${colorScheme}`), animations: 'disabled' })
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
    }
  })
})
