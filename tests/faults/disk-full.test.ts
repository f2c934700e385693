import type { Phone } from '../server/support/phone'
import type { World } from '../server/support/world'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { aRoom } from '../server/support/a-room'
import { aPhone, installUniRequest } from '../server/support/phone'
import { startWorld } from '../server/support/world'
import { createFaultTable } from './support/fault-table'

const table = createFaultTable('disk-full')

const MINUTE_MS = 60_000
const PHONES = 10
const LONG_PARAMS = { note: '新'.repeat(40) }
/** Free room in the database's last pages, which the first touches still find. */
const MOST_MINUTES = 200

/** Lets the database grow no further, as a disk that is full does; `null` gives it room again. */
async function setDiskFull({ database }: World, isFull: boolean): Promise<void> {
  const { rows: [pages] } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(database)
  await sql`PRAGMA max_page_count = ${sql.raw(String(isFull ? pages?.page_count : 1_000_000))}`.execute(database)
}

async function kept({ database }: World): Promise<number> {
  const { count } = await database.selectFrom('touches').select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  return Number(count)
}

const waiting = (phones: readonly Phone[]): number => phones.reduce((sum, phone) => sum + phone.waitingCount(), 0)

describe('a gateway whose disk is full', () => {
  beforeEach(installUniRequest)

  it('goes on showing the list, says that nothing was kept, and counts every touch once when there is room again', async () => {
    await table.trying('disk full under the embedded database', 'room on the disk, without a restart', async () => {
      const world = await startWorld({ rooms: () => [aRoom(1), aRoom(2)] })
      await vi.waitFor(() => expect(world.catalogue.peek()).not.toBeNull(), 10_000)
      const phones = Array.from({ length: PHONES }, (_, i) => aPhone(world, `visitor-${i}`))
      let made = 0
      const visit = async (): Promise<void> => {
        for (const phone of phones) phone.comes({ via: 'goods-page', goodsId: ++made, customParams: LONG_PARAMS })
        await Promise.all(phones.map(phone => phone.passes(MINUTE_MS)))
      }

      await setDiskFull(world, true)
      for (let minute = 0; !world.logged().includes('database or disk is full') && minute < MOST_MINUTES; minute++) {
        await visit()
        world.clock.advanceBy(MINUTE_MS)
        await world.catalogue.refresh()
      }
      expect(world.logged()).toContain('database or disk is full')
      await visit()
      const { status, body } = await world.get('/v1/rooms?limit=50')
      expect([status, body]).toMatchObject([200, { isStale: false, total: 2 }])
      expect(waiting(phones)).toBeGreaterThan(0)

      await setDiskFull(world, false)
      for (const phone of phones) await phone.delivers()
      expect(waiting(phones)).toBe(0)
      expect(await kept(world)).toBe(made)
      await world.close()
    })
  })
})
