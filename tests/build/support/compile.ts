import { spawn } from 'node:child_process'
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

/**
 * Builds a target the way the npm scripts do. Throws with the compiler's words when it fails.
 * `isQuick` minifies it less, in half the time, for tests that look at other things than names and sizes.
 */
export async function compile(build: string, outputDir: string, options: { root?: string, env?: Readonly<Record<string, string>>, isQuick?: boolean } = {}): Promise<string> {
  const root = options.root ?? ROOT
  const { code, output } = await runNode([join(root, 'scripts', 'uni.mjs'), 'build', build, ...(options.isQuick ? ['--minify', 'esbuild'] : [])], {
    cwd: root,
    env: { VITE_GATEWAY_URL: 'https://gateway.example', ...options.env, UNI_OUTPUT_DIR: outputDir },
  })
  if (code !== 0 || !output.includes('Build complete'))
    throw new Error(`The ${build} build failed with exit code ${code}:\n${output}`)
  return outputDir
}
