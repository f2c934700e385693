import type { Socket } from 'node:net'
import type { Log } from '@/server/log'
import type { PostgresLimits } from '@/server/storage/postgres'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { Kysely, sql } from 'kysely'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { createLog } from '@/server/log'
import { openDatabase } from '@/server/storage/database'
import { createPostgresDialect, explainPostgres } from '@/server/storage/postgres'
import { withClient, withDatabase } from '../support/postgres'

const NO_LIMITS: PostgresLimits = { statementMs: 0, silenceMs: 0 }
const url = inject('postgresUrl') ?? ''

function open(address: string, limits: Partial<PostgresLimits> = {}, log: Log = createLog('silent')): Kysely<unknown> {
  const db = new Kysely<unknown>({ dialect: createPostgresDialect(address, log, { ...NO_LIMITS, ...limits }) })
  onTestFinished(() => db.destroy())
  return db
}

const processOf = async (db: Kysely<unknown>) => (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]!.pid

/** A log, and the moment at which it says the first thing. */
function createListeningLog() {
  const lines: string[] = []
  let hear = (): void => {}
  const isHeard = new Promise<void>(resolve => hear = resolve)
  const log = createLog('warn', (line) => {
    lines.push(line)
    hear()
  })
  return { log, lines, isHeard }
}

/** A way to the server on which nothing comes back any more, once it is told so; as when the machine has vanished. */
async function startWay(): Promise<{ address: string, swallow: () => void }> {
  const { hostname, port, searchParams } = new URL(url)
  const folder = searchParams.get('host')
  const ways: Socket[] = []
  const proxy = createServer((client) => {
    const server = folder ? connect(`${folder}/.s.PGSQL.5432`) : connect(Number(port || 5432), hostname)
    ways.push(server)
    client.pipe(server).pipe(client)
    for (const [end, other] of [[client, server], [server, client]] as const)
      end.on('error', () => {}).on('close', () => other.destroy())
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  onTestFinished(() => void proxy.close())
  const address = new URL(url)
  address.searchParams.delete('host')
  address.hostname = '127.0.0.1'
  address.port = String((proxy.address() as { port: number }).port)
  return { address: address.href, swallow: () => ways.forEach(server => server.unpipe().resume()) }
}

describe.skipIf(url === '')('a PostgreSQL server', () => {
  it('gives a statement up that takes too long, and goes on', async () => {
    const db = open(url, { statementMs: 100 })
    await expect(sql`select pg_sleep(60)`.execute(db)).rejects.toThrow(/statement timeout/)
    expect(await processOf(db)).toBeGreaterThan(0)
  })

  it('gives a connection up on which nothing comes back, and takes another', async () => {
    const way = await startWay()
    const db = open(way.address, { silenceMs: 300 })
    const before = await processOf(db)
    way.swallow()
    await expect(processOf(db)).rejects.toThrow('The database did not answer within 300 ms')
    expect(await processOf(db)).not.toBe(before)
  })

  it('may end a connection that nobody uses: that is said, and the next statement takes another', async () => {
    const { log, lines, isHeard } = createListeningLog()
    const db = open(url, {}, log)
    const before = await processOf(db)
    await withClient(url, client => client.query('select pg_terminate_backend($1)', [before]))
    await isHeard
    expect(await processOf(db)).not.toBe(before)
    expect(lines.map(line => JSON.parse(line))).toEqual([expect.objectContaining({ level: 'warn', code: '57P01', msg: 'a connection to the database was lost' })])
  })

  it('takes the statement under way with it when it ends a connection, and nothing else', async () => {
    const { log, lines, isHeard } = createListeningLog()
    const db = open(url, {}, log)
    const before = await db.connection().execute(async (busy) => {
      const pid = await processOf(busy)
      const slow = expect(sql`select pg_sleep(60)`.execute(busy)).rejects.toThrow(/terminat/)
      await withClient(url, client => client.query('select pg_terminate_backend($1)', [pid]))
      await slow
      return pid
    })
    await isHeard
    expect(await processOf(db)).not.toBe(before)
    expect(lines.join('')).not.toContain('pg_sleep')
  })

  it('says how to make the database that it lacks', async () => {
    const name = `no_${randomUUID().slice(0, 8)}`
    await expect(openDatabase({ kind: 'postgres', url: withDatabase(url, name) }, createLog('silent')))
      .rejects
      .toThrow(new RegExp(`has no database "${name}" \\(3D000\\)\\. Make it with: createdb ${name}`))
  })
})

describe('what is said about a PostgreSQL server that cannot be used', () => {
  const address = 'postgres://shop:hunter2@db.example:5433/live?sslmode=disable&password=hunter2'
  const failed = (code: string, message = 'no') => Object.assign(new Error(message), { code })

  it.each([
    [failed('ENOTFOUND'), /^PostgreSQL at db\.example:5433 cannot be reached \(ENOTFOUND\).*DATABASE_URL/],
    [new AggregateError([failed('ECONNREFUSED'), failed('ECONNREFUSED')], 'every address'), /cannot be reached \(ECONNREFUSED\)/],
    [failed('28P01'), /does not let this user in \(28P01\).*password in DATABASE_URL/],
    [failed('42501'), /does not let this user make tables in "live" \(42501\)/],
    [failed('57P03'), /is starting or stopping/],
    [failed('53300'), /takes no more connections/],
    [new Error('self-signed certificate.'), /cannot be used: self-signed certificate\. Look at DATABASE_URL/],
    [failed('ERR_INVALID_URL', `Invalid URL: ${address}`), /cannot be used \(ERR_INVALID_URL\): the address cannot be read/],
    ['rubbish', /cannot be used: rubbish/],
  ])('tells people what to do about %s', (thrown, expected) => {
    const said = explainPostgres(thrown, address)
    expect(said.message).toMatch(expected)
    expect(JSON.stringify([said.message, said.stack, said.cause])).not.toContain('hunter2')
  })
})
