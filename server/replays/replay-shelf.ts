import type { Log } from '../log'
import type { ReplaySegment } from '../wechat/parse-replay'
import type { WeChatClient } from '../wechat/wechat-client'
import type { Clock } from '@/src/domain/clock'
import type { Freshness } from '@/src/domain/live-api'
import type { Room, RoomId } from '@/src/domain/room'
import { LRUCache } from 'lru-cache'
import { WeChatFailure } from '../wechat/wechat-error'
import { createCallBudget } from './call-budget'

/** A room's replay as WeChat last told it. */
export interface Replay extends Freshness {
  /** In the order of playing. */
  readonly segments: readonly ReplaySegment[]
}

/** The replays of rooms that have ended, without asking WeChat each time. */
export interface ReplayShelf {
  /** Null while WeChat cannot be asked and never could. Never rejects. */
  readonly read: (room: Pick<Room, 'id' | 'endAtMs'>) => Promise<Replay | null>
}

/** What {@link createReplayShelf} needs. */
export interface ReplayShelfOptions {
  readonly wechat: Pick<WeChatClient, 'listReplays'>
  readonly clock: Clock
  readonly log: Log
  /** How many rooms are kept; the ones asked for longest ago go first. */
  readonly maxRooms?: number
  /** How often WeChat may be asked in a minute: the room list lives from the same daily quota. */
  readonly callsPerMinute?: number
}

const MAX_ROOMS = 500
const CALLS_PER_MINUTE = 30

const MINUTE_MS = 60_000
const KEPT_MS = 10 * MINUTE_MS
// WeChat makes the video within about ten minutes; a broadcast may go on for a while after its planned end. Whatever
// has none after this will not get one soon.
const SOON_MS = 2 * 60 * MINUTE_MS

interface Entry {
  readonly replay: Replay | null
  readonly askAgainAtMs: number
}

/** Creates an empty shelf. */
export function createReplayShelf(options: ReplayShelfOptions): ReplayShelf {
  const { wechat, clock, log, maxRooms = MAX_ROOMS, callsPerMinute = CALLS_PER_MINUTE } = options
  const entries = new LRUCache<RoomId, Entry>({ max: maxRooms })
  const flights = new Map<RoomId, Promise<Entry>>()
  const budget = createCallBudget(callsPerMinute, clock)

  async function ask({ id, endAtMs }: Pick<Room, 'id' | 'endAtMs'>): Promise<Entry> {
    const checkedAtMs = clock.now()
    try {
      const segments = await wechat.listReplays(id)
      const askAgainAtMs = checkedAtMs + keptMs(segments, endAtMs, checkedAtMs)
      return { replay: { segments, checkedAtMs, isStale: false }, askAgainAtMs }
    }
    catch (thrown) {
      const isQuota = thrown instanceof WeChatFailure && thrown.detail.kind === 'quota-exhausted'
      const replay = stale(entries.get(id))
      log.warn({ roomId: id, ...(thrown instanceof WeChatFailure ? { wechat: thrown.detail } : { err: thrown }), isServingStale: replay !== null }, 'a replay could not be had')
      return { replay, askAgainAtMs: clock.now() + (isQuota ? KEPT_MS : MINUTE_MS) }
    }
  }

  async function read(room: Pick<Room, 'id' | 'endAtMs'>): Promise<Replay | null> {
    const known = entries.get(room.id)
    if (known && isFresh(known, clock.now()))
      return known.replay
    const flight = flights.get(room.id)
    if (!flight && !budget.take())
      return stale(known)
    return (await (flight ?? takeOff(room))).replay
  }

  function takeOff(room: Pick<Room, 'id' | 'endAtMs'>): Promise<Entry> {
    const flight = ask(room).then((entry) => {
      entries.set(room.id, entry)
      flights.delete(room.id)
      return entry
    })
    flights.set(room.id, flight)
    return flight
  }

  return { read }
}

function stale(entry: Entry | undefined): Replay | null {
  return entry?.replay ? { ...entry.replay, isStale: true } : null
}

// A clock that was set back must not keep an answer for ever.
function isFresh({ askAgainAtMs }: Entry, nowMs: number): boolean {
  return askAgainAtMs > nowMs && askAgainAtMs - nowMs <= KEPT_MS
}

function keptMs(segments: readonly ReplaySegment[], endAtMs: number, nowMs: number): number {
  if (segments.length === 0)
    return nowMs < endAtMs + SOON_MS ? MINUTE_MS : KEPT_MS
  // WeChat may have a fresh link once one has stopped working.
  const ends = segments.map(({ expiresAtMs }) => expiresAtMs === null ? KEPT_MS : expiresAtMs - nowMs).filter(ms => ms > 0)
  return Math.max(MINUTE_MS, Math.min(KEPT_MS, ...ends))
}
