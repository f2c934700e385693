import type { ComputedRef, MaybeRefOrGetter } from 'vue'
import { onHide, onUnload } from '@dcloudio/uni-app'
import { computed, toValue } from 'vue'
import { usePageVisibility } from '@/src/composables/use-page-visibility'
import { isSamePage } from '@/src/domain/routes'
import { useAttributionStore } from '@/src/stores/attribution'

export interface UsePageOfferReturn {
  /** The page that whoever shared would like this visitor to see; null when there is none, or this is it. */
  offeredPath: ComputedRef<string | null>
  /** Takes the offer up. @returns the path to open, once */
  takeOffer: () => string | null
}

/**
 * The `path` that came with a card, a link or a reminder. Nobody is led there without a tap, and whoever leaves the page
 * has passed it over: so it can neither carry anyone away nor round in circles.
 * @param here the path of the page that shows the offer
 */
export function usePageOffer(here: MaybeRefOrGetter<string>): UsePageOfferReturn {
  const attribution = useAttributionStore()
  const isVisible = usePageVisibility()

  const offeredPath = computed(() => {
    const path = attribution.offeredPath
    return path === null || isSamePage(path, toValue(here)) ? null : path
  })

  function takeOffer(): string | null {
    const path = offeredPath.value
    attribution.dropOffer()
    return path
  }

  // A page that was left long ago and goes now has not seen what the next card offers.
  onHide(attribution.dropOffer)
  onUnload(() => isVisible.value && attribution.dropOffer())

  return { offeredPath, takeOffer }
}
