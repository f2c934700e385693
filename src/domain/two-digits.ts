/**
 * A number from 0 to 99 with both its digits, as clocks and prices want it. Not `padStart`: the oldest phones that WeChat
 * lets into a room do not have it.
 */
export function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}
