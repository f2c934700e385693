import type { Place } from './finding'
import type { TextFile } from './text-file'

/** A plugin where it is declared. */
export interface PluginDeclaration {
  readonly alias: string
  readonly version: string
  readonly provider: string
  /** Of the subpackage; empty for the main package. */
  readonly root: string
  readonly place: Place
}

/** Tags that a page or component may use, and what they stand for. */
export interface Registration {
  readonly tag: string
  readonly url: string
  readonly place: Place
}

/** A page or a component. */
export interface Part {
  /** Without ending, without leading slash. */
  readonly route: string
  readonly isPage: boolean
  /** What it is drawn with. */
  readonly template: TextFile
  readonly registrations: readonly Registration[]
  /** Tags that are not drawn before their package is there. */
  readonly placeholders: readonly string[]
  /** Tags that stand for components in another way: imports of an SFC. */
  readonly ownTags: readonly string[]
}

/** What WeChat is given, read from the sources of one build or from an output. */
export interface MiniProgram {
  readonly isSource: boolean
  readonly plugins: readonly PluginDeclaration[]
  /** Where packages begin, the main package excepted. */
  readonly roots: readonly string[]
  readonly parts: readonly Part[]
  /** Known to every page and component. */
  readonly globalRegistrations: readonly Registration[]
  /** Everything that is executed. Comments are blanked out where they were still there. */
  readonly scripts: readonly TextFile[]
}

/** The provider of WeChat's live plugin: WeChat's appid, not the shop's. */
export const LIVE_PROVIDER = 'wx2b03c6e691cd7370'

/** Whether WeChat's live plugin is declared anywhere. */
export function hasLivePlugin({ plugins }: MiniProgram): boolean {
  return plugins.some(({ provider }) => provider === LIVE_PROVIDER)
}

/** The subpackage that a file belongs to; empty for the main package. */
export function rootOf(program: Pick<MiniProgram, 'roots'>, file: string): string {
  return program.roots.find(root => file === root || file.startsWith(`${root}/`)) ?? ''
}

/** A package in words. */
export function packageName(root: string): string {
  return root === '' ? 'the main package' : `the subpackage ${root}`
}

/** What a plugin's component is registered under: its provider and path; null for other components. */
export function pluginUrl(url: string): { readonly provider: string, readonly path: string } | null {
  const [, , provider = '', path = ''] = /^\/*plugin(-private)?:\/+([^/]+)\/(.*)$/.exec(url) ?? []
  return provider ? { provider, path } : null
}
