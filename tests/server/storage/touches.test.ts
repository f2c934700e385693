import type { TouchRow } from '@/server/storage/touches'
import { expect, it } from 'vitest'
import { createTouchStore } from '@/server/storage/touches'
import { createVisitorStore } from '@/server/storage/visitors'
import { describeBothHomes } from '../support/database'

const AT_MS = Date.UTC(2026, 10, 23, 15, 59, 59)

function aTouch(id: string, differences: Partial<TouchRow> = {}): TouchRow {
  return { id, via: 'share-card', roomId: 7, goodsId: null, shareOpenid: 'anna', shareId: '', customParams: { channel: 'spring' }, scene: 1007, atMs: AT_MS, ...differences }
}

const batchOf = (count: number) => Array.from({ length: count }, (_, i) => aTouch(`t-${i}`))

describeBothHomes('touches', (home) => {
  it('are kept as they came, on the day that it was in China', async () => {
    const db = await home.open()
    await createTouchStore(db).save('bert', [aTouch('a'), aTouch('b', { roomId: null, goodsId: 5001, via: 'own-link', shareOpenid: '', atMs: AT_MS + 1000 })], AT_MS + 5000)
    const common = { openid: 'bert', scene: 1007, custom_params: '{"channel":"spring"}', received_at_ms: AT_MS + 5000 }
    expect(await db.selectFrom('touches').selectAll().orderBy('id').execute()).toEqual([
      { ...common, id: 'a', via: 'share-card', room_id: 7, goods_id: 0, share_openid: 'anna', at_ms: AT_MS, day: '2026-11-23' },
      { ...common, id: 'b', via: 'own-link', room_id: 0, goods_id: 5001, share_openid: '', at_ms: AT_MS + 1000, day: '2026-11-24' },
    ])
  })

  it('go in by one statement, a hundred of them, share ids included', async () => {
    const lines: string[] = []
    const db = await home.open(line => lines.push(line))
    lines.length = 0
    const touches = batchOf(100).map((touch, i) => i % 2 ? { ...touch, shareOpenid: '', shareId: 'share-of-anna' } : touch)
    expect(await createTouchStore(db).save('bert', touches, AT_MS)).toBe(100)
    expect(lines.filter(line => line.includes('asked the database'))).toHaveLength(1)
  })

  it('count once however often they come, from however many replicas', async () => {
    const replicas = await Promise.all([home.open(), home.open(), home.open()])
    const counts = await Promise.all(replicas.map(db => createTouchStore(db).save('bert', batchOf(100), AT_MS)))
    expect(counts.reduce((a, b) => a + b)).toBe(100)
    expect(await createTouchStore(replicas[0]!).save('bert', [...batchOf(100), aTouch('new'), aTouch('new')], AT_MS)).toBe(1)
    expect(await replicas[1]!.selectFrom('touches').select('id').execute()).toHaveLength(101)
  })

  it('come in any order, from several replicas at once, and none waits for another for ever', async () => {
    const replicas = await Promise.all([home.open(), home.open()])
    for (let round = 0; round < 10; round++) {
      const batch = batchOf(100).map(touch => ({ ...touch, id: `${round}-${touch.id}` }))
      const counts = await Promise.all(replicas.flatMap((db) => {
        const { save } = createTouchStore(db)
        return [save('bert', batch, AT_MS), save('bert', [...batch].reverse(), AT_MS)]
      }))
      expect(counts.reduce((a, b) => a + b)).toBe(100)
    }
  })

  it('belong to their visitor: nobody can take an id away from somebody else', async () => {
    const db = await home.open()
    const touches = createTouchStore(db)
    expect(await touches.save('bert', [aTouch('same')], AT_MS)).toBe(1)
    expect(await touches.save('carl', [aTouch('same')], AT_MS)).toBe(1)
  })

  it('know whose card it was by its share id, and nobody by an unknown one', async () => {
    const db = await home.open()
    await createVisitorStore(db).remember({ openid: 'anna', shareId: 'share-of-anna', atMs: AT_MS })
    await createTouchStore(db).save('bert', [
      aTouch('known', { shareOpenid: '', shareId: 'share-of-anna' }),
      aTouch('unknown', { shareOpenid: '', shareId: 'share-of-nobody' }),
      aTouch('told', { shareOpenid: 'zoe', shareId: 'share-of-anna' }),
    ], AT_MS)
    expect(await db.selectFrom('touches').select(['id', 'share_openid']).orderBy('id').execute()).toEqual([
      { id: 'known', share_openid: 'anna' },
      { id: 'told', share_openid: 'zoe' },
      { id: 'unknown', share_openid: '' },
    ])
  })

  it('hold SQL, NUL and half an emoji as nothing but text', async () => {
    const db = await home.open()
    const evil = '\'); drop table touches; --'
    await createVisitorStore(db).remember({ openid: evil, shareId: evil, atMs: AT_MS })
    const touches = [
      aTouch(evil, { shareOpenid: evil, customParams: { [evil]: evil } }),
      aTouch('nul\0', { shareOpenid: 'a\0b', customParams: { nul: '\0' } }),
      aTouch('half \uD83D', { customParams: { half: '\uD83D' } }),
      aTouch('by', { shareOpenid: '', shareId: `${evil}\0` }),
    ]
    expect(await createTouchStore(db).save(evil, touches, AT_MS)).toBe(4)
    const rows = await db.selectFrom('touches').select(['id', 'share_openid', 'custom_params']).execute()
    expect(rows).toContainEqual({ id: evil, share_openid: evil, custom_params: JSON.stringify({ [evil]: evil }) })
    expect(rows).toContainEqual({ id: 'nul\uFFFD', share_openid: 'a\uFFFDb', custom_params: '{"nul":"\\u0000"}' })
    expect(rows).toContainEqual({ id: 'half \uFFFD', share_openid: 'anna', custom_params: '{"half":"\\ud83d"}' })
  })

  it('hold the largest numbers that JavaScript counts exactly', async () => {
    const db = await home.open()
    const largest = Number.MAX_SAFE_INTEGER
    await createTouchStore(db).save('bert', [aTouch('large', { roomId: largest, goodsId: largest, scene: 1_000_000, atMs: largest })], largest)
    expect(await db.selectFrom('touches').select(['room_id', 'goods_id', 'at_ms', 'day', 'received_at_ms']).execute())
      .toEqual([{ room_id: largest, goods_id: largest, at_ms: largest, day: '9999-12-31', received_at_ms: largest }])
  })
})

describeBothHomes('visitors', (home) => {
  it('stay as they are when they come again', async () => {
    const db = await home.open()
    const visitors = createVisitorStore(db)
    await visitors.remember({ openid: 'anna', shareId: 'share-of-anna', atMs: 1 })
    await visitors.remember({ openid: 'anna', shareId: 'share-of-anna', atMs: 2 })
    expect(await db.selectFrom('visitors').selectAll().execute()).toEqual([{ openid: 'anna', share_id: 'share-of-anna', first_seen_at_ms: 1 }])
  })
})
