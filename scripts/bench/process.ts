import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { printTable } from './print-table'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const STARTS = 3
const REST_MS = 2000

interface Start {
  readonly listeningMs: number
  /** Until the room list was answered. */
  readonly answeredMs: number
  readonly restMb: number
}

/** How long a gateway takes from nothing to listening, with a database file that does not exist yet, and what it weighs then. */
export async function benchProcess(): Promise<void> {
  const rows = [['start', 'bare Fastify: ms until it answers', 'ms until it listens', 'ms until it answers with rooms', 'ratio', 'MB at rest (RSS)']]
  for (let i = 1; i <= STARTS; i++) {
    const floorMs = await startBare()
    const { listeningMs, answeredMs, restMb } = await startOnce()
    rows.push([String(i), floorMs.toFixed(0), listeningMs.toFixed(0), answeredMs.toFixed(0), (answeredMs / floorMs).toFixed(1), restMb.toFixed(0)])
  }
  printTable('node --import tsx server/main.ts with an embedded database (the simulated WeChat is in the same process)', rows)
}

async function startOnce(): Promise<Start> {
  const folder = mkdtempSync(join(tmpdir(), 'weixin-live-bench-'))
  const port = await freePort()
  const startedAt = performance.now()
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'server', 'main.ts')], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, WECHAT_APP_ID: '', WECHAT_APP_SECRET: '', DATABASE_URL: '', HOST: '', PORT: String(port), LOG_LEVEL: 'error', DATABASE_FILE: join(folder, 'bench.db'), NODE_ENV: 'production' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const exit = once(child, 'exit')
  await Promise.race([once(child, 'message'), exit.then(() => {
    throw new Error('The gateway ended instead of listening.')
  })])
  const listeningMs = performance.now() - startedAt
  await (await fetch(`http://127.0.0.1:${port}/v1/rooms`)).text()
  const answeredMs = performance.now() - startedAt
  await sleep(REST_MS)
  const restMb = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) / 1024
  child.kill('SIGTERM')
  await exit
  rmSync(folder, { recursive: true, force: true })
  return { listeningMs, answeredMs, restMb }
}

// The floor: Node, tsx and Fastify with one route.
async function startBare(): Promise<number> {
  const port = await freePort()
  const startedAt = performance.now()
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'scripts', 'bench', 'bare-server.ts'), String(port)], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  await once(child, 'message')
  await (await fetch(`http://127.0.0.1:${port}/v1/rooms`)).text()
  const answeredMs = performance.now() - startedAt
  child.kill('SIGTERM')
  await once(child, 'exit')
  return answeredMs
}

async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
