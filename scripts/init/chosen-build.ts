import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { DEFAULT_BUILD, WECHAT_BUILDS } from './answers'

/** The line of .env that names the build a shop has chosen. */
export const BUILD_SETTING = 'WEIXIN_LIVE_BUILD'

/**
 * The build that a shop has chosen; the default one until it has.
 * @throws Error when .env names a build that is none
 */
export function chosenBuild(root: string): string {
  const file = join(root, '.env')
  const chosen = existsSync(file) ? parseEnv(readFileSync(file, 'utf8'))[BUILD_SETTING] ?? '' : ''
  if (chosen === '')
    return DEFAULT_BUILD
  if (!WECHAT_BUILDS.includes(chosen))
    throw new Error(`.env: ${BUILD_SETTING} is “${chosen}”, and has to be one of ${WECHAT_BUILDS.join(', ')}.`)
  return chosen
}
