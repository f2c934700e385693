import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
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

const FOLDER = join(__dirname, '..', '..', '..', 'artifacts', 'faults')

/**
 * Begins a table, which is printed after the file's last test and written to artifacts/faults.md beside those of others.
 * @param part what the file is about, as a file's name
 */
export function createFaultTable(part: string): FaultTable {
  const rows = new Map<string, FaultRow>()
  afterAll(() => {
    const lines = [...rows.values()].map(({ fault, tried, survived, recoveredAfter }) => `| ${part} | ${fault} | ${tried} | ${survived} | ${recoveredAfter} |\n`).join('')
    mkdirSync(FOLDER, { recursive: true })
    writeFileSync(join(FOLDER, `${part}.part`), lines)
    const parts = readdirSync(FOLDER).filter(name => name.endsWith('.part')).sort()
    const head = '| part | fault | tried | survived | recovered after |\n|---|---|---:|---:|---|\n'
    writeFileSync(join(FOLDER, '..', 'faults.md'), head + parts.map(name => readFileSync(join(FOLDER, name), 'utf8')).join(''))
    process.stdout.write(`\n${head}${lines}\n`)
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
