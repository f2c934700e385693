import process from 'node:process'

/** The middle one; NaN of none. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** The middle one, and in brackets the lowest and the highest: how far the rounds of one run lie apart. */
export function withSpread(values: readonly number[], digits: number): string {
  return `${median(values).toFixed(digits)} [${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)}]`
}

/** What something gave, and the processor time that it took this process, in milliseconds: others on the machine do not count. */
export async function costOf<T>(act: () => T | Promise<T>): Promise<{ readonly result: T, readonly cpuMs: number }> {
  const before = process.cpuUsage()
  const result = await act()
  const { user, system } = process.cpuUsage(before)
  return { result, cpuMs: (user + system) / 1000 }
}
