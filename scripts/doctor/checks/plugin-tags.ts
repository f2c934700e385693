import type { Finding } from '../finding'
import type { MiniProgram, Part } from '../mini-program'
import type { Project } from '../project'
import { found } from '../finding'
import { listIn, objectIn } from '../json-file'
import { LIVE_PROVIDER, pluginUrl } from '../mini-program'
import { occurrencesIn } from '../text-file'
import { holds } from './plugin-use'

const LIVE_TAGS = ['subscribe', 'pendant']

/** Tags of the plugin in a mini-program: the live plugin's by their usual names, others by what they are registered as. */
function tagsOf({ parts, globalRegistrations }: MiniProgram): string[] {
  const registered = [...globalRegistrations, ...parts.flatMap(({ registrations }) => registrations)].filter(({ url }) => pluginUrl(url)).map(({ tag }) => tag)
  return [...new Set([...LIVE_TAGS, ...registered])]
}

/** Tags of the plugin where they stand for nothing: in components, and on pages that do not register them. */
export function checkPluginTags(program: MiniProgram): Finding[] {
  const tags = tagsOf(program)
  const isKnown = (part: Part, tag: string): boolean => part.ownTags.includes(tag) || [...part.registrations, ...program.globalRegistrations].some(one => one.tag === tag)
  return program.parts.flatMap(part => tags.filter(tag => holds(part.template, tag) && !isKnown(part, tag)).flatMap((tag) => {
    const [{ place } = { place: { file: part.template.file, line: null } }] = occurrencesIn(part.template, new RegExp(`<${tag}[\\s/>]`))
    return part.isPage
      ? found('plugin-tag-unregistered', `<${tag}> on the page ${part.route} is not registered there.`, place)
      : found('subscribe-in-component', `<${tag}> stands inside the component ${part.route}, where it draws nothing.`, place)
  }))
}

/** Tags of the plugin whose attributes the compiler would take for a Vue component's. */
export function checkNativeTags({ manifest, builds }: Project): Finding[] {
  const native = new Set(['subscribe', ...listIn(objectIn(manifest?.value ?? null, 'mp-weixin'), 'nativeTags')])
  return builds.flatMap(({ program }) => program.parts.flatMap(part => [...part.registrations, ...program.globalRegistrations]
    .filter(({ tag, url }) => pluginUrl(url)?.provider === LIVE_PROVIDER && !native.has(tag) && holds(part.template, tag))
    .map(({ tag }) => found('native-tags', `<${tag}> is used on ${part.route}, but manifest.json → mp-weixin.nativeTags does not list "${tag}", so it would get none of its attributes.`, { file: manifest?.file ?? 'manifest.json', line: manifest?.lineOf('mp-weixin', 'nativeTags') ?? null }))))
}
