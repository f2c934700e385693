import type { LiveError } from '@/src/domain/live-error'
import type { Stream } from '@/src/domain/stream'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { toLiveError } from '@/src/domain/live-error'
import { usePlatform } from '@/src/platform/use-platform'

/** The shop's own streams: the home page leads to them, the player's page plays one. */
export const useStreamsStore = defineStore('streams', () => {
  const { liveApi } = usePlatform()
  /** Null before the gateway has answered. */
  const streams = shallowRef<readonly Stream[] | null>(null)
  const isLoading = shallowRef(false)
  const error = shallowRef<LiveError | null>(null)

  /** Asks the gateway. Never rejects: a failure is in `error`, and streams known before stay. */
  async function load(): Promise<void> {
    if (isLoading.value)
      return
    isLoading.value = true
    try {
      streams.value = await liveApi.getStreams()
      error.value = null
    }
    catch (thrown) {
      error.value = toLiveError(thrown)
    }
    finally {
      isLoading.value = false
    }
  }

  return { streams, isLoading, error, load }
})
