import type { ComputedRef, MaybeRefOrGetter, ShallowRef } from 'vue'
import type { UseReplayReturn } from '@/src/composables/use-replay'
import type { LiveError } from '@/src/domain/live-error'
import type { ReplayPart } from '@/src/domain/replay-state'
import type { RoomId } from '@/src/domain/room'
import { computed, shallowRef, watch } from 'vue'
import { useReplayPlace } from '@/src/composables/use-replay-place'

/** What the `<video>` plays. */
export interface ReplaySource {
  /** Another number wants another `<video>`: WeChat looks at `initial-time` only when it makes one. */
  readonly key: number
  readonly part: ReplayPart
  readonly startS: number
}

/** Something to say about the playing. */
export type ReplayNotice
  /** Gone on where the user had left off. */
  = | { readonly kind: 'resumed', readonly atS: number }
  /** A part could not be played, with a fresh link either. */
    | { readonly kind: 'skipped', readonly number: number }
  /** Everything was played. */
    | { readonly kind: 'finished' }
  /** Neither the part nor a fresh link could be had. */
    | { readonly kind: 'stopped', readonly error: LiveError }

export interface UseReplayPlayerReturn {
  /** Null while there is nothing to play, or nothing that could be played. */
  source: Readonly<ShallowRef<ReplaySource | null>>
  /** Of the parts that can be played, the one that plays; -1 when it is not among them any more. */
  index: ComputedRef<number>
  notice: Readonly<ShallowRef<ReplayNotice | null>>
  /** Plays a part from its beginning. */
  choose: (index: number) => void
  startOver: () => void
  /** Tries again what could not be played. */
  retry: () => Promise<void>
  onTime: (positionS: number, durationS: number) => void
  onPause: () => void
  onEnded: () => void
  onError: () => Promise<void>
}

// A link that has played for so long was good; should it fail later, it has stopped working meanwhile.
const GOOD_S = 10
// After the end, a player may say once more where it is.
const END_S = 2

/** Plays the parts of a replay in order, from where the user had left off, and asks for a fresh link where one fails. */
export function useReplayPlayer(roomId: MaybeRefOrGetter<RoomId | null>, replay: UseReplayReturn): UseReplayPlayerReturn {
  const place = useReplayPlace(roomId)
  const source = shallowRef<ReplaySource | null>(null)
  const notice = shallowRef<ReplayNotice | null>(null)
  // Parts that have had a fresh link, by when they were made.
  const renewed = new Set<number>()
  let videosMade = 0

  const parts = computed(() => replay.ready.value?.parts ?? [])
  const index = computed(() => parts.value.findIndex(({ createdAtMs }) => createdAtMs === source.value?.part.createdAtMs))

  function play(part: ReplayPart, startS = 0): void {
    const before = source.value
    // The same `<video>` plays on, so that full screen stays; unless it would start elsewhere, or the same once more.
    const isSameVideo = before !== null && before.startS === 0 && startS === 0 && before.part.mediaUrl !== part.mediaUrl
    source.value = { key: isSameVideo ? before.key : ++videosMade, part, startS }
    place.begin(part, startS)
  }

  function begin(): void {
    const [first] = parts.value
    if (source.value || !first)
      return
    const point = place.resumePoint(parts.value)
    notice.value = point && { kind: 'resumed', atS: point.positionS }
    play((point && parts.value[point.index]) ?? first, point?.positionS)
  }

  function choose(chosen: number): void {
    const part = parts.value[chosen]
    if (!part)
      return
    notice.value = null
    renewed.delete(part.createdAtMs)
    play(part)
  }

  function startOver(): void {
    place.forget()
    choose(0)
  }

  // Not by its number, which changes when a part before it is no longer listed.
  function partAfter({ createdAtMs }: ReplayPart): ReplayPart | undefined {
    return parts.value.find(part => part.createdAtMs > createdAtMs)
  }

  function onTime(positionS: number, durationS: number): void {
    const isFinished = notice.value?.kind === 'finished'
    if (!source.value || (isFinished && positionS > durationS - END_S))
      return
    if (isFinished)
      notice.value = null
    place.move(positionS, durationS)
    if (positionS - source.value.startS > GOOD_S)
      renewed.delete(source.value.part.createdAtMs)
  }

  function onEnded(): void {
    const next = source.value && partAfter(source.value.part)
    notice.value = next ? null : { kind: 'finished' }
    if (next)
      play(next)
    else
      place.forget()
  }

  async function onError(): Promise<void> {
    const playing = source.value
    if (!playing || notice.value?.kind === 'stopped')
      return
    place.keep()
    if (!renewed.has(playing.part.createdAtMs)) {
      await replay.load()
      // Another part was chosen meanwhile, or the player has said it twice.
      if (source.value !== playing)
        return
      if (replay.error.value) {
        notice.value = { kind: 'stopped', error: replay.error.value }
        return
      }
      renewed.add(playing.part.createdAtMs)
      const fresh = parts.value[index.value]
      if (fresh)
        return play(fresh, place.positionS())
    }
    skip(playing.part)
  }

  function skip(part: ReplayPart): void {
    const next = partAfter(part)
    notice.value = next ? { kind: 'skipped', number: part.number } : null
    if (next)
      play(next)
    else
      source.value = null
  }

  async function retry(): Promise<void> {
    notice.value = null
    renewed.clear()
    if (source.value)
      return onError()
    await replay.load()
    begin()
  }

  watch(replay.ready, (_, before) => before || begin(), { immediate: true })

  return { source, index, notice, choose, startOver, retry, onTime, onPause: place.keep, onEnded, onError }
}
