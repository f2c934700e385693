import type { ComputedRef, MaybeRefOrGetter, Ref } from 'vue'
import type { LiveError } from '@/src/domain/live-error'
import type { Stream } from '@/src/domain/stream'
import { storeToRefs } from 'pinia'
import { computed, onScopeDispose, toValue } from 'vue'
import { usePlatform } from '@/src/platform/use-platform'
import { useStreamsStore } from '@/src/stores/streams'

export interface UseStreamsReturn {
  /** The shop's streams; null before the gateway has answered. */
  streams: Readonly<Ref<readonly Stream[] | null>>
  /** The wanted one, or the first where nobody knows it; null while there is none. */
  stream: ComputedRef<Stream | null>
  isLoading: Readonly<Ref<boolean>>
  error: Readonly<Ref<LiveError | null>>
  /** Asks the gateway. Never rejects: a failure is in `error`, and streams known before stay. */
  load: () => Promise<void>
}

/**
 * The shop's own streams, and the one to be played.
 * @param wantedId the stream that is asked for; null where any will do, undefined before that is known
 */
export function useStreams(wantedId: MaybeRefOrGetter<string | null | undefined>): UseStreamsReturn {
  const { network } = usePlatform()
  const store = useStreamsStore()
  const { streams, isLoading, error } = storeToRefs(store)

  const stream = computed(() => {
    const id = toValue(wantedId)
    const known = streams.value
    return id === undefined || !known ? null : known.find(each => each.id === id) ?? known[0] ?? null
  })

  onScopeDispose(network.onChange(isOnline => isOnline && error.value && void store.load()))

  return { streams, stream, isLoading, error, load: store.load }
}
