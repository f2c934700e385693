import type { Network } from '@/src/domain/network'

/** The browser's connection. uni takes a Chrome that is offline for `unknown`, so the browser is asked itself. */
export function createBrowserNetwork(): Network {
  return {
    isOnline: () => navigator.onLine,
    onChange: (listener) => {
      const hear = () => listener(navigator.onLine)
      window.addEventListener('online', hear)
      window.addEventListener('offline', hear)
      return () => {
        window.removeEventListener('online', hear)
        window.removeEventListener('offline', hear)
      }
    },
  }
}
