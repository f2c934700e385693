import type { Network } from '@/src/domain/network'

/** The phone's connection. Taken for online until the phone has said otherwise. */
export function createNetwork(): Network {
  let isOnline = true
  let hasHeard = false
  const listeners = new Set<(isOnline: boolean) => void>()

  function hear(next: boolean): void {
    hasHeard = true
    if (next === isOnline)
      return
    isOnline = next
    for (const listener of [...listeners]) listener(next)
  }

  uni.onNetworkStatusChange(({ isConnected }) => hear(isConnected))
  uni.getNetworkType({
    // A change that came first is newer than this answer.
    success: ({ networkType }) => hasHeard || hear(networkType !== 'none'),
    fail: () => {},
  })

  return {
    isOnline: () => isOnline,
    onChange: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
