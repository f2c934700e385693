import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { GatewayProcess } from './gateway'
import type { Visit } from './visit'
import type { Room } from '@/src/domain/room'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, expect, inject, onTestFinished } from 'vitest'
import { launchChromium } from './chromium'
import { startGateway } from './gateway'
import { isLive } from './room-kinds'
import { startVisit } from './visit'

/** How a customer arrives. */
export interface ArrivalOptions extends BrowserContextOptions {
  /** What the browser's console may complain about, because the test itself has done it. */
  readonly expected?: RegExp
}

/** A simulated shop with its gateway, and a real browser for its customers. */
export interface BrowserShop {
  /** The gateway's address. */
  readonly url: () => string
  readonly browser: () => Browser
  /** A listed room like this, the first or a later one. Throws where the shop has none. */
  readonly roomThat: (isWanted: (room: Room) => boolean, at?: number) => Room
  /** A listed room with goods that WeChat itself, which knows of breaks before any list does, has on air now. */
  readonly roomOnAir: () => Promise<Room>
  /** The JSON that the gateway answers with, to the shop's own staff. */
  readonly ask: <T>(path: string) => Promise<T>
  /** A customer for the rest of the test, in whose console nothing unexpected may have been by then. */
  readonly arrive: (options?: ArrivalOptions) => Promise<Visit>
}

// A gateway without WeChat credentials has this ADMIN_KEY.
const STAFF = { headers: { authorization: 'Bearer preview' } }

/** WeChat's number of a room on air. */
const LIVE = 101

/** How long it may take until a file's tests can begin: a browser and a process start slowly where others do too. */
export const OPENING_LIMIT_MS = 120_000

/**
 * Opens a shop and a browser before the tests around it, and closes them after them. For tests that are skipped where the
 * machine has no Chromium.
 * @param streamsAt the shop's streams, for a gateway at this address
 */
export function useBrowserShop(streamsAt: (url: string) => readonly object[] = () => []): BrowserShop {
  let gateway: GatewayProcess
  let browser: Browser
  let rooms: readonly Room[]

  async function ask<T>(path: string): Promise<T> {
    const response = await fetch(gateway.url + path, STAFF)
    return await response.json() as T
  }

  function roomThat(isWanted: (room: Room) => boolean, at = 0): Room {
    const room = rooms.filter(isWanted)[at]
    if (!room)
      throw new Error('The simulated shop has no such room.')
    return room
  }

  async function roomOnAir(at = 0): Promise<Room> {
    const room = roomThat(isLive, at)
    const { liveStatus } = await ask<{ liveStatus: number }>(`/simulator/plugin/live-status?room_id=${room.id}`)
    return liveStatus === LIVE ? room : roomOnAir(at + 1)
  }

  beforeAll(async () => {
    [gateway, browser] = await Promise.all([
      // All customers of a test file live behind one address, and in one minute.
      startGateway(join(inject('builds'), 'h5'), streamsAt, { REQUESTS_PER_MINUTE: '100000' }),
      launchChromium(inject('chromiumPath') ?? ''),
    ])
    rooms = (await ask<{ rooms: Room[] }>('/v1/rooms?limit=50')).rooms
  }, OPENING_LIMIT_MS)

  afterAll(async () => {
    await browser?.close()
    await gateway?.close()
  }, OPENING_LIMIT_MS)

  return {
    url: () => gateway.url,
    browser: () => browser,
    ask,
    roomThat,
    roomOnAir: () => roomOnAir(),
    async arrive({ expected, ...options } = {}) {
      const visit = await startVisit(browser, gateway.url, options)
      onTestFinished(async ({ task }) => {
        if (task.result?.state === 'fail')
          process.stdout.write(`What was to be seen when "${task.name}" failed: ${await seen(visit.page)}\n`)
        await visit.context.close()
        expect(visit.complaints.filter(words => !expected?.test(words))).toEqual([])
      })
      return visit
    },
  }
}

async function seen(page: Page): Promise<string> {
  const words = await page.evaluate(() => document.body.textContent ?? '').catch(String)
  return `${page.url()} ${JSON.stringify(words.slice(0, 600))}`
}
