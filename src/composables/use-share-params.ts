import type { Ref } from 'vue'
import type { CustomParams } from '@/src/domain/custom-params'
import type { LiveError } from '@/src/domain/live-error'
import type { LiveStatus } from '@/src/domain/live-status'
import type { Goods, Room } from '@/src/domain/room'
import type { CardOrigin, ShareCard, TimelineCard } from '@/src/domain/share-card'
import type { Touch } from '@/src/domain/touch'
import { storeToRefs } from 'pinia'
import { fittingParams } from '@/src/domain/custom-params'
import { goodsShareCard, homeShareCard, homeTimelineCard, roomShareCard, roomShareTitle, roomTimelineCard } from '@/src/domain/share-card'
import { readEnterOptions } from '@/src/platform/enter-options'
import { usePlatform } from '@/src/platform/use-platform'
import { useAttributionStore } from '@/src/stores/attribution'
import { useIdentityStore } from '@/src/stores/identity'
import { dateTimeText, text } from '@/src/text'

export interface UseShareParamsReturn {
  /** The newest attributed visit; null when there was none. */
  latestTouch: Readonly<Ref<Touch | null>>
  /** Why the newest visit could not be attributed yet. It is asked for again at the next show. */
  error: Readonly<Ref<LiveError | null>>
  /** To be called in `App.onShow` with its options. Never rejects. */
  capture: (options: unknown) => Promise<void>
  /** What the home page returns from `onShareAppMessage`; `customParams` are handed on to whoever opens the card. */
  homeCard: (customParams?: CustomParams) => ShareCard
  /** What the home page returns from `onShareTimeline`. */
  homeTimelineCard: (customParams?: CustomParams) => TimelineCard
  /** What a room's page returns from `onShareAppMessage`. */
  roomCard: (room: Room, status: LiveStatus, customParams?: CustomParams) => ShareCard
  /** What a room's page returns from `onShareTimeline`. */
  roomTimelineCard: (room: Room, status: LiveStatus, customParams?: CustomParams) => TimelineCard
  /** What a goods page returns from `onShareAppMessage`. */
  goodsCard: (room: Room, goods: Goods & { readonly id: number }, customParams?: CustomParams) => ShareCard
}

/**
 * Sharing, both ways: who shared the card this user came with, and the cards this user sends. A card names its sender,
 * as soon as the gateway has given them a name for it; its parameters stay those of whoever shared first.
 *
 * The page itself must call `onShareAppMessage` and `onShareTimeline`: the compiler looks for the words in the page's
 * own script and gives a page without them no share button, and no error either.
 */
export function useShareParams(): UseShareParamsReturn {
  const { clock } = usePlatform()
  const attribution = useAttributionStore()
  const identity = useIdentityStore()
  const { latestTouch, error } = storeToRefs(attribution)

  function titleOf(room: Room, status: LiveStatus): string {
    return roomShareTitle({ ...room, status }, {
      live: ({ name }) => text.share.live(name),
      upcoming: ({ name, startAtMs }) => text.share.upcoming(name, dateTimeText(startAtMs, clock.now())),
      replay: ({ name }) => text.share.replay(name),
    })
  }

  // Parameters that came with a link may be too long to go on; the page is shared all the same.
  function origin(customParams: CustomParams = {}): CardOrigin {
    return { shareId: identity.shareId ?? '', customParams: fittingParams(customParams) }
  }

  return {
    latestTouch,
    error,
    capture: options => attribution.capture(readEnterOptions(options)),
    homeCard: handedOn => homeShareCard({ title: text.share.home, ...origin(handedOn) }),
    homeTimelineCard: handedOn => homeTimelineCard({ title: text.share.home, ...origin(handedOn) }),
    roomCard: (room, status, handedOn) => roomShareCard({ room, title: titleOf(room, status), ...origin(handedOn) }),
    roomTimelineCard: (room, status, handedOn) => roomTimelineCard({ room, title: titleOf(room, status), ...origin(handedOn) }),
    goodsCard: (room, { id, name, coverUrl }, handedOn) => goodsShareCard({ room, goodsId: id, title: name, imageUrl: coverUrl, ...origin(handedOn) }),
  }
}
