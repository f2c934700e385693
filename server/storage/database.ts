import type { Dialect, LogEvent } from 'kysely'
import type { DatabaseConfig } from '../config'
import type { Log } from '../log'
import type { Schema } from './schema'
import { Kysely } from 'kysely'
import { migrate } from './migrate'
import { createPostgresDialect, explainPostgres, MIGRATION_LIMITS, REQUEST_LIMITS } from './postgres'
import { createSqliteDialect, explainSqlite } from './sqlite'
import { StorageError } from './storage-error'

/** An open database; `destroy()` closes it. */
export type Database = Kysely<Schema>

/**
 * Opens the database and brings its tables up to date. Replicas may do so at the same time: one of them migrates.
 * @throws StorageError that says what to do
 */
export async function openDatabase(config: DatabaseConfig, log: Log): Promise<Database> {
  switch (config.kind) {
    case 'sqlite':
      return await openSqlite(config.file, log)
    case 'postgres':
      return await openPostgres(config.url, log)
    default:
      return config satisfies never
  }
}

/** Rejects unless the database answers and has its tables. */
export async function ping(db: Database): Promise<void> {
  await db.selectFrom('room_list').select('id').executeTakeFirstOrThrow()
}

async function openSqlite(file: string, log: Log): Promise<Database> {
  const db = createDatabase(createSqliteDialect(file), log)
  await migrate(db).catch(async (thrown: unknown) => {
    await db.destroy()
    throw thrown instanceof StorageError ? thrown : explainSqlite(thrown, file)
  })
  return db
}

async function openPostgres(url: string, log: Log): Promise<Database> {
  const patient = createDatabase(createPostgresDialect(url, log, MIGRATION_LIMITS), log)
  try {
    await migrate(patient)
  }
  catch (thrown) {
    throw thrown instanceof StorageError ? thrown : explainPostgres(thrown, url)
  }
  finally {
    await patient.destroy()
  }
  return createDatabase(createPostgresDialect(url, log, REQUEST_LIMITS), log)
}

function createDatabase(dialect: Dialect, log: Log): Database {
  // The statement has placeholders where values go, so nothing personal is said.
  const report = ({ level, query, queryDurationMillis }: LogEvent): void =>
    log.debug({ sql: query.sql, ms: Math.round(queryDurationMillis), isFailed: level === 'error' }, 'asked the database')
  return new Kysely<Schema>({ dialect, log: report })
}
