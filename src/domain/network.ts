/** Whether the phone is connected, as far as the system knows. */
export interface Network {
  isOnline: () => boolean
  /** Calls `listener` on every change. @returns a function that ends it */
  onChange: (listener: (isOnline: boolean) => void) => () => void
}
