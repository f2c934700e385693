/** What fetches a stream and gives it to a `<video>`: made to play one source once, then destroyed. */
export interface BrowserEngine {
  /** Where the stream is now; null where it has no such mark. An engine that follows is told it as `staleEdge`. */
  readonly edge: () => string | null
  readonly measure: () => EngineMeasures
  /** Ends every request and takes the stream from the video. */
  readonly destroy: () => void
}

/** What an engine knows of its connection; what it does not know is left out. */
export interface EngineMeasures {
  /** What arrives now, in kbit/s. */
  readonly netSpeedKbps?: number
  /** What the stream says of itself, in kbit/s. */
  readonly videoKbps?: number
  /** In kbit/s. */
  readonly audioKbps?: number
}

/** What is to be played, and how. */
export interface EngineSource {
  readonly url: string
  /** WeChat's mode RTC: as near to the live edge as it goes. */
  readonly isRealTime: boolean
  /** In seconds. */
  readonly minCacheS: number
  /** In seconds. */
  readonly maxCacheS: number
  readonly referrerPolicy: 'origin' | 'no-referrer'
}

/** A source, where it is shown, and who is told what becomes of it. */
export interface EngineRequest {
  readonly video: HTMLVideoElement
  readonly source: EngineSource
  /** The mark at which an earlier engine ran dry: a stream that is still there has not come back. */
  readonly staleEdge: string | null
  /** The source has answered. */
  readonly onConnected: () => void
  /** Nothing more comes from this engine. */
  readonly onBroken: (failure: EngineFailure) => void
  /** The source says that this was the end; what is buffered may still be playing. */
  readonly onEnded: () => void
}

/** No connection, a lost one, or a picture that this browser cannot decode. */
export type EngineFailure = 'connect' | 'read' | 'decode'

/** Starts an engine. It calls back later at the earliest, never before it has been returned. */
export type EngineMaker = (request: EngineRequest) => BrowserEngine

/** How far the buffer reaches beyond the picture that is shown, in seconds. */
export function bufferedAheadS(video: HTMLVideoElement): number {
  for (let index = 0; index < video.buffered.length; index++) {
    if (video.buffered.start(index) <= video.currentTime + 0.1 && video.buffered.end(index) > video.currentTime)
      return video.buffered.end(index) - video.currentTime
  }
  return 0
}
