import type { ShallowRef } from 'vue'
import { onShow } from '@dcloudio/uni-app'
import { onScopeDispose, shallowRef } from 'vue'
import { usePlatform } from '@/src/platform/use-platform'
import { useChannelsStore } from '@/src/stores/channels'
import { useStreamsStore } from '@/src/stores/streams'

/** How long the list waits for what stands above it, in milliseconds. */
const LONGEST_WAIT_MS = 1_000

/**
 * Asks for what stands above the list of the home page: Channels broadcasts and the shop's streams; again, whenever the
 * page is shown, for what failed to come.
 * @returns whether the page may be drawn: all of it has come, or was waited for long enough. Drawn at once, nothing pushes the list down
 */
export function useFirstDrawing(): Readonly<ShallowRef<boolean>> {
  const { clock } = usePlatform()
  const channels = useChannelsStore()
  const streams = useStreamsStore()
  const isReady = shallowRef(false)
  const timer = clock.setTimer(finish, LONGEST_WAIT_MS)

  function finish(): void {
    isReady.value = true
    clock.clearTimer(timer)
  }

  async function askChannels(): Promise<void> {
    await channels.loadAccounts()
    // Later, each card asks for itself.
    if (!isReady.value)
      await Promise.all(channels.accounts.map(({ finderUserName }) => channels.dueInMs(finderUserName) !== null && channels.refresh(finderUserName)))
  }

  onShow(() => void Promise.all([askChannels(), streams.streams || streams.load()]).then(finish))
  onScopeDispose(() => clock.clearTimer(timer))

  return isReady
}
