import type { Ref } from 'vue'
import type { LiveError } from '@/src/domain/live-error'
import type { LiveStatus } from '@/src/domain/live-status'
import type { Room } from '@/src/domain/room'
import type { ShareCard, TimelineCard } from '@/src/domain/share-card'
import type { Touch } from '@/src/domain/touch'
import { storeToRefs } from 'pinia'
import { isOnAir } from '@/src/domain/live-status'
import { homeShareCard, roomShareCard, roomTimelineCard } from '@/src/domain/share-card'
import { readEnterOptions } from '@/src/platform/enter-options'
import { usePlatform } from '@/src/platform/platform'
import { useAttributionStore } from '@/src/stores/attribution'
import { dateTimeText, text } from '@/src/text'

export interface UseShareParamsReturn {
  /** The newest attributed visit; null when there was none. */
  latestTouch: Readonly<Ref<Touch | null>>
  /** Why the newest visit could not be attributed yet. It is asked for again at the next show. */
  error: Readonly<Ref<LiveError | null>>
  /** To be called in `App.onShow` with its options. Never rejects. */
  capture: (options: unknown) => Promise<void>
  /** What the home page returns from `onShareAppMessage`. */
  homeCard: () => ShareCard
  /** What the home page returns from `onShareTimeline`. */
  homeTimelineCard: () => TimelineCard
  /** What a room's page returns from `onShareAppMessage`. */
  roomCard: (room: Room, status: LiveStatus) => ShareCard
  /** What a room's page returns from `onShareTimeline`. */
  roomTimelineCard: (room: Room, status: LiveStatus) => TimelineCard
}

/**
 * Sharing, both ways: who shared the card this user came with, and the cards this user sends.
 *
 * The page itself must call `onShareAppMessage` and `onShareTimeline`: the compiler looks for the words in the page's
 * own script and gives a page without them no share button, and no error either.
 */
export function useShareParams(): UseShareParamsReturn {
  const { clock } = usePlatform()
  const attribution = useAttributionStore()
  const { latestTouch, error } = storeToRefs(attribution)

  function titleOf(room: Room, status: LiveStatus): string {
    if (isOnAir(status))
      return text.share.live(room.name)
    if (status === 'upcoming')
      return text.share.upcoming(room.name, dateTimeText(room.startAtMs, clock.now()))
    return status === 'ended' && room.hasReplay ? text.share.replay(room.name) : room.name
  }

  return {
    latestTouch,
    error,
    capture: options => attribution.capture(readEnterOptions(options)),
    homeCard: () => homeShareCard({ title: text.share.home }),
    homeTimelineCard: () => ({ title: text.share.home, query: '' }),
    roomCard: (room, status) => roomShareCard({ room, title: titleOf(room, status) }),
    roomTimelineCard: (room, status) => roomTimelineCard({ room, title: titleOf(room, status) }),
  }
}
