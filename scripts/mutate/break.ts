import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** One thing that is made wrong on purpose, to see whether a test notices. */
export interface Break {
  /** What would go wrong, and for whom. */
  readonly name: string
  /** In the project, or with `isOutput` in the folder of built outputs, e.g. `mp-weixin/app.json`. */
  readonly file: string
  /** Occurs exactly once in the file: a break that no longer fits is an error. A pattern where names differ from build to build. */
  readonly find: string | RegExp
  /** With a pattern, `$1` is what its first group found. */
  readonly replace: string
  /** The test files that should notice; few, so that a round stays short. */
  readonly tests: readonly string[]
  /** A part of the names of the tests that should notice; without it, all tests of the files run. */
  readonly named?: string
  /** It is the built output that is broken, not the source. */
  readonly isOutput?: boolean
  /** Builds to be made again from the broken source, for tests that read outputs. */
  readonly rebuild?: readonly string[]
}

/** Whether the tests of a break read the built outputs. */
export function needsBuilds({ isOutput = false, rebuild = [] }: Break): boolean {
  return isOutput || rebuild.length > 0
}

/**
 * Breaks one file.
 * @param folder where its `file` begins
 * @returns puts the file back
 * @throws Error when the text to be replaced is not there exactly once, or stays as it is
 */
export function apply(folder: string, { name, file, find, replace }: Break): () => void {
  const path = join(folder, file)
  const intact = readFileSync(path, 'utf8')
  const broken = typeof find === 'string' ? intact.replace(find, () => replace) : intact.replace(find, replace)
  const count = placesOf(find, intact)
  if (count !== 1 || broken === intact)
    throw new Error(`The break “${name}” no longer fits: in ${file}, ${String(find)} occurs ${count} times${count === 1 ? ' and stays as it is' : ''}. Write it for the code as it is now.`)
  writeFileSync(path, broken)
  return () => writeFileSync(path, intact)
}

/** How often a break could be made in a text. */
export function placesOf(find: string | RegExp, text: string): number {
  if (find === '')
    return 0
  return typeof find === 'string' ? text.split(find).length - 1 : [...text.matchAll(new RegExp(find, `${find.flags}g`))].length
}
