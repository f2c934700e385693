import type { JsonFile } from './json-file'
import type { MiniProgram, Part, PluginDeclaration, Registration } from './mini-program'
import type { Halves } from './sfc'
import { fieldsOf, objectOf } from '@/src/domain/untrusted'
import { listIn, objectIn, textIn } from './json-file'
import { reachableFrom } from './reachable'

/** What a build is made of. */
export interface BuildInput {
  readonly pages: JsonFile
  readonly manifest: JsonFile | null
  /** What a third-party platform adds for a shop. */
  readonly ext: JsonFile | null
  readonly inputDir: string
  /** Every source, as this build sees it. */
  readonly sources: ReadonlyMap<string, Halves>
}

/** Where a page is declared. */
export interface PageAt {
  /** Relative to pages.json. */
  readonly route: string
  /** Inside pages.json. */
  readonly path: readonly (string | number)[]
}

/** What WeChat will be given by a build, as far as its sources tell. */
export function programOfBuild({ pages, manifest, ext, inputDir, sources }: BuildInput): MiniProgram {
  const within = (path: string): string => inputDir === '' ? path : `${inputDir}/${path}`
  const packages = packagesIn(pages)
  const declared = pagesIn(pages)
  const files = reachableFrom([...['main.ts', 'main.js', 'App.vue'].map(within), ...declared.flatMap(({ route }) => [within(`${route}.vue`), within(`${route}.nvue`)])], sources, inputDir)
  const globalTags = files.flatMap(file => [...(sources.get(file)?.script.text ?? '').matchAll(/\.component\(\s*['"]([\w-]+)['"]/g)].map(([, tag = '']) => kebab(tag)))
  const parts = files.filter(file => file.endsWith('vue')).map((file): Part => {
    const halves = sources.get(file)
    const route = file.slice(within('').length).replace(/\.n?vue$/, '')
    const page = declared.find(one => one.route === route)
    return {
      route,
      isPage: page !== undefined,
      template: halves?.template ?? { file, text: '' },
      registrations: page ? registrationsIn(pages, ...page.path, 'style') : [],
      placeholders: page ? placeholdersIn(pages, ...page.path, 'style') : [],
      ownTags: [...globalTags, ...importedNames(halves?.script.text ?? '').map(kebab), ...easycomTags(sources)],
    }
  })
  return {
    isSource: true,
    plugins: [
      ...pluginsIn(pages, '', within(''), 'plugins'),
      ...pluginsIn(manifest, '', within(''), 'mp-weixin', 'plugins'),
      ...pluginsIn(ext, '', within(''), 'plugins'),
      ...packages.flatMap(({ root, path }) => pluginsIn(pages, root, within(''), ...path, 'plugins')),
    ],
    roots: packages.map(({ root }) => within(root)),
    parts,
    globalRegistrations: registrationsIn(pages, 'globalStyle'),
    scripts: files.flatMap(file => sources.get(file)?.script ?? []),
  }
}

function valueAt(json: JsonFile | null, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, step) => typeof step === 'number' ? (Array.isArray(value) ? value[step] : undefined) : fieldsOf(value)[step], json?.value)
}

/** Subpackages of pages.json or app.json, without slashes around their roots. */
export function packagesIn(json: JsonFile): { root: string, path: readonly (string | number)[] }[] {
  const name = listIn(json.value, 'subPackages').length > 0 ? 'subPackages' : 'subpackages'
  return listIn(json.value, name).map((one, index) => ({ root: textIn(objectOf(one), 'root').replace(/^\/+|\/+$/g, ''), path: [name, index] }))
}

/** The pages of pages.json, those of subpackages included. */
export function pagesIn(json: JsonFile): PageAt[] {
  const at = (root: string, path: readonly (string | number)[]): PageAt[] => listIn(objectOf(valueAt(json, path)), 'pages').map((page, index) => ({
    route: [root, textIn(objectOf(page), 'path').replace(/^\/+/, '')].filter(Boolean).join('/'),
    path: [...path, 'pages', index],
  }))
  return [...at('', []), ...packagesIn(json).flatMap(({ root, path }) => at(root, path))]
}

/** The plugins that are declared at a path of a JSON file. */
export function pluginsIn(json: JsonFile | null, root: string, prefix: string, ...path: readonly (string | number)[]): PluginDeclaration[] {
  return Object.entries(fieldsOf(valueAt(json, path))).map(([alias, declared]) => ({
    alias,
    version: textIn(objectOf(declared), 'version'),
    provider: textIn(objectOf(declared), 'provider'),
    root: root === '' ? '' : `${prefix}${root}`,
    place: { file: json?.file ?? '', line: json?.lineOf(...path, alias) ?? null },
  }))
}

/** The components that are registered at a path of a JSON file, uni-app's own place for WeChat included. */
export function registrationsIn(json: JsonFile, ...path: readonly (string | number)[]): Registration[] {
  return [path, [...path, 'mp-weixin']].flatMap(at => Object.entries(objectIn(objectOf(valueAt(json, at)), 'usingComponents') ?? {}).flatMap(([tag, url]) =>
    typeof url === 'string' ? [{ tag, url, place: { file: json.file, line: json.lineOf(...at, 'usingComponents', tag) } }] : []))
}

/** The tags that have a placeholder at a path of a JSON file. */
export function placeholdersIn(json: JsonFile, ...path: readonly (string | number)[]): string[] {
  return [path, [...path, 'mp-weixin']].flatMap(at => Object.keys(objectIn(objectOf(valueAt(json, at)), 'componentPlaceholder') ?? {}))
}

function importedNames(script: string): string[] {
  return [...script.matchAll(/\bimport\b([^'"`;()]+)['"]/g)].map(([, names = '']) => names.trim()).filter(names => !names.startsWith('type ')).flatMap(names => names.replace(/\bfrom$/, '').split(/[{},]/).map(one => one.trim().split(/\s+/).at(-1) ?? '').filter(Boolean))
}

function easycomTags(sources: ReadonlyMap<string, Halves>): string[] {
  return [...sources.keys()].flatMap(file => /(?:^|\/)components\/([^/]+)\/\1\.n?vue$/.exec(file)?.[1] ?? [])
}

function kebab(name: string): string {
  return name.replace(/\B([A-Z])/g, '-$1').toLowerCase()
}
