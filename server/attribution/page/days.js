// @ts-check
/** @typedef {{ day: string, entries: number, visitors: number }} DayCount */
/** @typedef {{ from?: string, to?: string }} Period */

const DAY_MS = 86_400_000
const UTC_PLUS_8_MS = 8 * 3_600_000
// Three years: a plot of more days has no room for them, and a wrong day must not make a million rows.
const MAX_FILLED_DAYS = 1100

/**
 * The day of a moment in China's time, wherever the reader is.
 * @param {number} atMs
 * @returns {string} as YYYY-MM-DD
 */
export function chinaDay(atMs) {
  return new Date(atMs + UTC_PLUS_8_MS).toISOString().slice(0, 10)
}

/**
 * The last so many days, today included.
 * @param {number} days 0 = all
 * @param {number} nowMs
 * @returns {Period} both days included
 */
export function lastDays(days, nowMs) {
  return days === 0 ? {} : { from: chinaDay(nowMs - (days - 1) * DAY_MS), to: chinaDay(nowMs) }
}

/**
 * One row for every day of the period: reports leave out the days without entries. Without a period, from the first
 * day with entries to the last.
 * @param {readonly DayCount[]} counts oldest first
 * @param {Period} period
 * @returns {readonly DayCount[]} the latest three years of them
 */
export function fillDays(counts, period) {
  const first = period.from ?? counts[0]?.day
  const last = period.to ?? counts.at(-1)?.day
  if (first === undefined || last === undefined)
    return []
  const lastMs = startOf(last)
  const firstMs = Math.max(startOf(first), lastMs - (MAX_FILLED_DAYS - 1) * DAY_MS)
  const known = new Map(counts.map(count => [count.day, count]))
  const days = []
  for (let atMs = firstMs; atMs <= lastMs; atMs += DAY_MS) {
    const day = new Date(atMs).toISOString().slice(0, 10)
    days.push(known.get(day) ?? { day, entries: 0, visitors: 0 })
  }
  return days
}

/** @param {string} day */
function startOf(day) {
  return Date.parse(`${day}T00:00:00Z`)
}
