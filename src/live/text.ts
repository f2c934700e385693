// What customers read on the pages of the subpackage, beside `src/text.ts`: words that only this package shows travel with it.

/** Words of the page that plays a stream. */
export const playerText = {
} as const

/** Words of the page that plays a replay. */
export const replayText = {
} as const
