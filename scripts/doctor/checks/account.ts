import type { Finding, Place } from '../finding'
import type { JsonFile } from '../json-file'
import type { MiniProgram } from '../mini-program'
import type { Output } from '../output'
import type { Project } from '../project'
import { found } from '../finding'
import { objectIn, textIn } from '../json-file'
import { LIVE_PROVIDER } from '../mini-program'

const APPID = /^wx[0-9a-f]{16}$/

interface Said { readonly appid: string, readonly place: Place }

function appidIn(json: JsonFile | null, ...path: readonly string[]): Said | null {
  const fields = path.reduce((at, name) => objectIn(at, name), json?.value ?? null)
  const appid = textIn(fields, 'appid')
  return json && { appid: appid === 'touristappid' ? '' : appid, place: { file: json.file, line: json.lineOf(...path, 'appid') } }
}

/** The appids of a checkout: there, well-formed, and the same everywhere. */
export function checkAppids({ manifest, projectConfig }: Project): Finding[] {
  const own = appidIn(manifest, 'mp-weixin')
  const config = appidIn(projectConfig)
  const differ = own?.appid && config?.appid && own.appid !== config.appid
  return [
    ...(own && !own.appid && !config?.appid ? [found('appid-missing', 'manifest.json → mp-weixin.appid is empty, so outputs say "touristappid".', own.place)] : []),
    ...[own, config].flatMap(said => said?.appid ? judge(said) : []),
    ...(differ ? [found('appid-differs', `manifest.json says ${own.appid}, ${config.place.file} says ${config.appid}.`, config.place)] : []),
  ]
}

/** The appid that an output was built with. */
export function checkOutputAppid({ projectConfig }: Output): Finding[] {
  const said = appidIn(projectConfig)
  if (!said)
    return []
  return said.appid ? judge(said) : [found('appid-missing', 'The output was built without an appid ("touristappid").', said.place)]
}

/** The appid of an output against the checkout's, which somebody may have changed since. */
export function checkOutputAgainst({ manifest }: Project, { projectConfig }: Output): Finding[] {
  const [wanted, built] = [appidIn(manifest, 'mp-weixin'), appidIn(projectConfig)]
  return wanted?.appid && built && wanted.appid !== built.appid
    ? [found('appid-differs', `manifest.json says ${wanted.appid}, this output ${built.appid || 'touristappid'}.`, built.place)]
    : []
}

function judge({ appid, place }: Said): Finding[] {
  if (appid === LIVE_PROVIDER)
    return [found('appid-of-plugin', 'The mini-program\'s appid is the live plugin\'s.', place)]
  return APPID.test(appid) ? [] : [found('appid-malformed', `"${appid}" is no appid of WeChat.`, place)]
}

/** What the account behind a mini-program must be allowed to do. */
export function checkPermissions({ plugins, parts }: MiniProgram): Finding[] {
  const live = plugins.find(({ provider }) => provider === LIVE_PROVIDER)
  const player = parts.find(({ template }) => /<live-player[\s/>]/.test(template.text))
  return [
    ...(live ? [found('plugin-permission', 'The live plugin is declared: only an account with 小程序直播 can open and upload this.', live.place)] : []),
    ...(player ? [found('live-player-permission', '<live-player> is used, which needs a permission of its own.', { file: player.template.file, line: null })] : []),
  ]
}
