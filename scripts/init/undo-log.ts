import type { FileChange } from './changes'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fieldsOf } from '@/src/domain/untrusted'

/** Writes files, and takes that back. */
export interface UndoLog {
  /** Writes all of them, and remembers how they were. */
  readonly write: (changes: readonly FileChange[]) => void
  /**
   * Puts the files of the last `write` back.
   * @returns what was done, in words
   * @throws Error when one of them was changed since; then none is touched
   */
  readonly undo: () => string
}

interface Step extends Pick<FileChange, 'file' | 'before' | 'after'> {}

// Beside the database, out of git: what is remembered may hold secrets of an .env file.
const FOLDER = 'data'
const FILE = 'init-undo.json'
const FOR_THE_OWNER_ONLY = 0o600

/** Keeps the way back in the project's folder `data`. */
export function createUndoLog(root: string): UndoLog {
  const path = join(root, FOLDER, FILE)
  const now = (file: string): string | null => existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : null

  function save(runs: readonly (readonly Step[])[]): void {
    if (runs.length === 0)
      return rmSync(path, { force: true })
    mkdirSync(join(root, FOLDER), { recursive: true })
    writeFileSync(path, JSON.stringify(runs), { mode: FOR_THE_OWNER_ONLY })
  }

  function load(): readonly (readonly Step[])[] {
    if (!existsSync(path))
      return []
    const runs = parseRuns(readFileSync(path, 'utf8'))
    if (!runs)
      throw new Error(`${FOLDER}/${FILE} cannot be read, so there is no way back. Delete it to go on.`)
    return runs
  }

  return {
    write(changes) {
      if (changes.length === 0)
        return
      // The way back first: whatever goes wrong after it can be taken back.
      save([...load(), changes.map(({ file, before, after }) => ({ file, before, after }))])
      for (const { file, after } of changes) writeFileSync(join(root, file), after)
    },
    undo() {
      const runs = load()
      const last = runs.at(-1)
      if (!last)
        throw new Error('There is nothing to take back.')
      const touched = last.filter(({ file, before, after }) => ![before, after].includes(now(file))).map(({ file }) => file)
      if (touched.length > 0)
        throw new Error(`Changed since, and therefore left alone: ${touched.join(', ')}. Nothing was taken back.`)
      for (const { file, before } of last) {
        if (before === null)
          rmSync(join(root, file), { force: true })
        else writeFileSync(join(root, file), before)
      }
      save(runs.slice(0, -1))
      return `As before: ${last.map(({ file }) => file).join(', ')}.`
    },
  }
}

function parseRuns(text: string): Step[][] | null {
  try {
    const runs: unknown = JSON.parse(text)
    return Array.isArray(runs) ? runs.map(steps => (steps as unknown[]).map(parseStep)) : null
  }
  catch {
    return null
  }
}

function parseStep(input: unknown): Step {
  const { file, before, after } = fieldsOf(input)
  if (typeof file !== 'string' || typeof after !== 'string' || (before !== null && typeof before !== 'string'))
    throw new Error('no step')
  return { file, before, after }
}
