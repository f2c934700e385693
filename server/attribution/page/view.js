// @ts-check
/** @typedef {import('./api.js').Api} Api */
/** @typedef {import('./days.js').Period} Period */

/**
 * What every view is drawn from.
 * @typedef {object} Asking
 * @property {Api} api where the figures come from
 * @property {Period} period the days that count
 * @property {number} nowMs when it is
 * @property {AbortSignal} until when the page shows something else
 * @property {(roomId: number | null) => string} addressOf where a room, or the list of rooms, is to be seen
 */

/** The days that can be chosen; 0 = all. */
export const PERIOD_DAYS = /** @type {const} */ ([7, 30, 90, 0])
const DEFAULT_DAYS = 30
const ROOM_ID = /^[1-9]\d{0,15}$/

/** @typedef {{ roomId: number | null, days: typeof PERIOD_DAYS[number] }} Place */

/**
 * Where the page is, out of the part of the address that stays in the browser; rubbish is the list of rooms.
 * @param {string} hash
 * @returns {Place} a room, or null for the list of rooms
 */
export function placeOf(hash) {
  const query = new URLSearchParams(hash.replace(/^#/, ''))
  const room = query.get('room') ?? ''
  const days = query.get('days')
  return {
    roomId: ROOM_ID.test(room) && Number.isSafeInteger(Number(room)) ? Number(room) : null,
    days: PERIOD_DAYS.find(known => String(known) === days) ?? DEFAULT_DAYS,
  }
}

/**
 * The other way round.
 * @param {Place} place
 */
export function hashOf({ roomId, days }) {
  return `#${new URLSearchParams({ ...(roomId === null ? {} : { room: String(roomId) }), days: String(days) })}`
}
