import type { EngineFailure, EngineSource } from './browser-engine'
import type { ConnectionEnd, ConnectionOptions } from './connection'
import { openConnection } from './connection'
import { createReconnect } from './reconnect'

/** Plays a stream in a `<video>` for as long as it is wanted, and says what happens in WeChat's codes. */
export interface Playback {
  /** Plays from the live edge, from the beginning of the connection. */
  readonly open: () => void
  /** Ends every request. The picture stays; nothing is said. */
  readonly close: () => void
  /** Like {@link close} while there is a reason: a live stream that nobody sees costs traffic and is old afterwards. */
  readonly suspend: (reason: SuspendReason) => void
  /** The reason is gone. After the last one it plays again, from the live edge. */
  readonly resume: (reason: SuspendReason) => void
  /** Whether it plays, or would if the source came. */
  readonly isOpen: () => boolean
}

/** The visitor wants a pause, another page of the app lies over it, or the browser shows something else. */
export type SuspendReason = 'paused' | 'covered' | 'hidden'

/** Where a playback gets what it needs, and whom it tells. */
export interface PlaybackOptions extends Pick<ConnectionOptions, 'video' | 'loadEngine' | 'clock' | 'onState' | 'onNetStatus' | 'onSilenced'> {
  readonly source: () => EngineSource
  /** What kept it from playing at all, for developers, and whether it would play after a tap. */
  readonly onError: (errMsg: string, isTapNeeded: boolean) => void
}

// A browser does not say whether a name, a line or a server failed.
const CODE_OF: Readonly<Record<EngineFailure, number>> = { connect: 3002, read: 3005, decode: 2101 }

/** Closed at first. */
export function createPlayback({ source, onError, ...options }: PlaybackOptions): Playback {
  const { onState } = options
  const reconnect = createReconnect(options.clock)
  const reasons = new Set<SuspendReason>()
  let closeConnection: (() => string | null) | null = null
  let staleEdge: string | null = null
  let isOpen = false

  function release(): void {
    reconnect.cancel()
    staleEdge = closeConnection?.() ?? staleEdge
    closeConnection = null
  }

  function connect(): void {
    release()
    closeConnection = openConnection({ ...options, source: source(), staleEdge, onPlaying: reconnect.forget, onOver: finish })
  }

  function connectAfresh(): void {
    // Whoever comes back within a segment may see the same pictures again.
    release()
    staleEdge = null
    connect()
  }

  function finish(how: ConnectionEnd): void {
    release()
    switch (how.kind) {
      case 'lost':
        onState(CODE_OF[how.failure])
        isOpen = reconnect.schedule(connect)
        return onState(isOpen ? 2103 : -2301)
      case 'ended':
        isOpen = false
        return onState(2006)
      case 'refused':
        isOpen = false
        return onError(how.errMsg, how.isTapNeeded)
      default:
        return how satisfies never
    }
  }

  return {
    open() {
      isOpen = true
      reasons.delete('paused')
      reconnect.forget()
      if (reasons.size === 0)
        connectAfresh()
    },
    close() {
      isOpen = false
      reasons.delete('paused')
      release()
    },
    suspend(reason) {
      reasons.add(reason)
      release()
    },
    resume(reason) {
      if (reasons.delete(reason) && reasons.size === 0 && isOpen)
        connectAfresh()
    },
    isOpen: () => isOpen,
  }
}
