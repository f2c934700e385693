import type { TextStore } from '@/src/platform/simulated/share-entry'

/** A session storage in memory. */
export function createTextStore(): TextStore {
  const items = new Map<string, string>()
  return {
    getItem: key => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: key => void items.delete(key),
  }
}
