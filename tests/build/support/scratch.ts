import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { ROOT } from './compile'

/** A folder that goes when the test that asked for it is over. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `weixin-live-${name}-`))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const SOURCES = ['App.vue', 'main.ts', 'index.html', 'pages.json', 'manifest.json', 'theme.json', 'vite.config.ts', 'tsconfig.json', 'package.json', 'src', 'static', 'scripts']

/** A copy of what the compiler reads, to be changed by a test. */
export function copyProject(name: string, { hasModules = true } = {}): string {
  const folder = join(temporaryFolder(name), 'a project')
  cpSync(ROOT, folder, {
    recursive: true,
    filter: source => source === ROOT || SOURCES.some(kept => source === join(ROOT, kept) || source.startsWith(join(ROOT, kept, '/'))),
  })
  if (hasModules)
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir')
  return folder
}
