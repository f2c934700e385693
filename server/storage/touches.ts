import type { Database } from './database'
import type { Touch } from '@/src/domain/touch'
import { sql } from 'kysely'
import { chinaDay } from './china-day'
import { storableText } from './storable-text'

/** A touch to keep; its moment is by the gateway's clock. */
export type TouchRow = Omit<Touch, 'openid'>

/** Who came, and through whom. */
export interface TouchStore {
  /**
   * Keeps a visitor's touches, each once however often it comes, in one round trip. A share id is resolved to whose it is.
   * @param openid the visitor
   * @param touches at least one
   * @param receivedAtMs when they came in, milliseconds since the epoch
   * @returns how many are new
   */
  readonly save: (openid: string, touches: readonly TouchRow[], receivedAtMs: number) => Promise<number>
}

/** The touches in a database. Its methods reject with what the driver throws. */
export function createTouchStore(db: Database): TouchStore {
  return {
    save: async (openid, touches, receivedAtMs) => {
      const rows = touches.map(touch => ({
        openid,
        id: storableText(touch.id),
        via: touch.via,
        room_id: touch.roomId ?? 0,
        goods_id: touch.goodsId ?? 0,
        scene: touch.scene,
        share_openid: sharerOf(touch),
        // JSON escapes what a database cannot hold.
        custom_params: JSON.stringify(touch.customParams),
        at_ms: touch.atMs,
        day: chinaDay(touch.atMs),
        received_at_ms: receivedAtMs,
      }))
      const saved = await db.insertInto('touches')
        // Always in the same order: the same batch in two orders at once would be a deadlock in PostgreSQL.
        .values(rows.sort((a, b) => (a.id < b.id ? -1 : 1)))
        .onConflict(conflict => conflict.columns(['openid', 'id']).doNothing())
        .returning('id')
        .execute()
      return saved.length
    },
  }
}

function sharerOf({ shareOpenid, shareId }: TouchRow) {
  if (shareOpenid !== '' || shareId === '')
    return storableText(shareOpenid)
  return sql<string>`coalesce((select openid from visitors where share_id = ${storableText(shareId)}), '')`
}
