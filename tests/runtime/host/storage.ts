import type { Realm } from './realm'

/** What the phone keeps between two starts of the app: JSON by key. */
export type StoredItems = Map<string, string>

/** A phone's storage, and what can be wrong with it. */
export interface PhoneStorage {
  readonly items: StoredItems
  /** Whether everything that is written is refused, as on a phone whose ten megabytes are used up. */
  isFull: boolean
  /** Whether reading fails. */
  isUnreadable: boolean
}

/** A storage that begins with these items. */
export function createStorage(items: StoredItems = new Map()): PhoneStorage {
  return { items, isFull: false, isUnreadable: false }
}

/** `wx.getStorageSync` and its like. A key that is not there reads as an empty text. */
export function storageMembers(storage: PhoneStorage, realm: Realm): Readonly<Record<string, unknown>> {
  return {
    getStorageSync(key: string) {
      if (storage.isUnreadable)
        throw new Error('getStorageSync:fail')
      const json = storage.items.get(key)
      return json === undefined ? '' : realm.copy(JSON.parse(json))
    },
    setStorageSync(key: string, value: unknown) {
      if (storage.isFull)
        throw new Error('setStorageSync:fail exceed storage max size 10Mb')
      storage.items.set(key, JSON.stringify(value) ?? '""')
    },
    removeStorageSync: (key: string) => void storage.items.delete(key),
  }
}
