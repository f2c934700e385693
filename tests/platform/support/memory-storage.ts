import type { KeyValueStore } from '@/src/domain/key-value-store'

/** A phone's storage in memory. */
export function createMemoryStorage(values: Record<string, unknown> = {}): KeyValueStore {
  const stored = new Map(Object.entries(values))
  return {
    get: key => stored.get(key),
    set: (key, value) => void stored.set(key, value),
    remove: key => void stored.delete(key),
  }
}
