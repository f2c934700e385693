import type { Halves } from './sfc'
import { dirname, posix } from 'node:path'

const SPECIFIER = /\b(?:import|export)\b([^'"`;()]*)['"]([^'"\n]+)['"]|\b(?:import|require)\s*\(\s*['"]([^'"\n]+)['"]/g
const ENDINGS = ['', '.ts', '.js', '.vue', '.mjs', '.nvue', '/index.ts', '/index.js', '/index.vue']

/** What a script imports, types excepted, as it is written there. */
export function specifiersIn(script: string): string[] {
  return [...script.matchAll(SPECIFIER)].flatMap(([, between = '', from, called]) =>
    called ?? (/^\s*$|\bfrom\s*$/.test(between) && !/^\s+type\b/.test(between) ? from ?? [] : []))
}

/**
 * Finds the file behind an import.
 * @param specifier as written
 * @param from the file that says so
 * @param inputDir what `@/` means
 * @returns null for a package, and for what is not there
 */
export function resolveImport(specifier: string, from: string, inputDir: string, exists: (file: string) => boolean): string | null {
  const stems = specifier.startsWith('.')
    ? [posix.join(dirname(from), specifier)]
    : /^~?@\//.test(specifier) ? [inputDir, '', 'src'].map(folder => posix.join(folder, specifier.replace(/^~?@\//, ''))) : []
  return stems.flatMap(stem => ENDINGS.map(ending => stem + ending)).find(exists) ?? null
}

/** Those of a checkout's sources that a build takes in: its entries, and what they lead to. */
export function reachableFrom(entries: readonly string[], sources: ReadonlyMap<string, Halves>, inputDir: string): string[] {
  const easycom = [...sources.keys()].flatMap((file) => {
    const [, folder = '', name = ''] = /(?:^|\/)components\/([^/]+)\/([^/]+)\.n?vue$/.exec(file) ?? []
    return folder && folder === name ? [{ file, tag: new RegExp(`<${name}[\\s/>]`) }] : []
  })
  const reached = new Set<string>()
  const waiting = entries.filter(file => sources.has(file))
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const halves = sources.get(file)
    if (reached.has(file) || !halves)
      continue
    reached.add(file)
    for (const specifier of specifiersIn(halves.script.text)) waiting.push(resolveImport(specifier, file, inputDir, one => sources.has(one)) ?? file)
    waiting.push(...easycom.filter(({ tag }) => tag.test(halves.template.text)).map(one => one.file))
  }
  return [...reached].sort()
}
