import type { Kysely } from 'kysely'
import { Migrator, sql } from 'kysely'
import { expect, it } from 'vitest'
import { createLog } from '@/server/log'
import { openDatabase, ping } from '@/server/storage/database'
import { MIGRATIONS } from '@/server/storage/migrations'
import { describeBothHomes } from '../support/database'

describeBothHomes('a database', (home) => {
  it('has its tables when it is opened', async () => {
    const db = await home.open()
    await ping(db)
    expect((await db.introspection.getTables()).map(table => table.name).sort())
      .toEqual(['follows', 'room_list', 'rooms', 'touches', 'visitors', 'wechat_calls'])
  })

  // How a PostgreSQL server writes is its owner's choice.
  if (!home.isPostgres) {
    it('outlives a power cut, and waits for a backup', async () => {
      const db = await home.open()
      // 2 is FULL.
      expect((await sql`pragma synchronous`.execute(db)).rows).toEqual([{ synchronous: 2 }])
      expect((await sql`pragma journal_mode`.execute(db)).rows).toEqual([{ journal_mode: 'wal' }])
      expect((await sql`pragma busy_timeout`.execute(db)).rows).toEqual([{ timeout: 5000 }])
    })
  }

  it('reads counts and sums as numbers', async () => {
    const db = await home.open()
    await db.insertInto('wechat_calls').values([{ day: '2026-11-23', call: 'a', count: Number.MAX_SAFE_INTEGER }]).execute()
    const row = await db.selectFrom('wechat_calls')
      .select(({ fn }) => [fn.countAll<number>().as('rows'), fn.sum<number>('count').as('sum'), 'count'])
      .groupBy('count')
      .executeTakeFirst()
    expect(row).toEqual({ rows: 1, sum: Number.MAX_SAFE_INTEGER, count: Number.MAX_SAFE_INTEGER })
  })

  it('is opened by many replicas at once, and one of them makes the tables', async () => {
    const replicas = await Promise.all(Array.from({ length: 8 }, () => home.open()))
    await Promise.all(replicas.map(ping))
    const { rows } = await sql`select name from kysely_migration`.execute(replicas[0]!)
    expect(rows).toEqual([{ name: '0001-attribution' }])
  })

  it('runs a migration whole or not at all', async () => {
    const db = await home.open()
    const up = async (transaction: Kysely<unknown>): Promise<void> => {
      await sql`create table half_made (id bigint)`.execute(transaction)
      throw new Error('the power went')
    }
    const provider = { getMigrations: async () => ({ ...MIGRATIONS, '0002-half': { up } }) }
    const { error } = await new Migrator({ db, provider }).migrateToLatest()
    expect(error).toEqual(new Error('the power went'))
    expect((await db.introspection.getTables()).map(table => table.name)).not.toContain('half_made')
    await ping(await home.open())
  })

  it('is left alone by a gateway that is older than what made it', async () => {
    const db = await home.open()
    await sql`insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '')`.execute(db)
    await expect(home.config().then(config => openDatabase(config, createLog('silent'))))
      .rejects
      .toThrow(/^The database was changed by a newer version of this gateway \(9999-from-the-future\)\. Run that version/)
  })
})
