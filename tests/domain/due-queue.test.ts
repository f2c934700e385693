import type { DueQueue } from '@/src/domain/due-queue'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDueQueue } from '@/src/domain/due-queue'

describe('a queue by due time', () => {
  it('is empty at first and once cleared', () => {
    const queue = createDueQueue<string>()
    expect([queue.peek(), queue.nextAtMs()]).toEqual([undefined, Number.POSITIVE_INFINITY])
    queue.set('a', 1)
    queue.clear()
    expect([queue.peek(), queue.nextAtMs()]).toEqual([undefined, Number.POSITIVE_INFINITY])
    queue.set('a', 2)
    expect([queue.peek(), queue.nextAtMs()]).toEqual(['a', 2])
  })

  it('lets those that are due together keep their order', () => {
    const queue = createDueQueue<number>()
    for (let item = 0; item < 50; item++) queue.set(item, 7)
    const order = []
    for (let item = queue.peek(); item !== undefined; item = queue.peek()) {
      order.push(item)
      queue.delete(item)
    }
    expect(order).toEqual(Array.from({ length: 50 }, (_, index) => index))
  })

  it('always shows the earliest, whatever is put in, moved and taken out', () => {
    const change = fc.record({ item: fc.nat({ max: 40 }), atMs: fc.option(fc.integer({ min: -20, max: 20 })) })
    fc.assert(fc.property(fc.array(change, { maxLength: 300, size: 'max' }), (changes) => {
      const queue = createDueQueue<number>()
      const model = new Map<number, number>()
      for (const { item, atMs } of changes) {
        // A Map keeps the order of insertion, so that its first minimum is the one that was put in first.
        model.delete(item)
        if (atMs === null) {
          queue.delete(item)
        }
        else {
          queue.set(item, atMs)
          model.set(item, atMs)
        }
        expectEarliest(queue, model)
      }
      for (const [item] of [...model].sort(([, a], [, b]) => a - b)) {
        expect(queue.peek()).toBe(item)
        queue.delete(item)
      }
      expect(queue.peek()).toBeUndefined()
    }))
  })
})

function expectEarliest(queue: DueQueue<number>, model: ReadonlyMap<number, number>) {
  const earliestMs = Math.min(...model.values())
  expect(queue.nextAtMs()).toBe(earliestMs)
  expect(queue.peek()).toBe([...model].find(([, atMs]) => atMs === earliestMs)?.[0])
}
