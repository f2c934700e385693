import type { Log } from './log'
import type { WeChatClient } from './wechat/wechat-client'
import type { WeChatError } from './wechat/wechat-error'
import type { Clock, TimerHandle } from '@/src/domain/clock'
import type { Freshness } from '@/src/domain/live-api'
import type { Room, RoomId } from '@/src/domain/room'
import { WeChatFailure } from './wechat/wechat-error'

/** All rooms of the shop as WeChat last listed them. */
export interface CatalogueSnapshot extends Freshness {
  readonly rooms: readonly Room[]
  readonly byId: ReadonlyMap<RoomId, Room>
}

/** The shop's rooms, kept fresh by one task however many clients ask. */
export interface RoomCatalogue {
  /** Begins to refresh; calling it again changes nothing. */
  start: () => void
  /** Ends refreshing; no timer and no late answer survives it. */
  stop: () => void
  /** Refreshes now, or joins the refresh under way. Never rejects: a failure leaves the last good list, marked stale. */
  refresh: () => Promise<void>
  /** The last good list; waits for the very first one, a bounded time. Null when there is none yet. */
  read: () => Promise<CatalogueSnapshot | null>
}

/** What {@link createCatalogue} needs. */
export interface CatalogueOptions {
  readonly wechat: WeChatClient
  readonly clock: Clock
  readonly log: Log
  /** From one refresh to the next, in milliseconds. */
  readonly refreshMs: number
  /** How long the first requests wait for the first list, in milliseconds. */
  readonly firstWaitMs?: number
}

const FIRST_WAIT_MS = 5000

// Without any list people see nothing, so the first tries follow each other quickly.
const FIRST_RETRY_MS = 5000

const MAX_DELAY_MS = 5 * 60_000
// A used-up daily quota does not come back within minutes.
const MAX_QUOTA_DELAY_MS = 10 * 60_000

/** Creates the catalogue; nothing happens before `start`. */
export function createCatalogue(options: CatalogueOptions): RoomCatalogue {
  const { wechat, clock, log, refreshMs, firstWaitMs = FIRST_WAIT_MS } = options
  let state: 'new' | 'running' | 'stopped' = 'new'
  let list: Omit<CatalogueSnapshot, 'isStale'> | null = null
  let failures = 0
  let flight: Promise<void> | null = null
  let refreshTimer: TimerHandle
  let firstWaitTimer: TimerHandle
  let endFirstWait: () => void
  const firstWait = new Promise<void>(resolve => endFirstWait = resolve)

  async function ask(): Promise<void> {
    const checkedAtMs = clock.now()
    let delayMs = refreshMs
    try {
      const rooms = await wechat.listRooms()
      if (state === 'stopped')
        return
      if (failures > 0)
        log.info({ rooms: rooms.length, failures }, 'the room list is fresh again')
      list = { rooms, byId: new Map(rooms.map(room => [room.id, room])), checkedAtMs }
      failures = 0
    }
    catch (thrown) {
      if (state === 'stopped')
        return
      failures += 1
      delayMs = delayAfterFailure(thrown)
      report(thrown, delayMs)
    }
    if (state === 'running')
      refreshTimer = clock.setTimer(() => void refresh(), delayMs)
    finishFirstWait()
  }

  function delayAfterFailure(thrown: unknown): number {
    const isQuota = thrown instanceof WeChatFailure && thrown.detail.kind === 'quota-exhausted'
    const longestMs = Math.max(refreshMs, isQuota ? MAX_QUOTA_DELAY_MS : MAX_DELAY_MS)
    const baseMs = list ? refreshMs : Math.min(refreshMs, FIRST_RETRY_MS)
    return Math.min(longestMs, baseMs * 2 ** (failures - 1))
  }

  function report(thrown: unknown, retryInMs: number): void {
    if (thrown instanceof WeChatFailure)
      log.warn({ wechat: thrown.detail satisfies WeChatError, retryInMs, isServingStale: list !== null }, 'the room list could not be refreshed')
    else
      log.error({ err: thrown, retryInMs }, 'refreshing the room list failed unexpectedly')
  }

  function finishFirstWait(): void {
    clock.clearTimer(firstWaitTimer)
    endFirstWait()
  }

  function refresh(): Promise<void> {
    if (state === 'stopped')
      return Promise.resolve()
    clock.clearTimer(refreshTimer)
    flight ??= ask().finally(() => {
      flight = null
    })
    return flight
  }

  function start(): void {
    if (state !== 'new')
      return
    state = 'running'
    firstWaitTimer = clock.setTimer(finishFirstWait, firstWaitMs)
    void refresh()
  }

  function stop(): void {
    state = 'stopped'
    clock.clearTimer(refreshTimer)
    finishFirstWait()
  }

  async function read(): Promise<CatalogueSnapshot | null> {
    if (!list)
      await firstWait
    return list && { ...list, isStale: failures > 0 }
  }

  return { start, stop, refresh, read }
}
