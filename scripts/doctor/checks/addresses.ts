import type { Finding, Place } from '../finding'
import type { MiniProgram } from '../mini-program'
import type { Output } from '../output'
import type { Project } from '../project'
import { publishedEnv } from '../env-file'
import { found } from '../finding'
import { occurrencesIn } from '../text-file'

const IP = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:]+\])$/i
// Named in sources as the names of things, or linked to for people.
const NO_SERVERS = /(?:^|\.)(?:w3\.org|vuejs\.org|github\.com|dcloud\.net\.cn|dcloud\.io|developers\.weixin\.qq\.com|mp\.weixin\.qq\.com|servicewechat\.com)$/

/** What WeChat says to an address; null when it takes it. */
export function refusalOf(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null
  if (!url || !/^(?:https?|wss?):$/.test(url.protocol))
    return null
  if (url.hostname === 'api.weixin.qq.com')
    return 'api.weixin.qq.com cannot be entered as a domain; only a server may talk to it'
  if (url.hostname === 'localhost' || IP.test(url.hostname))
    return 'an IP address or localhost cannot be entered as a domain'
  if (/^(?:http|ws):$/.test(url.protocol))
    return `${url.protocol}// is not taken, only https:// and wss://`
  return /^\w+:\/\/[^/]*:443(?:\/|$)/.test(address) ? 'a port 443 that is written out does not match the domain in the console' : null
}

/** The addresses that a published build is given. */
export function checkAddresses({ envFiles }: Project): Finding[] {
  return publishedEnv(envFiles).filter(({ name }) => name.startsWith('VITE_')).flatMap(({ name, value, place }): Finding[] => {
    const refusal = refusalOf(value)
    const isForPublished = /\.production/.test(place.file)
    if (refusal)
      return [found(isForPublished ? 'address-refused' : 'address-local', `${name}=${value}: ${refusal}.`, place)]
    const url = /^(?:https|wss):/.test(value) && URL.canParse(value) ? new URL(value) : null
    return url?.port ? [found('address-port', `${name}=${value} has a port of its own.`, place)] : []
  })
}

/** Settings that the sources read and nobody gives. */
export function checkSettings({ envFiles, environment, builds }: Project): Finding[] {
  const given = new Set([...publishedEnv(envFiles).map(({ name }) => name), ...environment])
  return builds.flatMap(({ program }) => {
    const places = new Map(program.scripts.flatMap(script => occurrencesIn(script, /\bimport\.meta\.env\.(VITE_\w+)/)).map(({ match, place }) => [match[1] ?? '', place] as const).reverse())
    return [...places].filter(([name]) => !given.has(name)).map(([name, place]) => found('env-unset', `${name} is read, and neither .env nor .env.production sets it.`, place))
  })
}

/** The domains to enter in the console: from the settings of a checkout and from its sources. */
export function checkDomains({ envFiles, builds }: Project): Finding[] {
  const settings = publishedEnv(envFiles).filter(({ name, value }) => name.startsWith('VITE_') && /^(?:https|wss):/.test(value) && !refusalOf(value))
  return domains([...settings.map(({ value }) => value), ...builds.flatMap(({ program }) => addressesIn(program))])
}

/** The domains to enter in the console, from an output. */
export function checkOutputDomains(program: MiniProgram): Finding[] {
  return domains(addressesIn(program))
}

/** Addresses in an output for publishing that WeChat refuses, whichever way they came in: a file, or the environment of the build. */
export function checkOutputAddresses({ isDevelopment, program }: Output): Finding[] {
  if (isDevelopment || !program)
    return []
  return literalsIn(program, 'https?|wss?').flatMap(({ address, place }) => {
    const { hostname } = new URL(address)
    // WeChat's server has a finding of its own; this machine is what apps fall back to in DevTools.
    const refusal = /^(?:api\.weixin\.qq\.com|localhost|127\.\d+\.\d+\.\d+)$/.test(hostname) ? null : refusalOf(address)
    return refusal ? [found('address-local', `${address} stands in the app: ${refusal}.`, place)] : []
  })
}

function domains(addresses: readonly string[]): Finding[] {
  const origins = [...new Set(addresses.flatMap(address => URL.canParse(address) ? new URL(address).origin : []))].sort()
  return origins.length > 0 ? [found('domains', `Enter in the MP console: ${origins.join(', ')}.`)] : []
}

/** Addresses in code that is the app's own. */
function addressesIn(program: MiniProgram): string[] {
  return literalsIn(program, 'https|wss').map(({ address }) => address).filter(address => !refusalOf(address))
}

function literalsIn({ scripts }: MiniProgram, protocols: string): { readonly address: string, readonly place: Place }[] {
  const literal = new RegExp(`["'\`]((?:${protocols})://[\\w.-]+(?::\\d+)?)(?=[/"'\`?$])`)
  return scripts.filter(({ file }) => !/(?:^|\/)vendor\.js$/.test(file))
    .flatMap(script => occurrencesIn(script, literal).map(({ match, place }) => ({ address: match[1] ?? '', place })))
    .filter(({ address }) => URL.canParse(address) && !NO_SERVERS.test(new URL(address).hostname))
}

/** Calls of WeChat's server from the app itself, for which it would need the AppSecret. */
export function checkServerOnly({ scripts }: MiniProgram): Finding[] {
  return scripts.flatMap(script => occurrencesIn(script, /["'`](https:\/\/api\.weixin\.qq\.com)/).map(({ match, place }) => found('address-refused', `${match[1]} stands in the app: ${refusalOf(match[1] ?? '')}.`, place)))
}
