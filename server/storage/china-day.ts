const UTC_PLUS_8_MS = 8 * 3_600_000
const DATE_CHARS = 'YYYY-MM-DD'.length

/**
 * The day of a moment as people in China call it, which is also when WeChat's quotas begin again.
 * @param atMs milliseconds since the epoch
 * @returns YYYY-MM-DD
 */
export function chinaDay(atMs: number): string {
  return new Date(atMs + UTC_PLUS_8_MS).toISOString().slice(0, DATE_CHARS)
}
