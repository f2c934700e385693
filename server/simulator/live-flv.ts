import type { FlvClip } from './flv'
import type { Clock, TimerHandle } from '@/src/domain/clock'
import { Buffer } from 'node:buffer'
import { Readable } from 'node:stream'
import { endlessTags } from './flv'

/** A broadcast without an end, for one viewer. Destroying it leaves no timer. */
export interface LiveFlv {
  readonly stream: Readable
  /** The broadcast is over: what was sent stays, nothing more comes. Who is behind is cut off, and may never read on. */
  readonly end: () => void
}

// Enough for a player to begin at once.
const AHEAD_MS = 1500
const TURN_MS = 100
const MAX_CHUNK_MS = 1000

/** Begins to send a clip over and over, as fast as it plays. */
export function createLiveFlv(clip: FlvClip, clock: Clock): LiveFlv {
  const startedAtMs = clock.now()
  const tags = endlessTags(clip, startedAtMs)
  let next = tags.next().value
  let timer: TimerHandle

  function takeUntil(untilMs: number): Buffer[] {
    const chunk: Buffer[] = []
    for (; next.atMs <= untilMs; next = tags.next().value) chunk.push(next.bytes)
    return chunk
  }

  function send(this: Readable): void {
    // A viewer who is far behind gets a second at a time.
    const chunk = takeUntil(Math.min(clock.now() - startedAtMs + AHEAD_MS, next.atMs + MAX_CHUNK_MS))
    if (chunk.length > 0)
      this.push(Buffer.concat(chunk))
    else
      timer = clock.setTimer(() => send.call(this), TURN_MS)
  }

  const stream = new Readable({
    read: send,
    destroy: (error, done) => {
      clock.clearTimer(timer)
      done(error)
    },
  })
  stream.push(clip.opening)

  return {
    stream,
    end: () => {
      clock.clearTimer(timer)
      if (stream.readableLength > 0)
        stream.destroy()
      else
        stream.push(null)
    },
  }
}
