/** Small JSON values that outlive a restart. Failures (full, corrupt) reject or are reported; they never lose the app. */
export interface KeyValueStore {
  /** The stored value, not yet parsed into a type; undefined when absent or unreadable. */
  get: (key: string) => unknown
  /** Stores a JSON value. Throws a `LiveError` of kind `storage-failed` when the phone refuses. */
  set: (key: string, value: unknown) => void
  remove: (key: string) => void
}
