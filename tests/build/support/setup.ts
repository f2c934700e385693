import type { TestProject } from 'vitest/node'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compile } from './compile'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder with one built output per build name. */
    builds: string
  }
}

// A browser gets the app from its gateway, as with `npm start`.
const OWN_ORIGIN = { env: { VITE_GATEWAY_URL: '' } }

/** Builds everything that is shipped, once for all tests that read it; two at a time, one per core of a small machine. */
export default async function setup({ provide }: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'weixin-live-builds-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    for (const pair of [['mp-weixin', 'mp-weixin-subpackage'], ['mp-weixin-no-plugin', 'h5']])
      await Promise.all(pair.map(build => compile(build, join(folder, build), build === 'h5' ? OWN_ORIGIN : {})))
  }
  catch (error) {
    remove()
    throw error
  }
  provide('builds', folder)
  return remove
}
