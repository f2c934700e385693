import { describe, expect, it, vi } from 'vitest'
import { createOutboxShelf, MAX_TOUCH_BYTES, OUTBOX_LIMIT, OUTBOX_LIMIT_BYTES } from '@/src/domain/outbox-shelf'
import { aTouch } from './support/a-touch'
import { createFakeStorage, setUpOutbox, TOUCHES_KEY } from './support/outbox-world'

function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length
}

describe('the touches on the phone', () => {
  it('are at most so many, and it is the newcomer that finds no room', () => {
    const { outbox, storedIds } = setUpOutbox({ isHidden: true })
    const outcomes = Array.from({ length: OUTBOX_LIMIT + 2 }, (_, id) => outbox.add(aTouch(String(id))))
    expect(outcomes.slice(-3)).toEqual([true, false, false])
    expect(storedIds()).toHaveLength(OUTBOX_LIMIT)
    expect(storedIds()[0]).toBe('0')
    expect(outbox.state()).toMatchObject({ waitingCount: OUTBOX_LIMIT, droppedCount: 2, refusedCount: 0, lastLost: { id: String(OUTBOX_LIMIT + 1), reason: 'outbox-full' } })
  })

  it.each(['a', 'é', '中', '🎉'])('take up at most so many bytes, made of "%s"', (text) => {
    const { storage } = createFakeStorage()
    const shelf = createOutboxShelf(storage, () => {})
    let count = 0
    while (shelf.add(aTouch(String(count), { customParams: { text: text.repeat(1900 / text.length) } })) === 'kept') count++
    const stored = bytesOf(storage.get(TOUCHES_KEY))
    expect(count).toBeLessThan(OUTBOX_LIMIT)
    expect(stored).toBeLessThanOrEqual(OUTBOX_LIMIT_BYTES + count + 1)
    expect(stored).toBeGreaterThan(OUTBOX_LIMIT_BYTES * 0.95)
  })

  it('are of a usual size, or about 1,300 bytes with the longest parameters', () => {
    expect(bytesOf(aTouch('1717243200000-11-1007', { openid: 'o'.repeat(28), shareOpenid: 'o'.repeat(28) }))).toBeLessThan(300)
    const longest = aTouch('i'.repeat(128), { openid: 'o'.repeat(128), shareOpenid: 's'.repeat(128), shareId: 's'.repeat(128), customParams: { pid: 'p'.repeat(570) } })
    expect(bytesOf(longest)).toBeLessThan(1300)
  })

  it('do not include one that no request could carry', () => {
    const { outbox } = setUpOutbox({ isHidden: true })
    expect(outbox.add(aTouch('huge', { customParams: { text: 'x'.repeat(MAX_TOUCH_BYTES) } }))).toBe(false)
    expect(outbox.state()).toMatchObject({ waitingCount: 0, droppedCount: 1, lastLost: { id: 'huge', reason: 'too-large' } })
  })

  it('have room again once some have gone', () => {
    const shelf = createOutboxShelf(createFakeStorage().storage, () => {})
    for (let id = 0; id < OUTBOX_LIMIT; id++) shelf.add(aTouch(String(id)))
    shelf.remove(new Set(shelf.all().slice(0, 1)))
    expect([shelf.add(aTouch('a')), shelf.add(aTouch('b'))]).toEqual(['kept', 'outbox-full'])
  })

  it('leave nothing behind when all have gone', () => {
    const { storage, stored } = createFakeStorage()
    const shelf = createOutboxShelf(storage, () => {})
    shelf.add(aTouch('a'))
    shelf.remove(new Set(shelf.all()))
    expect(stored.size).toBe(0)
  })
})

describe('a phone that is full', () => {
  it('loses nothing while the app runs, and says so', async () => {
    const { outbox, phone, clock, sent } = setUpOutbox()
    phone.isFull = true
    outbox.add(aTouch('a'))
    expect(outbox.state()).toMatchObject({ waitingCount: 1, lastError: { kind: 'storage-failed', key: TOUCHES_KEY } })
    await clock.advanceByAsync(60_000)
    expect(sent()).toEqual([['a']])
    expect(outbox.state().lastError).toBeNull()
  })

  it.each(['pause', 'resume'] as const)('keeps what waits once it has room, at the next %s', (step) => {
    const { outbox, phone, storedIds } = setUpOutbox()
    phone.isFull = true
    outbox.add(aTouch('a'))
    if (step === 'resume')
      outbox.pause()
    expect(storedIds()).toEqual([])
    phone.isFull = false
    outbox[step]()
    expect(storedIds()).toEqual(['a'])
    expect(outbox.state().lastError).toBeNull()
  })
})

describe('what an earlier start left', () => {
  it.each([{}, 'touches', 5, null])('may not be a list: %j', (stored) => {
    const { storage } = createFakeStorage()
    storage.set(TOUCHES_KEY, stored)
    const shelf = createOutboxShelf(storage, () => {})
    expect([shelf.all(), shelf.error()]).toEqual([[], { kind: 'storage-failed', key: TOUCHES_KEY }])
    expect(shelf.add(aTouch('a'))).toBe('kept')
    expect(shelf.error()).toBeNull()
  })

  it('is read touch by touch, each once', () => {
    const { storage } = createFakeStorage()
    storage.set(TOUCHES_KEY, [aTouch('a'), null, { id: 'half' }, aTouch('a'), aTouch('b')])
    const onUnreadable = vi.fn()
    const shelf = createOutboxShelf(storage, onUnreadable)
    expect(shelf.all().map(({ touch }) => touch)).toEqual([aTouch('a'), aTouch('b')])
    expect(onUnreadable.mock.calls).toEqual([[2]])
  })
})
