import type { RoomCatalogue } from '@/server/catalogue'
import type { Config } from '@/server/config'
import type { Drain } from '@/server/operations/drain'
import type { Metrics } from '@/server/operations/metrics'
import type { SimulatedRoom } from '@/server/simulator/timetable'
import type { WeChatSimulator } from '@/server/simulator/wechat-simulator'
import type { Database } from '@/server/storage/database'
import type { WeChatClient, WeChatClientOptions } from '@/server/wechat/wechat-client'
import type { FakeClock } from '@/tests/support/fake-clock'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createCatalogue } from '@/server/catalogue'
import { buildGateway } from '@/server/gateway'
import { createLog } from '@/server/log'
import { startWeChatSimulator } from '@/server/simulator/wechat-simulator'
import { openDatabase } from '@/server/storage/database'
import { createWeChatClient } from '@/server/wechat/wechat-client'
import { createFakeClock } from '@/tests/support/fake-clock'
import { COMPILED_SCHEMAS } from './compiled-schemas'

/** For tests that wait for a time-out; all others give a busy machine its time. */
export const SHORT_TIMEOUT_MS = 150

const PATIENT_TIMEOUT_MS = 4000

export const REFRESH_MS = 60_000

/** What the world's staff show. */
export const ADMIN_KEY = 'the-key-of-the-tests'

/** WeChat, played over real HTTP, and the client that talks to it. */
export interface WeChatWorld {
  readonly clock: FakeClock
  readonly simulator: WeChatSimulator
  readonly wechat: WeChatClient
  /** Every line that was logged so far, the least severe included. */
  readonly logged: () => string
}

export interface WorldOptions {
  readonly rooms?: (nowMs: number) => readonly SimulatedRoom[]
  readonly client?: Partial<WeChatClientOptions>
  readonly config?: Partial<Config>
  readonly clock?: FakeClock
  readonly firstWaitMs?: number
  /** In place of the real one. */
  readonly catalogue?: RoomCatalogue
  readonly metrics?: Metrics
  readonly drain?: Drain
}

function createTestLog() {
  const lines: string[] = []
  return { log: createLog('trace', line => void lines.push(line)), logged: () => lines.join('') }
}

export async function startWeChat({ rooms, client, clock = createFakeClock() }: WorldOptions = {}): Promise<WeChatWorld & { log: ReturnType<typeof createLog> }> {
  const { log, logged } = createTestLog()
  const simulator = await startWeChatSimulator({ clock, publicUrl: 'http://pictures.test', ...(rooms ? { rooms } : {}) })
  onTestFinished(() => simulator.close())
  const wechat = createWeChatClient({ ...simulator.account, clock, log, timeoutMs: PATIENT_TIMEOUT_MS, ...client })
  return { clock, simulator, wechat, logged, log }
}

/** The whole gateway on a free port, with a fake clock. */
export interface World extends WeChatWorld {
  readonly catalogue: RoomCatalogue
  readonly database: Database
  readonly url: string
  /** Gets a path; the body is JSON where it can be read as such. */
  readonly get: (path: string, init?: RequestInit) => Promise<Answer>
  readonly close: () => Promise<void>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
  readonly text: string
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const world = await startWeChat(options)
  const { clock, log } = world
  const operations = { ...(options.metrics ? { metrics: options.metrics } : {}), ...(options.drain ? { drain: options.drain } : {}) }
  const wait = options.firstWaitMs === undefined ? {} : { firstWaitMs: options.firstWaitMs }
  const catalogue = options.catalogue ?? createCatalogue({ ...world, refreshMs: REFRESH_MS, ...wait })
  const config = { corsOrigins: [], staticDir: null, publicUrl: 'http://gateway.test', adminKey: ADMIN_KEY, events: null, trustedProxies: 0, requestsPerMinute: 1_000_000, streams: [], channelsAccounts: [], ...options.config }
  const { account, logins } = world.simulator
  const database = await openTemporaryDatabase()
  const gateway = buildGateway({ config, account, wechat: world.wechat, database, logins: config.wechat ? null : logins, catalogue, clock, log, schemaController: COMPILED_SCHEMAS, ...operations })
  onTestFinished(() => gateway.close())
  const url = await gateway.listen({ host: '127.0.0.1', port: 0 })
  return { ...world, database, catalogue, url, get: (path, init) => get(url + path, init), close: () => gateway.close() }
}

async function openTemporaryDatabase(): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'weixin-live-world-'))
  const database = await openDatabase({ kind: 'sqlite', file: join(folder, 'world.db') }, createLog('silent'))
  onTestFinished(async () => {
    await database.destroy()
    rmSync(folder, { recursive: true, force: true })
  })
  return database
}

async function get(address: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(address, init)
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : null, text }
}
