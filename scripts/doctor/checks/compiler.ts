import type { Finding } from '../finding'
import type { Project } from '../project'
import { createRequire } from 'node:module'
import { isKnownFlag } from '../conditions'
import { parseEnvFile } from '../env-file'
import { found } from '../finding'
import { objectIn } from '../json-file'
import { pagesIn } from '../program-of-build'
import { inInput } from '../project'
import { occurrencesIn } from '../text-file'

const require = createRequire(import.meta.url)
const { BUILT_IN_TAG_NAMES } = require('@dcloudio/uni-shared') as { BUILT_IN_TAG_NAMES: readonly string[] }

const CONDITION = /(?:\/\/|\/\*|<!--)[ \t]*#(ifn?def)([^\n]*)/

function conditionIn(match: RegExpExecArray): { readonly kind: string, readonly condition: string } {
  return { kind: match[1] ?? '', condition: (match[2] ?? '').replace(/(?:-->|\*\/).*$/, '').trim() }
}

/** Flags negated inside a condition of a build that does not know them. */
export function checkNegatedFlags({ builds, pagesText, sources }: Project): Finding[] {
  const used = new Set(builds.flatMap(({ program }) => program.scripts.map(({ file }) => file)))
  const texts = [...(pagesText ? [pagesText] : []), ...sources.filter(({ file }) => used.has(file))]
  return texts.flatMap(text => occurrencesIn(text, CONDITION).flatMap(({ match, place }) => {
    const { kind, condition } = conditionIn(match)
    const negated = kind === 'ifdef' ? [...condition.matchAll(/!\s*([\w-]+)/g)].map(([, flag = '']) => flag).filter(flag => !isKnownFlag(flag)) : []
    const unaware = builds.filter(({ flags }) => negated.some(flag => !(flag in flags))).map(({ name }) => name)
    return unaware.length > 0 ? [found('ifdef-negation', `"#ifdef ${condition}" negates ${negated.join(' and ')}, which the build ${unaware.join(' and ')} does not know: there the block is always left out.`, place)] : []
  }))
}

/** Conditions in manifest.json, which has none. */
export function checkManifestConditions({ manifestText }: Project): Finding[] {
  return manifestText ? occurrencesIn(manifestText, CONDITION).map(({ match, place }) => found('ifdef-in-manifest', `"#${conditionIn(match).kind} ${conditionIn(match).condition}" in manifest.json has no effect.`, place)) : []
}

/** A relative input folder, in scripts and settings. */
export function checkInputDir({ packageJson, envFiles }: Project): Finding[] {
  const isRelative = (path: string): boolean => !/^(?:[/%$]|[a-z]:)/i.test(path)
  const scripts = Object.entries(objectIn(packageJson?.value ?? null, 'scripts') ?? {}).flatMap(([name, script]) => {
    const [, , path = ''] = /\bUNI_INPUT_DIR=(["']?)([^\s"'&]+)/.exec(String(script)) ?? []
    return packageJson && path && isRelative(path) ? [found('input-dir-relative', `The script "${name}" sets UNI_INPUT_DIR=${path}.`, { file: packageJson.file, line: packageJson.lineOf('scripts', name) })] : []
  })
  const settings = envFiles.flatMap(parseEnvFile).filter(({ name, value }) => name === 'UNI_INPUT_DIR' && isRelative(value)).map(({ value, place }) => found('input-dir-relative', `UNI_INPUT_DIR=${value} is relative.`, place))
  return [...scripts, ...settings]
}

/** What the compiler looks for beside pages.json. */
export function checkEntry(project: Project): Finding[] {
  const { sources, manifest } = project
  const at = (name: string): string => inInput(project, name)
  const main = sources.find(({ file }) => file === at('main.ts') || file === at('main.js'))
  const isVue3 = String(manifest?.value.vueVersion ?? '3') === '3' && !/\bnew Vue\(/.test(main?.text ?? '')
  return [
    ...(main ? [] : [found('entry-misplaced', `${at('main.ts')} (or main.js) is missing.`)]),
    ...(main && isVue3 && !main.text.includes('createSSRApp') ? [found('entry-misplaced', `${main.file} does not hold the word createSSRApp, so nothing mounts the app.`, { file: main.file, line: null })] : []),
    ...(sources.some(({ file }) => file === at('App.vue')) ? [] : [found('entry-misplaced', `${at('App.vue')} is missing.`)]),
  ]
}

/** Pages that are declared and not there. */
export function checkPagesExist(project: Project): Finding[] {
  const { builds, files } = project
  const there = new Set(files)
  return builds.flatMap(({ pages }) => pagesIn(pages)
    .filter(({ route }) => !['vue', 'nvue', 'uvue'].some(ending => there.has(inInput(project, `${route}.${ending}`))))
    .map(({ route, path }) => found('page-missing', `pages.json lists "${route}", but there is no ${inInput(project, route)}.vue.`, { file: pages.file, line: pages.lineOf(...path) })))
}

/** Components that a built-in tag takes the place of. */
export function checkComponentNames({ builds }: Project): Finding[] {
  return builds.flatMap(({ program }) => program.parts.filter(({ isPage, route }) => !isPage && BUILT_IN_TAG_NAMES.includes(route.split('/').at(-1) ?? ''))
    .filter(({ route }) => !/(?:^|\/)(?:uni_modules|App$)/.test(route))
    .map(({ route, template }) => found('component-like-tag', `The component ${route} is called like the built-in tag <${route.split('/').at(-1)}>.`, { file: template.file, line: null })))
}

/** What package.json says that the compilers stumble over. */
export function checkPackage({ packageJson }: Project): Finding[] {
  if (!packageJson)
    return []
  const at = (...path: readonly string[]) => ({ file: packageJson.file, line: packageJson.lineOf(...path) })
  const versions = ['dependencies', 'devDependencies'].flatMap(kind => Object.entries(objectIn(packageJson.value, kind) ?? {}).map(([name, version]) => ({ name, version: String(version), place: at(kind, name) }))).filter(({ name }) => name.startsWith('@dcloudio/uni-') && !/^@dcloudio\/(?:uni-ui|uni-helper-json|uni-automator|uni-stat|uni-migration|uni-template-compiler)$/.test(name))
  const [first] = versions
  const other = versions.find(({ version }) => version !== first?.version)
  return [
    ...(packageJson.value.type === 'module' ? [found('package-type-module', 'package.json says "type": "module".', at('type'))] : []),
    ...(first && other ? [found('dcloudio-mixed', `${first.name} is ${first.version}, ${other.name} is ${other.version}.`, other.place)] : []),
  ]
}
