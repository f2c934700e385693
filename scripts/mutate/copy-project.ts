import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import process from 'node:process'

/** A project that may be broken: nothing in it is a link into the original, except its dependencies. */
export interface ProjectCopy {
  readonly root: string
  /** Where its built outputs are, each in a folder of its own. */
  readonly builds: string
  readonly remove: () => void
}

const LEFT_OUT = new Set(['node_modules', 'dist', 'unpackage', 'artifacts', 'coverage', 'data', '.git'])

/** Copies a project into a temporary folder. */
export function copyProject(original: string): ProjectCopy {
  // Vite knows files by their real names.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'weixin-live-mutate-')))
  const root = join(folder, 'project')
  cpSync(original, root, { recursive: true, filter: source => source === original || !LEFT_OUT.has(basename(source)) })
  // Some tests ask git which files there are. Before the link, which .gitignore does not know.
  for (const args of [['init', '--quiet'], ['add', '--all']]) execFileSync('git', args, { cwd: root, stdio: 'ignore' })
  symlinkSync(realpathSync(join(original, 'node_modules')), join(root, 'node_modules'), 'dir')
  function remove(): void {
    process.off('exit', remove)
    rmSync(folder, { recursive: true, force: true })
  }
  // For a round that does not come to its own end.
  process.once('exit', remove)
  return { root, builds: join(folder, 'builds'), remove }
}
