import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

// Not imported from the table: this runs outside the tests.
const ARTIFACTS = join(__dirname, '..', '..', '..', 'artifacts')
const PARTS = join(ARTIFACTS, 'faults')
const HEAD = '| part | fault | tried | survived | recovered after |\n|---|---|---:|---:|---|\n'

/** Forgets the table of an earlier run; prints the whole table when all tests are over, and leaves it in artifacts/faults.md. */
export default function setup(): () => void {
  rmSync(PARTS, { recursive: true, force: true })
  return () => {
    const table = HEAD + partsOf().map(part => readFileSync(join(PARTS, part), 'utf8')).join('')
    writeFileSync(join(ARTIFACTS, 'faults.md'), table)
    process.stdout.write(`\n${table}\n`)
  }
}

function partsOf(): string[] {
  try {
    return readdirSync(PARTS).sort()
  }
  catch {
    return []
  }
}
