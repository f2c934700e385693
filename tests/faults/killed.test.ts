import type { StubbornVisitor } from './support/stubborn-visitor'
import type { Database } from '@/server/storage/database'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { createLog } from '@/server/log'
import { startWeChatSimulator } from '@/server/simulator/wechat-simulator'
import { openDatabase } from '@/server/storage/database'
import { systemClock } from '@/src/domain/clock'
import { aRoom } from '../server/support/a-room'
import { createPostgresServer } from '../server/support/postgres'
import { createFaultTable } from './support/fault-table'
import { createMortalGateway } from './support/gateway-process'
import { startStubbornVisitor } from './support/stubborn-visitor'

const SEED = Number(process.env.FAULT_SEED ?? 20240601)
const ROUNDS = 4
const VISITORS = 6
const RECOVERY_MS = 15_000

const table = createFaultTable('killed')

/** A gateway process with visitors on it, who never stop. */
async function startShop(database: Readonly<Record<string, string>>) {
  const simulator = await startWeChatSimulator({ clock: systemClock, publicUrl: 'http://pictures.test', rooms: () => [aRoom(1)] })
  onTestFinished(() => simulator.close())
  const { appId, appSecret, baseUrl } = simulator.account
  const gateway = await createMortalGateway({ WECHAT_APP_ID: appId, WECHAT_APP_SECRET: appSecret, WECHAT_BASE_URL: baseUrl, REQUESTS_PER_MINUTE: '1000000', LOG_LEVEL: 'info', ...database })
  onTestFinished(gateway.kill)
  await gateway.start()
  const visitors = Array.from({ length: VISITORS }, (_, i) => startStubbornVisitor(gateway.url, `visitor-${i}`, () => simulator.logins.issue(`visitor-${i}`)))
  return { simulator, gateway, visitors }
}

/** Waits until every visitor has got further receipts. */
async function untilAllGoOn(visitors: readonly StubbornVisitor[]): Promise<void> {
  const before = visitors.map(({ confirmed }) => confirmed.size)
  await vi.waitFor(() => expect(visitors.every(({ confirmed }, i) => confirmed.size > (before[i] ?? 0))).toBe(true), { timeout: RECOVERY_MS, interval: 20 })
}

async function expectEachOnce(db: Database, visitors: readonly StubbornVisitor[]): Promise<void> {
  for (const { openid, confirmed } of visitors) {
    const kept = (await db.selectFrom('touches').select('id').where('openid', '=', openid).execute()).map(({ id }) => id)
    expect(confirmed.size).toBeGreaterThan(0)
    expect(kept.sort()).toEqual([...confirmed].sort())
  }
}

// Numbers that look random and are the same for the same seed.
function momentOf(round: number): number {
  return 50 + ((SEED + round) * 2_654_435_761 % 2 ** 32) % 400
}

describe('a gateway process whose visitors send touches all the time', () => {
  it(`loses and doubles no touch when it is killed again and again (seed ${SEED})`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'weixin-live-killed-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const file = join(folder, 'touches.db')
    const { gateway, visitors } = await startShop({ DATABASE_FILE: file })
    await untilAllGoOn(visitors)
    for (let round = 0; round < ROUNDS; round++) {
      await table.trying('gateway killed by SIGKILL while touches are written (embedded database)', `its start; within ${RECOVERY_MS / 1000} s`, async () => {
        await setTimeout(momentOf(round))
        const failuresBefore = visitors.reduce((sum, { failures }) => sum + failures(), 0)
        await gateway.kill()
        await vi.waitFor(() => expect(visitors.reduce((sum, { failures }) => sum + failures(), 0)).toBeGreaterThan(failuresBefore))
        await gateway.start()
        await untilAllGoOn(visitors)
      })
    }
    await Promise.all(visitors.map(({ finish }) => finish()))
    await gateway.kill()
    const db = await openDatabase({ kind: 'sqlite', file }, createLog('silent'))
    onTestFinished(() => db.destroy())
    await expectEachOnce(db, visitors)
  })

  it.skipIf(inject('postgresUrl') === null)('goes on by itself after PostgreSQL was restarted, and after it crashed, under load', async () => {
    const server = await createPostgresServer()
    onTestFinished(() => server.remove())
    const { gateway, visitors } = await startShop({ DATABASE_URL: server.url })
    await untilAllGoOn(visitors)
    const crash = async (): Promise<void> => {
      // Immediate mode: nobody is told, nothing is written, and the next start recovers from the log.
      const folder = new URL(server.url).searchParams.get('host') ?? ''
      const [pid] = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')
      process.kill(Number(pid), 'SIGQUIT')
      await server.stop()
    }
    for (const [fault, end] of [['PostgreSQL restarted under load', server.stop], ['PostgreSQL killed (immediate mode) under load', crash]] as const) {
      for (let round = 0; round < 2; round++) {
        await table.trying(fault, `its start, without the gateway's; within ${RECOVERY_MS / 1000} s`, async () => {
          await end()
          expect((await fetch(`${gateway.url}/v1/rooms`)).status).toBe(200)
          await server.start()
          await untilAllGoOn(visitors)
        })
      }
    }
    await Promise.all(visitors.map(({ finish }) => finish()))
    const db = await openDatabase({ kind: 'postgres', url: server.url }, createLog('silent'))
    onTestFinished(() => db.destroy())
    await expectEachOnce(db, visitors)
  })
})
