/** Seconds that a history remembers. */
export const HISTORY_SECONDS = 60

const SECOND_MS = 1000

/** The last minute of one measure, a place a second, oldest first; null where nothing was measured. */
export type PlayerHistory = readonly (number | null)[]

/** A minute of measures on its way. */
export interface PlayerRecording {
  /** The second of the newest place, counted from the epoch. */
  readonly second: number
  readonly values: PlayerHistory
}

/** Nothing measured yet. */
export const EMPTY_RECORDING: PlayerRecording = { second: 0, values: Array.from({ length: HISTORY_SECONDS }, () => null) }

/**
 * A recording with one more measure: the newest of a second counts, seconds without one stay gaps. A clock that was set
 * back begins a new minute, for what was measured then cannot be placed.
 * @param recording what was measured before
 * @param value null where the player did not say
 * @param nowMs milliseconds since the epoch
 */
export function record(recording: PlayerRecording, value: number | null, nowMs: number): PlayerRecording {
  const second = Math.floor(nowMs / SECOND_MS)
  const steps = second - recording.second
  const shift = steps >= 0 && steps < HISTORY_SECONDS ? steps : HISTORY_SECONDS
  const gaps = EMPTY_RECORDING.values.slice(0, shift)
  return { second, values: [...recording.values.slice(shift), ...gaps].slice(0, -1).concat(value) }
}

/** The least, the most and the newest of a history, e.g. for those who cannot see it drawn; null while it is empty. */
export function historyRange(values: PlayerHistory): { readonly least: number, readonly most: number, readonly newest: number } | null {
  const known = values.filter((value): value is number => value !== null)
  const newest = known[known.length - 1]
  return newest === undefined ? null : { least: Math.min(...known), most: Math.max(...known), newest }
}
