import type { SubscribeStatus } from '@/src/domain/live-plugin'
import type { RoomId } from '@/src/domain/room'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { usePlatform } from '@/src/platform/use-platform'

/** Which rooms this user wants to be reminded of, as far as the plugin has said. */
export const useSubscriptionsStore = defineStore('subscriptions', () => {
  const { livePlugin } = usePlatform()

  const isSubscribedByRoom = shallowReactive(new Map<RoomId, boolean>())
  const asking = new Map<RoomId, Promise<void>>()

  /** Takes in what the `subscribe` component or `getSubscribeStatus` said. */
  function note({ roomId, isSubscribed }: SubscribeStatus): void {
    isSubscribedByRoom.set(roomId, isSubscribed)
  }

  /** Asks the plugin; callers at the same time share one question. Rejects with a `LiveError`. */
  function refresh(roomId: RoomId): Promise<void> {
    let question = asking.get(roomId)
    if (!question) {
      question = livePlugin.getSubscribeStatus(roomId).then(note).finally(() => asking.delete(roomId))
      asking.set(roomId, question)
    }
    return question
  }

  return { isSubscribedByRoom, note, refresh }
})
