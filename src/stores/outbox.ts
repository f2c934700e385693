import type { OutboxState } from '@/src/domain/outbox'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { createOutbox, EMPTY_OUTBOX } from '@/src/domain/outbox'
import { usePlatform } from '@/src/platform/use-platform'
import { useIdentityStore } from '@/src/stores/identity'

/** Touches on their way to the gateway. */
export const useOutboxStore = defineStore('outbox', () => {
  const { clock, network, storage, touchApi } = usePlatform()
  const identity = useIdentityStore()

  const state = shallowRef<OutboxState>(EMPTY_OUTBOX)
  const outbox = createOutbox({
    clock,
    network,
    storage,
    sessions: identity.sessions(),
    send: touchApi.sendTouches,
    random: Math.random,
    onChange: (next) => {
      state.value = next
    },
  })
  state.value = outbox.state()

  /** The app is shown: what waits goes out, and the gateway is asked who this visitor is. */
  function resume(): void {
    outbox.resume()
    void identity.identify()
  }

  return {
    waitingCount: computed(() => state.value.waitingCount),
    isSending: computed(() => state.value.isSending),
    lastError: computed(() => state.value.lastError),
    nextAttemptAtMs: computed(() => state.value.nextAttemptAtMs),
    refusedCount: computed(() => state.value.refusedCount),
    droppedCount: computed(() => state.value.droppedCount),
    lastLost: computed(() => state.value.lastLost),
    /** Takes a touch in; twice the same counts once. @returns false when there is no room for it */
    add: outbox.add,
    resume,
    /** The app went to the background: nothing is sent. */
    pause: outbox.pause,
  }
})
