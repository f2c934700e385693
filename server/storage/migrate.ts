import type { Kysely } from 'kysely'
import type { Schema } from './schema'
import { Migrator } from 'kysely'
import { migrationProvider, MIGRATIONS } from './migrations'
import { codeOf, StorageError } from './storage-error'

/**
 * Runs the migrations that the database lacks: all of them or none.
 * @throws StorageError when a newer version of the gateway has changed the database; whatever the driver throws otherwise
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const { error } = await new Migrator({ db, provider: migrationProvider }).migrateToLatest()
  if (error === undefined)
    return
  // What has a code comes from the driver.
  const unknown = codeOf(error) === '' ? await migrationsFromTheFuture(db) : []
  if (unknown.length > 0)
    throw new StorageError(`The database was changed by a newer version of this gateway (${unknown.join(', ')}). Run that version, or give this one a database of its own with DATABASE_FILE or DATABASE_URL.`)
  throw error
}

async function migrationsFromTheFuture(db: Kysely<Schema>): Promise<string[]> {
  const executed = await db.withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .orderBy('name')
    .execute()
    // No connection, no table: what the migrator said is the reason.
    .catch(() => [])
  return executed.map(({ name }) => name).filter(name => !(name in MIGRATIONS))
}
