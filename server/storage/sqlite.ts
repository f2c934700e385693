import type { DatabaseConnection, Dialect, DialectAdapter, Driver, SqliteDialectConfig } from 'kysely'
import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { CompiledQuery, SqliteAdapter, SqliteDialect, SqliteDriver } from 'kysely'
import Sqlite from 'libsql'
import { codeOf, StorageError } from './storage-error'

// For a second process on the same file, such as a backup; within one process nobody waits.
const BUSY_TIMEOUT_MS = 5000

/**
 * SQLite in one file, which is made with its folder when there is none.
 * @throws StorageError when the file cannot be used
 */
export function createSqliteDialect(file: string): Dialect {
  const path = resolve(file)
  try {
    mkdirSync(dirname(path), { recursive: true })
    return new WholeMigrationsDialect({ database: openFile(path) })
  }
  catch (thrown) {
    throw explainSqlite(thrown, file)
  }
}

function openFile(path: string): Sqlite.Database {
  const database = new Sqlite(path)
  try {
    database.exec(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`)
    // Readers and the writer do not wait for each other, and a process that is killed leaves a file that opens.
    database.exec('pragma journal_mode = wal')
    // The phone forgets a touch once it has the receipt, so what was received must outlive a power cut too; NORMAL
    // outlives only the process. It costs one fsync a batch.
    database.exec('pragma synchronous = full')
    database.exec('pragma foreign_keys = on')
    return database
  }
  catch (thrown) {
    database.close()
    throw thrown
  }
}

/** Says what is wrong with the file, and what to do. */
export function explainSqlite(thrown: unknown, file: string): StorageError {
  const code = codeOf(thrown)
  return new StorageError(`The database file ${resolve(file)} cannot be used: ${reasonOf(code, thrown)}`)
}

function reasonOf(code: string, thrown: unknown): string {
  const elsewhere = 'or set DATABASE_FILE to another place'
  if (/^(?:EACCES|EPERM|EROFS|ENOTDIR|EEXIST|ENOENT)$/.test(code))
    return `its folder cannot be made (${code}). Let this user write there, ${elsewhere}.`
  // The first failure of all comes without a code.
  if (/^SQLITE_(?:CANTOPEN|READONLY|PERM|AUTH)/.test(code) || wordsOf(thrown).startsWith('ConnectionFailed'))
    return `it cannot be opened for writing${code && ` (${code})`}. Let this user write to it and to its folder, ${elsewhere}.`
  if (/^SQLITE_(?:NOTADB|CORRUPT)/.test(code))
    return `it is not an intact SQLite database (${code}). Restore a backup, ${elsewhere}.`
  if (/^SQLITE_(?:BUSY|LOCKED)/.test(code))
    return `another program holds it (${code}). Stop that program, ${elsewhere}.`
  if (/^SQLITE_(?:FULL|IOERR)/.test(code))
    return `the disk is full or fails (${code}). Free some space, ${elsewhere}.`
  return wordsOf(thrown)
}

function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

// Kysely runs SQLite's migrations outside a transaction: a process killed in between would leave half of one, and two
// that start together would both run it. In a transaction that takes the write lock at its beginning, neither happens.
class WholeMigrationsDialect extends SqliteDialect {
  constructor(private readonly config: SqliteDialectConfig) {
    super(config)
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalAdapter()
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.config)
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}
