import type { KeyValueStore } from '@/src/domain/key-value-store'
import type { LiveError } from '@/src/domain/live-error'
import type { Outbox, OutboxOptions, OutboxState } from '@/src/domain/outbox'
import type { TouchBatch, TouchReceipt, VisitorSession } from '@/src/domain/touch-api'
import { vi } from 'vitest'
import { createOutbox } from '@/src/domain/outbox'
import { createVisitorSessions } from '@/src/domain/visitor-session'
import { createFakeClock } from '@/tests/support/fake-clock'

/** What waits on the phone is stored under this name. */
export const TOUCHES_KEY = 'outbox.touches'

/** A refusal of the whole request. */
export function refusal(httpStatus: number, code?: string, retryAfterMs?: number): LiveError {
  return { kind: 'request-failed', httpStatus, ...(code === undefined ? {} : { code }), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}

/** The gateway takes all of a batch. */
export function takeAll({ touches }: TouchBatch): TouchReceipt {
  return { acceptedIds: touches.map(({ id }) => id), refused: [] }
}

/** A phone's storage that keeps JSON, as the real one does, and may refuse. */
export function createFakeStorage() {
  const stored = new Map<string, string>()
  const phone = { storage: {} as KeyValueStore, stored, isFull: false }
  phone.storage = {
    get: (key) => {
      const json = stored.get(key)
      return json === undefined ? undefined : JSON.parse(json) as unknown
    },
    set: (key, value) => {
      if (phone.isFull) {
        const error: LiveError = { kind: 'storage-failed', key }
        throw error
      }
      stored.set(key, JSON.stringify(value))
    },
    remove: key => void stored.delete(key),
  }
  return phone
}

/** An outbox with all that it leans on; chance plays no part unless told. */
export function setUpOutbox(change: Partial<OutboxOptions> & { readonly isHidden?: boolean } = {}) {
  const clock = createFakeClock()
  const phone = createFakeStorage()
  const listeners = new Set<(isOnline: boolean) => void>()
  const send = vi.fn(async (_token: string, batch: TouchBatch): Promise<TouchReceipt> => takeAll(batch))
  const login = vi.fn(async () => 'code')
  const createSession = vi.fn(async (_code: string): Promise<VisitorSession> => ({
    token: `token-${createSession.mock.calls.length}`,
    lifetimeMs: 7_200_000,
    openid: 'visitor',
    shareId: 'share',
  }))
  const random = () => 0
  const states: OutboxState[] = []
  const options: OutboxOptions = {
    clock,
    storage: phone.storage,
    network: {
      onChange: (listener) => {
        listeners.add(listener)
        return () => {
          listeners.delete(listener)
        }
      },
    },
    sessions: createVisitorSessions({ clock, login, createSession, random }),
    send,
    random,
    onChange: state => void states.push(state),
    ...change,
  }

  function start(): Outbox {
    const outbox = createOutbox(options)
    if (!change.isHidden)
      outbox.resume()
    return outbox
  }

  return {
    clock,
    phone,
    send,
    login,
    createSession,
    states,
    outbox: start(),
    /** The app is started again on the same phone, without a farewell. */
    restart: start,
    setOnline: (isOnline: boolean) => listeners.forEach(listener => listener(isOnline)),
    listenerCount: () => listeners.size,
    /** The ids of every request so far. */
    sent: () => send.mock.calls.map(([, { touches }]) => touches.map(({ id }) => id)),
    storedIds: () => ((phone.storage.get(TOUCHES_KEY) ?? []) as { id: string }[]).map(({ id }) => id),
  }
}
