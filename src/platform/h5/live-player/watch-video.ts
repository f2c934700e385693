/** What can be heard of a `<video>` that plays a live stream, once for each connection. */
export interface VideoReports {
  readonly onFirstData: () => void
  readonly onFirstFrame: () => void
  readonly onResized: () => void
  /** It plays, at first or again after it stood still. */
  readonly onPlaying: () => void
  /** It stood still in the middle because nothing came. */
  readonly onStalled: () => void
  readonly onEnded: () => void
}

/** Listens to a video. @returns what ends it */
export function watchVideo(video: HTMLVideoElement, reports: VideoReports): () => void {
  const listening = new AbortController()
  let isFirst = true
  let isPlaying = false
  let size = ''
  let frame: number | undefined

  const on = (event: string, act: () => void): void => video.addEventListener(event, act, { signal: listening.signal })

  on('loadeddata', reports.onFirstData)
  on('ended', reports.onEnded)
  on('resize', () => {
    const now = `${video.videoWidth}x${video.videoHeight}`
    if (now !== size)
      reports.onResized()
    size = now
  })
  on('playing', () => {
    if (isPlaying)
      return
    isPlaying = true
    reports.onPlaying()
    if (isFirst)
      frame = whenFrameIsShown(video, reports.onFirstFrame)
    isFirst = false
  })
  on('waiting', () => {
    // A jump to the live edge waits too, for a moment.
    if (!isPlaying || video.seeking)
      return
    isPlaying = false
    reports.onStalled()
  })

  return () => {
    listening.abort()
    if (frame !== undefined)
      video.cancelVideoFrameCallback(frame)
  }
}

// Firefox before 132 does not tell when a frame is shown; a picture that plays has one.
function whenFrameIsShown(video: HTMLVideoElement, act: () => void): number | undefined {
  if ('requestVideoFrameCallback' in video)
    return video.requestVideoFrameCallback(act)
  act()
  return undefined
}
