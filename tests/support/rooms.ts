import type { ChannelsAccount } from '@/src/domain/channels-account'
import type { Room } from '@/src/domain/room'

const HOUR_MS = 60 * 60_000

/** A room as the gateway gives it, with what a test cares about. */
export function aRoom(room: Partial<Room> & Pick<Room, 'id'>, nowMs = Date.now()): Room {
  return {
    name: `第${room.id}场`,
    hostName: '小满',
    coverUrl: 'https://shop.example/cover.png',
    shareImageUrl: 'https://shop.example/share.png',
    startAtMs: nowMs - HOUR_MS,
    endAtMs: nowMs + HOUR_MS,
    status: 'live',
    statusCode: 101,
    goods: [{ id: 7, name: '龙井', coverUrl: 'https://shop.example/tea.png', path: 'src/pages/goods/goods?goods_id=7', priceType: 'fixed', priceFen: 12850, price2Fen: 0 }],
    hasReplay: false,
    ...room,
  }
}

/** A page of the gateway's list. */
export function aRoomPage(rooms: readonly Room[], page: { total?: number, offset?: number, isStale?: boolean, checkedAtMs?: number } = {}) {
  return { rooms, total: rooms.length, offset: 0, revision: 'r1', checkedAtMs: Date.now(), isStale: false, ...page }
}

/**
 * A gateway that holds these rooms: lists them by status, search, product, offset and limit, and knows each by its
 * number. It has no streams, only the Channels accounts it is given, and its replays are not made yet.
 */
export function gatewayWith(rooms: readonly Room[], facts: { isStale?: boolean, checkedAtMs?: number, channels?: readonly ChannelsAccount[] } = {}) {
  return (path: string): { statusCode?: number, data: unknown } => {
    const [route = '', search = ''] = path.split('?')
    const query = new URLSearchParams(search)
    const freshness = { checkedAtMs: facts.checkedAtMs ?? Date.now(), isStale: facts.isStale ?? false }
    const one = /^\/v1\/rooms\/(\d+)(\/replays)?$/.exec(route)
    if (one) {
      const room = rooms.find(({ id }) => id === Number(one[1]))
      if (room && one[2])
        return { data: { roomId: room.id, isOpen: room.hasReplay, segments: [], ...freshness } }
      return room ? { data: { room, ...freshness } } : { statusCode: 404, data: { error: { code: 'room-not-found', message: '' } } }
    }
    if (route === '/v1/streams')
      return { data: { streams: [] } }
    if (route === '/v1/channels')
      return { data: { accounts: facts.channels ?? [] } }
    if (route === '/v1/statuses') {
      const ids = (query.get('ids') ?? '').split(',').map(Number)
      return { data: { statuses: rooms.filter(({ id }) => ids.includes(id)).map(({ id, status, statusCode }) => ({ roomId: id, status, code: statusCode, checkedAtMs: freshness.checkedAtMs })), unknownIds: [], ...freshness } }
    }
    const statuses = query.get('status')?.split(',')
    const words = query.get('search') ?? ''
    const goodsId = query.get('goods_id')
    const isWanted = (room: Room) => (!statuses || statuses.includes(room.status))
      && (room.name + room.hostName).includes(words)
      && (goodsId === null || room.goods.some(({ id }) => id === Number(goodsId)))
    const matching = rooms.filter(isWanted)
    const offset = Number(query.get('offset') ?? 0)
    return { data: { rooms: matching.slice(offset, offset + Number(query.get('limit') ?? 20)), total: matching.length, offset, revision: 'r1', ...freshness } }
  }
}
