import type { Database } from './database'

/** Who has been here. */
export interface VisitorStore {
  /** Keeps a visitor; one who is known already stays as they are. */
  readonly remember: (visitor: { readonly openid: string, readonly shareId: string, readonly atMs: number }) => Promise<void>
}

/** The visitors in a database. Its methods reject with what the driver throws. */
export function createVisitorStore(db: Database): VisitorStore {
  return {
    remember: async ({ openid, shareId, atMs }) => {
      await db.insertInto('visitors')
        .values({ openid, share_id: shareId, first_seen_at_ms: atMs })
        .onConflict(conflict => conflict.doNothing())
        .execute()
    },
  }
}
