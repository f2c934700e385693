// @ts-check
import { chinaDay } from './days.js'
import { monthDay, none, withYear } from './text.js'

const HEAD_CHARS = 6
const TAIL_CHARS = 4
const UTC_PLUS_8_MS = 8 * 3_600_000

/**
 * An openid short enough for a column, long enough to tell people apart.
 * @param {string} openid
 */
export function shortenOpenid(openid) {
  // By characters: half of a character is none.
  const chars = [...openid]
  return chars.length <= HEAD_CHARS + TAIL_CHARS + 1
    ? openid
    : `${chars.slice(0, HEAD_CHARS).join('')}…${chars.slice(-TAIL_CHARS).join('')}`
}

/**
 * @param {number} count a whole number
 * @returns {string} with commas
 */
export function formatCount(count) {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/**
 * @param {number} part
 * @param {number} whole
 */
export function formatShare(part, whole) {
  if (whole <= 0)
    return none
  const percent = part / whole * 100
  return percent > 0 && percent < 1 ? '<1%' : `${Math.round(percent)}%`
}

/**
 * @param {string} day YYYY-MM-DD
 * @param {string} today leaves out the year when it is the same
 */
export function formatDay(day, today) {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const short = monthDay(month, date)
  return today.startsWith(`${day.slice(0, 4)}-`) ? short : withYear(year, short)
}

/**
 * A day on the plot's axis, where there is little room.
 * @param {string} day YYYY-MM-DD
 */
export function formatAxisDay(day) {
  const [, month = 0, date = 0] = day.split('-').map(Number)
  return `${month}/${date}`
}

/**
 * A moment as people in China call it.
 * @param {number | null} atMs
 * @param {number} nowMs
 */
export function formatMoment(atMs, nowMs) {
  if (atMs === null)
    return none
  const time = new Date(atMs + UTC_PLUS_8_MS).toISOString().slice(11, 16)
  return `${formatDay(chinaDay(atMs), chinaDay(nowMs))} ${time}`
}
