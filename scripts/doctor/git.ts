import { execFileSync } from 'node:child_process'

/** What git says about the files of a folder; names relative to it. */
export interface GitFiles {
  readonly tracked: ReadonlySet<string>
  /** Neither tracked nor ignored: the next `git add .` takes them. */
  readonly untracked: ReadonlySet<string>
}

/** Asks git; null when the folder is not in a repository, or there is no git. */
export function gitFilesOf(folder: string): GitFiles | null {
  const list = (...args: readonly string[]): Set<string> => new Set(
    execFileSync('git', ['ls-files', '-z', ...args], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 * 1024 * 1024 }).split('\0').filter(Boolean),
  )
  try {
    return { tracked: list(), untracked: list('--others', '--exclude-standard') }
  }
  catch {
    return null
  }
}
