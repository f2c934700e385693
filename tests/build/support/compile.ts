import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

/** The project's root. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')

/** What a process said and how it ended. */
export interface Run { readonly code: number | null, readonly output: string }

/** Runs a Node script to its end. */
export function runNode(args: readonly string[], options: { cwd?: string, env?: Readonly<Record<string, string>> } = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    // The compiler takes its mode from NODE_ENV, and vitest's own would make a build of neither kind.
    const { NODE_ENV: _, VITEST: __, ...inherited } = process.env
    const child = spawn(process.execPath, args, { cwd: options.cwd ?? ROOT, env: { ...inherited, ...options.env } })
    const chunks: string[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => chunks.push(String(chunk)))
    child.once('error', reject)
    child.once('close', code => resolve({ code, output: chunks.join('') }))
  })
}

/** A folder that the system throws away. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `weixin-live-${name}-`))
}

/** Builds a target the way the npm scripts do. Throws with the compiler's words when it fails. */
export async function compile(build: string, outputDir: string, options: { root?: string, env?: Readonly<Record<string, string>> } = {}): Promise<string> {
  const root = options.root ?? ROOT
  const { code, output } = await runNode([join(root, 'scripts', 'uni.mjs'), 'build', build], {
    cwd: root,
    env: { VITE_GATEWAY_URL: 'https://gateway.example', ...options.env, UNI_OUTPUT_DIR: outputDir },
  })
  if (code !== 0 || !output.includes('Build complete'))
    throw new Error(`The ${build} build failed:\n${output}`)
  return outputDir
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
