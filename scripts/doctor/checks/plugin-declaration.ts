import type { Finding } from '../finding'
import type { MiniProgram, PluginDeclaration } from '../mini-program'
import { compareVersions } from '@/src/domain/version'
import { found } from '../finding'
import { LIVE_PROVIDER, packageName } from '../mini-program'

const OLDEST_DOCUMENTED = '1.3.0'
const NEWEST_KNOWN = '1.3.5'

function isLive({ alias, provider }: PluginDeclaration): boolean {
  return provider === LIVE_PROVIDER || alias === 'live-player-plugin'
}

/** Plugins that are declared more than once: in two packages, or under two names. One file may override another's declaration. */
export function checkPluginTwice({ plugins }: MiniProgram): Finding[] {
  return plugins.flatMap((one, index) => {
    const earlier = plugins.slice(0, index).find(({ provider, root, alias }) => provider === one.provider && provider !== '' && (root !== one.root || alias !== one.alias))
    const where = ({ alias, root, place }: PluginDeclaration): string => `as "${alias}" for ${packageName(root)} (${place.file}${place.line === null ? '' : `:${place.line}`})`
    return earlier ? [found('plugin-twice', `The plugin ${one.provider} is declared ${where(earlier)} and again ${where(one)}: provider 相同.`, one.place)] : []
  })
}

/** Whose plugin is declared. */
export function checkPluginProvider({ plugins }: MiniProgram): Finding[] {
  return plugins.flatMap(({ alias, provider, place }) => alias === 'live-player-plugin' && provider !== LIVE_PROVIDER
    ? [found('plugin-provider', `"live-player-plugin" has the provider "${provider}", which is not the live plugin's.`, place)]
    : [])
}

/** Which version of the live plugin is declared. */
export function checkPluginVersion({ plugins }: MiniProgram): Finding[] {
  return plugins.filter(isLive).flatMap(({ version, place }): Finding[] => {
    if (!/^\d+\.\d+\.\d+$/.test(version))
      return [found('plugin-version-invalid', version === '' ? 'The live plugin is declared without a version.' : `The live plugin's version "${version}" is not three numbers.`, place)]
    if (compareVersions(version, OLDEST_DOCUMENTED) < 0)
      return [found('plugin-version-old', `The live plugin is declared in version ${version}; WeChat's documents want ${OLDEST_DOCUMENTED} or newer, ${NEWEST_KNOWN} is known to work.`, place)]
    return compareVersions(version, NEWEST_KNOWN) > 0 ? [found('plugin-version-unknown', `The live plugin is declared in version ${version}, which nobody has been seen to use.`, place)] : []
  })
}

/** Plugins in manifest.json, where no build can be without them. */
export function checkPluginInManifest({ plugins }: MiniProgram): Finding[] {
  return plugins.filter(({ place }) => place.file.endsWith('manifest.json')).map(({ alias, place }) => found('plugin-in-manifest', `"${alias}" is declared in manifest.json, and so in every build.`, place))
}
