import process from 'node:process'

/**
 * Prints rows under a heading, columns as wide as their longest cell.
 * @param heading what the rows are about
 * @param rows the first one names the columns
 */
export function printTable(heading: string, rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const lines = rows.map(row => row.map((cell, column) => column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)).join('  '))
  process.stdout.write(`\n${heading}\n${lines.join('\n')}\n`)
}
