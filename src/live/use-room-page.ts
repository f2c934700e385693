import type { ComputedRef } from 'vue'
import type { UseLiveRoomReturn } from '@/src/composables/use-live-room'
import type { UseRoomEntranceReturn } from '@/src/composables/use-room-entrance'
import type { UseShareParamsReturn } from '@/src/composables/use-share-params'
import type { CustomParams } from '@/src/domain/custom-params'
import type { LiveError } from '@/src/domain/live-error'
import type { Goods, RoomId } from '@/src/domain/room'
import type { ShareCard } from '@/src/domain/share-card'
import { onLoad } from '@dcloudio/uni-app'
import { computed, shallowRef } from 'vue'
import { useLiveRoom } from '@/src/composables/use-live-room'
import { useRoomEntrance } from '@/src/composables/use-room-entrance'
import { useShareParams } from '@/src/composables/use-share-params'
import { fittingParams } from '@/src/domain/custom-params'
import { goodsPath, isOwnRoute } from '@/src/domain/routes'
import { parseLinkQuery } from '@/src/domain/touch-link'
import { tellNotEntered } from '@/src/live/not-entered'
import { go } from '@/src/pages/go'
import { showToast } from '@/src/platform/feedback'
import { copyShareLink } from '@/src/platform/share-link'
import { text } from '@/src/text'

export interface UseRoomPageReturn {
  /** The link's room; null for a link without one, and before it was read. */
  roomId: ComputedRef<RoomId | null>
  /** Whoever came through a shared card carries the first sharer's parameters on. */
  handedOn: ComputedRef<CustomParams>
  ofRoom: UseLiveRoomReturn
  entrance: UseRoomEntranceReturn
  share: UseShareParamsReturn
  /** Why there is no room to show, or why it may be out of date; null when all is well. */
  failure: ComputedRef<LiveError | null>
  /** Whether asking again would bring nothing, because the room is not there. */
  isGone: (failure: LiveError | null) => boolean
  enterRoom: () => Promise<void>
  openGoods: (goods: Goods) => Promise<void>
  /** The room as a card for friends, once it is known. */
  card: ComputedRef<ShareCard | null>
  /** The same for WeChat, which asks at the moment of sharing: a title may say "today". */
  cardNow: () => ShareCard | null
  /** In WeChat the button itself shares; a browser cannot, so there the link is copied. */
  shareLink: () => Promise<void>
}

const NO_ROOM: LiveError = { kind: 'invalid-room-id' }

/**
 * The page of one room: which one its link names, and the ways on from there.
 * @param from says in the room which page people came from
 */
export function useRoomPage(from: string): UseRoomPageReturn {
  const query = shallowRef(parseLinkQuery({}))
  const isQueryRead = shallowRef(false)
  const roomId = computed(() => query.value.roomId)
  const handedOn = computed(() => query.value.customParams)
  const ofRoom = useLiveRoom(roomId)
  const entrance = useRoomEntrance()
  const share = useShareParams()
  const card = computed(cardNow)
  const failure = computed(() => isQueryRead.value && roomId.value === null ? NO_ROOM : ofRoom.error.value)

  function cardNow(): ShareCard | null {
    const { room, live } = ofRoom
    return room.value && share.roomCard(room.value, live.status.value, handedOn.value)
  }

  function isGone(error: LiveError | null): boolean {
    return error !== null && (error === NO_ROOM || ('code' in error && error.code === 'room-not-found'))
  }

  async function enterRoom(): Promise<void> {
    const problem = roomId.value === null ? null : await entrance.enter(roomId.value, { from, ...handedOn.value })
    if (problem)
      await tellNotEntered(problem)
  }

  async function openGoods({ path }: Goods): Promise<void> {
    await go(roomId.value !== null && isOwnRoute(path) ? goodsPath(path, roomId.value, fittingParams(handedOn.value)) : path)
  }

  async function shareLink(): Promise<void> {
    const there = cardNow()
    if (there && await copyShareLink(there.path))
      showToast(text.share.linkCopied)
  }

  onLoad((received) => {
    query.value = parseLinkQuery(received)
    isQueryRead.value = true
  })

  return { roomId, handedOn, ofRoom, entrance, share, card, cardNow, failure, isGone, enterRoom, openGoods, shareLink }
}
