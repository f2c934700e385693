import type { ProblemId } from './catalogue'
import type { EnvEntry } from './env-file'
import type { Finding } from './finding'
import type { Project } from './project'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { OUTPUT_CHECKS, PROGRAM_CHECKS, PROJECT_CHECKS } from './checks'
import { checkOutputAgainst } from './checks/account'
import { checkOutputSecrets, knownSettings } from './checks/secrets'
import { checkSizes, inKb, packageSizes } from './checks/sizes'
import { found } from './finding'
import { isMiniProgram, isWeb, readOutput } from './read-output'
import { readProject } from './read-project'

// Of the outputs in a checkout, what was already said of its sources.
const SAID_OF_SOURCES: readonly ProblemId[] = ['plugin-permission', 'live-player-permission', 'base-library', 'appid-missing']

/** A finding, and the builds or outputs that have it; none when it is the checkout's as a whole. */
export interface Diagnosis extends Finding {
  readonly targets: readonly string[]
}

/** Everything that was found, and what was looked at. */
export interface Report {
  readonly folder: string
  /** Builds, by name, and outputs, by folder and size. */
  readonly looked: readonly string[]
  readonly diagnoses: readonly Diagnosis[]
}

/** What to look at, and how strictly. */
export interface DiagnoseOptions {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly budgetKb: number | null
}

/**
 * Checks a checkout with the outputs in it, or one output.
 * @param folder absolute
 */
export function diagnose(folder: string, options: DiagnoseOptions): Report {
  const looked: string[] = []
  const diagnoses: Diagnosis[] = []
  const add = (findings: readonly Finding[], target: string | null, prefix = ''): void => {
    for (const finding of findings) {
      const place = finding.place && { ...finding.place, file: `${prefix}${finding.place.file}` }
      diagnoses.push({ ...finding, place, targets: target === null ? [] : [target] })
    }
  }
  const lookAtOutput = (path: string, name: string, prefix: string, project: Project | null, settings: readonly EnvEntry[]): void => {
    const { output, findings } = readOutput(path, /(?:^|[/\\])dev[/\\][^/\\]+$/.test(path))
    const sizes = packageSizes(output)
    looked.push(`${name} (${sizes.map(({ root, bytes }) => `${root || 'main package'} ${inKb(bytes)}`).join(', ')})`)
    add([
      ...findings,
      ...(output.program ? PROGRAM_CHECKS.flatMap(check => check(output.program as NonNullable<typeof output.program>)) : []),
      ...OUTPUT_CHECKS.flatMap(check => check(output)),
      ...checkOutputSecrets(output, settings),
      ...(output.kind === 'mini-program' ? checkSizes(output, options.budgetKb) : []),
      ...(project ? checkOutputAgainst(project, output) : []),
    ].filter(({ id }) => project === null || !SAID_OF_SOURCES.includes(id)), name, prefix)
  }
  const isThere = (file: string): boolean => existsSync(join(folder, file))
  try {
    if (!statSync(folder).isDirectory())
      add([found('nothing-to-check', `${folder} is a file.`)], null)
    else if (isMiniProgram(folder) || isWeb(folder))
      lookAtOutput(folder, basename(folder), '', null, [])
    else if (['pages.json', 'src/pages.json', 'manifest.json', 'src/manifest.json'].some(isThere))
      lookAtProject()
    else
      add([found('nothing-to-check', isThere('pages.config.ts') ? `${folder} writes its pages.json from pages.config.ts, and has not done so yet: start or build it once.` : `${folder} holds neither pages.json (nor src/pages.json) nor app.json.`)], null)
  }
  catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException
    add([found('nothing-to-check', code === 'ENOENT' ? `${folder} is not there.` : `${folder} cannot be read: ${message}`)], null)
  }

  function lookAtProject(): void {
    const { project, findings } = readProject(folder, options.environment)
    add(findings, null)
    add(PROJECT_CHECKS.flatMap(check => check(project)), null)
    for (const { name, program } of project.builds) {
      looked.push(name)
      add(PROGRAM_CHECKS.flatMap(check => check(program)), name)
    }
    for (const path of outputsIn(folder)) lookAtOutput(join(folder, path), path, `${path}/`, project, knownSettings(project))
  }

  return { folder, looked, diagnoses: merge(diagnoses) }
}

function outputsIn(folder: string): string[] {
  return ['dist/build', 'dist/dev', 'unpackage/dist/build', 'unpackage/dist/dev'].flatMap((parent) => {
    try {
      return readdirSync(join(folder, parent)).map(name => `${parent}/${name}`).filter((path) => {
        const kind = join(folder, path)
        // app.json alone may be another vendor's.
        return isWeb(kind) || (isMiniProgram(kind) && /weixin|wechat/.test(path))
      })
    }
    catch {
      return []
    }
  })
}

function merge(diagnoses: readonly Diagnosis[]): Diagnosis[] {
  const merged = new Map<string, Diagnosis>()
  for (const one of diagnoses) {
    const key = JSON.stringify([one.id, one.what, one.place, one.details])
    const earlier = merged.get(key)
    merged.set(key, earlier ? { ...earlier, targets: [...new Set([...earlier.targets, ...one.targets])] } : one)
  }
  return [...merged.values()]
}
