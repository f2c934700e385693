import type { FastifyInstance } from 'fastify'
import type { LoadGenerator } from './load-generator'
import { Buffer } from 'node:buffer'
import { closeSync, openSync, writeSync } from 'node:fs'
import { devNull } from 'node:os'
import process from 'node:process'
import { gzipSync } from 'node:zlib'
import fastify from 'fastify'
import { writeInBatches } from '@/server/log'
import { startLoadGenerator } from './load-generator'
import { printTable } from './print-table'
import { addressOf, startBenchGateway } from './start-gateway'
import { median, withSpread } from './statistics'

const CONNECTIONS = [1, 10, 100, 1000]
const CONNECTIONS_OF_OTHERS = 100
// Short turns that alternate, so that whatever else the machine does hits all alike.
const ROUNDS = 3
const SECONDS = 1
const LIST = '/v1/rooms?limit=20'
// As many rooms as a large phone has in view.
const STATUSES_OF = 8

/** What came of one server at one number of connections, over all rounds. */
export interface ServerMeasure {
  readonly server: 'bare Fastify' | 'gateway'
  readonly connections: number
  readonly p50Ms: number
  readonly p90Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

interface Question {
  readonly server: FastifyInstance
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
}

interface Round {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p90Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  /** What a request costs this process, in microseconds of processor time. */
  readonly costUs: number
}

/**
 * The gateway's cached answers beside bare Fastify routes that send the same bytes; they take turns on the same cores.
 * @returns how long the room list took
 */
export async function benchGateway(): Promise<readonly ServerMeasure[]> {
  const sink = openSync(devNull, 'w')
  const silent = await startBenchGateway({ logLevel: 'silent' })
  const logging = await startBenchGateway({ logLevel: 'info', writeLog: writeInBatches(lines => void writeSync(sink, lines)) })
  const list = await ask(silent.app, LIST)
  const statusesPath = `/v1/statuses?ids=${list.roomIds.slice(0, STATUSES_OF).join(',')}`
  const statuses = await ask(silent.app, statusesPath)
  const bare = await startBare({ '/v1/rooms': list.body, '/v1/statuses': statuses.body })
  const load = startLoadGenerator()

  const rows = [['connections', 'bare req/s', 'gateway req/s', 'ratio', 'bare µs', 'gateway µs', 'bare p50/p90/p99/max ms', 'gateway p50/p90/p99/max ms']]
  const measures: ServerMeasure[] = []
  for (const connections of CONNECTIONS) {
    const [floor = [], gateway = []] = await takeTurns(load, [{ server: bare, path: LIST }, { server: silent.app, path: LIST }], connections)
    rows.push([String(connections), perSecondOf(floor), perSecondOf(gateway), ratioOf(gateway, floor), costOf(floor), costOf(gateway), latencyOf(floor), latencyOf(gateway)])
    measures.push(toMeasure('bare Fastify', connections, floor), toMeasure('gateway', connections, gateway))
  }
  printTable(`GET ${LIST}, ${list.body.length} bytes (${gzipSync(list.body).length} with gzip), against a bare Fastify route with the same bytes (medians of ${ROUNDS} rounds, [lowest–highest]; µs = processor time of a request)`, rows)

  const noNews = { 'if-none-match': list.etag }
  const others: readonly (readonly [string, Question, Question])[] = [
    ['the list, with a line in the log', { server: bare, path: LIST }, { server: logging.app, path: LIST }],
    ['the list again: 304, no body', { server: bare, path: '/v1/unchanged', headers: noNews }, { server: silent.app, path: LIST, headers: noNews }],
    [`${STATUSES_OF} statuses, ${statuses.body.length} bytes`, { server: bare, path: statusesPath }, { server: silent.app, path: statusesPath }],
  ]
  const otherRows = [['answer', 'bare req/s', 'gateway req/s', 'ratio', 'bare µs', 'gateway µs']]
  for (const [name, floorQuestion, question] of others) {
    const [floor = [], gateway = []] = await takeTurns(load, [floorQuestion, question], CONNECTIONS_OF_OTHERS)
    otherRows.push([name, perSecondOf(floor), perSecondOf(gateway), ratioOf(gateway, floor), costOf(floor), costOf(gateway)])
  }
  printTable(`Other answers at ${CONNECTIONS_OF_OTHERS} connections`, otherRows)

  load.close()
  await Promise.all([silent.close(), logging.close(), bare.close()])
  closeSync(sink)
  return measures
}

async function ask(server: FastifyInstance, path: string) {
  const response = await fetch(addressOf(server) + path)
  const body = Buffer.from(await response.arrayBuffer())
  const { rooms = [] } = JSON.parse(body.toString()) as { rooms?: readonly { id: number }[] }
  return { body, etag: response.headers.get('etag') ?? '', roomIds: rooms.map(({ id }) => id) }
}

async function startBare(bodies: Readonly<Record<string, Buffer>>): Promise<FastifyInstance> {
  const bare = fastify()
  for (const [path, body] of Object.entries(bodies))
    bare.get(path, (_, reply) => reply.header('content-type', 'application/json; charset=utf-8').send(body))
  bare.get('/v1/unchanged', (_, reply) => reply.code(304).send())
  await bare.listen({ port: 0, host: '127.0.0.1', backlog: 16_384 })
  return bare
}

async function takeTurns(load: LoadGenerator, questions: readonly Question[], connections: number): Promise<readonly (readonly Round[])[]> {
  const turns = questions.map((): Round[] => [])
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [i, question] of questions.entries()) {
      const measured = await measure(load, question, connections)
      if (round > 0)
        turns[i]?.push(measured)
    }
  }
  return turns
}

async function measure(load: LoadGenerator, { server, path, headers = {} }: Question, connections: number): Promise<Round> {
  const before = process.cpuUsage()
  const { perSecond, total, failed, ...latency } = await load.send({ url: addressOf(server) + path, headers, connections, duration: SECONDS })
  if (failed > 0)
    throw new Error(`${failed} requests failed.`)
  const { user, system } = process.cpuUsage(before)
  return { perSecond, ...latency, costUs: (user + system) / total }
}

function toMeasure(server: ServerMeasure['server'], connections: number, rounds: readonly Round[]): ServerMeasure {
  const of = (pick: (round: Round) => number): number => median(rounds.map(pick))
  return { server, connections, p50Ms: of(({ p50Ms }) => p50Ms), p90Ms: of(({ p90Ms }) => p90Ms), p99Ms: of(({ p99Ms }) => p99Ms), maxMs: of(({ maxMs }) => maxMs) }
}

function perSecondOf(rounds: readonly Round[]): string {
  return median(rounds.map(({ perSecond }) => perSecond)).toFixed(0)
}

function costOf(rounds: readonly Round[]): string {
  return median(rounds.map(({ costUs }) => costUs)).toFixed(0)
}

// Of two turns that followed each other.
function ratioOf(rounds: readonly Round[], floor: readonly Round[]): string {
  return withSpread(rounds.map(({ perSecond }, i) => perSecond / (floor[i]?.perSecond ?? Number.NaN)), 2)
}

function latencyOf(rounds: readonly Round[]): string {
  const { p50Ms, p90Ms, p99Ms, maxMs } = toMeasure('gateway', 0, rounds)
  return [p50Ms, p90Ms, p99Ms, maxMs].map(ms => ms.toFixed(1)).join('/')
}
