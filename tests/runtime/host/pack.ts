import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, posix, relative, sep } from 'node:path'
import { isPluginUrl } from './plugin-url'

/** The tag of a component and where it comes from: `/path` in the package, or a plugin's URL. */
export type UsedComponents = Readonly<Record<string, string>>

/** What a page or component says in its JSON file. */
export interface ComponentConfig {
  readonly component?: boolean
  readonly usingComponents: UsedComponents
  readonly componentPlaceholder?: Readonly<Record<string, string>>
  readonly enablePullDownRefresh?: boolean
  readonly navigationBarTitleText?: string
}

/** The main package (`root` is empty) or a subpackage. */
export interface Package {
  readonly root: string
  /** The plugins it declares, by the name that `requirePlugin` is given; each with its provider's appid. */
  readonly plugins: Readonly<Record<string, { readonly provider: string, readonly version: string }>>
}

/** A built mini-program as one plain object: it can be sent to a browser as JSON. */
export interface MiniProgramPack {
  /** The routes, without leading slash, the first page first. */
  readonly pages: readonly string[]
  /** The main package is the last. */
  readonly packages: readonly Package[]
  readonly configs: Readonly<Record<string, ComponentConfig>>
  /** URLs of the plugins' components that some page uses. */
  readonly pluginComponents: readonly string[]
  /** Source of an object with the compiled templates, by path. */
  readonly templates: string
  /** Source of every script, by file. */
  readonly scripts: Readonly<Record<string, string>>
  readonly styles: Readonly<Record<string, string>>
}

interface AppConfig {
  readonly pages: readonly string[]
  readonly subPackages?: readonly { readonly root: string, readonly pages: readonly string[], readonly plugins?: Package['plugins'] }[]
  readonly plugins?: Package['plugins']
}

interface RawConfig extends Omit<ComponentConfig, 'usingComponents'> { readonly usingComponents?: UsedComponents }

interface TemplateWarning { readonly message: string, readonly startLine: number, readonly startColumn: number }

interface TemplateGroup {
  addTmpl: (path: string, source: string) => readonly TemplateWarning[] | undefined
  getTmplGenObjectGroups: () => string
  free: () => void
}

/**
 * Reads a folder that the compiler put out. Nothing in it is changed; templates go through the open-source compiler of
 * WeChat's own team.
 * @throws when a file is missing, JSON is broken, or a template does not compile
 */
export function packMiniProgram(folder: string): MiniProgramPack {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8')
  const readAll = (extension: string) => Object.fromEntries(files.filter(file => file.endsWith(extension)).map(file => [file, read(file)]))

  const app = JSON.parse(read('app.json')) as AppConfig
  const subPackages = app.subPackages ?? []
  const pages = [...app.pages, ...subPackages.flatMap(({ root, pages }) => pages.map(page => `${root}/${page}`))]
  const { configs, pluginComponents } = readConfigs(pages, files, read)

  return {
    pages,
    packages: [...subPackages.map(({ root, plugins = {} }) => ({ root, plugins })), { root: '', plugins: app.plugins ?? {} }],
    configs,
    pluginComponents,
    templates: compileTemplates(files.filter(file => file.endsWith('.wxml')), read),
    scripts: readAll('.js'),
    styles: readAll('.wxss'),
  }
}

function readConfigs(pages: readonly string[], files: readonly string[], read: (file: string) => string) {
  const configs: Record<string, ComponentConfig> = {}
  const pluginComponents = new Set<string>()

  function visit(path: string, isPage: boolean): void {
    if (configs[path])
      return
    for (const extension of ['.json', '.wxml', '.js']) {
      if (!files.includes(path + extension))
        throw new Error(`${isPage ? 'The page' : 'The component'} ${path} has no file ${path}${extension}.`)
    }
    const config = JSON.parse(read(`${path}.json`)) as RawConfig
    if (!isPage && config.component !== true)
      throw new Error(`${path}.json does not say "component": true.`)
    const usingComponents = Object.fromEntries(Object.entries(config.usingComponents ?? {}).map(([tag, url]) => [tag, absolute(path, url)]))
    configs[path] = { ...config, usingComponents }
    for (const url of Object.values(usingComponents)) {
      if (isPluginUrl(url))
        pluginComponents.add(url)
      else visit(url.slice(1), false)
    }
  }
  pages.forEach(page => visit(page, true))
  return { configs, pluginComponents: [...pluginComponents] }
}

function absolute(from: string, url: string): string {
  if (isPluginUrl(url) || url.startsWith('/'))
    return url
  return `/${posix.join(posix.dirname(from), url)}`
}

function compileTemplates(files: readonly string[], read: (file: string) => string): string {
  // The package is CommonJS around WebAssembly, which only Node's own loader starts.
  const { TmplGroup } = createRequire(import.meta.url)('glass-easel-template-compiler') as { TmplGroup: new () => TemplateGroup }
  const group = new TmplGroup()
  try {
    for (const file of files) {
      const [warning] = group.addTmpl(file.replace(/\.wxml$/, ''), read(file)) ?? []
      if (warning)
        throw new Error(`${file}:${warning.startLine}:${warning.startColumn} ${warning.message}`)
    }
    return group.getTmplGenObjectGroups()
  }
  finally {
    group.free()
  }
}
