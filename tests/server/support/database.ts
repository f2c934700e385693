import type { DatabaseConfig } from '@/server/config'
import type { Database } from '@/server/storage/database'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, inject } from 'vitest'
import { createLog } from '@/server/log'
import { openDatabase } from '@/server/storage/database'
import { withClient, withDatabase } from './postgres'

/** Where a test keeps its data: empty at the beginning of every test, and gone after it. */
export interface DatabaseHome {
  readonly isPostgres: boolean
  /** The settings that lead to this test's database. */
  readonly config: () => Promise<DatabaseConfig>
  /** Opens this test's database; every further call in the same test is one more replica on the same data. */
  readonly open: (write?: (line: string) => void) => Promise<Database>
}

/** The same tests on an SQLite file and on a PostgreSQL server; without a server, the latter are skipped. */
export function describeBothHomes(title: string, define: (home: DatabaseHome) => void): void {
  describe(`${title} (SQLite)`, () => define(createHome(false, makeFile)))
  const url = inject('postgresUrl')
  describe.skipIf(url === null)(`${title} (PostgreSQL)`, () => define(createHome(true, () => makeDatabase(url ?? ''))))
}

interface Place {
  readonly config: DatabaseConfig
  readonly remove: () => Promise<void>
}

function createHome(isPostgres: boolean, make: () => Promise<Place>): DatabaseHome {
  let place: Promise<Place> | null = null
  let lastOpening: Promise<unknown> = Promise.resolve()
  const opened: Database[] = []

  afterEach(async () => {
    await Promise.all(opened.splice(0).map(db => db.destroy()))
    await (await place)?.remove()
    place = null
  })

  async function config(): Promise<DatabaseConfig> {
    place ??= make()
    return (await place).config
  }

  async function openNow(write?: (line: string) => void): Promise<Database> {
    const db = await openDatabase(await config(), write ? createLog('trace', write) : createLog('silent'))
    opened.push(db)
    return db
  }

  // One after the other in SQLite: it waits for a lock without letting the one who holds it go on in the same process.
  function open(write?: (line: string) => void): Promise<Database> {
    const opening = isPostgres ? openNow(write) : lastOpening.then(() => openNow(write))
    lastOpening = opening
    return opening
  }

  return { isPostgres, config, open }
}

async function makeFile(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'weixin-live-db-'))
  return {
    config: { kind: 'sqlite', file: join(folder, 'test.db') },
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function makeDatabase(server: string): Promise<Place> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await withClient(server, client => client.query(`create database ${name}`))
  return {
    config: { kind: 'postgres', url: withDatabase(server, name) },
    remove: () => withClient(server, async client => void await client.query(`drop database ${name} with (force)`)),
  }
}
