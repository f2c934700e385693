import type { FastifyInstance } from 'fastify'
import autocannon from 'autocannon'
import fastify from 'fastify'
import { createCatalogue } from '@/server/catalogue'
import { readConfig } from '@/server/config'
import { buildGateway } from '@/server/gateway'
import { createLog } from '@/server/log'
import { startWeChatSimulator } from '@/server/simulator/wechat-simulator'
import { createWeChatClient } from '@/server/wechat/wechat-client'
import { systemClock } from '@/src/domain/clock'
import { printTable } from './print-table'

const CONNECTIONS = [1, 10, 100]
const SECONDS = 3
const PATH = '/v1/rooms?limit=20'

/** The cached room list beside a bare Fastify route that answers the same bytes; both take turns on the same cores. */
export async function benchGateway(): Promise<void> {
  const config = readConfig({ LOG_LEVEL: 'silent' })
  const log = createLog(config.logLevel)
  const simulator = await startWeChatSimulator({ clock: systemClock, publicUrl: config.publicUrl })
  const wechat = createWeChatClient({ ...simulator.account, clock: systemClock, log })
  const catalogue = createCatalogue({ wechat, clock: systemClock, log, refreshMs: config.roomsRefreshMs })
  const gateway = buildGateway({ config, catalogue, clock: systemClock, log })
  await gateway.listen({ port: 0, host: '127.0.0.1' })

  const body = await (await fetch(addressOf(gateway) + PATH)).text()
  const bare = fastify()
  bare.get('/v1/rooms', (_, reply) => reply.header('content-type', 'application/json; charset=utf-8').send(body))
  await bare.listen({ port: 0, host: '127.0.0.1' })

  const rows = [['connections', 'gateway req/s', 'bare req/s', 'ratio', 'gateway p99 ms', 'bare p99 ms']]
  for (const connections of CONNECTIONS) {
    const floor = await load(bare, connections)
    const measured = await load(gateway, connections)
    rows.push([
      String(connections),
      measured.perSecond.toFixed(0),
      floor.perSecond.toFixed(0),
      (measured.perSecond / floor.perSecond).toFixed(2),
      String(measured.p99Ms),
      String(floor.p99Ms),
    ])
  }
  printTable(`GET ${PATH}, ${body.length} characters, against a bare Fastify route with the same bytes`, rows)
  await Promise.all([gateway.close(), bare.close(), simulator.close()])
}

async function load(server: FastifyInstance, connections: number) {
  const { requests, latency } = await autocannon({ url: addressOf(server) + PATH, connections, duration: SECONDS })
  return { perSecond: requests.average, p99Ms: latency.p99 }
}

function addressOf(server: FastifyInstance): string {
  const address = server.server.address()
  if (typeof address !== 'object' || address === null)
    throw new Error('The server does not listen on a port.')
  return `http://127.0.0.1:${address.port}`
}
