import type { TestProject } from 'vitest/node'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { compile } from './compile'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder with one built output per build name. */
    builds: string
  }
}

// A browser gets the app from its gateway, as with `npm start`.
const OWN_ORIGIN = { env: { VITE_GATEWAY_URL: '' } }

/**
 * Builds everything that is shipped, once for all tests that read it; two at a time, one per core of a small machine.
 * `TEST_BUILDS` names a folder that keeps the outputs, so that one run after another on the same sources builds once.
 */
export default async function setup({ provide }: TestProject): Promise<() => void> {
  const kept = process.env.TEST_BUILDS
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'weixin-live-builds-'))
  // Every project of a run comes here, one after another; the first one builds for all.
  process.env.TEST_BUILDS = folder
  const remove = (): void => {
    if (kept === undefined) {
      delete process.env.TEST_BUILDS
      rmSync(folder, { recursive: true, force: true })
    }
  }
  try {
    for (const pair of [['mp-weixin', 'mp-weixin-subpackage'], ['mp-weixin-no-plugin', 'h5']])
      await Promise.all(pair.filter(build => !existsSync(join(folder, build))).map(build => compile(build, join(folder, build), build === 'h5' ? OWN_ORIGIN : {})))
  }
  catch (error) {
    remove()
    throw error
  }
  provide('builds', folder)
  return remove
}
