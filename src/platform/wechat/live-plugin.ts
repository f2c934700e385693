import type { PluginModule } from './plugin-loader'
import type { ClientVersions } from '@/src/domain/client-features'
import type { Clock } from '@/src/domain/clock'
import type { LiveError } from '@/src/domain/live-error'
import type { PluginFunction as FunctionName, LivePlugin, PluginInspection } from '@/src/domain/live-plugin'
import type { RoomId } from '@/src/domain/room'
import { toLiveError } from '@/src/domain/live-error'
import { PLUGIN_FUNCTIONS } from '@/src/domain/live-plugin'
import { parseRoomId } from '@/src/domain/room'
import { parseShareParams, parseSubscribeStatus } from '@/src/domain/touch-parser'
import { fieldsOf } from '@/src/domain/untrusted'
import { fail } from '@/src/platform/fail'
import { readRejection, toInteger } from '@/src/platform/rejection'
import { settleInTime } from '@/src/platform/settle-in-time'
import { clientTooOld } from './client-versions'
import { createPluginLoader } from './plugin-loader'

/** What the adapter of the live plugin leans on. */
export interface LivePluginOptions {
  /** Gives what `requirePlugin` gives; may throw, and may fail now and work later (subpackage not downloaded yet). */
  readonly load: () => unknown
  readonly client: () => ClientVersions
  readonly clock: Clock
  /** How long one call may take, loading included. */
  readonly timeoutMs?: number
}

type Parse<T> = (answer: unknown) => T | null

// What the plugin says outside the share scenes: since 1.2.10, and before.
const NOT_A_SHARE_SCENE = ['只能获取分享卡片入口的参数', '只能从分享卡片进入']

/**
 * WeChat's live plugin behind types and guards: whatever it does, every call settles, and every rejection is a
 * `LiveError`.
 * @see https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/component-api.html
 */
export function createLivePlugin({ load, client, clock, timeoutMs = 8_000 }: LivePluginOptions): LivePlugin {
  const loader = createPluginLoader(load)

  async function usePlugin<T>(functionName: string, work: (plugin: PluginModule) => Promise<T> | T): Promise<T> {
    const tooOld = clientTooOld(client)
    if (tooOld)
      fail(tooOld)
    return settleInTime(clock, timeoutMs, async () => work(await loader.get()), () => {
      loader.forgetHangingLoad()
      return { kind: 'plugin-timeout', functionName, timeoutMs }
    })
  }

  function call<T>(functionName: FunctionName, parse: Parse<T>, ...args: readonly object[]): Promise<T> {
    return usePlugin(functionName, async plugin => readAnswer(functionName, parse, await ask(plugin, functionName, args)))
  }

  async function callForRoom<T>(functionName: FunctionName, roomId: RoomId, parse: Parse<T>): Promise<T> {
    // The plugin refuses text and arrays with 100002, but not in every version and not on every phone.
    if (typeof roomId !== 'number' || parseRoomId(roomId) === null)
      fail({ kind: 'invalid-room-id' })
    return call(functionName, parse, { room_id: roomId })
  }

  return {
    getLiveStatus: roomId => callForRoom('getLiveStatus', roomId, parseLiveStatus),
    getSubscribeStatus: roomId => callForRoom('getSubscribeStatus', roomId, parseSubscribeStatus),
    getOpenid: roomId => callForRoom('getOpenid', roomId, parseOpenid),
    getShareParams: () => call('getShareParams', parseShareParams),
    inspect: () => usePlugin('requirePlugin', inspectModule).catch(thrown => ({ version: null, functions: [], error: toLiveError(thrown) })),
  }
}

function inspectModule(plugin: PluginModule): PluginInspection {
  return { version: versionOf(plugin), functions: PLUGIN_FUNCTIONS.filter(name => hasFunction(plugin, name)), error: null }
}

// WeChat's page on asynchronous subpackages calls it; the plugin's own page does not list it.
// https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages/async.html
function versionOf(plugin: PluginModule): string | null {
  try {
    const { getPluginVersion } = plugin
    const version = isFunction(getPluginVersion) ? Reflect.apply(getPluginVersion, plugin, []) : null
    return typeof version === 'string' ? version : null
  }
  catch {
    return null
  }
}

function hasFunction(plugin: PluginModule, functionName: FunctionName): boolean {
  try {
    return isFunction(functionOf(plugin, functionName))
  }
  catch {
    return false
  }
}

async function ask(plugin: PluginModule, functionName: FunctionName, args: readonly object[]): Promise<unknown> {
  const pluginFunction = functionOf(plugin, functionName)
  try {
    return await Reflect.apply(pluginFunction, plugin, args)
  }
  catch (thrown) {
    return fail(rejectionOf(functionName, thrown))
  }
}

function functionOf(plugin: PluginModule, functionName: FunctionName): (...args: unknown[]) => unknown {
  try {
    const found = plugin[functionName]
    if (isFunction(found))
      return found
  }
  catch (cause) {
    fail({ kind: 'plugin-function-missing', functionName, cause })
  }
  return fail({ kind: 'plugin-function-missing', functionName })
}

function isFunction(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === 'function'
}

function rejectionOf(functionName: FunctionName, cause: unknown): LiveError {
  const { message, code } = readRejection(cause)
  return NOT_A_SHARE_SCENE.some(sentence => message.includes(sentence))
    ? { kind: 'not-a-share-scene', cause }
    : { kind: 'plugin-rejected', functionName, message, ...(code === undefined ? {} : { code }), cause }
}

function readAnswer<T>(functionName: FunctionName, parse: Parse<T>, answer: unknown): T {
  let parsed: T | null
  try {
    parsed = parse(answer)
  }
  catch (cause) {
    return fail({ kind: 'plugin-answer-invalid', functionName, cause })
  }
  return parsed ?? fail({ kind: 'plugin-answer-invalid', functionName, cause: answer })
}

// 0 is an answer: WeChat does not know the room.
function parseLiveStatus(answer: unknown): number | null {
  return toInteger(fieldsOf(answer).liveStatus)
}

function parseOpenid(answer: unknown): string | null {
  const openid = fieldsOf(answer).openid
  return typeof openid === 'string' && openid !== '' ? openid : null
}
