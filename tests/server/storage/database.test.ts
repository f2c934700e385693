import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { ping } from '@/server/storage/database'
import { describeBothHomes } from '../support/database'

describeBothHomes('a database', (home) => {
  it('has its tables when it is opened', async () => {
    const db = await home.open()
    await ping(db)
    expect((await db.introspection.getTables()).map(table => table.name).sort())
      .toEqual(['follows', 'room_list', 'rooms', 'touches', 'visitors', 'wechat_calls'])
  })

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
})
