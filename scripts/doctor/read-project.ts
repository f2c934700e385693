import type { Finding } from './finding'
import type { JsonFile, JsonResult } from './json-file'
import type { Build, Project } from './project'
import type { Halves } from './sfc'
import type { TextFile } from './text-file'
import { objectOf } from '@/src/domain/untrusted'
import { underConditions } from './conditions'
import { found } from './finding'
import { filesOf, readText, readTexts } from './folder'
import { gitFilesOf } from './git'
import { objectIn, parseJsonFile, textIn } from './json-file'
import { programOfBuild } from './program-of-build'
import { halvesOf } from './sfc'

/** What was read of a checkout, and what could not be. */
export interface ProjectReading {
  readonly project: Project
  readonly findings: readonly Finding[]
}

const SOURCE = /\.(?:n?vue|[cm]?[jt]s)$/

/**
 * Reads a uni-app checkout.
 * @param folder absolute
 * @param environment what a build started from here would be told
 * @throws Error of the system when the folder cannot be read
 */
export function readProject(folder: string, environment: Readonly<Record<string, string | undefined>>): ProjectReading {
  const findings: Finding[] = []
  const take = (result: JsonResult | null): JsonFile | null => {
    if (result?.finding)
      findings.push(result.finding)
    return result?.json ?? null
  }
  const files = filesOf(folder).map(({ file }) => file)
  const inputDir = !files.includes('pages.json') && files.includes('src/pages.json') ? 'src' : ''
  const within = (file: string): string => inputDir === '' ? file : `${inputDir}/${file}`
  const manifestText = readText(folder, within('manifest.json'))
  const pagesText = readText(folder, within('pages.json'))
  for (const [file, text] of [['manifest.json', manifestText], ['pages.json', pagesText]] as const) {
    if (!text)
      findings.push(found('file-missing', `${within(file)} is missing or cannot be read.`, { file: within(file), line: null }))
  }
  const plain = (file: string): JsonFile | null => {
    const text = readText(folder, file)
    return take(text && parseJsonFile(text))
  }
  const packageJson = plain('package.json')
  const projectConfig = plain(within('project.config.json')) ?? (inputDir === '' ? null : plain('project.config.json'))
  const manifest = take(manifestText && parseJsonFile(manifestText, { hasComments: true }))
  const ext = plain(within('ext.json'))
  const sources = readTexts(folder, files.filter(file => SOURCE.test(file) && file.startsWith(within(''))))
  const builds: Build[] = []
  for (const { name, flags } of buildsOf(packageJson)) {
    const { build, problems } = readBuild({ name, flags, pagesText, manifest, ext, inputDir, sources })
    findings.push(...problems)
    if (build)
      builds.push(build)
  }
  return {
    findings,
    project: {
      inputDir,
      manifest,
      manifestText,
      pagesText,
      packageJson,
      projectConfig,
      envFiles: readTexts(folder, files.filter(file => /(?:^|\/)\.env(?:\.|$)/.test(file) && !/\.(?:example|sample|template)$/.test(file) && file.split('/').length <= 2)),
      environment: new Set(Object.keys(environment).filter(name => environment[name])),
      sources,
      files,
      git: gitFilesOf(folder),
      builds,
    },
  }
}

/** The builds for WeChat: the plain one, and those of package.json → uni-app.scripts, with what each tells `#ifdef`. */
export function buildsOf(packageJson: JsonFile | null): { name: string, flags: Record<string, boolean> }[] {
  const scripts = Object.entries(objectIn(objectIn(packageJson?.value ?? null, 'uni-app'), 'scripts') ?? {}).map(([name, script]) => ({ name, fields: objectOf(script) }))
  // As the compiler does it: a build with a name knows the flags of the others too, the plain one knows none.
  const known = scripts.flatMap(({ fields }) => Object.keys(objectIn(fields, 'define') ?? {}))
  const named = scripts.filter(({ fields }) => textIn(objectIn(fields, 'env'), 'UNI_PLATFORM') === 'mp-weixin').map(({ name, fields }) => ({
    name,
    flags: Object.fromEntries(known.map(flag => [flag, Boolean(objectIn(fields, 'define')?.[flag])])),
  }))
  return [{ name: 'mp-weixin', flags: {} }, ...named]
}

interface BuildSources {
  readonly name: string
  readonly flags: Readonly<Record<string, boolean>>
  readonly pagesText: TextFile | null
  readonly manifest: JsonFile | null
  readonly ext: JsonFile | null
  readonly inputDir: string
  readonly sources: readonly TextFile[]
}

function readBuild({ name, flags, pagesText, manifest, ext, inputDir, sources }: BuildSources): { build: Build | null, problems: Finding[] } {
  const problems: Finding[] = []
  const seen = ({ file, text }: TextFile, kinds: readonly ('js' | 'html')[]): TextFile => {
    try {
      return { file, text: underConditions(text, flags, kinds) }
    }
    catch {
      problems.push(found('ifdef-unbalanced', `${file} has an #ifdef without its #endif, or an #endif too many.`, { file, line: null }))
      return { file, text }
    }
  }
  const halves = new Map<string, Halves>(sources.map(source => [source.file, halvesOf(seen(source, source.file.endsWith('vue') ? ['html', 'js'] : ['js']))]))
  const result = pagesText && parseJsonFile(seen(pagesText, ['js']), { hasComments: true })
  if (result?.finding && problems.every(({ place }) => place?.file !== pagesText?.file))
    problems.push(result.finding)
  if (!result?.json)
    return { build: null, problems }
  const program = programOfBuild({ pages: result.json, manifest, ext, inputDir, sources: halves })
  const used = new Set([pagesText?.file, ...program.scripts.map(({ file }) => file)])
  return { build: { name, flags, pages: result.json, program }, problems: problems.filter(({ place }) => used.has(place?.file)) }
}
