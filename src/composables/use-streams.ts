import type { ComputedRef, MaybeRefOrGetter, ShallowRef } from 'vue'
import type { LiveError } from '@/src/domain/live-error'
import type { Stream } from '@/src/domain/stream'
import { computed, onScopeDispose, shallowRef, toValue } from 'vue'
import { toLiveError } from '@/src/domain/live-error'
import { usePlatform } from '@/src/platform/use-platform'

export interface UseStreamsReturn {
  /** The shop's streams; null before the gateway has answered. */
  streams: Readonly<ShallowRef<readonly Stream[] | null>>
  /** The wanted one, or the first where nobody knows it; null while there is none. */
  stream: ComputedRef<Stream | null>
  isLoading: Readonly<ShallowRef<boolean>>
  error: Readonly<ShallowRef<LiveError | null>>
  /** Asks the gateway. Never rejects: a failure is in `error`, and streams known before stay. */
  load: () => Promise<void>
}

/**
 * The shop's own streams, and the one to be played.
 * @param wantedId the stream that is asked for; null where any will do
 */
export function useStreams(wantedId: MaybeRefOrGetter<string | null>): UseStreamsReturn {
  const { liveApi, network } = usePlatform()
  const streams = shallowRef<readonly Stream[] | null>(null)
  const isLoading = shallowRef(false)
  const error = shallowRef<LiveError | null>(null)

  const stream = computed(() => {
    const known = streams.value ?? []
    return known.find(({ id }) => id === toValue(wantedId)) ?? known[0] ?? null
  })

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

  onScopeDispose(network.onChange(isOnline => isOnline && error.value && void load()))

  return { streams, stream, isLoading, error, load }
}
