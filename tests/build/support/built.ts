import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { inject } from 'vitest'

/** The builds for WeChat. */
export const WECHAT_BUILDS = ['mp-weixin', 'mp-weixin-subpackage', 'mp-weixin-no-plugin'] as const

/** The provider of WeChat's live plugin: WeChat's appid, not the shop's. */
export const PROVIDER = 'wx2b03c6e691cd7370'

/** A JSON object of unknown shape. */
export type JsonObject = Readonly<Record<string, unknown>>

/** A built folder as the tests read it; file names with `/`, relative to it. */
export interface Output {
  readonly files: readonly string[]
  readonly text: (file: string) => string
  readonly json: (file: string) => JsonObject
  readonly bytes: (file: string) => number
  /** Files whose text matches. */
  readonly filesWith: (pattern: RegExp | string) => string[]
}

/** Reads a built folder. */
export function outputAt(folder: string): Output {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
  const text = (file: string): string => readFileSync(join(folder, file), 'utf8')
  return {
    files,
    text,
    json: file => JSON.parse(text(file)),
    bytes: file => statSync(join(folder, file)).size,
    filesWith: pattern => files.filter(file => typeof pattern === 'string' ? text(file).includes(pattern) : pattern.test(text(file))),
  }
}

/** The output of one of the builds made before the tests. */
export function outputOf(build: string): Output {
  return outputAt(join(inject('builds'), build))
}

/** The routes of an output's app.json, without leading slash. */
export function routesOf(output: Output): string[] {
  const app = output.json('app.json') as { pages: string[], subPackages?: { root: string, pages: string[] }[] }
  return [...app.pages, ...(app.subPackages ?? []).flatMap(({ root, pages }) => pages.map(page => `${root}/${page}`))]
}

/** The folders of an output's subpackages; whatever is in none of them belongs to the main package. */
export function subPackageRootsOf(output: Output): string[] {
  const { subPackages = [] } = output.json('app.json') as { subPackages?: { root: string }[] }
  return subPackages.map(({ root }) => root)
}

/** Parses JSON that may hold comments, as pages.json and manifest.json may. */
export function parseCommented(text: string): JsonObject {
  return JSON.parse(text.replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '$1').replace(/,(\s*[}\]])/g, '$1'))
}
