import type { MaybeRefOrGetter } from 'vue'
import type { ResumePoint } from '@/src/domain/replay-position'
import type { ReplayPart } from '@/src/domain/replay-state'
import type { RoomId } from '@/src/domain/room'
import { onUnload } from '@dcloudio/uni-app'
import { toValue, watch } from 'vue'
import { usePageVisibility } from '@/src/composables/use-page-visibility'
import { resumePointOf } from '@/src/domain/replay-position'
import { usePlatform } from '@/src/platform/use-platform'
import { useReplaysStore } from '@/src/stores/replays'

export interface UseReplayPlaceReturn {
  /** Where the user had left off; null where one may as well begin at the beginning. */
  resumePoint: (parts: readonly ReplayPart[]) => ResumePoint | null
  /** To be called when a part is about to play from `startS`, in seconds. */
  begin: (part: ReplayPart, startS: number) => void
  /** To be called as often as the player says where it is; both in seconds. */
  move: (positionS: number, durationS: number) => void
  /** Where the part that plays is, in seconds. */
  positionS: () => number
  /** Keeps the place now. */
  keep: () => void
  /** There is no place to come back to. */
  forget: () => void
}

const KEEP_EVERY_MS = 5_000
// A player may say 0 before it has gone to where it shall start.
const SETTLING_S = 3

/** Remembers how far a replay was watched: every few seconds, and when the page goes out of sight or is closed. */
export function useReplayPlace(roomId: MaybeRefOrGetter<RoomId | null>): UseReplayPlaceReturn {
  const { clock } = usePlatform()
  const replays = useReplaysStore()
  const isPageVisible = usePageVisibility()
  let part: ReplayPart | null = null
  let positionS = 0
  let durationS = 0
  let hasArrived = false
  let keptAtMs = 0

  function resumePoint(parts: readonly ReplayPart[]): ResumePoint | null {
    const position = replays.positionOf(toValue(roomId))
    return position && resumePointOf(position, parts)
  }

  function begin(next: ReplayPart, startS: number): void {
    part = next
    positionS = startS
    hasArrived = startS <= SETTLING_S
  }

  function keep(): void {
    const id = toValue(roomId)
    if (!part || id === null || positionS === 0)
      return
    keptAtMs = clock.now()
    replays.keep({ roomId: id, partAtMs: part.createdAtMs, positionS: Math.floor(positionS), durationS: Math.floor(durationS) })
  }

  function move(atS: number, lengthS: number): void {
    if (!hasArrived && atS < SETTLING_S)
      return
    hasArrived = true
    positionS = atS
    durationS = lengthS
    // Also when the phone's clock was set back.
    if (Math.abs(clock.now() - keptAtMs) >= KEEP_EVERY_MS)
      keep()
  }

  function forget(): void {
    positionS = 0
    replays.forget(toValue(roomId))
  }

  watch(isPageVisible, isVisible => isVisible || keep())
  onUnload(keep)

  return { resumePoint, begin, move, positionS: () => positionS, keep, forget }
}
