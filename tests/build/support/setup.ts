import type { TestProject } from 'vitest/node'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { compile, temporaryFolder } from './compile'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder with one built output per build name. */
    builds: string
  }
}

/** Builds everything that is shipped, once for all tests that read it; two at a time, one per core of a small machine. */
export default async function setup({ provide }: TestProject): Promise<() => void> {
  const folder = temporaryFolder('builds')
  for (const pair of [['mp-weixin', 'mp-weixin-subpackage'], ['mp-weixin-no-plugin', 'h5']])
    await Promise.all(pair.map(build => compile(build, join(folder, build))))
  provide('builds', folder)
  return () => rmSync(folder, { recursive: true, force: true })
}
