import type { KeyValueStore } from '@/src/domain/key-value-store'
import { fail } from './fail'

// Raised when what is stored changes its meaning: older values are then foreign.
const KEY_PREFIX = 'weixin-live.1.'

// On H5 uni unwraps stored text that looks like one of its own records. Text that is not JSON it leaves alone.
const VALUE_PREFIX = 'json:'

/**
 * The phone's storage. Values of other versions and corrupt ones read as absent.
 * @param owner begins every key, for a place that several share
 */
export function createStorage(owner = ''): KeyValueStore {
  return {
    get: (key) => {
      try {
        const stored: unknown = uni.getStorageSync(KEY_PREFIX + owner + key)
        return typeof stored === 'string' && stored.startsWith(VALUE_PREFIX) ? JSON.parse(stored.slice(VALUE_PREFIX.length)) : undefined
      }
      catch {
        return undefined
      }
    },
    set: (key, value) => {
      try {
        const json: string | undefined = JSON.stringify(value)
        if (json === undefined)
          throw new TypeError('only JSON can be stored')
        uni.setStorageSync(KEY_PREFIX + owner + key, VALUE_PREFIX + json)
      }
      catch (cause) {
        fail({ kind: 'storage-failed', key, cause })
      }
    },
    remove: (key) => {
      try {
        uni.removeStorageSync(KEY_PREFIX + owner + key)
      }
      catch (cause) {
        fail({ kind: 'storage-failed', key, cause })
      }
    },
  }
}
