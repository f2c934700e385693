import type { ComputedRef, MaybeRefOrGetter, ShallowRef } from 'vue'
import type { LiveError } from '@/src/domain/live-error'
import type { RoomReplay } from '@/src/domain/replay'
import type { ReadyReplay, ReplayedRoom, ReplayState } from '@/src/domain/replay-state'
import type { RoomId } from '@/src/domain/room'
import { computed, shallowRef, toValue, watch } from 'vue'
import { usePageVisibility } from '@/src/composables/use-page-visibility'
import { retryAfterMsOf, toLiveError } from '@/src/domain/live-error'
import { replayAskAtMs, replayStateOf } from '@/src/domain/replay-state'
import { usePlatform } from '@/src/platform/use-platform'

export interface UseReplayReturn {
  /** What there is to see; null until the room and the gateway's first answer are known. */
  state: ComputedRef<ReplayState | null>
  /** The same while there is something to play, otherwise null. */
  ready: ComputedRef<ReadyReplay | null>
  /** Why the gateway's last answer could not be had; what was known before stays. */
  error: Readonly<ShallowRef<LiveError | null>>
  /** Asks the gateway again. Never rejects: a failure is in `error`. */
  load: () => Promise<void>
}

const RETRY_MS = 60_000
// Words like "expires today" must not stay for days, and a timer of more than 24 days would fire at once.
const LONGEST_SLEEP_MS = 60 * 60_000

/**
 * A room's replay, asked for again by itself, while the page is in sight, when there may be something new.
 * @param roomId the room; null while there is none yet
 * @param room what it is doing; null while that is not known
 */
export function useReplay(roomId: MaybeRefOrGetter<RoomId | null>, room: () => ReplayedRoom | null): UseReplayReturn {
  const { clock, liveApi } = usePlatform()
  const isPageVisible = usePageVisibility()
  const replay = shallowRef<RoomReplay | null>(null)
  const error = shallowRef<LiveError | null>(null)
  const nowMs = shallowRef(clock.now())
  const askedAtMs = shallowRef<number | null>(null)
  let flight: Promise<void> | null = null

  const state = computed(() => {
    const known = room()
    return known && replay.value && replayStateOf(known, replay.value, nowMs.value)
  })

  const ready = computed(() => state.value?.kind === 'ready' ? state.value : null)

  async function ask(id: RoomId): Promise<void> {
    try {
      replay.value = await liveApi.getReplay(id)
      error.value = null
    }
    catch (thrown) {
      error.value = toLiveError(thrown)
    }
    nowMs.value = clock.now()
    askedAtMs.value = nowMs.value
    flight = null
  }

  async function load(): Promise<void> {
    const id = toValue(roomId)
    if (id !== null)
      await (flight ??= ask(id))
  }

  function askAtMs(askedAt: number): number | null {
    // A room that is not there will not come by asking again.
    if (error.value)
      return 'httpStatus' in error.value && error.value.httpStatus === 404 ? null : askedAt + Math.max(RETRY_MS, retryAfterMsOf(error.value))
    const known = room()
    return known && state.value && replayAskAtMs(state.value, known.endAtMs, askedAt)
  }

  function sleep(askedAt: number, keepTimer: (timer: unknown) => void): void {
    nowMs.value = clock.now()
    const dueAtMs = askAtMs(askedAt)
    if (dueAtMs === null)
      return
    // Whoever set the phone's clock back does not wait for it to come round again.
    if (dueAtMs <= nowMs.value || nowMs.value < askedAt)
      void load()
    else
      keepTimer(clock.setTimer(() => sleep(askedAt, keepTimer), Math.min(dueAtMs - nowMs.value, LONGEST_SLEEP_MS)))
  }

  watch(() => toValue(roomId), load, { immediate: true })

  watch([askedAtMs, isPageVisible, () => state.value?.kind], ([askedAt, isVisible], _, onCleanup) => {
    if (askedAt === null || !isVisible)
      return
    let timer: unknown
    sleep(askedAt, next => timer = next)
    onCleanup(() => clock.clearTimer(timer))
  })

  return { state, ready, error, load }
}
