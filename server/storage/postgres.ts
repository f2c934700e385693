import type { Dialect } from 'kysely'
import type { Log } from '../log'
import { Socket } from 'node:net'
import { PostgresDialect } from 'kysely'
import pg from 'pg'
import { codeOf, StorageError } from './storage-error'

/** How long PostgreSQL may take, in milliseconds; 0 = as long as it likes. */
export interface PostgresLimits {
  /** After this the server gives a statement up. */
  readonly statementMs: number
  /** After this a connection on which nothing comes back is given up, as when the server's machine has vanished. */
  readonly silenceMs: number
}

/** For requests, which somebody waits for. */
export const REQUEST_LIMITS: PostgresLimits = { statementMs: 10_000, silenceMs: 15_000 }
/** For migrations, and for waiting while another replica runs them. */
export const MIGRATION_LIMITS: PostgresLimits = { statementMs: 0, silenceMs: 0 }

const CONNECT_TIMEOUT_MS = 5000

// int8, and numeric, which is what sum() makes of it. The schema holds only what JavaScript counts exactly.
const WHOLE_NUMBER_OIDS = new Set<number>([pg.types.builtins.INT8, pg.types.builtins.NUMERIC])

/** PostgreSQL through a pool of connections; a lost one is replaced when the next statement needs one. */
export function createPostgresDialect(url: string, log: Log, limits: PostgresLimits): Dialect {
  return new PostgresDialect({ pool: async () => createPool(url, log, limits) })
}

function createPool(url: string, log: Log, { statementMs, silenceMs }: PostgresLimits): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    fallback_application_name: 'weixin-live',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    // Not in the start-up message: poolers such as PgBouncer refuse what they do not know there.
    onConnect: async client => void await client.query(`set statement_timeout = ${statementMs}`),
    stream: () => createSocket(silenceMs),
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        WHOLE_NUMBER_OIDS.has(oid) ? Number : pg.types.getTypeParser(oid, format as 'text'),
    },
  })
  // Unheard, these events would end the process: the pool hears its connections only while nobody uses them. A statement
  // under way rejects besides.
  pool.on('connect', client => void client.on('error', thrown => log.warn({ code: codeOf(thrown) }, 'a connection to the database was lost')))
  pool.on('error', () => {})
  return pool
}

// The driver's own query time-out leaves the dead connection in the pool, where it fails the next statement as well.
function createSocket(silenceMs: number): Socket {
  const socket = new Socket()
  socket.setTimeout(silenceMs, () => socket.destroy(new Error(`The database did not answer within ${silenceMs} ms`)))
  return socket
}

/** Says why the server cannot be used, and what to do. */
export function explainPostgres(thrown: unknown, url: string): StorageError {
  const { hostname, port, pathname, searchParams } = new URL(url)
  const host = searchParams.get('host') ?? hostname
  const server = `PostgreSQL at ${[host, port].filter(Boolean).join(':')}`
  return new StorageError(reasonOf(server, pathname.slice(1), thrown))
}

function reasonOf(server: string, database: string, thrown: unknown): string {
  const code = codeOf(thrown)
  switch (code) {
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENOENT':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
      return `${server} cannot be reached (${code}). Start it, or correct DATABASE_URL; without DATABASE_URL everything is kept in DATABASE_FILE.`
    case '57P03':
      return `${server} is starting or stopping (${code}). Try again in a moment.`
    case '53300':
      return `${server} takes no more connections (${code}). Raise its max_connections, or run fewer replicas.`
    case '28P01':
    case '28000':
      return `${server} does not let this user in (${code}). Correct the user and the password in DATABASE_URL, or allow them in pg_hba.conf.`
    case '3D000':
      return `${server} has no database "${database}" (${code}). Make it with: createdb ${database}; or correct DATABASE_URL.`
    case '42501':
      return `${server} does not let this user make tables in "${database}" (${code}). Make the user its owner: alter database … owner to …`
    default:
      return `${server} cannot be used${code && ` (${code})`}: ${wordsOf(thrown)}. Look at DATABASE_URL and at the server's own log.`
  }
}

// A driver that cannot read the address may repeat it, password and all.
function wordsOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return message.includes('://') ? 'the address cannot be read' : message.replace(/\.$/, '')
}
