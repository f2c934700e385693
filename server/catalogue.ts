import type { Log } from './log'
import type { SharedRoomList } from './refresh-turns'
import type { WeChatClient } from './wechat/wechat-client'
import type { WeChatError } from './wechat/wechat-error'
import type { Clock, TimerHandle } from '@/src/domain/clock'
import type { Freshness } from '@/src/domain/live-api'
import type { Room, RoomId } from '@/src/domain/room'
import { randomUUID } from 'node:crypto'
import { createCatalogueMemory } from './catalogue-memory'
import { delayAfterFailure, delayAfterSuccess, longestDelayMs } from './refresh-rhythm'
import { createRefreshTurns, LEASE_MS } from './refresh-turns'
import { WeChatFailure } from './wechat/wechat-error'

/** All rooms of the shop as WeChat last listed them. The same object until something changes. */
export interface CatalogueSnapshot extends Freshness {
  readonly rooms: readonly Room[]
  readonly byId: ReadonlyMap<RoomId, Room>
}

/** How the catalogue is doing. */
export interface CatalogueHealth {
  /** When WeChat was asked for the list that is served, milliseconds since the epoch; null before the first. */
  readonly checkedAtMs: number | null
  /** How many refreshes in a row have failed. */
  readonly failures: number
  /** When WeChat is asked again, milliseconds since the epoch. */
  readonly nextRefreshAtMs: number
}

/** The shop's rooms, kept fresh by one task however many clients ask and however many replicas there are. */
export interface RoomCatalogue {
  /** Begins to refresh; calling it again changes nothing. */
  start: () => void
  /** Ends refreshing; no timer and no late answer survives it. */
  stop: () => void
  /**
   * Refreshes now, or joins the refresh under way; what another replica has just got, or is getting, is not asked for
   * again. Never rejects: a failure leaves the last good list, marked stale.
   */
  refresh: () => Promise<void>
  /** The last good list; waits for the very first one, a bounded time. Null when there is none yet. */
  read: () => Promise<CatalogueSnapshot | null>
  /** The last good list, without waiting. */
  peek: () => CatalogueSnapshot | null
  health: () => CatalogueHealth
}

/** What {@link createCatalogue} needs. */
export interface CatalogueOptions {
  readonly wechat: Pick<WeChatClient, 'listRooms'>
  readonly clock: Clock
  readonly log: Log
  /** From one refresh to the next, in milliseconds. */
  readonly refreshMs: number
  /** How long the first requests wait for the first list, in milliseconds. */
  readonly firstWaitMs?: number
  /** What the replicas share; without it this one is the only one. */
  readonly shared?: SharedRoomList
  /** The shortest time between refreshes of so many rooms that the day's quota allows, in milliseconds. */
  readonly affordableMs?: (rooms: number) => Promise<number>
  /** Told about every list that this replica has got from WeChat. */
  readonly onList?: (rooms: readonly Room[], checkedAtMs: number) => void
  /** From 0 to 1, so that replicas that are alone do not all ask at once. */
  readonly random?: () => number
}

const FIRST_WAIT_MS = 5000

/** How long a list that another replica has got may go unnoticed, in milliseconds. */
export const LOOK_EVERY_MS = 2000
// While people wait for the very first list.
const LOOK_EVERY_FIRST_MS = 250

/** Creates the catalogue; nothing happens before `start`. */
export function createCatalogue(options: CatalogueOptions): RoomCatalogue {
  const { wechat, clock, log, refreshMs, firstWaitMs = FIRST_WAIT_MS, shared = null, random = Math.random } = options
  let state: 'new' | 'running' | 'stopped' = 'new'
  let affordableMs = 0
  let flight: Promise<void> | null = null
  let turnTimer: TimerHandle
  let firstWaitTimer: TimerHandle
  let endFirstWait: () => void
  const firstWait = new Promise<void>(resolve => endFirstWait = resolve)

  const isStopped = (): boolean => state === 'stopped'
  const turns = createRefreshTurns({ shared, owner: randomUUID(), clock, log })
  const conditions = () => ({ refreshMs, affordableMs, isAlone: turns.isAlone })
  const memory = createCatalogueMemory({ clock, graceMs: Math.max(refreshMs, LEASE_MS), longestDelayMs: () => longestDelayMs(conditions()) })

  async function ask(): Promise<void> {
    const checkedAtMs = clock.now()
    try {
      const rooms = await wechat.listRooms()
      affordableMs = await options.affordableMs?.(rooms.length) ?? 0
      if (!isStopped())
        await keep(rooms, checkedAtMs)
    }
    catch (thrown) {
      if (!isStopped())
        await putUpWith(thrown)
    }
  }

  async function keep(rooms: readonly Room[], checkedAtMs: number): Promise<void> {
    if (memory.failures > 0)
      log.info({ rooms: rooms.length, failures: memory.failures }, 'the room list is fresh again')
    const nextRefreshAtMs = clock.now() + delayAfterSuccess(conditions())
    memory.learn({ rooms, checkedAtMs, isFirstHand: true, failures: 0, nextRefreshAtMs })
    finishFirstWait()
    options.onList?.(rooms, checkedAtMs)
    await turns.tellList(rooms, checkedAtMs, nextRefreshAtMs)
  }

  async function putUpWith(thrown: unknown): Promise<void> {
    const failures = memory.failures + 1
    const retryInMs = delayAfterFailure(thrown, failures, memory.hasList, conditions())
    if (thrown instanceof WeChatFailure)
      log.warn({ wechat: thrown.detail satisfies WeChatError, retryInMs, isServingStale: memory.hasList }, 'the room list could not be refreshed')
    else
      log.error({ err: thrown, retryInMs }, 'refreshing the room list failed unexpectedly')
    const nextRefreshAtMs = clock.now() + retryInMs
    memory.learn({ failures, nextRefreshAtMs })
    finishFirstWait()
    await turns.tellFailure(nextRefreshAtMs)
  }

  async function hearTheOthers(): Promise<void> {
    const wasAlone = turns.isAlone
    const news = await turns.news()
    if (isStopped())
      return
    if (news) {
      memory.learn(news)
      if (memory.hasList || memory.failures > 0)
        finishFirstWait()
    }
    else if (turns.isAlone && !wasAlone && memory.hasList) {
      // All replicas lose a database at the same moment.
      memory.putOff(Math.max(memory.nextRefreshAtMs, clock.now()) + random() * refreshMs)
    }
  }

  async function turn(isWanted: boolean): Promise<void> {
    await hearTheOthers()
    const isWorthAsking = !isStopped() && (isWanted || memory.isDue())
    const mayAsk = isWorthAsking && (await turns.take() || memory.isMisplanned())
    if (mayAsk && !isStopped())
      await ask()
    // Stopped meanwhile, or never started.
    if (state === 'running')
      turnTimer = clock.setTimer(() => void run(false), delayToNextTurn())
  }

  function delayToNextTurn(): number {
    const lookEveryMs = memory.hasList ? LOOK_EVERY_MS : LOOK_EVERY_FIRST_MS
    // Due, but another replica's turn.
    const delayMs = memory.isDue() ? lookEveryMs : memory.nextRefreshAtMs - clock.now()
    return shared ? Math.min(lookEveryMs, delayMs) : delayMs
  }

  function finishFirstWait(): void {
    clock.clearTimer(firstWaitTimer)
    endFirstWait()
  }

  function run(isWanted: boolean): Promise<void> {
    if (isStopped())
      return Promise.resolve()
    clock.clearTimer(turnTimer)
    flight ??= turn(isWanted).finally(() => {
      flight = null
    })
    return flight
  }

  function start(): void {
    if (state !== 'new')
      return
    state = 'running'
    firstWaitTimer = clock.setTimer(finishFirstWait, firstWaitMs)
    void run(false)
  }

  function stop(): void {
    state = 'stopped'
    clock.clearTimer(turnTimer)
    finishFirstWait()
  }

  async function read(): Promise<CatalogueSnapshot | null> {
    if (!memory.hasList)
      await firstWait
    return memory.peek()
  }

  return {
    start,
    stop,
    refresh: () => run(true),
    read,
    peek: memory.peek,
    health: () => ({ checkedAtMs: memory.peek()?.checkedAtMs ?? null, failures: memory.failures, nextRefreshAtMs: memory.nextRefreshAtMs }),
  }
}
