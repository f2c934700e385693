import type { FastifyInstance } from 'fastify'
import type { LoadGenerator } from './load-generator'
import { Buffer } from 'node:buffer'
import { closeSync, openSync, writeSync } from 'node:fs'
import { devNull } from 'node:os'
import process from 'node:process'
import fastify from 'fastify'
import { writeInBatches } from '@/server/log'
import { startLoadGenerator } from './load-generator'
import { printTable } from './print-table'
import { addressOf, startBenchGateway } from './start-gateway'

const CONNECTIONS = [1, 10, 100]
// Short turns that alternate, so that whatever else the machine does hits all alike.
const ROUNDS = 5
const SECONDS = 1
const PATH = '/v1/rooms?limit=20'

interface Measure {
  readonly perSecond: number
  readonly p99Ms: number
  /** What a request costs this process, in microseconds of processor time. */
  readonly costUs: number
}

/**
 * The cached room list beside a bare Fastify route that answers the same bytes; they take turns on the same cores. Once
 * silent, and once with a line in the log for every request.
 */
export async function benchGateway(): Promise<void> {
  const sink = openSync(devNull, 'w')
  const silent = await startBenchGateway({ logLevel: 'silent' })
  const logging = await startBenchGateway({ logLevel: 'info', writeLog: writeInBatches(lines => void writeSync(sink, lines)) })
  const body = Buffer.from(await (await fetch(addressOf(silent.app) + PATH)).arrayBuffer())
  const bare = fastify()
  bare.get('/v1/rooms', (_, reply) => reply.header('content-type', 'application/json; charset=utf-8').send(body))
  await bare.listen({ port: 0, host: '127.0.0.1' })

  const load = startLoadGenerator()
  const rows = [['connections', 'bare req/s', 'gateway req/s', 'ratio', 'logging req/s', 'ratio', 'bare µs', 'gateway µs', 'logging µs', 'bare p99 ms', 'gateway p99 ms']]
  for (const connections of CONNECTIONS) {
    const [floor, quiet, loud] = await takeTurns(load, [bare, silent.app, logging.app], connections)
    if (!floor || !quiet || !loud)
      throw new Error('A server was not measured.')
    rows.push([
      String(connections),
      ...[floor.perSecond, quiet.perSecond].map(value => value.toFixed(0)),
      (quiet.perSecond / floor.perSecond).toFixed(2),
      loud.perSecond.toFixed(0),
      (loud.perSecond / floor.perSecond).toFixed(2),
      ...[floor.costUs, quiet.costUs, loud.costUs, floor.p99Ms, quiet.p99Ms].map(value => value.toFixed(0)),
    ])
  }
  printTable(`GET ${PATH}, ${body.length} bytes, against a bare Fastify route with the same bytes (medians of ${ROUNDS}; µs = processor time of a request)`, rows)

  load.close()
  await Promise.all([silent.close(), logging.close(), bare.close()])
  closeSync(sink)
}

async function takeTurns(load: LoadGenerator, servers: readonly FastifyInstance[], connections: number): Promise<readonly Measure[]> {
  const turns = servers.map((): Measure[] => [])
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [i, server] of servers.entries()) {
      const measured = await measure(load, server, connections)
      if (round > 0)
        turns[i]?.push(measured)
    }
  }
  return turns.map(measures => ({
    perSecond: median(measures.map(({ perSecond }) => perSecond)),
    p99Ms: median(measures.map(({ p99Ms }) => p99Ms)),
    costUs: median(measures.map(({ costUs }) => costUs)),
  }))
}

async function measure(load: LoadGenerator, server: FastifyInstance, connections: number): Promise<Measure> {
  const before = process.cpuUsage()
  const { perSecond, total, p99Ms, failed } = await load.send({ url: addressOf(server) + PATH, connections, duration: SECONDS })
  if (failed > 0)
    throw new Error(`${failed} requests failed.`)
  const { user, system } = process.cpuUsage(before)
  return { perSecond, p99Ms, costUs: (user + system) / total }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
