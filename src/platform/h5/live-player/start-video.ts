/** What came of it: with sound if it is not muted, without although it should sound, or not at all. */
export type StartOutcome = 'started' | 'silenced' | 'refused'

/** Plays a video, silently if the browser lets nothing sound before the visitor has touched the page. Never rejects */
export async function startVideo(video: HTMLVideoElement): Promise<StartOutcome> {
  if (await mayPlay(video))
    return 'started'
  if (video.muted)
    return 'refused'
  video.muted = true
  return await mayPlay(video) ? 'silenced' : 'refused'
}

// Anything but a ban is the player's own doing, such as another source that came in between.
async function mayPlay(video: HTMLVideoElement): Promise<boolean> {
  try {
    await video.play()
  }
  catch (thrown) {
    return !(thrown instanceof DOMException && thrown.name === 'NotAllowedError')
  }
  return true
}
