import type { TextFile } from './text-file'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A file without its contents. */
export interface FileEntry {
  /** With `/`, relative to the folder. */
  readonly file: string
  readonly bytes: number
}

// What is made by tools, downloaded, or somebody's history.
const LEFT_OUT = new Set(['node_modules', 'dist', 'unpackage', 'coverage', 'artifacts', '__MACOSX'])

// A checkout with more is none, but somebody's home folder.
const MAX_FILES = 20_000
const MAX_TEXT_BYTES = 4 * 1024 * 1024

/**
 * The files of a folder, and of the folders in it.
 * @param folder absolute
 * @param everything also what a checkout holds without being its source
 * @throws Error of the system, when the folder itself cannot be read
 */
export function filesOf(folder: string, everything = false): FileEntry[] {
  const files: FileEntry[] = []
  const waiting = ['']
  for (let at = waiting.pop(); at !== undefined && files.length < MAX_FILES; at = waiting.pop()) {
    for (const entry of entriesOf(join(folder, at), at === '')) {
      const file = at === '' ? entry.name : `${at}/${entry.name}`
      const isLeftOut = !everything && (LEFT_OUT.has(entry.name) || (entry.isDirectory() && entry.name.startsWith('.')))
      if (entry.isDirectory() && !isLeftOut)
        waiting.push(file)
      else if (entry.isFile() && !isLeftOut)
        files.push({ file, bytes: statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0 })
    }
  }
  return files.sort((a, b) => a.file < b.file ? -1 : 1)
}

function entriesOf(folder: string, isTop: boolean) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  }
  catch (thrown) {
    // A folder inside that is closed to us hides at most something from us; the rest can still be checked.
    if (isTop)
      throw thrown
    return []
  }
}

/** A file as text; null when it is not there, cannot be read, or is too large to be anybody's source. */
export function readText(folder: string, file: string): TextFile | null {
  try {
    const path = join(folder, file)
    return statSync(path).size > MAX_TEXT_BYTES ? null : { file, text: readFileSync(path, 'utf8').replace(/^\uFEFF/, '') }
  }
  catch {
    return null
  }
}

/** Those of some files that can be read as text. */
export function readTexts(folder: string, files: readonly string[]): TextFile[] {
  return files.flatMap(file => readText(folder, file) ?? [])
}
