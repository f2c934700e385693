import type { PlayerControls } from '@/src/domain/player-controls'
import { fail } from '@/src/platform/fail'
import { findBrowserPlayer } from './live-players'

/** The controls of a player in a browser, which may not be on the page yet, or no longer. */
export function createBrowserControls(id: string): PlayerControls {
  async function tell<T>(what: (player: PlayerControls) => Promise<T>): Promise<T> {
    const player = findBrowserPlayer(id)
    return player ? what(player) : fail({ kind: 'api-failed', apiName: 'live-player', message: `no player ${id}` })
  }

  return {
    play: () => tell(player => player.play()),
    stop: () => tell(player => player.stop()),
    pause: () => tell(player => player.pause()),
    resume: () => tell(player => player.resume()),
    mute: () => tell(player => player.mute()),
    requestFullScreen: direction => tell(player => player.requestFullScreen(direction)),
    exitFullScreen: () => tell(player => player.exitFullScreen()),
    snapshot: () => tell(player => player.snapshot()),
    exitPictureInPicture: () => tell(player => player.exitPictureInPicture()),
    requestBackgroundPlayback: () => tell(player => player.requestBackgroundPlayback()),
    exitBackgroundPlayback: () => tell(player => player.exitBackgroundPlayback()),
    startCasting: () => tell(player => player.startCasting()),
    exitCasting: () => tell(player => player.exitCasting()),
    reconnectCasting: () => tell(player => player.reconnectCasting()),
    switchCasting: () => tell(player => player.switchCasting()),
  }
}
