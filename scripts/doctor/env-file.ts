import type { Place } from './finding'
import type { TextFile } from './text-file'

/** One line of an env file. */
export interface EnvEntry {
  readonly name: string
  readonly value: string
  readonly place: Place
}

/** The settings of an env file; lines that set nothing are left out. */
export function parseEnvFile({ file, text }: TextFile): EnvEntry[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const [, name = '', raw = ''] = /^\s*(?:export\s+)?([\w.]+)\s*=(.*)$/.exec(line) ?? []
    return name ? [{ name, value: unquoted(raw.trim()), place: { file, line: index + 1 } }] : []
  })
}

function unquoted(raw: string): string {
  const [, , quoted] = /^(["'`])(.*)\1/.exec(raw) ?? []
  return quoted ?? raw.replace(/\s+#.*$/, '').replace(/^#.*$/, '')
}

/** What Vite reads for a published build, in the order in which a later file wins. */
export const PUBLISHED_ENV_FILES: readonly string[] = ['.env', '.env.local', '.env.production', '.env.production.local']

/** What a published build is given: the settings of Vite's production mode, the winner of each name. */
export function publishedEnv(files: readonly TextFile[]): EnvEntry[] {
  const winners = new Map<string, EnvEntry>()
  for (const name of PUBLISHED_ENV_FILES) {
    for (const entry of files.filter(({ file }) => file === name || file.endsWith(`/${name}`)).flatMap(parseEnvFile)) winners.set(entry.name, entry)
  }
  return [...winners.values()]
}
