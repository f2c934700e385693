import type { RoomReportJson } from '@/server/contract/attribution'
import type { RoomJson, RoomPageJson } from '@/server/contract/rooms'
import type { Phone, PhoneOptions } from '@/tests/runtime/host/phone'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import { startGateway } from '@/tests/browser/support/gateway'
import { startPhone } from '@/tests/runtime/host/phone'

/** A shop with its gateway, and customers with phones. */
export interface Shop {
  /** The gateway's address. */
  readonly url: string
  /** Every room that the gateway lists. */
  readonly rooms: () => Promise<readonly RoomJson[]>
  /** The first listed room with this status. Throws when there is none. */
  readonly roomThatIs: (status: RoomJson['status']) => Promise<RoomJson>
  /** What the gateway has counted for a room, as the shop's staff see it. */
  readonly reportOf: (roomId: number) => Promise<RoomReportJson>
  /** Opens a build of the app on a customer's phone. */
  readonly visit: (build: string, options?: Partial<PhoneOptions>) => Promise<Phone>
  readonly close: () => Promise<void>
}

// What a gateway without WeChat credentials has for ADMIN_KEY.
const ADMIN_KEY = 'preview'

/** For the hook that opens a shop, milliseconds: a process starts slowly where others do too. */
export const OPENING_LIMIT_MS = 60_000

/**
 * Opens a shop: a gateway in a process of its own.
 * @param streamsAt the shop's streams, for a gateway at this address
 */
export async function openShop(streamsAt: (url: string) => readonly object[] = () => []): Promise<Shop> {
  // All customers of a test file live behind one address, and in one minute.
  const gateway = await startGateway('', streamsAt, { REQUESTS_PER_MINUTE: '100000' })
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(gateway.url + path, { headers: { authorization: `Bearer ${ADMIN_KEY}` } })
    if (!response.ok)
      throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`)
    return response.json()
  }
  const rooms = async (): Promise<readonly RoomJson[]> => (await ask('/v1/rooms?limit=50') as RoomPageJson).rooms

  return {
    url: gateway.url,
    rooms,
    async roomThatIs(wanted) {
      const room = (await rooms()).find(({ status }) => status === wanted)
      if (!room)
        throw new Error(`The shop has no room that is ${wanted}.`)
      return room
    },
    reportOf: async roomId => await ask(`/v1/attribution/rooms/${roomId}`) as RoomReportJson,
    visit: (build, options) => startPhone({ folder: join(inject('builds'), build), gatewayUrl: gateway.url, ...options }),
    close: gateway.close,
  }
}

/** A shop for all tests of a file or `describe`. */
export interface SharedShop {
  readonly url: () => string
  readonly rooms: Shop['rooms']
  /** Starts a build, or the output in a folder; at the end of the test it must have had no problem. */
  readonly open: Shop['visit']
}

/** Opens a shop before the tests around it, and closes it after them. */
export function useShop(streamsAt?: (url: string) => readonly object[]): SharedShop {
  let shop: Shop
  const phones: Phone[] = []
  beforeAll(async () => void (shop = await openShop(streamsAt)), OPENING_LIMIT_MS)
  afterAll(() => shop.close())
  afterEach(() => {
    const problems = phones.flatMap(phone => phone.problems())
    for (const phone of phones.splice(0)) phone.close()
    expect(problems).toEqual([])
  })
  return {
    url: () => shop.url,
    rooms: () => shop.rooms(),
    async open(build, options) {
      const phone = await shop.visit(build, options)
      phones.push(phone)
      return phone
    },
  }
}
