import type { Database } from './database'

/** How much of WeChat's daily quotas is used, by all replicas together. */
export interface WeChatCallCounter {
  /**
   * Counts a call.
   * @param day YYYY-MM-DD in China's time
   * @param call its name, such as `getliveinfo`
   * @returns the day's calls, this one included
   */
  readonly count: (day: string, call: string) => Promise<number>
  /** The day's calls so far. */
  readonly read: (day: string, call: string) => Promise<number>
}

/** The counts in a database. Its methods reject with what the driver throws. */
export function createWeChatCallCounter(db: Database): WeChatCallCounter {
  return {
    count: async (day, call) => {
      const { count } = await db.insertInto('wechat_calls')
        .values({ day, call, count: 1 })
        .onConflict(conflict => conflict.columns(['day', 'call']).doUpdateSet(({ eb }) => ({ count: eb('wechat_calls.count', '+', 1) })))
        .returning('count')
        .executeTakeFirstOrThrow()
      return count
    },
    read: async (day, call) => {
      const row = await db.selectFrom('wechat_calls').select('count').where('day', '=', day).where('call', '=', call).executeTakeFirst()
      return row?.count ?? 0
    },
  }
}
