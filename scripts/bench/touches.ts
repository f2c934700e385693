import type { FastifyInstance } from 'fastify'
import type { DatabaseConfig } from '@/server/config'
import type { Database } from '@/server/storage/database'
import type { PostgresServer } from '@/tests/server/support/postgres'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import fastify from 'fastify'
import { createCatalogue } from '@/server/catalogue'
import { readConfig } from '@/server/config'
import { buildGateway } from '@/server/gateway'
import { createLog } from '@/server/log'
import { createSessionTokens } from '@/server/sessions/session-tokens'
import { startWeChatSimulator } from '@/server/simulator/wechat-simulator'
import { openDatabase } from '@/server/storage/database'
import { createWeChatClient } from '@/server/wechat/wechat-client'
import { systemClock } from '@/src/domain/clock'
import { MAX_BATCH_TOUCHES } from '@/src/domain/touch-api'
import { createPostgresServer } from '@/tests/server/support/postgres'
import { printTable } from './print-table'

const BATCHES = 300
const SINGLE_BATCHES = 1500
const AT_ONCE = 10
const STATEMENT = 'asked the database'

/** Batches of a hundred touches, beside a bare Fastify route that reads the same JSON and keeps nothing. */
export async function benchTouches(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'weixin-live-bench-'))
  const bare = await startBare()
  const rows = [['database', 'statements per batch', 'touches/s kept', 'touches/s read by a bare route', 'ratio', 'touches/s kept one by one']]
  rows.push(await measureHome('embedded, each batch on the disk before its answer', { kind: 'sqlite', file: join(folder, 'bench.db') }, bare))
  const server = await startPostgres()
  if (server) {
    rows.push(await measureHome('PostgreSQL on the same cores, not waiting for the disk', { kind: 'postgres', url: server.url }, bare))
    await server.remove()
  }
  printTable(`POST /v1/touches, ${MAX_BATCH_TOUCHES} touches a batch, ${AT_ONCE} at once`, rows)
  await bare.close()
  rmSync(folder, { recursive: true, force: true })
}

async function startPostgres(): Promise<PostgresServer | null> {
  try {
    return await createPostgresServer()
  }
  catch (thrown) {
    process.stdout.write(`\nPostgreSQL is not measured: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
    return null
  }
}

async function measureHome(name: string, home: DatabaseConfig, bare: FastifyInstance): Promise<string[]> {
  let statements = 0
  const counting = createLog('debug', line => statements += line.includes(STATEMENT) ? 1 : 0)
  const database = await openDatabase(home, counting)
  const { gateway, tokens, roomId, close } = await startGateway(database, createLog('silent'))

  statements = 0
  await send(`${addressOf(gateway)}/v1/touches`, tokens, roomId, 'first', 1)
  const statementsPerBatch = statements
  const floor = await send(`${addressOf(bare)}/v1/touches`, tokens, roomId, 'bare', BATCHES)
  const measured = await send(`${addressOf(gateway)}/v1/touches`, tokens, roomId, 'kept', BATCHES)
  // What a phone sends: whoever came through a card has one touch.
  const singly = await send(`${addressOf(gateway)}/v1/touches`, tokens, roomId, 'single', SINGLE_BATCHES, 1)
  await close()
  return [name, String(statementsPerBatch), measured.toFixed(0), floor.toFixed(0), (measured / floor).toFixed(2), singly.toFixed(0)]
}

async function startGateway(database: Database, log: ReturnType<typeof createLog>) {
  const config = { ...readConfig({ LOG_LEVEL: 'silent' }), requestsPerMinute: 1_000_000 }
  const simulator = await startWeChatSimulator({ clock: systemClock, publicUrl: config.publicUrl })
  const { account } = simulator
  const wechat = createWeChatClient({ ...account, clock: systemClock, log })
  const catalogue = createCatalogue({ wechat, clock: systemClock, log, refreshMs: config.roomsRefreshMs })
  const gateway = buildGateway({ config, account, wechat, database, logins: null, catalogue, clock: systemClock, log })
  await gateway.listen({ port: 0, host: '127.0.0.1' })
  const list = await catalogue.read()
  // Each batch comes from somebody else: what one session may send in a minute is limited.
  const sessions = createSessionTokens(account, systemClock)
  const tokens = await Promise.all(Array.from({ length: BATCHES }, (_, i) => sessions.issue(`visitor-${i}`)))
  const close = async () => {
    await gateway.close()
    await simulator.close()
    await database.destroy()
  }
  return { gateway, tokens, roomId: list?.rooms[0]?.id ?? 0, close }
}

async function startBare(): Promise<FastifyInstance> {
  const bare = fastify({ bodyLimit: 1024 * 1024 })
  bare.post<{ Body: { touches: { id: string }[] } }>('/v1/touches', async ({ body }) => ({ accepted: body.touches.map(({ id }) => id) }))
  await bare.listen({ port: 0, host: '127.0.0.1' })
  return bare
}

/** @returns touches per second */
async function send(url: string, tokens: readonly string[], roomId: number, name: string, batches: number, size = MAX_BATCH_TOUCHES): Promise<number> {
  const startMs = performance.now()
  let next = 0
  async function work(): Promise<void> {
    while (next < batches) {
      const batch = next++
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'authorization': `Bearer ${tokens[batch % tokens.length]}` },
        body: batchOf(`${name}-${batch}`, roomId, size),
      })
      if (!response.ok)
        throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
      await response.arrayBuffer()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return batches * size / ((performance.now() - startMs) / 1000)
}

function batchOf(name: string, roomId: number, size: number): string {
  const nowMs = systemClock.now()
  const touches = Array.from({ length: size }, (_, i) => ({
    id: `${name}-${i}`,
    via: 'share-card',
    roomId,
    goodsId: null,
    shareOpenid: `sharer-${i % 7}`,
    shareId: '',
    customParams: { channel: 'bench', pid: i },
    scene: 1007,
    atMs: nowMs,
  }))
  return JSON.stringify({ sentAtMs: nowMs, touches })
}

function addressOf(server: FastifyInstance): string {
  const address = server.server.address()
  if (typeof address !== 'object' || address === null)
    throw new Error('The server does not listen on a port.')
  return `http://127.0.0.1:${address.port}`
}
