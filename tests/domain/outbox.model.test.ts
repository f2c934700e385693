import type { LiveError } from '@/src/domain/live-error'
import type { LostTouch, Outbox, OutboxState } from '@/src/domain/outbox'
import type { TouchBatch, TouchReceipt } from '@/src/domain/touch-api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createOutbox } from '@/src/domain/outbox'
import { createVisitorSessions } from '@/src/domain/visitor-session'
import { createFakeClock, settlePromises } from '@/tests/support/fake-clock'
import { aTouch } from './support/a-touch'
import { createFakeStorage, refusal } from './support/outbox-world'

// Whatever happens to the phone, the network and the gateway, in whatever order, every touch counts once.

const SECOND = 1000
const MINUTE = 60 * SECOND
const LATENCY_MS = 200
const TIMEOUT_MS = 10 * SECOND

/** What the gateway does with a batch; `lost` and `late` keep it, but the phone never hears of it. */
const MOODS = ['well', 'well', 'half', 'puts-off', 'refuses-first', 'silent', 'down', 'offline', 'timeout', 'lost', 'late', 'unauthorized', 'too-large', 'bad-batch', 'busy'] as const
type Mood = typeof MOODS[number]

type Command
  = | { readonly do: 'add', readonly count: number }
    | { readonly do: 'mood', readonly mood: Mood }
    | { readonly do: 'pause' | 'resume' | 'restart' | 'online' | 'fill' | 'free' | 'no-login' | 'login' }
    | { readonly do: 'advance' | 'jump' | 'freeze', readonly ms: number }

const passing = fc.oneof(fc.constantFrom(0, 1, 200, 2_000, 5_000, 10_000, MINUTE, 6 * MINUTE), fc.nat(20_000))
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('add' as const), count: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 130 })) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('advance' as const), ms: passing }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('mood' as const), mood: fc.constantFrom(...MOODS) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const, 'resume' as const, 'restart' as const, 'online' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('no-login' as const, 'login' as const, 'fill' as const, 'free' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('jump' as const), ms: fc.oneof(fc.constantFrom(-86_400_000, -10_000, 10_000, 86_400_000), fc.integer({ min: -5000, max: 5000 })) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('freeze' as const), ms: passing }) },
)

function startWorld(random: () => number) {
  const clock = createFakeClock()
  const phone = createFakeStorage()
  const kept = new Set<string>()
  const added = new Set<string>()
  const lost = new Map<string, string>()
  const faults: string[] = []
  let mood: Mood = 'well'
  let canLogin = true
  let isShown = true
  let requests = 0
  let events = 0
  // Ids that only memory held when the app was killed: a full phone may lose them, and nothing else may.
  const forgotten = new Set<string>()
  /** Only in memory until something makes the app store again: an app that is killed before that cannot know them. */
  const addedWhileFull = new Set<string>()
  let listener = (_isOnline: boolean): void => {}
  let app = startApp()

  function after<T>(ms: number, settle: () => T): Promise<T> {
    return new Promise((resolve, reject) => clock.setTimer(() => {
      try {
        resolve(settle())
      }
      catch (thrown) {
        reject(thrown)
      }
    }, ms))
  }

  function fail(error: LiveError): never {
    throw error
  }

  function keep({ touches }: TouchBatch): readonly string[] {
    for (const { id } of touches) kept.add(id)
    return touches.map(({ id }) => id)
  }

  function answer(batch: TouchBatch): TouchReceipt {
    switch (mood) {
      case 'well':
        return { acceptedIds: keep(batch), refused: [] }
      case 'half':
        return { acceptedIds: keep({ ...batch, touches: batch.touches.slice(0, Math.ceil(batch.touches.length / 2)) }), refused: [] }
      case 'puts-off':
        return { acceptedIds: keep({ ...batch, touches: batch.touches.slice(1) }), refused: [{ index: 0, code: 'room-not-known-yet', isFinal: false }] }
      case 'refuses-first':
        return { acceptedIds: keep({ ...batch, touches: batch.touches.slice(1) }), refused: [{ index: 0, code: 'touch-too-old', isFinal: true }] }
      case 'silent':
        return { acceptedIds: [], refused: [] }
      case 'down':
        return fail(refusal(500, 'internal'))
      case 'offline':
        return fail({ kind: 'offline' })
      case 'lost':
        keep(batch)
        return fail({ kind: 'offline' })
      case 'timeout':
        return fail({ kind: 'request-timeout', timeoutMs: TIMEOUT_MS })
      case 'late':
        clock.setTimer(() => keep(batch), TIMEOUT_MS)
        return fail({ kind: 'request-timeout', timeoutMs: TIMEOUT_MS })
      case 'unauthorized':
        return fail(refusal(401, 'session-expired'))
      case 'too-large':
        return batch.touches.length > 7 ? fail(refusal(413, 'body-too-large')) : { acceptedIds: keep(batch), refused: [] }
      case 'bad-batch':
        // Every tenth touch makes a batch unreadable.
        return batch.touches.some(({ id }) => Number(id) % 10 === 0) ? fail(refusal(400, 'invalid-body')) : { acceptedIds: keep(batch), refused: [] }
      case 'busy':
        return fail(refusal(429, 'rate-limited', 30 * SECOND))
      default:
        return mood satisfies never
    }
  }

  function startApp(): { outbox: Outbox, life: { isOver: boolean } } {
    const life = { isOver: false }
    let underWay = 0
    let heard: LostTouch | null = null
    async function send(_token: string, batch: TouchBatch): Promise<TouchReceipt> {
      requests++
      if (life.isOver)
        faults.push('a request of an app that is no more')
      if (!isShown)
        faults.push('a request while hidden')
      if (++underWay > 1)
        faults.push('two requests at a time')
      if (batch.touches.length === 0 || batch.touches.length > 100)
        faults.push(`a request of ${batch.touches.length}`)
      if (batch.touches.some(({ atMs }) => atMs > batch.sentAtMs))
        faults.push('a touch from the future')
      try {
        return await after(mood === 'timeout' || mood === 'late' ? TIMEOUT_MS : LATENCY_MS, () => answer(batch))
      }
      finally {
        underWay--
      }
    }
    const sessions = createVisitorSessions({
      clock,
      random,
      login: () => after(LATENCY_MS, () => canLogin ? 'code' : fail({ kind: 'login-failed' })),
      createSession: () => after(LATENCY_MS, () => ({ token: 't', lifetimeMs: 30 * MINUTE, openid: 'visitor', shareId: 's' })),
    })
    function onChange({ lastLost }: OutboxState): void {
      if (lastLost && lastLost !== heard)
        lost.set(lastLost.id, lastLost.reason)
      heard = lastLost
    }
    const network = {
      onChange: (hear: typeof listener) => {
        listener = hear
        return () => {}
      },
    }
    return { outbox: createOutbox({ clock, storage: phone.storage, network, sessions, send, random, onChange }), life }
  }

  function restart(): void {
    const stored = new Set(((phone.storage.get('outbox.touches') ?? []) as { id: string }[]).map(({ id }) => id))
    for (const id of addedWhileFull) {
      if (!stored.has(id))
        forgotten.add(id)
    }
    app.outbox.dispose()
    app.life.isOver = true
    app = startApp()
    if (isShown)
      app.outbox.resume()
  }

  app.outbox.resume()

  return {
    faults,
    requests: () => requests,
    bound: () => 20 + 12 * events + added.size * (12 + clock.trueMs() / (2 * MINUTE)),
    async run(next: Command): Promise<void> {
      switch (next.do) {
        case 'add':
          for (let count = 0; count < next.count; count++) {
            const id = String(added.size + 1)
            added.add(id)
            if (phone.isFull)
              addedWhileFull.add(id)
            app.outbox.add(aTouch(id, { atMs: clock.now() }))
          }
          events++
          break
        case 'mood':
          mood = next.mood
          break
        case 'pause':
          isShown = false
          app.outbox.pause()
          break
        case 'resume':
          isShown = true
          app.outbox.resume()
          events++
          break
        case 'restart':
          restart()
          events++
          break
        case 'online':
          listener(true)
          events++
          break
        case 'fill':
        case 'free':
          phone.isFull = next.do === 'fill'
          break
        case 'no-login':
        case 'login':
          canLogin = next.do === 'login'
          break
        case 'jump':
          clock.jumpBy(next.ms)
          events++
          break
        case 'freeze':
          clock.freezeFor(next.ms)
          break
        case 'advance':
          await clock.advanceByAsync(next.ms)
          break
        default:
          next satisfies never
      }
      await settlePromises()
    },
    /** Everything is well again for long enough. */
    async settle(): Promise<void> {
      mood = 'well'
      canLogin = true
      phone.isFull = false
      isShown = true
      app.outbox.resume()
      await clock.advanceByAsync(30 * MINUTE)
    },
    missing: () => [...added].filter(id => !kept.has(id) && !lost.has(id) && !forgotten.has(id)),
    lostReasons: () => [...new Set(lost.values())].sort(),
    left: () => ({ waiting: app.outbox.state().waitingCount, stored: phone.stored.size, timers: clock.pendingTimers() }),
  }
}

describe('the outbox, whatever happens', () => {
  it('hands every touch over once, or says which it could not, and keeps to its limits', async () => {
    await fc.assert(fc.asyncProperty(fc.array(command, { maxLength: 60, size: 'max' }), fc.infiniteStream(fc.float({ min: 0, max: 1, noNaN: true })), async (commands, chances) => {
      const world = startWorld(() => chances.next().value ?? 0)
      for (const next of commands) await world.run(next)
      await world.settle()
      expect(world.faults).toEqual([])
      expect(world.missing()).toEqual([])
      expect(world.left()).toEqual({ waiting: 0, stored: 0, timers: 0 })
      expect(world.requests()).toBeLessThanOrEqual(world.bound())
      expect(['body-too-large', 'invalid-body', 'outbox-full', 'touch-too-old']).toEqual(expect.arrayContaining(world.lostReasons()))
    }), { numRuns: 120 })
  }, 120_000)
})
