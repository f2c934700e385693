import type { ClientFeature } from '@/src/domain/client-features'
import type { LiveError, LiveErrorKind } from '@/src/domain/live-error'
import type { PluginInspection } from '@/src/domain/live-plugin'
import type { Query } from '@/src/domain/query'
import type { EnterOptions } from '@/src/domain/scene'
import { BASE_LIBRARY_OF, hasFeature } from '@/src/domain/client-features'
import { errorDetail, maskName, maskText } from '@/src/domain/error-log'
import { PLUGIN_FUNCTIONS } from '@/src/domain/live-plugin'
import { isShareScene } from '@/src/domain/scene'
import { twoDigits } from '@/src/domain/two-digits'
import { recentErrors } from '@/src/platform/error-log'
import { readAppVersion, readWaysIn } from '@/src/platform/launch'
import { usePlatform } from '@/src/platform/use-platform'
import { useAttributionStore } from '@/src/stores/attribution'
import { useIdentityStore } from '@/src/stores/identity'
import { useLiveStatusStore } from '@/src/stores/live-status'
import { useOutboxStore } from '@/src/stores/outbox'
import { errorHelp, text } from './text'

/** What is found out once when the page opens, and again when the developer asks. */
export interface Probe {
  /** Null while the plugin has not answered. */
  readonly plugin: PluginInspection | null
  /** Why storage cannot be written; null where it can. */
  readonly storageError: LiveError | null
}

/** One line: a name, and what there is to say about it. */
export interface Row {
  readonly label: string
  readonly value: string
  /** Something the developer should look at. */
  readonly isBad?: boolean
}

/** What belongs together. */
export interface Section {
  readonly title: string
  readonly rows: readonly Row[]
}

const SHOWN_TOUCHES = 5

/** Everything the page shows, as it is now. Never throws: what cannot be read says so, and the rest is there. */
export function readSections(probe: Probe): readonly Section[] {
  const readers = [buildRows, pluginRows, versionRows, identityRows, wayRows, touchRows, pollerRows, outboxRows, storageRows, errorRows]
  return readers.map((read, index) => ({ title: text.sections[index] ?? '', rows: readSafely(() => read(probe)) }))
}

/** The sections as the text that is copied. */
export function textOfSections(sections: readonly Section[]): string {
  return sections.map(({ title, rows }) => [`# ${title}`, ...rows.map(({ label, value }) => `${label}: ${value}`)].join('\n')).join('\n\n')
}

function readSafely(read: () => readonly Row[]): readonly Row[] {
  try {
    return read()
  }
  catch {
    return [row('—', text.unreadable, true)]
  }
}

function row(label: string, value: string, isBad = false): Row {
  return { label, value, isBad }
}

/** One row for each value, under its own name: counts, moments to come, switches, and failures. */
function rowsOf(values: Readonly<Record<string, unknown>>): Row[] {
  return Object.keys(values).map((name) => {
    const value = values[name]
    if (value === null)
      return row(name, text.none)
    if (typeof value === 'object')
      return row(name, errorText(value as LiveError), true)
    if (name.endsWith('AtMs'))
      return row(name, text.seconds(Math.max(0, Math.ceil((Number(value) - usePlatform().clock.now()) / 1000))))
    return row(name, String(value), value !== 0 && /^(?:fail|miss|refused|dropped)/.test(name))
  })
}

function buildRows(): Row[] {
  const { build: { name }, gatewayUrl: address } = usePlatform()
  return [
    row('build', name),
    row('version', readAppVersion() || text.unknown),
    row('gateway', address === '' ? text.ownHost : address === null ? text.none : hostOf(address), address === null),
    row('mode', import.meta.env.MODE),
  ]
}

// Without the name and password that an address may carry.
function hostOf(address: string): string {
  return address.replace(/^https?:\/\//i, '').replace(/\/.*/, '').replace(/.*@/, '')
}

function pluginRows({ plugin }: Probe): Row[] {
  if (!plugin)
    return [row('plugin', text.asking)]
  const { error, functions, version } = plugin
  return error
    ? [row('plugin', errorText(error), true)]
    : [
        row('plugin', text.yes),
        row('version', version === null ? text.unknown : maskText(version)),
        ...PLUGIN_FUNCTIONS.map(name => functions.includes(name) ? row(name, text.yes) : row(name, text.missing, true)),
      ]
}

function versionRows(): Row[] {
  const client = usePlatform().client()
  return [
    row('WeChat', client.clientVersion || text.unknown),
    row('base library', client.baseLibraryVersion || text.unknown),
    ...(Object.keys(BASE_LIBRARY_OF) as ClientFeature[]).map((feature) => {
      const isThere = hasFeature(client, feature)
      return row(feature, `≥ ${BASE_LIBRARY_OF[feature]} ${isThere ? text.fine : text.tooOld}`, !isThere)
    }),
  ]
}

function identityRows(): Row[] {
  const { openid, pluginOpenid, hasOpenidMismatch, error } = useIdentityStore()
  return [
    row('openid', nameText(openid)),
    row('pluginOpenid', nameText(pluginOpenid)),
    row('openid = pluginOpenid', hasOpenidMismatch ? text.help(text.otherOpenid) : openid && pluginOpenid ? text.sameOpenid : text.cannotCompare, hasOpenidMismatch),
    ...rowsOf({ error }),
  ]
}

function wayRows(): Row[] {
  const { launch, enter } = readWaysIn()
  return [row('launch', wayText(launch)), row('enter', wayText(enter))]
}

function wayText(way: EnterOptions | null): string {
  return way
    ? [maskText(way.path), ...queryLines(way.query), `scene ${way.scene} ${isShareScene(way.scene) ? text.shareScene : ''}`].join('\n').trim()
    : text.unreadable
}

// Numbers such as a room's are worth reading; anything else may be somebody's name or key.
function queryLines(query: Query): string[] {
  return Object.keys(query).map((key) => {
    const value = query[key] ?? ''
    return `${maskText(key)}=${/^\d{0,10}$/.test(value) ? value : maskName(value)}`
  })
}

function touchRows(): Row[] {
  const { touches, owed, missedCount, error } = useAttributionStore()
  return [
    ...rowsOf({ touches: touches.length, owed: owed.length, missedCount, error }),
    ...touches.slice(-SHOWN_TOUCHES).reverse().map(({ via, roomId, scene, atMs, shareOpenid, shareId }) =>
      row(via, `${timeText(atMs)}\nroom ${roomId ?? text.none}, scene ${scene}\nby ${nameText(shareOpenid || shareId)}`)),
  ]
}

function pollerRows(): Row[] {
  const { stats, pluginProblem } = useLiveStatusStore()
  return rowsOf({ ...stats(), pluginProblem })
}

function outboxRows(): Row[] {
  const { waitingCount, isSending, refusedCount, droppedCount, lastLost, lastError, nextAttemptAtMs } = useOutboxStore()
  return rowsOf({ waitingCount, isSending, refusedCount, droppedCount, lastLost: lastLost && maskText(lastLost.reason), lastError, nextAttemptAtMs })
}

function storageRows({ storageError }: Probe): Row[] {
  return storageError ? rowsOf({ storageError }) : [row('storage', text.fine)]
}

function errorRows(): Row[] {
  const notes = recentErrors()
  return notes.length === 0
    ? [row('errors', text.none)]
    : notes.map(({ kind, where, detail, atMs, times }) => row(kind, `${timeText(atMs)} ${where} ×${times}\n${detail}${helpText(kind)}`, true))
}

function errorText(error: LiveError): string {
  return `${maskText(error.kind)} ${errorDetail(error)}${helpText(error.kind)}`
}

// What was thrown may only look like one of ours.
function helpText(kind: LiveErrorKind): string {
  return text.help(errorHelp[kind in errorHelp ? kind : 'unexpected'])
}

function nameText(name: string | null): string {
  return name ? maskName(name) : text.none
}

function timeText(atMs: number): string {
  const date = new Date(atMs)
  return `${date.getMonth() + 1}-${date.getDate()} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':')}`
}
