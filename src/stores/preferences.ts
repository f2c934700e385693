import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { usePlatform } from '@/src/platform/use-platform'

const SMALL_WINDOW_KEY = 'preferences.small-window'

/** What this user has chosen, kept across restarts. */
export const usePreferencesStore = defineStore('preferences', () => {
  const { storage } = usePlatform()

  /** Whether a room plays on in a small window after leaving it; WeChat's own default is yes. */
  const isSmallWindowOn = shallowRef(storage.get(SMALL_WINDOW_KEY) !== false)

  function setSmallWindow(isOn: boolean): void {
    isSmallWindowOn.value = isOn
    try {
      storage.set(SMALL_WINDOW_KEY, isOn)
    }
    catch {
      // The choice still holds until the app is closed.
    }
  }

  return { isSmallWindowOn, setSmallWindow }
})
