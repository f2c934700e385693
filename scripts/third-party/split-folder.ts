import type { ExtJson, JsonFiles } from './split'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { splitPlugin } from './split'

/**
 * Makes a template of a built folder, in place.
 * @param folder a build with the plugin in the main package
 * @returns what goes into ext.json, for shops with and without the plugin
 * @throws Error that says what is wrong with the folder
 */
export function splitFolder(folder: string): { readonly withLive: ExtJson, readonly withoutLive: ExtJson } {
  const { template, ...ext } = splitPlugin(readJsonFiles(folder))
  for (const [file, json] of template) writeFileSync(join(folder, file), JSON.stringify(json))
  return ext
}

function readJsonFiles(folder: string): JsonFiles {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.json'))
    .map(entry => join(entry.parentPath, entry.name))
  return new Map(files.map(path => [relative(folder, path).split(sep).join('/'), JSON.parse(readFileSync(path, 'utf8'))]))
}
