import type { BrowserEngine, EngineFailure, EngineMaker, EngineSource } from './browser-engine'
import type { NetStatusInfo } from './stats'
import type { Clock, TimerHandle } from '@/src/domain/clock'
import { holdPicture } from './picture'
import { createReconnect } from './reconnect'
import { startVideo } from './start-video'
import { createStats } from './stats'
import { watchVideo } from './watch-video'

/** Plays one source in one `<video>`, and says what happens in WeChat's codes. */
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
export interface PlaybackOptions {
  readonly video: HTMLVideoElement
  readonly source: () => EngineSource
  readonly loadEngine: (url: string) => Promise<EngineMaker | null>
  readonly clock: Clock
  /** One of the codes of WeChat's statechange event. */
  readonly onState: (code: number) => void
  readonly onNetStatus: (info: NetStatusInfo) => void
  /** What kept it from playing at all, for developers. */
  readonly onError: (errMsg: string) => void
  /** The browser lets nothing sound before the visitor has touched the page, so it plays without sound. */
  readonly onSilenced: () => void
}

const CONNECT_LIMIT_MS = 12_000
const STALL_LIMIT_MS = 8_000
// What is over sooner was a stutter and no more.
const LOADING_AFTER_MS = 1_500
const STATS_INTERVAL_MS = 1_000

// A browser does not say whether a name, a line or a server failed.
const CODE_OF: Readonly<Record<EngineFailure, number>> = { connect: 3002, read: 3005, decode: 2101 }

/** Closed at first. */
export function createPlayback({ video, source, loadEngine, clock, onState, onNetStatus, onError, onSilenced }: PlaybackOptions): Playback {
  const reconnect = createReconnect(clock)
  let engine: BrowserEngine | null = null
  let stopWatching: (() => void) | null = null
  let patience: TimerHandle
  let statsTimer: TimerHandle
  let staleEdge: string | null = null
  // What is under way for an earlier connection finds that it is no longer meant.
  let turn = 0
  let isOpen = false
  const reasons = new Set<SuspendReason>()

  function release(): void {
    turn++
    clock.clearTimer(patience)
    clock.clearTimer(statsTimer)
    reconnect.cancel()
    stopWatching?.()
    stopWatching = null
    if (!engine)
      return
    staleEdge = engine.edge() ?? staleEdge
    holdPicture(video)
    engine.destroy()
    engine = null
  }

  function loseAfter(limitMs: number, failure: EngineFailure): void {
    clock.clearTimer(patience)
    patience = clock.setTimer(() => lose(failure), limitMs)
  }

  function lose(failure: EngineFailure): void {
    release()
    onState(CODE_OF[failure])
    if (reconnect.schedule(() => void connect())) {
      onState(2103)
      return
    }
    isOpen = false
    onState(-2301)
  }

  async function connect(): Promise<void> {
    release()
    const mine = turn
    const whileMine = <Args extends unknown[]>(act: (...args: Args) => void) => (...args: Args): void => void (mine === turn && act(...args))
    loseAfter(CONNECT_LIMIT_MS, 'connect')
    try {
      const make = await loadEngine(source().url)
      if (mine !== turn)
        return
      if (!make)
        return refuse(`nothing in this browser plays ${source().url}`)
      stopWatching = watch()
      engine = make({
        video,
        source: source(),
        staleEdge,
        onConnected: whileMine(() => [2001, 2002, 2007].forEach(onState)),
        onBroken: whileMine(lose),
        onEnded: whileMine(() => void (video.readyState === 0 && end())),
      })
    }
    catch {
      whileMine(lose)('connect')
      return
    }
    const outcome = await startVideo(video)
    if (mine !== turn)
      return
    if (outcome === 'silenced')
      onSilenced()
    else if (outcome === 'refused')
      refuse('this browser plays nothing before the visitor has touched the page')
  }

  function watch(): () => void {
    const stats = createStats(video, clock.now)
    const measure = (): void => {
      const info = stats.sample(engine?.measure() ?? {})
      if (info)
        onNetStatus(info)
      statsTimer = clock.setTimer(measure, STATS_INTERVAL_MS)
    }
    return watchVideo(video, {
      onFirstData: () => [2003, 2008].forEach(onState),
      onFirstFrame: () => onState(2032),
      onResized: () => onState(2009),
      onPlaying() {
        clock.clearTimer(patience)
        clock.clearTimer(statsTimer)
        reconnect.forget()
        onState(2004)
        measure()
      },
      onStalled() {
        stats.noteStall()
        onState(2105)
        patience = clock.setTimer(() => {
          onState(2007)
          loseAfter(STALL_LIMIT_MS - LOADING_AFTER_MS, 'read')
        }, LOADING_AFTER_MS)
      },
      onEnded: end,
    })
  }

  function end(): void {
    isOpen = false
    release()
    onState(2006)
  }

  function refuse(errMsg: string): void {
    isOpen = false
    release()
    onError(errMsg)
  }

  return {
    open() {
      isOpen = true
      reasons.delete('paused')
      staleEdge = null
      reconnect.forget()
      if (reasons.size === 0)
        void connect()
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
      if (!reasons.delete(reason) || reasons.size > 0 || !isOpen)
        return
      // The visitor may have been away for less than a segment.
      staleEdge = null
      void connect()
    },
    isOpen: () => isOpen,
  }
}
