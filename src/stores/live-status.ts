import type { LiveError } from '@/src/domain/live-error'
import type { LiveStatus, StatusReading, StatusSource } from '@/src/domain/live-status'
import type { Room, RoomId } from '@/src/domain/room'
import type { StatusSources } from '@/src/domain/room-status'
import { defineStore } from 'pinia'
import { shallowReactive, shallowRef } from 'vue'
import { toLiveError } from '@/src/domain/live-error'
import { mergeRoomStatus, trackInterruption } from '@/src/domain/room-status'
import { createStatusPoller } from '@/src/domain/status-poller'
import { usePlatform } from '@/src/platform/use-platform'

/** What is known of one room's status, and what is going on about it: two axes that never overwrite each other. */
export interface StatusRecord {
  readonly status: LiveStatus
  /** WeChat's number; null before anybody answered. */
  readonly code: number | null
  /** When WeChat was asked, milliseconds since the epoch; null before anybody answered. */
  readonly checkedAtMs: number | null
  readonly source: StatusSource
  /** When WeChat will end an interrupted broadcast, milliseconds since the epoch; null when it is not interrupted. */
  readonly interruptionEndsAtMs: number | null
  readonly activity: 'idle' | 'checking'
  /** Why the last check failed; null after one that did not. What was known before stays. */
  readonly error: LiveError | null
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** Failures that the next call will not cure: until something changes, the gateway answers in the plugin's place. */
const PLUGIN_OUT_OF_REACH = new Set<LiveError['kind']>(['plugin-missing', 'client-too-old', 'plugin-function-missing'])

/** The gateway itself asks WeChat about once a minute; asking it more often brings nothing new. */
const GATEWAY_INTERVAL_MS = 60_000

/** The statuses of all rooms, and the one poller that keeps them fresh. */
export const useLiveStatusStore = defineStore('live-status', () => {
  const { clock, liveApi, livePlugin } = usePlatform()

  // A plain map: a reactive one would hand out the records without their reactivity.
  const records = new Map<RoomId, StatusRecord>()
  /** Why the plugin cannot be asked at all; null while it answers. */
  const pluginProblem = shallowRef<LiveError | null>(null)

  const sources = new Map<RoomId, StatusSources>()
  const followers = new Map<RoomId, number>()
  let gatewayAskedAtMs = Number.NEGATIVE_INFINITY
  let gatewayRequest: Promise<void> | undefined

  const poller = createStatusPoller({
    clock,
    check,
    onReading: (roomId, reading) => {
      edit(roomId).error = null
      // Without the plugin, check() has already noted what the gateway said.
      if (!pluginProblem.value)
        note(roomId, { plugin: reading })
    },
    onFailure: (roomId, error) => {
      edit(roomId).error = error
      void askGateway()
    },
    onActivity: (roomId, isChecking) => {
      edit(roomId).activity = isChecking ? 'checking' : 'idle'
    },
    onCallbackError: thrown => console.error('[weixin-live] A status could not be taken in:', thrown),
    onUndocumentedCode: (roomId, code) => {
      console.warn(`[weixin-live] WeChat answered status ${code} for room ${roomId}. 0 means the room id is wrong or belongs to another appid; anything else outside 101–107 is not documented.`)
    },
  })

  /** The record of a room, made when first asked for; it stays the same object for the life of the app. */
  function of(roomId: RoomId): StatusRecord {
    let record = records.get(roomId)
    if (!record) {
      record = shallowReactive<StatusRecord>({ ...mergeRoomStatus({}, clock.now()), activity: 'idle', error: null })
      records.set(roomId, record)
    }
    return record
  }

  function edit(roomId: RoomId): Writable<StatusRecord> {
    return of(roomId)
  }

  // Assigning an unchanged value triggers nothing, so an unchanged poll reaches no page.
  function note(roomId: RoomId, news: StatusSources): void {
    const known = { ...sources.get(roomId), ...news }
    const nowMs = clock.now()
    const merged = mergeRoomStatus(known, nowMs)
    const interruptedSinceMs = trackInterruption(known.interruptedSinceMs, merged.status, merged.checkedAtMs ?? nowMs)
    sources.set(roomId, { ...known, interruptedSinceMs })
    Object.assign(edit(roomId), mergeRoomStatus({ ...known, interruptedSinceMs }, nowMs))
  }

  async function check(roomId: RoomId): Promise<number> {
    try {
      const code = await livePlugin.getLiveStatus(roomId)
      pluginProblem.value = null
      return code
    }
    catch (thrown) {
      const error = toLiveError(thrown)
      if (!PLUGIN_OUT_OF_REACH.has(error.kind))
        throw error
      pluginProblem.value = error
      await askGateway()
      const answer = sources.get(roomId)?.gateway
      if (!answer)
        throw error
      return answer.code
    }
  }

  // One request for all rooms on screen, at most once a minute, however many rooms want it.
  function askGateway(): Promise<void> {
    if (!gatewayRequest && clock.now() - gatewayAskedAtMs >= GATEWAY_INTERVAL_MS) {
      gatewayAskedAtMs = clock.now()
      gatewayRequest = liveApi.getStatuses([...followers.keys()])
        .then(readings => readings.forEach(({ roomId, ...reading }) => note(roomId, { gateway: reading })))
        // The room list reports when the gateway is out of reach; here the last known status simply stays.
        .catch(() => {})
        .finally(() => gatewayRequest = undefined)
    }
    return gatewayRequest ?? Promise.resolve()
  }

  /** Takes in what a room list or a room page brought: the gateway's status and the timetable. */
  function noteRoom(room: Room, checkedAtMs: number): void {
    const gateway: StatusReading = { status: room.status, code: room.statusCode, checkedAtMs }
    note(room.id, { gateway, startAtMs: room.startAtMs, endAtMs: room.endAtMs })
    poller.plan(room.id, room.startAtMs)
  }

  /** Keeps a room's status fresh until the returned function is called; any number of followers share one check. */
  function follow(roomId: RoomId): () => void {
    followers.set(roomId, (followers.get(roomId) ?? 0) + 1)
    const release = poller.follow(roomId)
    let isFollowing = true
    return () => {
      if (!isFollowing)
        return
      isFollowing = false
      const left = (followers.get(roomId) ?? 1) - 1
      if (left > 0)
        followers.set(roomId, left)
      else
        followers.delete(roomId)
      release()
    }
  }

  return {
    pluginProblem,
    of,
    noteRoom,
    follow,
    /** Asks again as soon as WeChat allows; see the poller for the outcomes. */
    refresh: poller.refresh,
    /** The app went to the background: nothing is asked. */
    pause: poller.pause,
    /** The app is back: what is older than its interval is asked at once. */
    resume: poller.resume,
    stats: poller.stats,
  }
})
