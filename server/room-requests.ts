import type { CatalogueSnapshot, RoomCatalogue } from './catalogue'
import type { RoomId } from '@/src/domain/room'
import { parseRoomId } from '@/src/domain/room'
import { GatewayError } from './errors'

// By then WeChat has been asked again.
const RETRY_AFTER_S = 5

/**
 * A room's number out of an address. The schema has seen to the digits; a number beyond what JavaScript counts exactly is
 * left.
 * @throws GatewayError 400 `invalid-query`
 */
export function roomIdOf(text: string): RoomId {
  const id = parseRoomId(text)
  if (id === null)
    throw new GatewayError(400, 'invalid-query', 'A room number is too big.')
  return id
}

/**
 * A product's number out of an address, under the same rules.
 * @throws GatewayError 400 `invalid-query`
 */
export function goodsIdOf(text: string): number {
  const id = parseRoomId(text)
  if (id === null)
    throw new GatewayError(400, 'invalid-query', 'A product number is too big.')
  return id
}

/**
 * The shop's rooms, for a request that is about them.
 * @throws GatewayError 503 `catalogue-unavailable`
 */
export async function requireRooms(catalogue: Pick<RoomCatalogue, 'read'>): Promise<CatalogueSnapshot> {
  const list = await catalogue.read()
  if (!list)
    throw new GatewayError(503, 'catalogue-unavailable', 'The room list could not be had from WeChat yet. It is tried again by itself; ask again in a moment.', RETRY_AFTER_S)
  return list
}
