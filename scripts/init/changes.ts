import type { InitAnswers } from './answers'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BUILD_SETTING } from './chosen-build'
import { withAppId } from './manifest'

/** One file that is to be written. */
export interface FileChange {
  /** Relative to the project's root. */
  readonly file: string
  /** What is in it now; null where there is no such file. */
  readonly before: string | null
  readonly after: string
  /** In words. */
  readonly what: string
}

/**
 * Works out what has to be written for these answers. Writes nothing.
 * @throws Error when manifest.json cannot be read as what it should be
 */
export function changesFor(root: string, { appId, build, gatewayUrl, channels }: InitAnswers): FileChange[] {
  const text = (file: string): string | null => existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : null
  const manifest = text('manifest.json')
  if (manifest === null)
    throw new Error('manifest.json is missing: run this in the project\'s own folder.')

  const changes: FileChange[] = []
  const change = (file: string, before: string | null, after: string, what: string): void => {
    if (before !== after)
      changes.push({ file, before, after, what })
  }
  if (appId !== '')
    change('manifest.json', manifest, withAppId(manifest, appId), `appid ${appId}`)
  const settings = {
    ...(build === '' ? {} : { [BUILD_SETTING]: build }),
    ...(channels === '' ? {} : { CHANNELS_ACCOUNTS: channels }),
  }
  if (Object.keys(settings).length > 0) {
    const env = text('.env')
    change('.env', env, withSettings(env ?? '', settings), Object.entries(settings).map(pair => pair.join('=')).join(', '))
  }
  if (gatewayUrl !== '') {
    const production = text('.env.production')
    change('.env.production', production, withSettings(production ?? '', { VITE_GATEWAY_URL: gatewayUrl }), `VITE_GATEWAY_URL=${gatewayUrl}`)
  }
  return changes
}

/** Sets lines of an .env file; all others, comments included, stay as they are. */
export function withSettings(text: string, settings: Readonly<Record<string, string>>): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/)
  for (const [name, value] of Object.entries(settings)) {
    const line = `${name}=${value}`
    // The last one counts where there are several.
    const at = lines.map(each => new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`).test(each)).lastIndexOf(true)
    if (at < 0)
      lines.push(line)
    else lines[at] = line
  }
  return lines.map(line => line + newline).join('')
}
