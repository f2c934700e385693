import type { FastifyInstance } from 'fastify'
import type { LogLevel } from '@/server/log'
import type { SimulatedRoom } from '@/server/simulator/timetable'
import type { WeChatSimulator } from '@/server/simulator/wechat-simulator'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCatalogue } from '@/server/catalogue'
import { readConfig } from '@/server/config'
import { buildGateway } from '@/server/gateway'
import { createLog } from '@/server/log'
import { simulatedRooms } from '@/server/simulator/timetable'
import { startWeChatSimulator } from '@/server/simulator/wechat-simulator'
import { openDatabase } from '@/server/storage/database'
import { createSharedRoomList } from '@/server/storage/room-list'
import { createWeChatClient } from '@/server/wechat/wechat-client'
import { systemClock } from '@/src/domain/clock'

/** A gateway in this process, with a database file and a simulated WeChat of its own. */
export interface BenchGateway {
  readonly app: FastifyInstance
  readonly simulator: WeChatSimulator
  readonly close: () => Promise<void>
}

/** What {@link startBenchGateway} is told. */
export interface BenchGatewayOptions {
  readonly logLevel: LogLevel
  readonly writeLog?: (line: string) => void
  /** How many rooms the shop has; absent = as many as the simulated shop. */
  readonly rooms?: number
  /** WeChat's room list is not asked for before this. */
  readonly until?: Promise<void>
}

/** Starts a gateway on a free port. */
export async function startBenchGateway({ logLevel, writeLog, rooms, until }: BenchGatewayOptions): Promise<BenchGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'weixin-live-bench-'))
  // All load comes from one address.
  const config = readConfig({ LOG_LEVEL: logLevel, DATABASE_FILE: join(folder, 'bench.db'), REQUESTS_PER_MINUTE: '1000000' })
  const log = createLog(config.logLevel, writeLog)
  const database = await openDatabase(config.database, log)
  const simulator = await startWeChatSimulator({ clock: systemClock, publicUrl: config.publicUrl, ...(rooms === undefined ? {} : { rooms: nowMs => manyRooms(nowMs, rooms) }) })
  const wechat = createWeChatClient({ ...simulator.account, clock: systemClock, log })
  const catalogue = createCatalogue({
    wechat: {
      listRooms: async () => {
        await until
        return wechat.listRooms()
      },
    },
    clock: systemClock,
    log,
    refreshMs: config.roomsRefreshMs,
    firstWaitMs: 120_000,
    shared: createSharedRoomList(database),
  })
  const app = buildGateway({ config, account: simulator.account, wechat, database, logins: null, catalogue, clock: systemClock, log })
  await app.listen({ port: 0, host: '127.0.0.1', backlog: 16_384 })

  async function close(): Promise<void> {
    await app.close()
    await simulator.close()
    await database.destroy()
    rmSync(folder, { recursive: true, force: true })
  }
  return { app, simulator, close }
}

/** Where a server of this process listens. */
export function addressOf({ server }: FastifyInstance): string {
  const address = server.address()
  if (typeof address !== 'object' || address === null)
    throw new Error('The server does not listen on a port.')
  return `http://127.0.0.1:${address.port}`
}

function manyRooms(nowMs: number, count: number): readonly SimulatedRoom[] {
  const shop = simulatedRooms(nowMs)
  return Array.from({ length: count }, (_, i) => shop[i % shop.length]).flatMap((room, i) => room ? [{ ...room, id: i + 1 }] : [])
}
