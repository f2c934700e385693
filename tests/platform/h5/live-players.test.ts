import type { PlayerControls } from '@/src/domain/player-controls'
import { expect, it } from 'vitest'
import { findBrowserPlayer, registerBrowserPlayer } from '@/src/platform/h5/live-players'

// Only who is found matters here.
const [first, second] = [{}, {}] as [PlayerControls, PlayerControls]

it('finds a player by its id, until it is gone', () => {
  const leave = registerBrowserPlayer('stage', first)
  expect(findBrowserPlayer('stage')).toBe(first)
  expect(findBrowserPlayer('another')).toBeUndefined()
  leave()
  expect(findBrowserPlayer('stage')).toBeUndefined()
})

it('keeps a new player when an old one of the same id leaves late', () => {
  const leave = registerBrowserPlayer('stage', first)
  const leaveToo = registerBrowserPlayer('stage', second)
  leave()
  expect(findBrowserPlayer('stage')).toBe(second)
  leaveToo()
  expect(findBrowserPlayer('stage')).toBeUndefined()
})
