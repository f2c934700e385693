import type { RoomId } from '@/src/domain/room'

/** A visitor's first way into a room through somebody else's card. */
export interface ShareEdge {
  readonly roomId: RoomId
  /** Who came. */
  readonly openid: string
  /** Through whose card. */
  readonly sharerOpenid: string
  readonly atMs: number
}

/** An edge with its place in its chain. */
export interface ShareLink extends ShareEdge {
  /** 1 when nobody had brought the sharer before; one more than the sharer's own edge otherwise. */
  readonly depth: number
  /** How many edges the longest chain has that begins with this one, itself included. */
  readonly height: number
}

/**
 * Links edges into chains. An edge continues the sharer's own edge in the same room if that one is earlier: whoever opens
 * their own follower's card later makes no circle.
 * @param edges at most one per room and visitor, in any order
 * @returns the links, earliest first
 */
export function linkShares(edges: readonly ShareEdge[]): readonly ShareLink[] {
  const links = [...edges].sort(byTime).map(edge => ({ ...edge, depth: 1, height: 1 }))
  const linksByRoom = new Map<RoomId, Map<string, typeof links[number]>>()

  // Whoever came later is not there yet, so that every chain leads back in time.
  const parents = links.map((link) => {
    const earlier = linksByRoom.get(link.roomId) ?? new Map<string, typeof link>()
    const parent = earlier.get(link.sharerOpenid)
    link.depth = (parent?.depth ?? 0) + 1
    linksByRoom.set(link.roomId, earlier.set(link.openid, link))
    return parent
  })
  for (let index = links.length - 1; index >= 0; index--) {
    const parent = parents[index]
    const link = links[index]
    if (parent && link)
      parent.height = Math.max(parent.height, link.height + 1)
  }
  return links
}

/** The longest chain of each room. */
export function deepestByRoom(links: readonly ShareLink[]): ReadonlyMap<RoomId, number> {
  return longestBy(links, ({ roomId }) => roomId, ({ depth }) => depth)
}

/** The longest chain that begins with each sharer's card. */
export function deepestBySharer(links: readonly ShareLink[]): ReadonlyMap<string, number> {
  return longestBy(links, ({ sharerOpenid }) => sharerOpenid, ({ height }) => height)
}

function longestBy<K>(links: readonly ShareLink[], keyOfLink: (link: ShareLink) => K, lengthOf: (link: ShareLink) => number): ReadonlyMap<K, number> {
  const longest = new Map<K, number>()
  for (const link of links) {
    const key = keyOfLink(link)
    longest.set(key, Math.max(longest.get(key) ?? 0, lengthOf(link)))
  }
  return longest
}

// Two that came in the same millisecond have an order too, and always the same one.
function byTime(a: ShareEdge, b: ShareEdge): number {
  return a.atMs - b.atMs || a.roomId - b.roomId || (a.openid < b.openid ? -1 : 1)
}
