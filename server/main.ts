import { existsSync } from 'node:fs'
import process from 'node:process'
import { systemClock } from '@/src/domain/clock'
import { createCatalogue } from './catalogue'
import { ConfigError, readConfig } from './config'
import { buildGateway } from './gateway'
import { createLog } from './log'
import { createDrain } from './operations/drain'
import { createListQuota } from './operations/list-quota'
import { createMetrics } from './operations/metrics'
import { createShutdown } from './operations/shutdown'
import { createRoomMemory } from './room-memory'
import { startWeChatSimulator } from './simulator/wechat-simulator'
import { openDatabase } from './storage/database'
import { createSharedRoomList } from './storage/room-list'
import { createRoomStore } from './storage/rooms'
import { StorageError } from './storage/storage-error'
import { createWeChatCallCounter } from './storage/wechat-calls'
import { createWeChatClient } from './wechat/wechat-client'

// Long enough for requests under way, shorter than the ten seconds after which containers are killed.
const SHUTDOWN_LIMIT_MS = 8000

async function main(): Promise<void> {
  if (existsSync('.env'))
    process.loadEnvFile('.env')
  const config = readConfig(process.env)
  const log = createLog(config.logLevel)
  const clock = systemClock

  const database = await openDatabase(config.database, log)
  const simulator = config.wechat ? null : await startWeChatSimulator({ clock, publicUrl: config.publicUrl })
  const account = config.wechat ?? simulator?.account
  if (!account)
    throw new Error('There is neither an account nor a simulator.')
  const metrics = createMetrics({ withProcess: true })
  const quota = createListQuota({ counter: createWeChatCallCounter(database), clock, log })
  const wechat = createWeChatClient({
    ...account,
    clock,
    log,
    observe: (call, outcome) => {
      metrics.observeWeChat(call, outcome)
      quota.note(call)
    },
  })
  const catalogue = createCatalogue({
    wechat,
    clock,
    log,
    refreshMs: config.roomsRefreshMs,
    // The simulated shop's pictures are at this very process's address.
    ...(config.wechat ? { shared: createSharedRoomList(database) } : {}),
    affordableMs: quota.affordableMs,
    onList: createRoomMemory(createRoomStore(database), log),
  })
  const drain = createDrain()
  const gateway = buildGateway({ config, account, wechat, database, logins: simulator?.logins ?? null, catalogue, clock, log, metrics, quota, drain })

  stopOnSignal(config.shutdownDelayMs, createShutdown({
    drain,
    delayMs: config.shutdownDelayMs,
    clock,
    parts: [() => gateway.close(), async () => simulator?.close(), () => database.destroy()],
  }))
  await gateway.listen({ host: config.host, port: config.port })
  log.info({ url: config.publicUrl, isSimulated: simulator !== null }, 'the gateway is ready')
  // To scripts/start.mjs, or whoever else started this with a channel.
  process.send?.({ url: config.publicUrl })
}

function stopOnSignal(delayMs: number, shutDown: () => Promise<void>): void {
  const stop = (): void => {
    setTimeout(() => process.exit(1), delayMs + SHUTDOWN_LIMIT_MS).unref()
    void shutDown().then(() => process.exit(0))
  }
  // A terminal sends Ctrl-C to every process at once; a parent that dies takes the channel with it.
  for (const event of ['SIGINT', 'SIGTERM', 'disconnect'] as const)
    process.on(event, stop)
}

function explain(thrown: unknown): string {
  if (thrown instanceof ConfigError || thrown instanceof StorageError)
    return thrown.message
  const { code, port, address } = thrown as { code?: unknown, port?: unknown, address?: unknown }
  if (code === 'EADDRINUSE')
    return `Port ${String(port)} is taken by another program. Stop that one, or set PORT to another number.`
  if (code === 'EACCES')
    return `Port ${String(port)} may not be used by this user. Set PORT to a number above 1023.`
  if (code === 'EADDRNOTAVAIL')
    return `HOST ${String(address)} is no address of this machine. Set HOST to 127.0.0.1 (this machine only) or 0.0.0.0 (reachable from outside).`
  return thrown instanceof Error ? thrown.stack ?? thrown.message : String(thrown)
}

main().catch((thrown: unknown) => {
  console.error(explain(thrown))
  process.exit(1)
})
