import type { Plugin } from 'vite'
import { createRequire } from 'node:module'
import { ROOT } from '@/tests/build/support/compile'

/** A module of the app, loaded as the mini-program's compiler reads it. */
export interface AppModule<T> {
  readonly module: T
  readonly close: () => Promise<void>
}

// The sources say with #ifdef what is for which platform, so Node cannot load those above `src/domain` by themselves.
const conditionalCompilation: Plugin = {
  name: 'conditional-compilation',
  enforce: 'pre',
  transform: (code, id) => id.includes('node_modules') ? null : compilerUtilities().preJs(code, id),
}

function compilerUtilities(): { initPreContext: (platform: string) => void, preJs: (code: string, id: string) => string } {
  return createRequire(import.meta.url)('@dcloudio/uni-cli-shared')
}

/**
 * Loads a module that imports from the app.
 * @param path from the project's root, with a slash in front
 */
export async function loadAppModule<T>(path: string): Promise<AppModule<T>> {
  compilerUtilities().initPreContext('mp-weixin')
  // Required, it complains about that.
  const { createServer } = await import('vite')
  const server = await createServer({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, watch: null },
    optimizeDeps: { noDiscovery: true, include: [] },
    resolve: { alias: [{ find: /^@\//, replacement: `${ROOT}/` }] },
    plugins: [conditionalCompilation],
  })
  return { module: await server.ssrLoadModule(path) as T, close: () => server.close() }
}
