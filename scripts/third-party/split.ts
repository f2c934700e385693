import { fieldsOf } from '@/src/domain/untrusted'

/** The JSON files of a built mini-program, by their paths in it. */
export type JsonFiles = ReadonlyMap<string, Readonly<Record<string, unknown>>>

/** `ext.json`, or the `ext_json` that goes with a commit, without the shop's appid. */
export interface ExtJson {
  readonly extEnable: true
  /** The shop's mini-program; to be entered for each shop. */
  readonly extAppid: string
  /** What the app itself reads. */
  readonly ext: { readonly gatewayUrl: string }
  readonly plugins?: unknown
  readonly extPages?: Readonly<Record<string, { readonly usingComponents: Readonly<Record<string, unknown>> }>>
}

/** A template for all shops, and what makes it one with the plugin or one without. */
export interface Split {
  /** The files of the template that differ from the build's. */
  readonly template: JsonFiles
  readonly withLive: ExtJson
  readonly withoutLive: ExtJson
}

const PLUGIN_URL = /^(?:plugin|plugin-private):\/\//

/**
 * Takes the plugin's declarations out of a build, so that shops without it can be served by the same template, and puts
 * them into an ext.json for shops that have it.
 * https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/product/live-player.html
 * @param files the JSON files of a build with the plugin in the main package
 * @throws Error when the plugin is declared where no ext.json can declare it
 */
export function splitPlugin(files: JsonFiles): Split {
  const app = files.get('app.json')
  if (!app)
    throw new Error('This is no built mini-program: app.json is missing.')
  const { plugins, ...appWithoutPlugin } = app
  if (plugins === undefined)
    throw new Error('app.json declares no plugin for the main package: split the build mp-weixin.')
  const pages = new Set(pagesOf(app))
  const template = new Map<string, Readonly<Record<string, unknown>>>([['app.json', appWithoutPlugin]])
  const extPages: Record<string, { usingComponents: Readonly<Record<string, unknown>> }> = {}
  for (const [file, json] of files) {
    const usingComponents = fieldsOf(json.usingComponents)
    const own = Object.entries(usingComponents).filter(([, url]) => !PLUGIN_URL.test(String(url)))
    if (own.length === Object.keys(usingComponents).length)
      continue
    const page = file.replace(/\.json$/, '')
    if (!pages.has(page))
      throw new Error(`${file} uses a component of the plugin and is no page; extPages reaches pages only.`)
    template.set(file, { ...json, usingComponents: Object.fromEntries(own) })
    // All of the page's components: what is named here takes the place of the page's own field.
    extPages[page] = { usingComponents }
  }
  const common = { extEnable: true, extAppid: '', ext: { gatewayUrl: '' } } as const
  return { template, withLive: { ...common, plugins, extPages }, withoutLive: common }
}

function pagesOf(app: Readonly<Record<string, unknown>>): string[] {
  const list = (input: unknown): string[] => Array.isArray(input) ? input.map(String) : []
  const packages = Array.isArray(app.subPackages) ? app.subPackages.map(fieldsOf) : []
  return [...list(app.pages), ...packages.flatMap(({ root, pages }) => list(pages).map(page => `${String(root)}/${page}`))]
}
