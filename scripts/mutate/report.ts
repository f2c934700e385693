import type { Outcome } from './round'
import { describe } from './round'

const LONGEST_CELL_CHARS = 110

/**
 * The round as a table.
 * @returns lines; the last one counts
 */
export function reportOn(outcomes: readonly Outcome[], seconds: number): string[] {
  const rows = outcomes.map(({ tried, verdict, seconds }) => [tried.name, describe(verdict), seconds.toFixed(1)] as const)
  const width = (column: 0 | 1): number => Math.min(LONGEST_CELL_CHARS, Math.max(...rows.map(row => row[column].length)))
  const cell = (text: string, column: 0 | 1): string => (text.length > LONGEST_CELL_CHARS ? `${text.slice(0, LONGEST_CELL_CHARS - 1)}…` : text).replace(/\s+/g, ' ').padEnd(width(column))
  const caught = outcomes.filter(isCaught).length
  return [
    ...[['break', 'caught by', 's'] as const, ...rows].map(([name, by, time]) => `${cell(name, 0)}  ${cell(by, 1)}  ${time.padStart(5)}`),
    `${outcomes.length} breaks, ${caught} caught, ${outcomes.length - caught} not, in ${seconds.toFixed(0)} s`,
  ]
}

/** 0 when there was a round and a test noticed every break: one that failed, not one that could not run. */
export function exitCodeOf(outcomes: readonly Outcome[]): 0 | 1 {
  return outcomes.length > 0 && outcomes.every(isCaught) ? 0 : 1
}

function isCaught({ verdict }: Outcome): boolean {
  return verdict.kind === 'failed'
}
