import type { Kysely, Migration, MigrationProvider } from 'kysely'
import { sql } from 'kysely'

/**
 * What makes the tables of `schema.ts`, in order of name. A released migration is never changed: databases that ran it
 * would stay as they are. A change is a new one.
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-attribution': { up: createAttribution },
}

/** The migrations as Kysely's migrator takes them: in code, so that nothing has to be found on a disk. */
export const migrationProvider: MigrationProvider = { getMigrations: async () => ({ ...MIGRATIONS }) }

// `bigint` everywhere: SQLite makes an integer of it, and PostgreSQL's `integer` ends before milliseconds do.
async function createAttribution(db: Kysely<unknown>): Promise<void> {
  await db.schema.createTable('visitors')
    .addColumn('openid', 'text', column => column.primaryKey())
    // Unique, and how the share id of a card is looked up while its touch is stored.
    .addColumn('share_id', 'text', column => column.notNull().unique())
    .addColumn('first_seen_at_ms', 'bigint', column => column.notNull())
    .execute()

  await db.schema.createTable('touches')
    .addColumn('openid', 'text', column => column.notNull())
    .addColumn('id', 'text', column => column.notNull())
    .addColumn('via', 'text', column => column.notNull())
    .addColumn('room_id', 'bigint', column => column.notNull())
    .addColumn('goods_id', 'bigint', column => column.notNull())
    .addColumn('scene', 'bigint', column => column.notNull())
    .addColumn('share_openid', 'text', column => column.notNull())
    .addColumn('custom_params', 'text', column => column.notNull())
    .addColumn('at_ms', 'bigint', column => column.notNull())
    .addColumn('day', 'text', column => column.notNull())
    .addColumn('received_at_ms', 'bigint', column => column.notNull())
    .addPrimaryKeyConstraint('touches_by_visitor', ['openid', 'id'])
    .execute()
  // How often each person came into a room, and through whom first, without a look at the touches themselves.
  await db.schema.createIndex('touches_by_room').on('touches').columns(['room_id', 'openid', 'at_ms', 'share_openid', 'day']).execute()
  // What came of each person's cards, likewise. Most touches have no sharer.
  await db.schema.createIndex('touches_by_sharer').on('touches').columns(['share_openid', 'openid', 'room_id', 'day']).where(sql.ref('share_openid'), '<>', sql.lit('')).execute()
  // Reports on a period read the period's days only.
  await db.schema.createIndex('touches_by_day').on('touches').columns(['day']).execute()

  await db.schema.createTable('rooms')
    .addColumn('id', 'bigint', column => column.primaryKey())
    .addColumn('name', 'text', column => column.notNull())
    .addColumn('host_name', 'text', column => column.notNull())
    .addColumn('start_at_ms', 'bigint', column => column.notNull())
    .addColumn('end_at_ms', 'bigint', column => column.notNull())
    .addColumn('last_listed_at_ms', 'bigint', column => column.notNull())
    .execute()

  await db.schema.createTable('room_list')
    .addColumn('id', 'bigint', column => column.primaryKey())
    .addColumn('body', 'text')
    .addColumn('checked_at_ms', 'bigint', column => column.notNull().defaultTo(0))
    .addColumn('failures', 'bigint', column => column.notNull().defaultTo(0))
    .addColumn('lease_owner', 'text', column => column.notNull().defaultTo(''))
    .addColumn('lease_until_ms', 'bigint', column => column.notNull().defaultTo(0))
    .addColumn('next_refresh_at_ms', 'bigint', column => column.notNull().defaultTo(0))
    .execute()
  // The one row, there from the beginning, so that replicas only ever update it: that is what decides who refreshes.
  await sql`insert into room_list (id) values (1)`.execute(db)

  // Its key begins with the room, which is what its report asks for.
  await db.schema.createTable('follows')
    .addColumn('room_id', 'bigint', column => column.notNull())
    .addColumn('openid', 'text', column => column.notNull())
    .addColumn('action', 'text', column => column.notNull())
    .addColumn('at_ms', 'bigint', column => column.notNull())
    .addColumn('day', 'text', column => column.notNull())
    .addPrimaryKeyConstraint('follows_by_room', ['room_id', 'openid', 'action', 'at_ms'])
    .execute()

  await db.schema.createTable('wechat_calls')
    .addColumn('day', 'text', column => column.notNull())
    .addColumn('call', 'text', column => column.notNull())
    .addColumn('count', 'bigint', column => column.notNull())
    .addPrimaryKeyConstraint('wechat_calls_by_day', ['day', 'call'])
    .execute()
}
