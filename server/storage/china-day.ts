const UTC_PLUS_8_MS = 8 * 3_600_000
// Of later years dates have more digits, until there are no dates at all.
const LAST_MS = Date.UTC(9999, 11, 31)
const DATE_CHARS = 'YYYY-MM-DD'.length

/**
 * The day of a moment as people in China call it, which is also when WeChat's quotas begin again.
 * @param atMs milliseconds since the epoch, zero or above; whatever comes after the year 9999 is its last day
 * @returns YYYY-MM-DD
 */
export function chinaDay(atMs: number): string {
  return new Date(Math.min(atMs + UTC_PLUS_8_MS, LAST_MS)).toISOString().slice(0, DATE_CHARS)
}
