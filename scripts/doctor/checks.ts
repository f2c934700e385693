import type { Finding } from './finding'
import type { MiniProgram } from './mini-program'
import type { Output } from './output'
import type { Project } from './project'
import { checkAppids, checkOutputAppid, checkPermissions } from './checks/account'
import { checkAddresses, checkDomains, checkOutputAddresses, checkOutputDomains, checkServerOnly, checkSettings } from './checks/addresses'
import { checkBaseLibrary, checkOutputLibrary, checkProjectLibrary } from './checks/base-library'
import { checkComponentNames, checkEntry, checkInputDir, checkManifestConditions, checkNegatedFlags, checkPackage, checkPagesExist } from './checks/compiler'
import { checkPatches, checkPolyfillPackages } from './checks/frozen'
import { checkFrozenLoad } from './checks/frozen-load'
import { checkAlive, checkFilesExist } from './checks/output-shape'
import { checkPluginInManifest, checkPluginProvider, checkPluginTwice, checkPluginVersion } from './checks/plugin-declaration'
import { checkNativeTags, checkPluginTags } from './checks/plugin-tags'
import { checkPluginPlaceholders, checkPluginSync, checkPluginUndeclared, checkPluginUrls } from './checks/plugin-use'
import { checkSourceSecrets, checkTrackedSecrets, checkViteSecrets } from './checks/secrets'
import { checkBuiltHooks, checkShareHooks } from './checks/share-hooks'

/** Of what WeChat is given, by a build's sources or by an output. */
export const PROGRAM_CHECKS: readonly ((program: MiniProgram) => Finding[])[] = [
  checkPluginTwice,
  checkPluginProvider,
  checkPluginVersion,
  checkPluginInManifest,
  checkPluginUndeclared,
  checkPluginSync,
  checkPluginPlaceholders,
  checkPluginUrls,
  checkPluginTags,
  checkPatches,
  checkServerOnly,
  checkPermissions,
]

/** Of a checkout. */
export const PROJECT_CHECKS: readonly ((project: Project) => Finding[])[] = [
  checkEntry,
  checkInputDir,
  checkPagesExist,
  checkNegatedFlags,
  checkManifestConditions,
  checkComponentNames,
  checkPackage,
  checkShareHooks,
  checkNativeTags,
  checkPolyfillPackages,
  checkAppids,
  ({ builds }) => checkBaseLibrary(builds.map(({ program }) => program)),
  checkProjectLibrary,
  checkViteSecrets,
  checkTrackedSecrets,
  checkSourceSecrets,
  checkAddresses,
  checkSettings,
  checkDomains,
]

/** Of an output for WeChat or, as far as they apply, of one for browsers. */
export const OUTPUT_CHECKS: readonly ((output: Output) => Finding[])[] = [
  checkAlive,
  checkFilesExist,
  checkBuiltHooks,
  checkFrozenLoad,
  checkOutputAppid,
  checkOutputLibrary,
  checkOutputAddresses,
  ({ program }) => program ? [...checkOutputDomains(program), ...checkBaseLibrary([program])] : [],
]
