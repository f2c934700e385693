import type { Environment } from './environment'
import type { LogLevel } from './log'
import type { Reading } from './own-media/read-streams'
import type { ChannelsAccount } from '@/src/domain/channels-account'
import type { Stream } from '@/src/domain/stream'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createEnvironmentReader, isWebOrigin } from './environment'
import { LOG_LEVELS } from './log'
import { readChannelsAccounts } from './own-media/read-channels-accounts'
import { readStreams } from './own-media/read-streams'
import { SIMULATED_ACCOUNTS, simulatedStreams } from './simulator/own-media'

/** The gateway's settings, parsed and valid. */
export interface Config {
  readonly port: number
  readonly host: string
  /** How clients reach the gateway; no slash at the end. */
  readonly publicUrl: string
  /** WeChat itself, or null: the simulator plays its part. */
  readonly wechat: WeChatConfig | null
  /** From one refresh of the room list to the next, in milliseconds. */
  readonly roomsRefreshMs: number
  /** Web origins whose pages may call the gateway; `*` = any. Mini programs and pages from STATIC_DIR need none. */
  readonly corsOrigins: readonly string[] | '*'
  /** A built H5 app to serve, or null. */
  readonly staticDir: string | null
  readonly logLevel: LogLevel
  readonly database: DatabaseConfig
  /** What the shop's staff show to see attribution and metrics; null: nobody may. */
  readonly adminKey: string | null
  /** What WeChat's pushed events are checked with; null: they are not taken. */
  readonly events: EventsConfig | null
  /** How many proxies in front of the gateway are believed when they name the client's address; 0 = none. */
  readonly trustedProxies: number
  /** Requests that one address may send in a minute. Behind one address there may be a whole company. */
  readonly requestsPerMinute: number
  /** How long the gateway goes on after it is told to end, in milliseconds, so that load balancers notice in time. */
  readonly shutdownDelayMs: number
  /** The shop's own streams, in the order in which it wants them shown. */
  readonly streams: readonly Stream[]
  /** The Channels accounts whose broadcasts the app shows. */
  readonly channelsAccounts: readonly ChannelsAccount[]
}

/** Where touches and the shared room list are kept. */
export type DatabaseConfig
  /** Embedded, in one file. */
  = | { readonly kind: 'sqlite', readonly file: string }
  /** A PostgreSQL server, or a cluster that speaks its language. The address holds a password. */
    | { readonly kind: 'postgres', readonly url: string }

/** The message push of the MP console (开发管理 → 消息推送). */
export interface EventsConfig {
  readonly token: string
  /** The 43 characters of EncodingAESKey; null when messages are pushed in plain mode. */
  readonly encodingAesKey: string | null
}

/** The account at WeChat. */
export interface WeChatConfig {
  readonly appId: string
  readonly appSecret: string
  /** No slash at the end. */
  readonly baseUrl: string
}

/** Settings that cannot be used; each problem names its variable and says what to put there. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'

  constructor(readonly problems: readonly string[]) {
    super(['The configuration cannot be used:', ...problems.map(problem => `  - ${problem}`)].join('\n'))
  }
}

const DEFAULT_PORT = 8787
const DEFAULT_REFRESH_S = 60
const MIN_REFRESH_S = 5
const MAX_REFRESH_S = 3600
const DEFAULT_DATABASE_FILE = 'data/weixin-live.db'
// Apart from the shop's own: a gateway that gets its account later begins with real figures only.
const SIMULATED_DATABASE_FILE = 'data/simulated.db'
const DEFAULT_REQUESTS_PER_MINUTE = 1200
const MIN_ADMIN_KEY_CHARS = 16
// The simulated shop's figures are nobody's.
const PREVIEW_ADMIN_KEY = 'preview'
const ANY_ADDRESS = ['0.0.0.0', '::']

/**
 * Reads the settings from environment variables; an empty variable counts as absent.
 * @throws ConfigError with all problems at once
 */
export function readConfig(environment: Environment): Config {
  const { text, integer, webAddress, problems } = createEnvironmentReader(environment)

  function wechat(): WeChatConfig | null {
    const account = { appId: text('WECHAT_APP_ID'), appSecret: text('WECHAT_APP_SECRET') }
    const baseUrl = webAddress('WECHAT_BASE_URL', 'https://api.weixin.qq.com')
    if (account.appId && !account.appSecret)
      problems.push('WECHAT_APP_SECRET is missing: set it to the AppSecret of WECHAT_APP_ID, or leave both out to run with the simulator')
    if (account.appSecret && !account.appId)
      problems.push('WECHAT_APP_ID is missing: set it to the AppID that WECHAT_APP_SECRET belongs to, or leave both out to run with the simulator')
    if (account.appId && !/^wx[0-9a-z]{6,}$/i.test(account.appId))
      problems.push('WECHAT_APP_ID must be the AppID from the MP console (开发管理 → 开发设置); it begins with "wx"')
    if (!account.appId && !account.appSecret && text('WECHAT_BASE_URL'))
      problems.push('WECHAT_BASE_URL has no effect without WECHAT_APP_ID and WECHAT_APP_SECRET: set those too, or leave it out')
    return account.appId ? { ...account, baseUrl } : null
  }

  function corsOrigins(isSimulated: boolean): readonly string[] | '*' {
    // The simulator holds nothing of anybody's, and the H5 development server picks its own port.
    const list = (text('CORS_ORIGIN') || (isSimulated ? '*' : '')).split(',').map(origin => origin.trim()).filter(Boolean)
    if (list.includes('*'))
      return '*'
    if (!list.every(isWebOrigin))
      problems.push('CORS_ORIGIN must be the H5 app\'s origin without a path, for example CORS_ORIGIN=https://shop.example.com; several are separated by commas; * allows any')
    return list
  }

  function staticDir(): string | null {
    const dir = text('STATIC_DIR')
    if (dir === '')
      return null
    if (!existsSync(join(dir, 'index.html')))
      problems.push(`STATIC_DIR must be a folder with a built H5 app, but ${resolve(dir)} has no index.html; build it with: npm run build:h5`)
    return resolve(dir)
  }

  function database(isSimulated: boolean): DatabaseConfig {
    const url = text('DATABASE_URL')
    if (url === '')
      return { kind: 'sqlite', file: text('DATABASE_FILE') || (isSimulated ? SIMULATED_DATABASE_FILE : DEFAULT_DATABASE_FILE) }
    if (!/^postgres(?:ql)?:\/\/./.test(url) || !URL.canParse(url))
      problems.push('DATABASE_URL must be the address of a PostgreSQL server, for example DATABASE_URL=postgres://user:password@host:5432/weixin_live; leave it out to keep everything in DATABASE_FILE')
    return { kind: 'postgres', url }
  }

  function adminKey(isSimulated: boolean): string | null {
    const key = text('ADMIN_KEY')
    if (key !== '' && key.length < MIN_ADMIN_KEY_CHARS)
      problems.push(`ADMIN_KEY must have at least ${MIN_ADMIN_KEY_CHARS} characters that nobody can guess; make one with: openssl rand -hex 24`)
    return key || (isSimulated ? PREVIEW_ADMIN_KEY : null)
  }

  function events(): EventsConfig | null {
    const token = text('WECHAT_EVENTS_TOKEN')
    const encodingAesKey = text('WECHAT_EVENTS_AES_KEY') || null
    if (encodingAesKey && !token)
      problems.push('WECHAT_EVENTS_TOKEN is missing: set it to the Token beside EncodingAESKey in the MP console (开发管理 → 消息推送)')
    if (token && !/^[0-9a-z]{3,32}$/i.test(token))
      problems.push('WECHAT_EVENTS_TOKEN must be the Token from the MP console (开发管理 → 消息推送): 3 to 32 letters and digits')
    if (encodingAesKey && !/^[0-9a-z]{43}$/i.test(encodingAesKey))
      problems.push('WECHAT_EVENTS_AES_KEY must be the EncodingAESKey from the MP console (开发管理 → 消息推送): 43 letters and digits')
    return token ? { token, encodingAesKey } : null
  }

  function logLevel(): LogLevel {
    const level = LOG_LEVELS.find(known => known === (text('LOG_LEVEL') || 'info'))
    if (level)
      return level
    problems.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`)
    return 'info'
  }

  function listOf<T>(name: string, read: (setting: string) => Reading<T>, simulated: readonly T[]): readonly T[] {
    const setting = text(name)
    if (setting === '')
      return simulated
    const { items, problems: found } = read(setting)
    problems.push(...found)
    return items
  }

  const port = integer('PORT', DEFAULT_PORT, 1, 65_535)
  const host = text('HOST') || '127.0.0.1'
  const publicUrl = webAddress('PUBLIC_URL', localUrl(host, port))
  const account = wechat()
  const config: Config = {
    port,
    host,
    publicUrl,
    wechat: account,
    roomsRefreshMs: integer('ROOMS_REFRESH_SECONDS', DEFAULT_REFRESH_S, MIN_REFRESH_S, MAX_REFRESH_S) * 1000,
    corsOrigins: corsOrigins(account === null),
    staticDir: staticDir(),
    logLevel: logLevel(),
    database: database(account === null),
    adminKey: adminKey(account === null),
    events: events(),
    trustedProxies: integer('TRUSTED_PROXIES', 0, 0, 10),
    requestsPerMinute: integer('REQUESTS_PER_MINUTE', DEFAULT_REQUESTS_PER_MINUTE, 10, 1_000_000),
    shutdownDelayMs: integer('SHUTDOWN_DELAY_SECONDS', 0, 0, 60) * 1000,
    streams: listOf('STREAMS', readStreams, account === null ? simulatedStreams(publicUrl) : []),
    channelsAccounts: listOf('CHANNELS_ACCOUNTS', readChannelsAccounts, account === null ? SIMULATED_ACCOUNTS : []),
  }
  if (problems.length > 0)
    throw new ConfigError(problems)
  return config
}

function localUrl(host: string, port: number): string {
  if (ANY_ADDRESS.includes(host))
    return `http://localhost:${port}`
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
