import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect } from 'vitest'

/** What became of a fault. */
interface FaultRow {
  readonly fault: string
  tried: number
  survived: number
  /** In words: how long after the fault all was well again. */
  readonly recoveredAfter: string
}

/** Where a file of tests writes down what it tried. */
export interface FaultTable {
  /** Runs one try, and counts it as survived only when nothing throws. */
  readonly trying: (fault: string, recoveredAfter: string, attempt: () => Promise<void>) => Promise<void>
}

/** Where the parts lie until the run is over. */
export const PARTS = join(__dirname, '..', '..', '..', 'artifacts', 'faults')

/**
 * Begins a file's part of the table.
 * @param part what the file is about, as a file's name
 */
export function createFaultTable(part: string): FaultTable {
  const rows = new Map<string, FaultRow>()
  afterAll(() => {
    const lines = [...rows.values()].map(({ fault, tried, survived, recoveredAfter }) => `| ${part} | ${fault} | ${tried} | ${survived} | ${recoveredAfter} |\n`).join('')
    mkdirSync(PARTS, { recursive: true })
    writeFileSync(join(PARTS, `${part}.part`), lines)
    expect([...rows.values()].filter(({ tried, survived }) => tried !== survived)).toEqual([])
  })
  return {
    async trying(fault, recoveredAfter, attempt) {
      const row = rows.get(fault) ?? { fault, tried: 0, survived: 0, recoveredAfter }
      rows.set(fault, row)
      row.tried++
      await attempt()
      row.survived++
    },
  }
}
