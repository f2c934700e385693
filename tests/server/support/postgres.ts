import type { ChildProcess } from 'node:child_process'
import type { TestProject } from 'vitest/node'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A PostgreSQL server where tests may make databases; null when there is none. */
    postgresUrl: string | null
  }
}

/** A PostgreSQL server of the tests' own, in a temporary folder. */
export interface PostgresServer {
  readonly url: string
  readonly start: () => Promise<void>
  /** Ends every connection and the server with it; its data stays. */
  readonly stop: () => Promise<void>
  /** Stops it, if it runs, and deletes everything. */
  readonly remove: () => Promise<void>
}

const START_LIMIT_MS = 30_000
const POLL_MS = 20
const HOW_TO_GET_ONE = 'install PostgreSQL (Debian: apt-get install postgresql; macOS: brew install postgresql) or set TEST_DATABASE_URL to a server where databases may be made'

/** One server for all tests of a run: TEST_DATABASE_URL, or one of the tests' own. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  if (process.env.TEST_DATABASE_URL) {
    provide('postgresUrl', process.env.TEST_DATABASE_URL)
    return async () => {}
  }
  try {
    const server = await createPostgresServer()
    provide('postgresUrl', server.url)
    return server.remove
  }
  catch (thrown) {
    const reason = (thrown instanceof Error ? thrown.message : String(thrown)).replace(/\s+/g, ' ').trim()
    process.stdout.write(`The tests on PostgreSQL are skipped: ${reason}. To run them, ${HOW_TO_GET_ONE}.\n`)
    provide('postgresUrl', null)
    return async () => {}
  }
}

/** Makes a server and starts it, within about a second. @throws Error when the machine has none, or it does not start */
export async function createPostgresServer(): Promise<PostgresServer> {
  const bin = findPrograms()
  const owner = findOwner()
  // Short: a socket's address has about 100 characters at most.
  const folder = mkdtempSync(join(tmpdir(), 'pg-'))
  if (owner)
    chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  // In the folder, because the user who runs this may not be let into the current one.
  const options = { ...owner, cwd: folder }
  let child: ChildProcess | null = null

  async function start(): Promise<void> {
    // The shell ends the server when this process ends, even by kill -9: its standard input closes then. Unless it has
    // heard that the server is only stopped, it leaves nothing behind.
    const server = [join(bin, 'postgres'), '-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'max_connections=200', '-F']
    const script = '"$@" >>log 2>&1 </dev/null & read -r word; kill -INT $! 2>/dev/null; wait; [ "$word" ] || rm -rf "$PWD"'
    child = spawn('sh', ['-c', script, 'sh', ...server], { ...options, stdio: ['pipe', 'ignore', 'ignore'] })
    await untilReady(urlOf(folder))
  }

  async function stop(): Promise<void> {
    if (!child)
      return
    const ended = once(child, 'exit')
    child.stdin?.end('stop\n')
    await ended
    child = null
  }

  async function remove(): Promise<void> {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  }

  try {
    execFileSync(join(bin, 'initdb'), ['-D', data, '--no-sync', '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C'], { ...options, stdio: 'pipe' })
    await start()
  }
  catch (thrown) {
    await remove()
    throw thrown
  }
  return { url: urlOf(folder), start, stop, remove }
}

/** The address of another database on the same server. */
export function withDatabase(url: string, database: string): string {
  const address = new URL(url)
  address.pathname = `/${database}`
  return address.href
}

/** One connection for one task. */
export async function withClient<T>(url: string, task: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    return await task(client)
  }
  finally {
    await client.end()
  }
}

function urlOf(folder: string): string {
  return `postgres://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`
}

async function untilReady(url: string): Promise<void> {
  const deadlineMs = Date.now() + START_LIMIT_MS
  for (;;) {
    try {
      return await withClient(url, async client => void await client.query('select 1'))
    }
    catch (thrown) {
      if (Date.now() > deadlineMs)
        throw thrown
      await setTimeout(POLL_MS)
    }
  }
}

// Debian keeps the server's programs out of PATH.
function findPrograms(): string {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...outputOf('pg_config', ['--bindir']),
    ...versions.map(version => join(debian, version, 'bin')),
    '/usr/local/bin',
    '/opt/homebrew/bin',
  ]
  const found = folders.find(folder => folder !== '' && existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb')))
  if (!found)
    throw new Error('this machine has no PostgreSQL server')
  return found
}

// PostgreSQL does not run as root.
function findOwner(): { uid: number, gid: number } | null {
  if (process.getuid?.() !== 0)
    return null
  for (const name of ['postgres', 'nobody']) {
    const [uid] = outputOf('id', ['-u', name]).map(Number)
    const [gid] = outputOf('id', ['-g', name]).map(Number)
    if (uid && gid)
      return { uid, gid }
  }
  throw new Error('it does not run as root, and there is neither a user postgres nor a user nobody to run it as')
}

function outputOf(program: string, args: readonly string[]): string[] {
  try {
    return [execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()]
  }
  catch {
    return []
  }
}
