import type { StatusReading } from '@/src/domain/live-status'
import type { RefreshOutcome, StatusPoller } from '@/src/domain/status-poller'
import type { FakeClock } from '@/tests/support/fake-clock'
import type { CheckBehaviour, StatusCall } from '@/tests/support/fake-status-check'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOnAir, liveStatusFromCode } from '@/src/domain/live-status'
import { createStatusPoller } from '@/src/domain/status-poller'
import { createFakeClock, settlePromises } from '@/tests/support/fake-clock'
import { createFakeStatusCheck } from '@/tests/support/fake-status-check'

// Whatever happens to the poller, in whatever order, WeChat must see no more than it allows and no follower may starve.

const MINUTE = 60_000
const TIMEOUT_MS = 8_000
const ROOMS = [1, 2, 3, 4, 5, 6]
/** Dues of spread rooms are fractions. */
const ROUNDING_MS = 0.01
/** Two rhythms, and what waiting behind hanging calls and a clock set back may add. */
const PATIENCE_MS = 2 * 65_000 + 40_000

type Command
  = | { readonly do: 'follow' | 'release' | 'refresh', readonly room: number }
    | { readonly do: 'plan', readonly room: number, readonly ms: number }
    | { readonly do: 'behave', readonly room: number, readonly behaviour: CheckBehaviour }
    | { readonly do: 'pause' | 'resume' | 'dispose' | 'throw' }
    | { readonly do: 'advance' | 'jump' | 'freeze', readonly ms: number }
    /** Whoever is told something next does this there and then. */
    | { readonly do: 'react', readonly command: Command }

const room = fc.constantFrom(...ROOMS)
const behaviour: fc.Arbitrary<CheckBehaviour> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'answer', code: 101 } as const) },
  fc.record({ kind: fc.constantFrom('answer' as const, 'late' as const), code: fc.constantFrom(101, 102, 103, 104, 105, 106, 107, 0, 999) }),
  fc.constantFrom<CheckBehaviour>({ kind: 'reject' }, { kind: 'throw' }, { kind: 'hang' }),
)
const passing = fc.oneof(
  fc.constantFrom(0, 1, 200, 7_999, 8_000, 51_999, 52_000, 59_999, 60_000, 65_000, 130_000, 10 * MINUTE),
  fc.integer({ min: 0, max: 20_000 }),
  fc.integer({ min: 0, max: 3 * MINUTE }),
)
const jumping = fc.oneof(
  fc.constantFrom(-86_400_000, -3_600_000, -65_000, 65_000, 3_600_000, 86_400_000),
  fc.integer({ min: -10_000, max: 10_000 }),
)
const simple: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('advance' as const), ms: passing }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('follow' as const, 'release' as const, 'refresh' as const), room }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const, 'resume' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('behave' as const), room, behaviour }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('jump' as const), ms: jumping }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('plan' as const), room, ms: fc.integer({ min: -5 * MINUTE, max: 30 * MINUTE }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('freeze' as const), ms: passing }) },
)
const reaction: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ do: fc.constantFrom('follow' as const, 'release' as const, 'refresh' as const), room }),
  fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const, 'throw' as const) }),
)
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 30, arbitrary: simple },
  { weight: 3, arbitrary: reaction.map(next => ({ do: 'react' as const, command: next })) },
  { weight: 1, arbitrary: fc.constantFrom<Command>({ do: 'dispose' }, { do: 'react', command: { do: 'dispose' } }) },
)

interface Timer { readonly handle: unknown, forwardMs: number, wasSetBack: boolean }

/**
 * The poller's clock, which also notes what the poller cannot know: how far the wall clock was set forward without a
 * timer that outlived the change. Only by that much may WeChat's minute look shorter. (A forward change that follows a
 * backward one during the same timer hides it, and counts too.)
 */
function witnessing(clock: FakeClock) {
  let timer: Timer | null = null
  let unwitnessedMs = 0
  let pending = 0
  return {
    pending: () => pending,
    unwitnessedMs: () => unwitnessedMs,
    jumpBy(ms: number) {
      clock.jumpBy(ms)
      if (ms < 0) {
        if (timer)
          timer.wasSetBack = true
      }
      else if (timer && !timer.wasSetBack) {
        timer.forwardMs += ms
      }
      else {
        unwitnessedMs += ms
      }
    },
    clock: {
      now: clock.now,
      setTimer(callback: () => void, delayMs: number) {
        pending++
        const handle = clock.setTimer(() => {
          pending--
          timer = null
          callback()
        }, delayMs)
        timer = { handle, forwardMs: 0, wasSetBack: false }
        return handle
      },
      clearTimer(handle: unknown) {
        if (timer && timer.handle === handle) {
          unwitnessedMs += timer.forwardMs
          pending--
          timer = null
        }
        clock.clearTimer(handle)
      },
    },
  }
}

function createWorld() {
  const clock = createFakeClock()
  const witness = witnessing(clock)
  const releases = new Map<number, { now: (() => void) | null }[]>(ROOMS.map(id => [id, []]))
  const lastCall = new Map<number, StatusCall & { readonly unwitnessedMs: number }>()
  const isChecking = new Map<number, boolean>()
  const refreshes: { outcome: RefreshOutcome | 'pending' }[] = []
  // Visible time since something gave the room a right to wait anew, and whether it is on air as far as anybody knows.
  const waited = new Map<number, number>()
  const hasSettled = new Map<number, boolean>()
  const broken: string[] = []
  let reaction: Command | null = null
  let isPaused = false
  let isDisposed = false
  let seenTrueMs = 0

  const insist = (holds: boolean, rule: string) => void (holds || broken.push(rule))
  const followersOf = (id: number) => releases.get(id)?.length ?? 0
  const isActive = () => !isPaused && !isDisposed && ROOMS.some(id => followersOf(id) > 0)

  function isInFlight(call: StatusCall & { readonly unwitnessedMs: number }) {
    const ageMs = clock.trueMs() - call.startedAtMs + witness.unwitnessedMs() - call.unwitnessedMs
    return !call.isSettled && ageMs < TIMEOUT_MS - ROUNDING_MS
  }

  const weChat = createFakeStatusCheck(clock, (call) => {
    const { roomId } = call
    const previous = lastCall.get(roomId)
    insist(!isDisposed, 'no call after dispose')
    insist(!isPaused, 'no call while paused')
    insist(followersOf(roomId) > 0, 'no call for a room that nobody follows')
    if (previous) {
      insist(!isInFlight(previous) && !isChecking.get(roomId), 'one call in flight for a room')
      const apartMs = call.startedAtMs - previous.startedAtMs + witness.unwitnessedMs() - previous.unwitnessedMs
      insist(apartMs >= MINUTE - ROUNDING_MS, `a minute between two calls for a room, not ${apartMs} ms`)
    }
    lastCall.set(roomId, Object.assign(call, { unwitnessedMs: witness.unwitnessedMs() }))
    insist([...lastCall.values()].filter(isInFlight).length <= 4, 'four calls in flight at most')
  })

  function heard(tell: () => void) {
    insist(!isDisposed, 'nothing is told after dispose')
    insist(!isPaused, 'nothing is told while paused')
    tell()
    const next = reaction
    reaction = null
    if (next)
      perform(next)
  }

  function onReading(roomId: number, { status, code, checkedAtMs }: StatusReading) {
    heard(() => {
      const call = lastCall.get(roomId)
      insist(call?.behaviour.kind === 'answer' || call?.behaviour.kind === 'late', 'a reading needs an answer')
      insist(call?.isSettled === true && 'code' in call.behaviour && call.behaviour.code === code, 'a reading is the last call\'s answer')
      insist(call?.wallMs === checkedAtMs && status === liveStatusFromCode(code), 'a reading says when WeChat was asked')
      waited.set(roomId, 0)
      hasSettled.set(roomId, isOnAir(status))
    })
  }

  const poller: StatusPoller = createStatusPoller({
    clock: witness.clock,
    check: weChat.check,
    onReading,
    onFailure: roomId => heard(() => hasSettled.set(roomId, false)),
    onActivity: (roomId, active) => heard(() => {
      insist((isChecking.get(roomId) ?? false) !== active, 'activity begins and ends in turn')
      isChecking.set(roomId, active)
    }),
  })

  // A room that is followed, on air and answering must not wait longer than two rhythms of visible time.
  function passVisibleTime() {
    const passedMs = clock.trueMs() - seenTrueMs
    seenTrueMs = clock.trueMs()
    if (!isActive())
      return
    for (const id of ROOMS) {
      if (followersOf(id) === 0)
        continue
      waited.set(id, (waited.get(id) ?? 0) + passedMs)
      if (hasSettled.get(id))
        insist((waited.get(id) ?? 0) <= PATIENCE_MS, `room ${id} is asked about every two rhythms`)
    }
  }

  function allowWaitingAnew() {
    for (const id of ROOMS) waited.set(id, 0)
  }

  function perform(next: Command) {
    switch (next.do) {
      case 'follow':
        // Noted first: the call that follows from it may begin before follow() returns.
        if (!isDisposed)
          follow(next.room)
        return
      case 'release': {
        const list = releases.get(next.room) ?? []
        // Nobody can give back what follow() has not yet given.
        const release = list.filter(({ now }) => now).pop()
        if (!release)
          return
        list.splice(list.indexOf(release), 1)
        // Twice, because every screen's release counts once.
        release.now?.()
        release.now?.()
        return
      }
      case 'refresh': {
        const refresh: typeof refreshes[number] = { outcome: 'pending' }
        refreshes.push(refresh)
        poller.refresh(next.room).then(outcome => refresh.outcome = outcome, () => broken.push('refresh never rejects'))
        return
      }
      case 'plan':
        return poller.plan(next.room, clock.now() + next.ms)
      case 'behave':
        // What a room answers from now on is not yet known to the poller.
        hasSettled.set(next.room, false)
        return weChat.behave(next.room, next.behaviour)
      case 'pause':
        isPaused = true
        return poller.pause()
      case 'resume':
        isPaused = false
        return poller.resume()
      case 'dispose':
        poller.dispose()
        isDisposed = true
        return
      case 'jump':
        return witness.jumpBy(next.ms)
      case 'react':
        reaction = next.command
        return
      case 'throw':
        throw new Error('a bug above')
      case 'freeze':
        clock.freezeFor(next.ms)
        return
      case 'advance':
        return
      default:
        return next satisfies never
    }
  }

  function follow(id: number) {
    const list = releases.get(id) ?? []
    const release: { now: (() => void) | null } = { now: null }
    list.push(release)
    if (list.length === 1)
      waited.set(id, 0)
    release.now = poller.follow(id)
  }

  async function step(next: Command) {
    if (next.do === 'advance')
      await advance(next.ms)
    else if (next.do !== 'throw')
      perform(next)
    if (next.do === 'freeze' || next.do === 'jump')
      seenTrueMs = clock.trueMs()
    // A clock set back can cost a room what its last minute had proven, once; a frozen app proves nothing.
    if (next.do === 'freeze' || (next.do === 'jump' && next.ms < 0))
      allowWaitingAnew()
    await settlePromises()
    insist(witness.pending() === (isActive() ? 1 : 0), `one timer while it has something to do, none otherwise; not ${witness.pending()}`)
    if (isPaused || isDisposed)
      insist(refreshes.every(({ outcome }) => outcome !== 'pending'), 'no refresh waits while nothing can happen')
    expect(broken).toEqual([])
  }

  async function advance(ms: number) {
    const untilMs = clock.trueMs() + ms
    while (clock.trueMs() < untilMs) {
      await clock.advanceByAsync(Math.min(5_000, untilMs - clock.trueMs()))
      passVisibleTime()
    }
  }

  async function finish() {
    await step({ do: 'advance', ms: 2 * MINUTE })
    expect(refreshes.filter(({ outcome }) => outcome === 'pending'), 'every refresh settles').toEqual([])
    if (!isDisposed)
      poller.dispose()
    isDisposed = true
    await step({ do: 'advance', ms: 10 * MINUTE })
  }

  return { step, finish }
}

async function live(commands: readonly Command[]) {
  const world = createWorld()
  for (const next of commands) await world.step(next)
  await world.finish()
}

describe('the poller, whatever happens', () => {
  it('keeps WeChat\'s rules and everybody\'s right to an answer', async () => {
    await fc.assert(fc.asyncProperty(fc.array(command, { maxLength: 80, size: 'max' }), live), { numRuns: 600 })
  }, 60_000)

  it('keeps them while a clock runs wild in front of its user', async () => {
    const wild = fc.oneof(
      fc.record({ do: fc.constant('jump' as const), ms: jumping }),
      fc.record({ do: fc.constant('refresh' as const), room }),
      fc.record({ do: fc.constant('follow' as const), room }),
      fc.record({ do: fc.constant('advance' as const), ms: passing }),
    )
    await fc.assert(fc.asyncProperty(fc.array(wild, { maxLength: 80, size: 'max' }), live), { numRuns: 200 })
  }, 60_000)
})
