import type { Plugin } from 'vite'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const root = dirname(fileURLToPath(import.meta.url))
const require = createRequire(import.meta.url)
const inPackage = (name: string, file: string) => join(dirname(require.resolve(`${name}/package.json`)), file)

// The compiler's own preprocessor, so that a test sees exactly the #ifdef branches that a build sees.
function conditionalCompilation(platform: 'mp-weixin' | 'h5'): Plugin {
  const { initPreContext, preHtml, preJs } = require('@dcloudio/uni-cli-shared')
  initPreContext(platform)
  return {
    name: 'conditional-compilation',
    enforce: 'pre',
    transform(code, id) {
      const [file = ''] = id.split('?')
      return file.startsWith(root) && !file.includes('node_modules') && /\.(?:vue|ts)$/.test(file)
        ? preJs(preHtml(code, file), file)
        : undefined
    },
  }
}

// Vite opens a live-reload socket for every project, all on one port, and complains; on a server of its own, which never
// listens, it opens none.
const noLiveReload: Plugin = {
  name: 'no-live-reload',
  configResolved({ server }) {
    server.hmr = { server: createServer() }
  },
}

// A round of it runs vitest in copies of the project.
const MUTATION = ['tests/scripts/mutate.test.ts']

const UNI_TAGS = new Set(['view', 'text', 'image', 'button', 'navigator', 'scroll-view', 'swiper', 'swiper-item', 'input', 'form', 'switch', 'block', 'cover-view', 'video', 'page-meta', 'live-player', 'channel-live', 'subscribe', 'pendant'])

// Real page hooks without mocking @dcloudio/uni-app: every module must meet uni's own build of Vue, and only that one.
const appHarness = {
  resolve: {
    alias: [
      { find: /^@\//, replacement: `${root}/` },
      { find: /^vue$/, replacement: inPackage('@dcloudio/uni-h5-vue', 'dist/vue.runtime.esm.js') },
      { find: /^@dcloudio\/uni-app$/, replacement: inPackage('@dcloudio/uni-app', 'dist/uni-app.es.js') },
      { find: /^@vue\/test-utils$/, replacement: inPackage('@vue/test-utils', 'dist/vue-test-utils.esm-bundler.mjs') },
      { find: /^pinia$/, replacement: inPackage('pinia', 'dist/pinia.mjs') },
    ],
  },
  define: { __UNI_FEATURE_WXS__: 'false', __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false' },
}

function appProject(name: string, platform: 'mp-weixin' | 'h5', include: string[], exclude: string[] = []) {
  return {
    ...appHarness,
    plugins: [
      noLiveReload,
      conditionalCompilation(platform),
      vue({ template: { compilerOptions: { isCustomElement: (tag: string) => UNI_TAGS.has(tag) } } }),
    ],
    test: {
      name,
      include,
      exclude,
      environment: 'happy-dom',
      setupFiles: ['tests/setup/fail-on-console.ts', 'tests/setup/app.ts'],
      server: { deps: { inline: [/@dcloudio/, '@vue/test-utils', 'pinia', 'vue-demi'] } },
    },
  }
}

function nodeProject(name: string, include: string[], extra = {}) {
  return {
    plugins: [noLiveReload],
    resolve: { alias: [{ find: /^@\//, replacement: `${root}/` }] },
    // Real servers and many generated cases, on machines that are busy.
    test: { name, include, testTimeout: 30_000, hookTimeout: 60_000, isolate: false, environment: 'node' as const, setupFiles: ['tests/setup/fail-on-console.ts'], ...extra },
  }
}

export default defineConfig({
  plugins: [noLiveReload],
  test: {
    reporters: process.env.VITEST_JSON_REPORT ? ['default', ['json', { outputFile: process.env.VITEST_JSON_REPORT }]] : ['default'],
    // One for each core of a small machine; vitest alone would leave one idle.
    maxWorkers: 2,
    minWorkers: 1,
    projects: [
      nodeProject('domain', ['tests/domain/**/*.test.ts', 'tests/*.test.ts']),
      nodeProject('server', ['tests/server/**/*.test.ts'], { globalSetup: ['tests/server/support/postgres.ts'] }),
      appProject('app', 'mp-weixin', ['tests/{platform,stores,composables,components,pages,live}/**/*.test.ts'], ['tests/**/*.h5.test.ts']),
      nodeProject('build', ['tests/{build,scripts}/**/*.test.ts', 'tests/runtime/*.test.ts'], { exclude: MUTATION, globalSetup: ['tests/build/support/setup.ts'], testTimeout: 120_000 }),
      // What takes minutes is for `npm run test:slow`, each part alone for test:adverse, test:compiler, test:browser, test:faults.
      nodeProject('adverse', ['tests/runtime/adverse/*.test.ts'], { globalSetup: ['tests/build/support/setup.ts'], testTimeout: 120_000 }),
      nodeProject('compiler', ['tests/compiler/**/*.test.ts', ...MUTATION], { testTimeout: 120_000 }),
      nodeProject('browser', ['tests/browser/**/*.test.ts'], { globalSetup: ['tests/build/support/setup.ts', 'tests/browser/support/tools.ts'], testTimeout: 120_000 }),
      nodeProject('faults', ['tests/faults/**/*.test.ts'], { globalSetup: ['tests/build/support/setup.ts', 'tests/server/support/postgres.ts', 'tests/faults/support/print-table.ts'], testTimeout: 120_000 }),
    ],
  },
})
