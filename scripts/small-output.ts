import type { Plugin } from 'vite'
import { readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import process from 'node:process'

// Plugins that make a published mini-program smaller than the compiler leaves it: every customer downloads it. They keep
// out of development, where a file per module is easier to read in DevTools.
const isPublished: Plugin['apply'] = (_, { mode }) => mode === 'production'

// The compiler puts a scope of fifteen letters on every tag that a scoped style may mean.
const STYLE_SCOPE = /\bdata-v-[\da-f]{8}\b/g

/** Shortens the names of style scopes, and takes the spaces out of JSON. */
export const shortNames: Plugin = {
  name: 'short-names',
  apply: isPublished,
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const files = Object.values(bundle)
      const scopes = [...new Set(files.flatMap(file => textOf(file).match(STYLE_SCOPE) ?? []))].sort()
      const shorten = (text: string): string => text.replace(STYLE_SCOPE, scope => `v${scopes.indexOf(scope).toString(36)}`)
      for (const file of files) {
        if (file.type === 'chunk')
          file.code = shorten(file.code)
        else if (typeof file.source === 'string')
          file.source = file.fileName.endsWith('.json') ? JSON.stringify(JSON.parse(file.source)) : shorten(file.source)
      }
    },
  },
}

function textOf(file: { type: 'chunk', code: string } | { type: 'asset', source: string | Uint8Array }): string {
  if (file.type === 'chunk')
    return file.code
  return typeof file.source === 'string' ? file.source : ''
}

/** The chunk of a package's own modules; the main package has no folder of its own. */
const chunkIn = (folder: string): string => folder === '' ? 'common/app' : `${folder}/common`

/**
 * Puts the modules of a package into one file, where the compiler makes one of each, and a module that only one
 * subpackage uses into that subpackage, where the compiler goes by its source folder.
 */
export const fileByPackage: Plugin = {
  name: 'file-by-package',
  apply: isPublished,
  configResolved({ build }) {
    const input = process.env.UNI_INPUT_DIR ?? process.cwd()
    const { output } = build.rollupOptions
    if (!output || Array.isArray(output) || typeof output.manualChunks !== 'function')
      throw new TypeError('The compiler no longer splits its output by a function. See whether it is still small, and mend scripts/small-output.ts.')
    const usualChunk = output.manualChunks
    const packages = subPackagesIn(readFileSync(join(input, 'pages.json'), 'utf8'))
    const pathOf = (id: string): string => relative(input, id.split('?')[0] ?? '').split(sep).join('/')
    const packageOf = (id: string): string | undefined => packages.find(folder => pathOf(id).startsWith(`${folder}/`))

    output.manualChunks = function (id, graph) {
      // Pages and components are files of their own to WeChat.
      if (!/^src\/.+\.ts$/.test(pathOf(id)))
        return usualChunk.call(this, id, graph)
      const users = new Set<string>()
      const seen = new Set<string>()
      // Up to whatever is in a subpackage; a path that comes past every one of them ends in the main package.
      const climb = (module: string): void => {
        if (seen.has(module))
          return
        seen.add(module)
        const home = packageOf(module)
        const info = graph.getModuleInfo(module)
        const importers = info ? [...info.importers, ...info.dynamicImporters] : []
        if (home !== undefined)
          users.add(home)
        else if (!module.endsWith('.ts') || importers.length === 0)
          users.add('')
        else
          importers.forEach(climb)
      }
      climb(id)
      const [only = '', ...others] = users
      return chunkIn(others.length > 0 ? '' : only)
    }
  },
}

function subPackagesIn(pagesJson: string): string[] {
  return [...pagesJson.matchAll(/"root":\s*"([^"]+)"/g)].map(([, folder = '']) => folder)
}
