import type { Feature } from '../features'
import type { Finding, Place } from '../finding'
import type { JsonFile } from '../json-file'
import type { MiniProgram } from '../mini-program'
import type { Output } from '../output'
import type { Project } from '../project'
import { compareVersions } from '@/src/domain/version'
import { FEATURES } from '../features'
import { found } from '../finding'
import { objectIn, textIn } from '../json-file'

const MOST_NAMED = 8

/** The base library that everything used would need, and what needs which. */
export function checkBaseLibrary(programs: readonly MiniProgram[]): Finding[] {
  const used = usedFeatures(programs)
  const [newest] = used
  return newest ? [found('base-library', `Everything that is used needs base library ${newest.since}.`, null, [...used.slice(0, MOST_NAMED).map(line), ...(used.length > MOST_NAMED ? [`and ${used.length - MOST_NAMED} that are older`] : [])])] : []
}

function usedFeatures(programs: readonly MiniProgram[]) {
  return FEATURES.filter(({ isUsed }) => programs.some(isUsed)).sort((a, b) => compareVersions(b.since, a.since))
}

function line({ name, since }: Feature): string {
  return `${since.padEnd(6)}  ${name}`
}

interface Setting { readonly version: string, readonly place: Place }

function settingIn(json: JsonFile | null, ...path: readonly string[]): Setting[] {
  const version = textIn(path.reduce((at, name) => objectIn(at, name), json?.value ?? null), 'libVersion')
  // "latest", "trial" and the like are whatever is newest.
  return json && /^\d/.test(version) ? [{ version, place: { file: json.file, line: json.lineOf(...path, 'libVersion') } }] : []
}

function judge(settings: readonly Setting[], program: MiniProgram): Finding[] {
  return settings.flatMap(({ version, place }) => {
    const missing = usedFeatures([program]).filter(({ since }) => compareVersions(version, since) < 0)
    return missing.length > 0 ? [found('base-library-low', `libVersion is ${version}, but what is used needs ${missing[0]?.since}.`, place, missing.map(line))] : []
  })
}

/** The base library that a checkout asks DevTools for. */
export function checkProjectLibrary({ manifest, projectConfig, builds }: Project): Finding[] {
  const settings = [...settingIn(manifest, 'mp-weixin'), ...settingIn(projectConfig)]
  return builds.flatMap(({ program }) => judge(settings, program))
}

/** The base library that an output asks DevTools for. */
export function checkOutputLibrary({ projectConfig, program }: Output): Finding[] {
  return program ? judge(settingIn(projectConfig), program) : []
}
