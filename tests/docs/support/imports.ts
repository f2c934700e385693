import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What a file takes from another. */
export interface Import {
  readonly from: string
  /** Without `type`, and by the names that the other file gives them. */
  readonly names: readonly string[]
}

/** Everything that a script, or the script of a component, imports or hands on. */
export function importsIn(code: string): Import[] {
  return [...code.matchAll(/^(?:im|ex)port (?:type )?(?:([^'"\n]*?|\{[^}]*\}) from )?['"]([^'"]+)['"]/gm)].map(([, what = '', from = '']) => ({
    from,
    names: (/\{([^}]*)\}/.exec(what)?.[1] ?? '').split(',').map(name => name.trim().replace(/^type /, '').split(' as ')[0] ?? '').filter(Boolean),
  }))
}

/** A source file, or all of a folder. */
export function sourceFilesIn(path: string): string[] {
  if (!statSync(path).isDirectory())
    return [path]
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).map(file => join(path, file)).filter(file => statSync(file).isFile())
}

/** The files, and everything of this project that they import, directly or not. */
export function withImports(files: readonly string[]): string[] {
  const found = new Set<string>()
  const waiting = [...files]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file))
      continue
    found.add(file)
    const from = file
    waiting.push(...importsIn(readFileSync(file, 'utf8')).flatMap(imported => ownFile(from, imported.from)))
  }
  return [...found].sort()
}

function ownFile(importer: string, from: string): string[] {
  const path = from.startsWith('@/') ? from.slice(2) : from.startsWith('.') ? join(dirname(importer), from) : null
  if (path === null)
    return []
  const found = [path, `${path}.ts`, `${path}.vue`, join(path, 'index.ts')].find(candidate => existsSync(candidate) && statSync(candidate).isFile())
  if (!found)
    throw new Error(`${importer} imports ${from}, which is not there.`)
  return [found]
}
