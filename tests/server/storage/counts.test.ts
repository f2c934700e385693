import { expect, it } from 'vitest'
import { chinaDay } from '@/server/storage/china-day'
import { createFollowStore } from '@/server/storage/follows'
import { createWeChatCallCounter } from '@/server/storage/wechat-calls'
import { describeBothHomes } from '../support/database'

it('calls a day as people in China do', () => {
  expect(chinaDay(Date.UTC(2026, 10, 23, 15, 59, 59, 999))).toBe('2026-11-23')
  expect(chinaDay(Date.UTC(2026, 10, 23, 16))).toBe('2026-11-24')
  expect(chinaDay(0)).toBe('1970-01-01')
  expect(chinaDay(Number.MAX_SAFE_INTEGER)).toBe('9999-12-31')
})

describeBothHomes('reminders', (home) => {
  it('are kept once, however often WeChat sends them', async () => {
    const db = await home.open()
    const follows = createFollowStore(db)
    const follow = { roomId: 7, openid: 'anna\'; --', action: 'add', atMs: 1000 } as const
    expect(await Promise.all([follows.save(follow), follows.save(follow), follows.save(follow)])).toEqual(expect.arrayContaining([true, false, false]))
    expect(await follows.save({ ...follow, action: 'delete', atMs: 2000 })).toBe(true)
    expect(await follows.save({ ...follow, atMs: 3000 })).toBe(true)
    expect(await db.selectFrom('follows').select(['action', 'day']).orderBy('at_ms').execute())
      .toEqual([{ action: 'add', day: '1970-01-01' }, { action: 'delete', day: '1970-01-01' }, { action: 'add', day: '1970-01-01' }])
  })
})

describeBothHomes('calls to WeChat', (home) => {
  it('are counted by day and name, by all replicas together', async () => {
    const counters = await Promise.all([home.open(), home.open()]).then(replicas => replicas.map(createWeChatCallCounter))
    const counts = await Promise.all(Array.from({ length: 20 }, (_, i) => counters[i % 2]!.count('2026-11-23', 'getliveinfo')))
    expect([...counts].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    expect(await counters[0]!.count('2026-11-24', 'getliveinfo')).toBe(1)
    expect(await counters[1]!.read('2026-11-23', 'getliveinfo')).toBe(20)
    expect(await counters[1]!.read('2026-11-23', 'other')).toBe(0)
  })
})
