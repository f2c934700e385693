import type { Ref } from 'vue'
import type { CustomParams } from '@/src/domain/custom-params'
import type { LiveError } from '@/src/domain/live-error'
import type { LiveStatus } from '@/src/domain/live-status'
import type { Room } from '@/src/domain/room'
import type { ShareCard, TimelineCard } from '@/src/domain/share-card'
import type { Touch } from '@/src/domain/touch'
import { storeToRefs } from 'pinia'
import { homeShareCard, homeTimelineCard, roomShareCard, roomShareTitle, roomTimelineCard } from '@/src/domain/share-card'
import { readEnterOptions } from '@/src/platform/enter-options'
import { usePlatform } from '@/src/platform/use-platform'
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
  /** What a room's page returns from `onShareAppMessage`; `customParams` are handed on to whoever opens the card. */
  roomCard: (room: Room, status: LiveStatus, customParams?: CustomParams) => ShareCard
  /** What a room's page returns from `onShareTimeline`. */
  roomTimelineCard: (room: Room, status: LiveStatus, customParams?: CustomParams) => TimelineCard
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
    return roomShareTitle({ ...room, status }, {
      live: ({ name }) => text.share.live(name),
      upcoming: ({ name, startAtMs }) => text.share.upcoming(name, dateTimeText(startAtMs, clock.now())),
      replay: ({ name }) => text.share.replay(name),
    })
  }

  // Parameters that came with a link may be too long to go on; the room is shared all the same.
  function withParams<Card>(build: (customParams: CustomParams) => Card, customParams: CustomParams): Card {
    try {
      return build(customParams)
    }
    catch {
      return build({})
    }
  }

  return {
    latestTouch,
    error,
    capture: options => attribution.capture(readEnterOptions(options)),
    homeCard: () => homeShareCard({ title: text.share.home }),
    homeTimelineCard: () => homeTimelineCard({ title: text.share.home }),
    roomCard: (room, status, handedOn = {}) => withParams(customParams => roomShareCard({ room, title: titleOf(room, status), customParams }), handedOn),
    roomTimelineCard: (room, status, handedOn = {}) => withParams(customParams => roomTimelineCard({ room, title: titleOf(room, status), customParams }), handedOn),
  }
}
