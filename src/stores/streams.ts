import type { Stream } from '@/src/domain/stream'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { usePlatform } from '@/src/platform/use-platform'

/** The shop's own streams, as the home page leads to them. */
export const useStreamsStore = defineStore('streams', () => {
  const { liveApi } = usePlatform()
  const streams = shallowRef<readonly Stream[]>([])
  let loading: Promise<void> | undefined

  /** Asks once per session; after a failure, which only means that there is nothing to show, the next time. Never rejects. */
  function load(): Promise<void> {
    loading ??= liveApi.getStreams().then(
      found => void (streams.value = found),
      () => void (loading = undefined),
    )
    return loading
  }

  return { streams, load }
})
