import type { ShareEdge } from '@/server/storage/share-edges'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deepestByRoom, deepestBySharer, linkShares } from '@/server/storage/share-edges'

const edge = (sharerOpenid: string, openid: string, atMs: number, roomId = 1): ShareEdge => ({ roomId, openid, sharerOpenid, atMs })

function depthsOf(edges: readonly ShareEdge[]): Record<string, number> {
  return Object.fromEntries(linkShares(edges).map(({ openid, depth }) => [openid, depth]))
}

describe('chains of shares', () => {
  it('grow by one with every share, and branch', () => {
    expect(depthsOf([edge('a', 'b', 1), edge('b', 'c', 2), edge('b', 'd', 3), edge('d', 'e', 4), edge('a', 'f', 5)])).toEqual({ b: 1, c: 2, d: 2, e: 3, f: 1 })
  })

  it('lead back in time only: whoever is brought by their own follower begins no circle', () => {
    expect(depthsOf([edge('a', 'b', 1), edge('b', 'a', 2)])).toEqual({ b: 1, a: 2 })
    expect(depthsOf([edge('a', 'b', 2), edge('b', 'a', 1)])).toEqual({ a: 1, b: 2 })
  })

  it('stay within their room', () => {
    const links = linkShares([edge('a', 'b', 1, 1), edge('b', 'c', 2, 2)])
    expect(deepestByRoom(links)).toEqual(new Map([[1, 1], [2, 1]]))
  })

  it('count from each sharer\'s own card', () => {
    const links = linkShares([edge('a', 'b', 1), edge('b', 'c', 2), edge('c', 'd', 3), edge('x', 'y', 4)])
    expect(deepestBySharer(links)).toEqual(new Map([['a', 3], ['b', 2], ['c', 1], ['x', 1]]))
  })

  const people = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
  const someEdges = fc.uniqueArray(
    fc.record({ roomId: fc.integer({ min: 1, max: 2 }), openid: people, sharerOpenid: people, atMs: fc.integer({ min: 0, max: 8 }) }).filter(({ openid, sharerOpenid }) => openid !== sharerOpenid),
    { selector: ({ roomId, openid }) => `${roomId}${openid}`, maxLength: 12 },
  )

  // The definition itself, however slow: follow the sharer's own edge as long as it is earlier.
  function depthByDefinition(all: readonly ShareEdge[], one: ShareEdge): number {
    const order = (e: ShareEdge) => [e.atMs, e.roomId, e.openid] as const
    const isEarlier = (e: ShareEdge) => {
      const [left, right] = [order(e), order(one)]
      const at = left.findIndex((value, i) => value !== right[i])
      return at >= 0 && left[at]! < right[at]!
    }
    const parent = all.find(e => e.roomId === one.roomId && e.openid === one.sharerOpenid && isEarlier(e))
    return parent ? depthByDefinition(all, parent) + 1 : 1
  }

  it('are what their definition says, whatever the order in which they are read', () => {
    fc.assert(fc.property(someEdges, fc.func(fc.integer()), (edges, shuffle) => {
      const shuffled = [...edges].sort((a, b) => shuffle(a) - shuffle(b))
      for (const { depth, height: _, ...link } of linkShares(shuffled))
        expect(depth).toBe(depthByDefinition(edges, link))
    }))
  })

  it('are as long seen from their beginning as seen from their end', () => {
    fc.assert(fc.property(someEdges, (edges) => {
      const links = linkShares(edges)
      const roots = links.filter(({ depth }) => depth === 1)
      for (const [roomId, deepest] of deepestByRoom(links))
        expect(Math.max(...roots.filter(root => root.roomId === roomId).map(({ height }) => height))).toBe(deepest)
    }))
  })
})
