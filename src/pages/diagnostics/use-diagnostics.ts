import type { ShallowRef } from 'vue'
import type { Probe, Section } from './sections'
import type { LiveError } from '@/src/domain/live-error'
import { shallowRef, watch } from 'vue'
import { usePageVisibility } from '@/src/composables/use-page-visibility'
import { toLiveError } from '@/src/domain/live-error'
import { usePlatform } from '@/src/platform/use-platform'
import { readSections } from './sections'

/** How often what is shown is read again, in milliseconds. */
const REFRESH_MS = 3_000

const PROBE_KEY = 'diagnostics.probe'

export interface UseDiagnosticsReturn {
  sections: Readonly<ShallowRef<readonly Section[]>>
  /** Asks the plugin and the storage again; the rest is read by itself while the page is in sight. */
  refresh: () => void
}

/** What the app knows of itself, read again every few seconds. No timer runs while the page is out of sight. */
export function useDiagnostics(): UseDiagnosticsReturn {
  const { clock, livePlugin, storage } = usePlatform()
  const isVisible = usePageVisibility()
  const sections = shallowRef<readonly Section[]>([])
  let probe: Probe = { plugin: null, storageError: null }

  function show(): void {
    sections.value = readSections(probe)
  }

  function refresh(): void {
    probe = { ...probe, storageError: tryStorage() }
    void livePlugin.inspect().then((plugin) => {
      probe = { ...probe, plugin }
      show()
    })
    show()
  }

  function tryStorage(): LiveError | null {
    try {
      storage.set(PROBE_KEY, 1)
      storage.remove(PROBE_KEY)
      return null
    }
    catch (thrown) {
      return toLiveError(thrown)
    }
  }

  watch(isVisible, (isNowVisible, _, onCleanup) => {
    if (!isNowVisible)
      return
    let timer: unknown
    const tick = () => {
      show()
      timer = clock.setTimer(tick, REFRESH_MS)
    }
    tick()
    onCleanup(() => clock.clearTimer(timer))
  }, { immediate: true })

  refresh()

  return { sections, refresh }
}
