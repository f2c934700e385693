import type { EnvEntry } from '../env-file'
import type { Finding } from '../finding'
import type { Output } from '../output'
import type { Project } from '../project'
import type { TextFile } from '../text-file'
import { parseEnvFile } from '../env-file'
import { found } from '../finding'
import { occurrencesIn } from '../text-file'

const SECRET_NAME = /SECRET|PRIVATE|PASSWORD|PASSWD|ADMIN_KEY|AES_KEY|EVENTS_TOKEN|ACCESS_KEY/i
const KEY_FILE = /(?:^|\/)(?:private\.[^/]*\.key|[^/]+\.(?:p12|pfx)|[^/]*private[^/]*\.pem)$/i
const IN_CODE = [
  { what: 'A private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: 'An AppSecret', pattern: /\b(?:app_?secret|wechat_app_secret|wx_?secret|mp_?secret|secret)["']?\s*[:=]\s*["'`][0-9a-f]{32}["'`]/i },
]

const MIN_SECRET_CHARS = 12

function entriesOf({ envFiles }: Pick<Project, 'envFiles'>): EnvEntry[] {
  return envFiles.flatMap(parseEnvFile)
}

/** Settings that would be written into the app although they look like secrets. */
export function checkViteSecrets(project: Project): Finding[] {
  return entriesOf(project).filter(({ name, value }) => name.startsWith('VITE_') && SECRET_NAME.test(name) && value !== '').map(({ name, place }) => found('secret-in-vite', `${name} begins with VITE_, so its value is written into the app.`, place))
}

/** Keys and secrets that git has, or would take. */
export function checkTrackedSecrets(project: Project): Finding[] {
  const { files, git, envFiles } = project
  const keys = files.filter(file => KEY_FILE.test(file))
  const withSecrets = envFiles.filter(file => parseEnvFile(file).some(({ name, value }) => SECRET_NAME.test(name) && value !== '')).map(({ file }) => file)
  return [
    ...[...keys, ...withSecrets].filter(file => git?.tracked.has(file)).map(file => found('secret-tracked', `${file} is in git.`, { file, line: null })),
    ...keys.filter(file => !git || git.untracked.has(file)).map(file => found('key-file-loose', `${file} lies in the folder, and ${git ? 'git does not ignore it' : 'the folder may be handed on with it'}.`, { file, line: null })),
  ]
}

/** Keys and secrets written into what is executed on phones. */
export function checkSourceSecrets({ builds }: Project): Finding[] {
  return builds.flatMap(({ program }) => program.scripts.flatMap(inCode))
}

/** Keys and secrets in an output, those among the settings of its checkout included. */
export function checkOutputSecrets({ texts, files }: Output, known: readonly EnvEntry[]): Finding[] {
  const secrets = known.filter(({ name, value }) => SECRET_NAME.test(name) && value.length >= MIN_SECRET_CHARS)
  return [
    ...files.filter(({ file }) => KEY_FILE.test(file) || /(?:^|\/)\.env(?:\.|$)/.test(file)).map(({ file }) => found('key-file-shipped', `${file} is in the output.`, { file, line: null })),
    ...texts.flatMap(inCode),
    ...texts.flatMap(({ file, text }) => secrets.filter(({ value }) => text.includes(value)).map(({ name }) => found('secret-in-code', `The value of ${name} is in the output.`, { file, line: null }))),
  ]
}

/** The settings of a checkout, secrets among them. */
export function knownSettings(project: Project): EnvEntry[] {
  return entriesOf(project)
}

function inCode(text: TextFile): Finding[] {
  return IN_CODE.flatMap(({ what, pattern }) => occurrencesIn(text, pattern).map(({ place }) => found('secret-in-code', `${what} stands in the code.`, place)))
}
