import { join } from 'node:path'
import { build } from 'vite'
import { ROOT } from '@/tests/build/support/compile'

/** The stage as one script for a browser. */
export async function bundleStage(): Promise<string> {
  const built = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    resolve: { alias: [{ find: /^@\//, replacement: `${ROOT}/` }] },
    build: { write: false, minify: false, lib: { entry: join(ROOT, 'tests/browser/stage/main.ts'), formats: ['iife'], name: 'stageBundle' } },
  })
  const [bundle] = Array.isArray(built) ? built : [built]
  if (!bundle || !('output' in bundle))
    throw new Error('The stage was not bundled.')
  return bundle.output[0].code
}
