import type { Plugin } from 'vite'
import { readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import process from 'node:process'
import { fieldsOf } from '../src/domain/untrusted'

// Plugins that make a published mini-program smaller than the compiler leaves it: every customer downloads it. They keep
// out of development, where a file per module is easier to read in DevTools.
const isPublished: Plugin['apply'] = (_, { mode }) => mode === 'production'

/** What only the output's own files say to each other: the compiler's marks, and our design tokens. */
const LONG_NAMES: ReadonlyArray<readonly [prefix: string, pattern: RegExp]> = [
  // Of a scoped style, on every tag that it may mean.
  ['v', /\bdata-v-[\da-f]{8}\b/g],
  // Of a file, in the number of each component that it holds.
  ['', /\b[\da-f]{8}(?=-\d)/g],
  ['--', tokenPattern(readFileSync(join(inputFolder(), 'src/styles/tokens.css'), 'utf8'))],
]

/** Shortens names that nobody outside the output knows, and takes the spaces out of JSON. */
export const shortNames: Plugin = {
  name: 'short-names',
  apply: isPublished,
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const files = Object.values(bundle).filter(file => !file.fileName.endsWith('vendor.js'))
      const shorteners = LONG_NAMES.map(([prefix, pattern]) => shortener(prefix, pattern, files.map(textOf)))
      const shorten = (text: string): string => shorteners.reduce((shorter, run) => run(shorter), text)
      for (const file of files) {
        if (file.type === 'chunk')
          file.code = shorten(file.code)
        else if (typeof file.source === 'string')
          file.source = file.fileName.endsWith('.json') ? JSON.stringify(withoutNoComponents(JSON.parse(file.source))) : shorten(file.source)
      }
    },
  },
}

// That a component uses no others need not be said. For a page it makes a difference.
// https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/
function withoutNoComponents(json: unknown): unknown {
  const { component, usingComponents, ...rest } = fieldsOf(json)
  return component === true && Object.keys(fieldsOf(usingComponents)).length === 0 ? { component, ...rest } : json
}

/**
 * Takes out what only the compiler and its development tools read: components' names, and the calls, which never run, that
 * keep its bundler from dropping a component that a template alone uses. What those calls name goes with them.
 */
export const noMarks: Plugin = {
  name: 'no-marks',
  apply: isPublished,
  renderChunk: code => ({
    code: code.replace(/^if \(!Math\) \{(?:\s*\()?[\w$\s+]+\)?\(\);\s*\}$/gm, '').replace(/^(\s*)__name: "[\w-]+",$/gm, '$1'),
    map: null,
  }),
}

// The most frequent name becomes the shortest.
function shortener(prefix: string, pattern: RegExp, texts: readonly string[]): (text: string) => string {
  const counts = new Map<string, number>()
  for (const [name] of texts.flatMap(text => [...text.matchAll(pattern)])) counts.set(name, (counts.get(name) ?? 0) + 1)
  const names = [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1))
  return text => text.replace(pattern, name => prefix + nameOf(names.indexOf(name)))
}

// a to z, then a0 to zz: a name that begins with a digit is none to some parsers.
function nameOf(index: number): string {
  return (index < 26 ? index + 10 : index + 334).toString(36)
}

// `card--open` is a class, not a token.
function tokenPattern(css: string): RegExp {
  const names = [...new Set([...css.matchAll(/(--[\w-]+):/g)].map(([, name]) => name))]
  return new RegExp(`(?<![\\w-])(?:${names.join('|')})(?![\\w-])`, 'g')
}

function inputFolder(): string {
  return process.env.UNI_INPUT_DIR ?? process.cwd()
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
    const input = inputFolder()
    const { output } = build.rollupOptions
    if (!output || Array.isArray(output) || typeof output.manualChunks !== 'function')
      throw new TypeError('The compiler no longer splits its output by a function. See whether it is still small, and mend scripts/small-output.ts.')
    // What one file exports only the others name.
    output.minifyInternalExports = true
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
