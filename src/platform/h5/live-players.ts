import type { PlayerControls } from '@/src/domain/player-controls'

const players = new Map<string, PlayerControls>()

/**
 * Makes the player on a page known by its element's id, as WeChat's `createLivePlayerContext` finds one. A later player
 * of the same id takes its place. @returns what makes it unknown again
 */
export function registerBrowserPlayer(id: string, controls: PlayerControls): () => void {
  players.set(id, controls)
  return () => {
    // A page that opens the same page again has the new player before the old one is gone.
    if (players.get(id) === controls)
      players.delete(id)
  }
}

/** The player whose element has this id. */
export function findBrowserPlayer(id: string): PlayerControls | undefined {
  return players.get(id)
}
