import type { JsonFile } from './json-file'
import type { MiniProgram, Part } from './mini-program'
import type { TextFile } from './text-file'
import { objectOf } from '@/src/domain/untrusted'
import { listIn, parseJsonFile, textIn } from './json-file'
import { packagesIn, placeholdersIn, pluginsIn, registrationsIn } from './program-of-build'

/** The routes of an app.json, without leading slash. */
export function routesOf(app: JsonFile): string[] {
  const texts = (list: readonly unknown[]): string[] => list.filter(one => typeof one === 'string')
  const packages = [...listIn(app.value, 'subPackages'), ...listIn(app.value, 'subpackages')].map(objectOf)
  return [...texts(listIn(app.value, 'pages')), ...packages.flatMap(one => texts(listIn(one, 'pages')).map(page => `${textIn(one, 'root').replace(/^\/+|\/+$/g, '')}/${page}`))]
}

/** What WeChat is given by an output. */
export function programOfOutput(app: JsonFile, texts: readonly TextFile[]): MiniProgram {
  const byName = new Map(texts.map(text => [text.file, text]))
  const routes = new Set(routesOf(app))
  const packages = packagesIn(app)
  const extText = byName.get('ext.json')
  const ext = extText ? parseJsonFile(extText).json : null
  const parts = texts.filter(({ file }) => file.endsWith('.wxml')).flatMap((template): Part[] => {
    const route = template.file.replace(/\.wxml$/, '')
    const own = byName.get(`${route}.json`)
    const json = own && parseJsonFile(own).json
    return json
      ? [{ route, isPage: routes.has(route), template, registrations: registrationsIn(json), placeholders: placeholdersIn(json), ownTags: [] }]
      : []
  })
  return {
    isSource: false,
    plugins: [...pluginsIn(app, '', '', 'plugins'), ...pluginsIn(ext, '', '', 'plugins'), ...packages.flatMap(({ root, path }) => pluginsIn(app, root, '', ...path, 'plugins'))],
    roots: packages.map(({ root }) => root),
    parts,
    globalRegistrations: registrationsIn(app),
    scripts: texts.filter(({ file }) => file.endsWith('.js')),
  }
}
