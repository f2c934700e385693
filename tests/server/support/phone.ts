import type { World } from './world'
import type { KeyValueStore } from '@/src/domain/key-value-store'
import type { Outbox } from '@/src/domain/outbox'
import type { Touch } from '@/src/domain/touch'
import type { FakeClock } from '@/tests/support/fake-clock'
import { vi } from 'vitest'
import { createOutbox, GATHER_MS } from '@/src/domain/outbox'
import { createTouch, PLAIN_TOUCH } from '@/src/domain/touch-visit'
import { createVisitorSessions } from '@/src/domain/visitor-session'
import { createHttp } from '@/src/platform/http'
import { createHttpTouchApi } from '@/src/platform/http-touch-api'
import { createFakeClock } from '@/tests/support/fake-clock'

/** A visitor's phone: the app's own outbox, session and HTTP, against a real gateway. */
export interface Phone {
  readonly clock: FakeClock
  /** Who this is to others: what the app puts on this visitor's cards. */
  readonly shareId: () => Promise<string>
  /** The visitor comes in; the touch waits on the phone. */
  readonly comes: (touch: Partial<Touch>) => void
  /** Lets time pass until nothing waits any more. */
  readonly delivers: () => Promise<void>
  /** Lets time pass; the requests that it begins with are answered in no time. */
  readonly passes: (ms: number) => Promise<void>
  readonly waitingCount: () => number
  readonly setOnline: (isOnline: boolean) => void
  /** The app is closed and started again. */
  readonly restart: () => void
}

interface RequestOptions {
  readonly url: string
  readonly method: string
  readonly data?: unknown
  readonly header?: Record<string, string>
  readonly success: (response: { statusCode: number, data: unknown, header: unknown }) => void
  readonly fail: (failure: { errMsg: string }) => void
}

let inFlight = 0

/** Waits until no phone waits for an answer any more; the phones' time stands still meanwhile. */
export async function untilAllAnswered(): Promise<void> {
  for (let quietTurns = 0; quietTurns < 4; quietTurns = inFlight > 0 ? 0 : quietTurns + 1)
    await new Promise(resolve => setImmediate(resolve))
}

/** WeChat's network, by the machine's own. */
export function installUniRequest(): void {
  inFlight = 0
  vi.stubGlobal('uni', {
    request: ({ url, method, data, header = {}, success, fail }: RequestOptions) => {
      const body = data === undefined ? {} : { body: typeof data === 'string' ? data : JSON.stringify(data) }
      inFlight++
      fetch(url, { method, headers: { 'content-type': 'application/json', ...header }, ...body })
        .then(async response => success({ statusCode: response.status, data: await response.json(), header: Object.fromEntries(response.headers) }))
        .catch(() => fail({ errMsg: 'request:fail' }))
        .finally(() => inFlight--)
      return { abort: () => {} }
    },
  })
}

/**
 * @param world the gateway, which knows this visitor through WeChat
 * @param openid who this is
 * @param isClockWrongByMs how far the phone's clock is ahead
 */
export function aPhone(world: World, openid: string, isClockWrongByMs = 0): Phone {
  const clock = createFakeClock(world.clock.now() + isClockWrongByMs)
  const stored = new Map<string, unknown>()
  const storage: KeyValueStore = {
    get: key => stored.get(key),
    set: (key, value) => void stored.set(key, structuredClone(value)),
    remove: key => void stored.delete(key),
  }
  const listeners = new Set<(isOnline: boolean) => void>()
  let isOnline = true
  const http = createHttp({ clock, baseUrl: world.url, isOnline: () => isOnline })
  const post: typeof http.post = async (path, body, headers) => {
    if (!isOnline)
      throw Object.assign(new Error('offline'), { kind: 'offline' })
    return http.post(path, body, headers)
  }
  const touchApi = createHttpTouchApi({ post })
  const sessions = createVisitorSessions({ clock, login: async () => world.simulator.logins.issue(openid), createSession: touchApi.createSession, random: () => 0 })

  function start(): Outbox {
    const outbox = createOutbox({
      clock,
      storage,
      sessions,
      network: {
        onChange: (listener) => {
          listeners.add(listener)
          return () => listeners.delete(listener)
        },
      },
      send: touchApi.sendTouches,
      random: () => 0,
      onChange: () => {},
    })
    outbox.resume()
    return outbox
  }
  let outbox = start()

  return {
    clock,
    shareId: async () => (await sessions.get()).shareId,
    comes: touch => void outbox.add(createTouch({ ...PLAIN_TOUCH, via: 'share-card', roomId: 1, scene: 1007, atMs: clock.now(), ...touch })),
    delivers: async () => {
      await vi.waitFor(() => {
        clock.advanceBy(GATHER_MS)
        if (outbox.state().waitingCount > 0)
          throw new Error(`touches are still waiting: ${JSON.stringify(outbox.state())}`)
      }, { timeout: 10_000, interval: 20 })
    },
    passes: async (ms) => {
      clock.advanceBy(GATHER_MS)
      await untilAllAnswered()
      clock.advanceBy(ms - GATHER_MS)
    },
    waitingCount: () => outbox.state().waitingCount,
    setOnline: (next) => {
      isOnline = next
      listeners.forEach(listener => listener(next))
    },
    restart: () => {
      outbox.dispose()
      outbox = start()
    },
  }
}
