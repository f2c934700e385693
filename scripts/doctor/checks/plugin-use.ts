import type { Finding } from '../finding'
import type { MiniProgram } from '../mini-program'
import type { Occurrence, TextFile } from '../text-file'
import { found } from '../finding'
import { LIVE_PROVIDER, packageName, pluginUrl, rootOf } from '../mini-program'
import { occurrencesIn } from '../text-file'

const CALL = /\brequirePlugin\s*(\.async\s*)?\(\s*["'`]([^"'`\n]+)["'`]\s*([,)])/

interface Call extends Occurrence { readonly alias: string, readonly isAsync: boolean, readonly root: string }

function callsIn(program: MiniProgram): Call[] {
  return program.scripts.flatMap(script => occurrencesIn(script, CALL).map(({ match, place }) => ({
    match,
    place,
    alias: match[2] ?? '',
    // A second argument is the callback of the asynchronous form.
    isAsync: match[1] !== undefined || match[3] === ',',
    root: rootOf(program, script.file),
  })))
}

function isDeclared({ plugins }: MiniProgram, aliasOrProvider: string): boolean {
  return plugins.some(({ alias, provider }) => alias === aliasOrProvider || provider === aliasOrProvider)
}

/** Plugins that are used and not declared. */
export function checkPluginUndeclared(program: MiniProgram): Finding[] {
  const calls = callsIn(program).filter(({ alias }) => !isDeclared(program, alias)).map(({ alias, place }) => found('plugin-undeclared', `requirePlugin("${alias}") asks for a plugin that no package declares.`, place))
  const components = [...program.globalRegistrations, ...program.parts.flatMap(({ registrations }) => registrations)].flatMap(({ tag, url, place }) => {
    const plugin = pluginUrl(url)
    return plugin && !isDeclared(program, plugin.provider) ? [found('plugin-undeclared', `<${tag}> is a component of the plugin ${plugin.provider}, which no package declares.`, place)] : []
  })
  return [...calls, ...components]
}

/** Synchronous calls for a subpackage's plugin from elsewhere. */
export function checkPluginSync(program: MiniProgram): Finding[] {
  return callsIn(program).flatMap(({ alias, isAsync, root, place }) => {
    const homes = program.plugins.filter(one => one.alias === alias || one.provider === alias)
    const [home] = homes
    return home && !isAsync && homes.every(one => one.root !== '' && one.root !== root)
      ? [found('plugin-sync-outside', `requirePlugin("${alias}") stands in ${packageName(root)}, but the plugin belongs to ${packageName(home.root)}.`, place)]
      : []
  })
}

/** Components of a subpackage's plugin on pages elsewhere, without a placeholder. */
export function checkPluginPlaceholders(program: MiniProgram): Finding[] {
  return program.parts.flatMap(part => [...part.registrations, ...program.globalRegistrations].flatMap(({ tag, url, place }) => {
    const plugin = pluginUrl(url)
    const homes = program.plugins.filter(({ provider }) => provider === plugin?.provider)
    const [home] = homes
    const isElsewhere = home !== undefined && homes.every(({ root }) => root !== '' && root !== rootOf(program, part.template.file))
    return isElsewhere && !part.placeholders.includes(tag) && holds(part.template, tag)
      ? [found('plugin-component-outside', `<${tag}> on ${part.route} comes from a plugin of ${packageName(home.root)} and has no componentPlaceholder.`, place)]
      : []
  }))
}

/** Addresses inside plugins that WeChat does not take. */
export function checkPluginUrls(program: MiniProgram): Finding[] {
  const registered = [...program.globalRegistrations, ...program.parts.flatMap(({ registrations }) => registrations)]
    .filter(({ url }) => /plugin(?:-private)?:/.test(url) && !/^plugin(?:-private)?:\/\/[^/]/.test(url))
    .map(({ tag, url, place }) => found('plugin-url-malformed', `<${tag}> is registered as "${url}".`, place))
  const texts: readonly TextFile[] = [...program.scripts, ...program.parts.map(({ template }) => template)]
  return [
    ...registered,
    ...texts.flatMap(text => occurrencesIn(text, /["'`](\/+plugin-private:[^"'`\s?]*|plugin-private:\/?(?!\/)[^"'`\s?]*)/).map(({ match, place }) => found('plugin-url-malformed', `The address "${match[1]}" is malformed.`, place))),
    ...texts.flatMap(text => occurrencesIn(text, new RegExp(`["'\`]plugin-private://${LIVE_PROVIDER}/pages/([\\w/-]+)`)).filter(({ match }) => match[1] !== 'live-player-plugin').map(({ match, place }) => found('plugin-page-unknown', `The live plugin has no page "pages/${match[1]}".`, place))),
  ]
}

/** Whether a template draws a tag. */
export function holds({ text }: TextFile, tag: string): boolean {
  return new RegExp(`<${tag}[\\s/>]`).test(text)
}
