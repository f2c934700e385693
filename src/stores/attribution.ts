import type { LiveError } from '@/src/domain/live-error'
import type { EnterOptions } from '@/src/domain/scene'
import type { Touch } from '@/src/domain/touch'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { toLiveError } from '@/src/domain/live-error'
import { isShareScene } from '@/src/domain/scene'
import { parseTouch } from '@/src/domain/touch-parser'
import { createTouch, isSameVisit, PLAIN_TOUCH } from '@/src/domain/touch-visit'
import { usePlatform } from '@/src/platform/use-platform'

const TOUCHES_KEY = 'attribution.touches'
const PENDING_KEY = 'attribution.pending'

/** How many touches wait on the phone at most; beyond it the oldest go. About 300 bytes each. */
export const TOUCH_LIMIT = 200

/** A way in whose share parameters the plugin still owes. */
interface PendingVisit {
  readonly scene: number
  readonly atMs: number
}

/** Who shared, who came: touches in the order they happened, kept across restarts. */
export const useAttributionStore = defineStore('attribution', () => {
  const { build, clock, livePlugin, storage } = usePlatform()

  const touches = shallowRef<readonly Touch[]>(readTouches(storage.get(TOUCHES_KEY)))
  const pending = shallowRef<PendingVisit | null>(readPending(storage.get(PENDING_KEY)))
  /** Why the last visit could not be attributed yet; null when nothing is owed. */
  const error = shallowRef<LiveError | null>(null)
  const latestTouch = computed(() => touches.value[touches.value.length - 1] ?? null)

  /**
   * Takes in `App.onShow`: in a share scene the plugin is asked who shared. A question that fails or hangs is kept and
   * asked again at the next show, so that nothing a user did is lost.
   */
  async function capture(options: EnterOptions): Promise<void> {
    if (build.hasPlugin && isShareScene(options.scene))
      setPending({ scene: options.scene, atMs: clock.now() })
    const visit = pending.value
    if (!visit)
      return
    try {
      const params = await livePlugin.getShareParams()
      error.value = null
      add(createTouch({ ...PLAIN_TOUCH, ...params, via: 'share-card', scene: visit.scene, atMs: visit.atMs }))
      if (pending.value === visit)
        setPending(null)
    }
    catch (thrown) {
      const failure = toLiveError(thrown)
      error.value = failure
      // The plugin itself says that there is nothing to be had for this visit.
      if (failure.kind === 'not-a-share-scene' && pending.value === visit)
        setPending(null)
    }
  }

  function add(touch: Touch): void {
    // WeChat shows the app again after a payment or a picture, with the same scene: still the same visit.
    if (touches.value.some(known => isSameVisit(known, touch)))
      return
    touches.value = [...touches.value, touch].slice(-TOUCH_LIMIT)
    persist(TOUCHES_KEY, touches.value)
  }

  function setPending(visit: PendingVisit | null): void {
    pending.value = visit
    persist(PENDING_KEY, visit)
  }

  function persist(key: string, value: unknown): void {
    try {
      if (value === null)
        storage.remove(key)
      else
        storage.set(key, value)
    }
    catch (thrown) {
      error.value = toLiveError(thrown)
    }
  }

  return { touches, pending, latestTouch, error, capture }
})

function readTouches(stored: unknown): readonly Touch[] {
  return Array.isArray(stored) ? stored.map(parseTouch).filter(touch => touch !== null).slice(-TOUCH_LIMIT) : []
}

function readPending(stored: unknown): PendingVisit | null {
  if (typeof stored !== 'object' || stored === null || !('scene' in stored) || !('atMs' in stored))
    return null
  const { scene, atMs } = stored
  return typeof scene === 'number' && typeof atMs === 'number' && isShareScene(scene) ? { scene, atMs } : null
}
