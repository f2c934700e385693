import type { BrowserEngine, EngineFailure, EngineMaker, EngineSource } from './browser-engine'
import type { NetStatusInfo } from './stats'
import type { Clock, TimerHandle } from '@/src/domain/clock'
import { holdPicture } from './picture'
import { startVideo } from './start-video'
import { createStats } from './stats'
import { watchVideo } from './watch-video'

/** From where a connection gets what it needs, and whom it tells. */
export interface ConnectionOptions {
  readonly video: HTMLVideoElement
  readonly source: EngineSource
  /** Where an earlier connection ran dry; null where the same pictures may be shown again. */
  readonly staleEdge: string | null
  readonly loadEngine: (url: string) => Promise<EngineMaker | null>
  readonly clock: Clock
  /** One of the codes of WeChat's statechange event. */
  readonly onState: (code: number) => void
  readonly onNetStatus: (info: NetStatusInfo) => void
  /** It plays: at first, or again. */
  readonly onPlaying: () => void
  /** The browser lets nothing sound before the visitor has touched the page, so it plays without sound. */
  readonly onSilenced: () => void
  /** It is of no use any more, and to be closed. */
  readonly onOver: (how: ConnectionEnd) => void
}

/** Lost, by the broadcaster's own will, or never to be had in this browser. */
export type ConnectionEnd
  = | { readonly kind: 'lost', readonly failure: EngineFailure }
    | { readonly kind: 'ended' }
    | { readonly kind: 'refused', readonly errMsg: string, readonly isTapNeeded: boolean }

const CONNECT_LIMIT_MS = 12_000
const STALL_LIMIT_MS = 8_000
// What is over sooner was a stutter and no more.
const LOADING_AFTER_MS = 1_500
const STATS_INTERVAL_MS = 1_000

/**
 * Plays a source in a video, once: what goes wrong ends it.
 * @returns what closes it and says where the stream was; nothing is told after that
 */
export function openConnection(options: ConnectionOptions): () => string | null {
  const { video, source, staleEdge, clock, onState, onOver } = options
  const stats = createStats(video, clock.now)
  let engine: BrowserEngine | null = null
  let stopWatching = (): void => {}
  let patience: TimerHandle
  let statsTimer: TimerHandle
  let isGone = false

  function lose(failure: EngineFailure): void {
    if (!isGone)
      onOver({ kind: 'lost', failure })
  }

  function loseAfter(limitMs: number, failure: EngineFailure): void {
    clock.clearTimer(patience)
    patience = clock.setTimer(() => lose(failure), limitMs)
  }

  function measure(): void {
    clock.clearTimer(statsTimer)
    const info = stats.sample(engine?.measure() ?? {})
    if (info)
      options.onNetStatus(info)
    statsTimer = clock.setTimer(measure, STATS_INTERVAL_MS)
  }

  function watch(): () => void {
    return watchVideo(video, {
      onFirstData: () => [2003, 2008].forEach(onState),
      onFirstFrame: () => onState(2032),
      onResized: () => onState(2009),
      onPlaying() {
        clock.clearTimer(patience)
        options.onPlaying()
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
      onEnded: () => onOver({ kind: 'ended' }),
    })
  }

  async function begin(): Promise<void> {
    const make = await options.loadEngine(source.url)
    if (isGone)
      return
    if (!make)
      return onOver({ kind: 'refused', errMsg: `nothing in this browser plays ${source.url}`, isTapNeeded: false })
    stopWatching = watch()
    engine = make({
      video,
      source,
      staleEdge,
      onConnected: () => void (isGone || [2001, 2002, 2007].forEach(onState)),
      onBroken: lose,
      // What is buffered plays to its end.
      onEnded: () => void (isGone || video.readyState > 0 || onOver({ kind: 'ended' })),
    })
    const outcome = await startVideo(video)
    if (isGone)
      return
    if (outcome === 'silenced')
      options.onSilenced()
    else if (outcome === 'refused')
      onOver({ kind: 'refused', errMsg: 'this browser plays nothing before the visitor has touched the page', isTapNeeded: true })
  }

  loseAfter(CONNECT_LIMIT_MS, 'connect')
  begin().catch(() => lose('connect'))

  return () => {
    isGone = true
    clock.clearTimer(patience)
    clock.clearTimer(statsTimer)
    stopWatching()
    const edge = engine?.edge() ?? null
    if (engine)
      holdPicture(video)
    engine?.destroy()
    return edge
  }
}
