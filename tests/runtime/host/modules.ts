import type { MiniProgramPack } from './pack'
import type { Realm } from './realm'

/** What a script is given besides the realm's globals; it depends on the package that the script is in. */
export type RequirePlugin = ((name: string) => unknown) & { readonly async?: (name: string) => Promise<unknown> }

/** Runs the scripts of a mini-program, each once. */
export interface Modules {
  readonly require: (file: string) => unknown
}

/** WeChat's CommonJS: `require` of paths in the package, and a `requirePlugin` that knows who asks. */
export function createModules(pack: MiniProgramPack, realm: Realm, requirePluginOf: (root: string) => RequirePlugin): Modules {
  const loaded = new Map<string, { exports: unknown }>()

  function require(file: string): unknown {
    const known = loaded.get(file)
    if (known)
      return known.exports
    const source = pack.scripts[file]
    if (source === undefined)
      throw new Error(`module '${file}' is not defined`)
    const module = { exports: realm.run('({})', 'exports') }
    loaded.set(file, module)
    const run = realm.run(`(function (require, module, exports, requirePlugin) {${source}\n})`, file) as (...args: unknown[]) => void
    run((path: string) => require(resolve(file, path)), module, module.exports, requirePluginOf(packageOf(pack, file)))
    return module.exports
  }

  function resolve(from: string, path: string): string {
    const target = new URL(path, `file:///${from}`).pathname.slice(1)
    return pack.scripts[target] === undefined ? `${target}.js` : target
  }

  return { require }
}

/** The root of the package that a file is in; empty for the main package. */
export function packageOf(pack: MiniProgramPack, file: string): string {
  return pack.packages.find(({ root }) => root !== '' && file.startsWith(`${root}/`))?.root ?? ''
}
