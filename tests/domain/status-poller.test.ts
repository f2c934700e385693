import type { StatusPollerOptions } from '@/src/domain/status-poller'
import type { CheckBehaviour } from '@/tests/support/fake-status-check'
import { describe, expect, it, vi } from 'vitest'
import { createStatusPoller } from '@/src/domain/status-poller'
import { createFakeClock, settlePromises } from '@/tests/support/fake-clock'
import { createFakeStatusCheck } from '@/tests/support/fake-status-check'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const ROOM = 7
const HANG: CheckBehaviour = { kind: 'hang' }
const REJECT: CheckBehaviour = { kind: 'reject' }

function answer(code: number): CheckBehaviour {
  return { kind: 'answer', code }
}

function setUp(overrides: Partial<StatusPollerOptions> = {}) {
  const clock = createFakeClock()
  // Timers of the poller alone; WeChat's answers wait on the same clock.
  const timers = new Set<unknown>()
  const pollerClock = {
    now: clock.now,
    setTimer(callback: () => void, delayMs: number) {
      const handle = clock.setTimer(() => {
        timers.delete(handle)
        callback()
      }, delayMs)
      timers.add(handle)
      return handle
    },
    clearTimer(handle: unknown) {
      timers.delete(handle)
      clock.clearTimer(handle)
    },
  }
  const weChat = createFakeStatusCheck(clock)
  const heard = {
    onReading: vi.fn<StatusPollerOptions['onReading']>(),
    onFailure: vi.fn<StatusPollerOptions['onFailure']>(),
    onActivity: vi.fn<StatusPollerOptions['onActivity']>(),
    onUndocumentedCode: vi.fn<NonNullable<StatusPollerOptions['onUndocumentedCode']>>(),
    onCallbackError: vi.fn<NonNullable<StatusPollerOptions['onCallbackError']>>(),
  }
  const poller = createStatusPoller({ clock: pollerClock, check: weChat.check, ...heard, ...overrides })
  const statuses = () => heard.onReading.mock.calls.map(([, { status }]) => status)
  return { clock, timers, weChat, heard, poller, statuses }
}

describe('a room that is followed', () => {
  it('is asked about at once and then every 65 seconds', async () => {
    const { clock, weChat, poller } = setUp()
    poller.follow(ROOM)
    await clock.advanceByAsync(65_000 * 3)
    expect(weChat.startsOf(ROOM)).toEqual([0, 65_000, 130_000, 195_000])
  })

  it('tells status, code and the moment of asking, and its activity around it', async () => {
    const { clock, heard, poller } = setUp()
    const askedAtMs = clock.now()
    poller.follow(ROOM)
    expect(heard.onActivity.mock.calls).toEqual([[ROOM, true]])
    await clock.advanceByAsync(1_000)
    expect(heard.onReading.mock.calls).toEqual([[ROOM, { status: 'live', code: 101, checkedAtMs: askedAtMs }]])
    expect(heard.onActivity.mock.calls).toEqual([[ROOM, true], [ROOM, false]])
    expect(heard.onUndocumentedCode).not.toHaveBeenCalled()
  })

  it('is asked about once however many follow it', async () => {
    const { clock, weChat, poller } = setUp()
    for (let follower = 0; follower < 10; follower++) poller.follow(ROOM)
    await clock.advanceByAsync(65_000)
    expect(weChat.calls).toHaveLength(2)
    expect(poller.stats().followedRooms).toBe(1)
  })

  it('stays followed until the last follower has gone, each of whom counts once', async () => {
    const { clock, timers, weChat, poller } = setUp()
    const releaseFirst = poller.follow(ROOM)
    const releaseSecond = poller.follow(ROOM)
    releaseFirst()
    releaseFirst()
    await clock.advanceByAsync(65_000)
    expect(weChat.calls).toHaveLength(2)
    releaseSecond()
    expect(timers.size).toBe(0)
    await clock.advanceByAsync(HOUR)
    expect(weChat.calls).toHaveLength(2)
  })

  it('is not asked about again when it is left and entered within a minute', async () => {
    const { clock, weChat, poller } = setUp()
    const release = poller.follow(ROOM)
    await clock.advanceByAsync(1_000)
    release()
    await clock.advanceByAsync(10_000)
    poller.follow(ROOM)
    await clock.advanceByAsync(53_999)
    expect(weChat.startsOf(ROOM)).toEqual([0])
    expect(poller.stats().skipped).toBe(1)
    await clock.advanceByAsync(1)
    expect(weChat.startsOf(ROOM)).toEqual([0, 65_000])
  })

  it('is asked about at once when it is entered again after its interval', async () => {
    const { clock, weChat, poller } = setUp()
    poller.follow(ROOM)()
    await clock.advanceByAsync(10 * MINUTE)
    poller.follow(ROOM)
    expect(weChat.startsOf(ROOM)).toEqual([0, 10 * MINUTE])
  })

  it('has its answer told though everybody has left meanwhile', async () => {
    const { clock, poller, statuses } = setUp()
    poller.follow(ROOM)()
    await clock.advanceByAsync(1_000)
    expect(statuses()).toEqual(['live'])
  })
})

describe('the next look depends on the last answer', () => {
  it.each([103, 104, 107])('and never comes by itself after %s', async (code) => {
    const { clock, weChat, poller } = setUp()
    weChat.behave(ROOM, answer(code))
    const release = poller.follow(ROOM)
    await clock.advanceByAsync(HOUR)
    expect(weChat.calls).toHaveLength(1)
    release()
    poller.follow(ROOM)
    await clock.advanceByAsync(HOUR)
    expect(weChat.calls).toHaveLength(1)
    expect(poller.stats().nextCheckAtMs).toBeNull()
  })

  it.each([105, 106])('and keeps the rhythm after %s, because the broadcast can go on', async (code) => {
    const { clock, weChat, poller } = setUp()
    weChat.behave(ROOM, answer(code))
    poller.follow(ROOM)
    await clock.advanceByAsync(65_000)
    expect(weChat.startsOf(ROOM)).toEqual([0, 65_000])
  })

  it('and meets the planned start of an upcoming room', async () => {
    const { clock, weChat, poller } = setUp()
    weChat.behave(ROOM, answer(102))
    poller.plan(ROOM, clock.now() + 25 * MINUTE)
    poller.follow(ROOM)
    await clock.advanceByAsync(25 * MINUTE)
    expect(weChat.startsOf(ROOM)).toEqual([0, 10 * MINUTE, 20 * MINUTE, 25 * MINUTE])
  })

  it('and is brought forward when the start is moved up, but a promised look is not put off', async () => {
    const { clock, weChat, poller } = setUp()
    weChat.behave(ROOM, answer(102))
    poller.plan(ROOM, clock.now() + HOUR)
    poller.follow(ROOM)
    await clock.advanceByAsync(MINUTE)
    poller.plan(ROOM, clock.now() + 2 * MINUTE)
    poller.plan(ROOM, clock.now() + 30 * MINUTE)
    await clock.advanceByAsync(2 * MINUTE)
    expect(weChat.startsOf(ROOM)).toEqual([0, 3 * MINUTE])
  })

  it('and does not give way to other rooms once its start is near', async () => {
    const { clock, weChat, poller } = setUp()
    for (let room = 1; room <= 3; room++) poller.follow(room)
    weChat.behave(ROOM, answer(102))
    poller.plan(ROOM, clock.now() + 40_000)
    poller.follow(ROOM)
    await clock.advanceByAsync(65_000)
    expect(weChat.startsOf(ROOM)).toEqual([0, 65_000])
  })

  it('and not on a start that is told when a room is on air', async () => {
    const { clock, weChat, poller } = setUp()
    for (let room = 1; room <= 4; room++) poller.follow(room)
    await clock.advanceByAsync(1_000)
    for (let move = 0; move < 10; move++) poller.plan(4, clock.now() + move)
    await clock.advanceByAsync(2 * MINUTE)
    expect(weChat.startsOf(4)).toEqual([0, 65_000 + 3 * 65_000 / 4])
  })

  it('and is not shortened below WeChat\'s minute by a start moments away', async () => {
    const { clock, weChat, poller } = setUp()
    weChat.behave(ROOM, answer(102))
    poller.plan(ROOM, clock.now() + HOUR)
    poller.follow(ROOM)
    await clock.advanceByAsync(5_000)
    poller.plan(ROOM, clock.now() + 5_000)
    await clock.advanceByAsync(MINUTE)
    expect(weChat.startsOf(ROOM)).toEqual([0, 65_000])
  })

  it('and backs off while WeChat does not know the room, of which the developer hears', async () => {
    const { clock, weChat, heard, poller, statuses } = setUp()
    weChat.behave(ROOM, answer(0))
    poller.follow(ROOM)
    await clock.advanceByAsync(20 * MINUTE)
    expect(weChat.startsOf(ROOM)).toEqual([0, 65_000, 195_000, 455_000, 755_000, 1_055_000])
    expect(statuses()[0]).toBe('unknown')
    expect(heard.onUndocumentedCode.mock.calls[0]).toEqual([ROOM, 0])
    expect(heard.onFailure).not.toHaveBeenCalled()
  })

  it('and does not begin again when WeChat forgets a room that has ended', async () => {
    const { clock, weChat, poller } = setUp()
    weChat.behave(ROOM, answer(103))
    poller.follow(ROOM)
    await clock.advanceByAsync(2 * MINUTE)
    weChat.behave(ROOM, answer(0))
    void poller.refresh(ROOM)
    await clock.advanceByAsync(HOUR)
    expect(weChat.calls).toHaveLength(2)
  })
})

describe('a check that fails', () => {
  it.each([
    ['rejects', REJECT, 'unexpected'],
    ['throws before it is even asked', { kind: 'throw' }, 'unexpected'],
    ['never settles', HANG, 'plugin-timeout'],
  ] as const)('because it %s is told, and polling backs off and goes on', async (_, behaviour, kind) => {
    const { clock, weChat, heard, poller, statuses } = setUp()
    weChat.behave(ROOM, behaviour)
    poller.follow(ROOM)
    await clock.advanceByAsync(4 * MINUTE)
    expect(weChat.startsOf(ROOM)).toEqual([0, 65_000, 195_000])
    expect(heard.onFailure.mock.calls.map(([, error]) => error.kind)).toEqual([kind, kind, kind])
    expect(heard.onActivity.mock.lastCall).toEqual([ROOM, false])
    weChat.behave(ROOM, answer(101))
    await clock.advanceByAsync(500_000 - 4 * MINUTE)
    expect(statuses()).toEqual(['live'])
    await clock.advanceByAsync(65_000)
    expect(weChat.startsOf(ROOM).slice(3)).toEqual([455_000, 520_000])
  })

  it('keeps the error that the adapter made', async () => {
    const error = { kind: 'plugin-missing' } as const

    const { clock, heard, poller } = setUp({ check: () => Promise.reject(error) })
    poller.follow(ROOM)
    await clock.advanceByAsync(0)
    expect(heard.onFailure).toHaveBeenCalledWith(ROOM, error)
  })

  it('is given up after eight seconds, and what it answers later is dropped', async () => {
    const { clock, weChat, heard, poller } = setUp()
    weChat.behave(ROOM, { kind: 'late', code: 104 })
    poller.follow(ROOM)
    await clock.advanceByAsync(7_999)
    expect(heard.onFailure).not.toHaveBeenCalled()
    await clock.advanceByAsync(1)
    expect(heard.onFailure).toHaveBeenCalledWith(ROOM, { kind: 'plugin-timeout', functionName: 'getLiveStatus', timeoutMs: 8_000 })
    await clock.advanceByAsync(20_000)
    expect(heard.onReading).not.toHaveBeenCalled()
    expect(poller.stats()).toMatchObject({ calls: 1, failures: 1, timeouts: 1, inFlight: 0 })
  })

  it('does not let an answer to the call before pass for its own', async () => {
    const settle: ((code: number) => void)[] = []
    const { clock, heard, poller } = setUp({ check: () => new Promise(resolve => settle.push(resolve)) })
    poller.follow(ROOM)
    await clock.advanceByAsync(66_000)
    expect(settle).toHaveLength(2)
    settle[0]?.(104)
    await settlePromises()
    expect(heard.onReading).not.toHaveBeenCalled()
    settle[1]?.(101)
    await settlePromises()
    expect(heard.onReading.mock.calls.map(([, { code }]) => code)).toEqual([101])
  })
})

describe('a wish to ask again', () => {
  it('is put off to the first moment that WeChat permits', async () => {
    const { clock, weChat, poller } = setUp()
    poller.follow(ROOM)
    await clock.advanceByAsync(3_000)
    await expect(poller.refresh(ROOM)).resolves.toBe('deferred')
    await expect(poller.refresh(ROOM)).resolves.toBe('deferred')
    await clock.advanceByAsync(56_999)
    expect(weChat.startsOf(ROOM)).toEqual([0])
    await clock.advanceByAsync(1)
    expect(weChat.startsOf(ROOM)).toEqual([0, 60_000])
    expect(poller.stats().skipped).toBe(2)
  })

  it('is put off to that moment also for a room that came second', async () => {
    const { clock, weChat, poller } = setUp()
    poller.follow(1)
    await clock.advanceByAsync(3_000)
    poller.follow(2)
    await clock.advanceByAsync(20_000)
    await expect(poller.refresh(2)).resolves.toBe('deferred')
    await clock.advanceByAsync(60_000)
    expect(weChat.startsOf(2)).toEqual([3_000, 63_000])
  })

  it('is granted at once when a minute has passed, and shared by all who have it', async () => {
    const { clock, weChat, poller } = setUp()
    poller.follow(ROOM)
    await clock.advanceByAsync(62_000)
    const outcomes = Promise.all([poller.refresh(ROOM), poller.refresh(ROOM)])
    await clock.advanceByAsync(1_000)
    await expect(outcomes).resolves.toEqual(['checked', 'checked'])
    expect(weChat.startsOf(ROOM)).toEqual([0, 62_000])
    await clock.advanceByAsync(65_000)
    expect(weChat.startsOf(ROOM)).toEqual([0, 62_000, 127_000])
  })

  it('shares a call that is on its way', async () => {
    const { clock, weChat, poller } = setUp()
    poller.follow(ROOM)
    const outcome = poller.refresh(ROOM)
    await clock.advanceByAsync(1_000)
    await expect(outcome).resolves.toBe('checked')
    expect(weChat.calls).toHaveLength(1)
  })

  it.each([REJECT, HANG])('hears of a failure', async (behaviour) => {
    const { clock, weChat, poller } = setUp()
    weChat.behave(ROOM, behaviour)
    poller.follow(ROOM)
    const outcome = poller.refresh(ROOM)
    await clock.advanceByAsync(8_000)
    await expect(outcome).resolves.toBe('failed')
  })

  it('wakes a room that has ended', async () => {
    const { clock, weChat, poller } = setUp()
    weChat.behave(ROOM, answer(103))
    poller.follow(ROOM)
    await clock.advanceByAsync(5_000)
    await expect(poller.refresh(ROOM)).resolves.toBe('deferred')
    await clock.advanceByAsync(HOUR)
    expect(weChat.startsOf(ROOM)).toEqual([0, 60_000])
    weChat.behave(ROOM, answer(101))
    void poller.refresh(ROOM)
    expect(weChat.startsOf(ROOM)).toEqual([0, 60_000, HOUR + 5_000])
    await clock.advanceByAsync(65_000)
    expect(weChat.calls).toHaveLength(4)
  })

  it('comes before all rooms that wait for their turn', async () => {
    const { clock, weChat, poller } = setUp()
    weChat.behave(9, answer(103))
    poller.follow(9)
    await clock.advanceByAsync(2 * MINUTE)
    for (let room = 101; room <= 108; room++) {
      weChat.behave(room, HANG)
      poller.follow(room)
    }
    const outcome = poller.refresh(9)
    expect(weChat.startsOf(9)).toHaveLength(1)
    await clock.advanceByAsync(8_000)
    expect(weChat.startsOf(9)).toEqual([0, 128_000])
    await clock.advanceByAsync(1_000)
    await expect(outcome).resolves.toBe('checked')
  })

  it('comes to nothing when the poller is paused, disposed, or does not follow the room', async () => {
    const { poller } = setUp()
    await expect(poller.refresh(ROOM)).resolves.toBe('inactive')
    const release = poller.follow(ROOM)
    release()
    await expect(poller.refresh(ROOM)).resolves.toBe('inactive')
    poller.follow(ROOM)
    poller.pause()
    await expect(poller.refresh(ROOM)).resolves.toBe('inactive')
    poller.resume()
    poller.dispose()
    await expect(poller.refresh(ROOM)).resolves.toBe('inactive')
  })

  it.each(['pause', 'dispose', 'release'] as const)('does not wait for ever for a call that hangs when it meets a %s', async (verb) => {
    const { weChat, poller } = setUp()
    weChat.behave(ROOM, HANG)
    const release = poller.follow(ROOM)
    const outcome = poller.refresh(ROOM)
    if (verb === 'release')
      release()
    else poller[verb]()
    await expect(Promise.race([outcome, settlePromises()])).resolves.toBe('inactive')
  })
})

describe('many rooms', () => {
  it('are asked about four at a time, in the order in which they came', async () => {
    const { clock, weChat, poller } = setUp()
    for (let room = 1; room <= 10; room++) poller.follow(room)
    expect(weChat.calls.map(({ roomId }) => roomId)).toEqual([1, 2, 3, 4])
    expect(poller.stats().inFlight).toBe(4)
    await clock.advanceByAsync(600)
    expect(weChat.calls.map(({ roomId, startedAtMs }) => [roomId, startedAtMs])).toEqual(
      [[1, 0], [2, 0], [3, 0], [4, 0], [5, 200], [6, 200], [7, 200], [8, 200], [9, 400], [10, 400]],
    )
  })

  it('are spread over the rhythm from their second check on', async () => {
    const { clock, weChat, poller } = setUp()
    for (let room = 1; room <= 10; room++) poller.follow(room)
    await clock.advanceByAsync(10 * 65_000)
    const lastRound = weChat.calls.filter(({ startedAtMs }) => startedAtMs > 9 * 65_000).map(call => call.startedAtMs)
    expect(lastRound).toHaveLength(10)
    lastRound.slice(1).forEach((startedAtMs, index) => expect(startedAtMs - (lastRound[index] ?? 0)).toBeCloseTo(6_500, 0))
    for (let room = 1; room <= 10; room++) {
      const starts = weChat.startsOf(room)
      starts.slice(2).forEach((startedAtMs, index) => expect(startedAtMs - (starts[index + 1] ?? 0)).toBeCloseTo(65_000, 0))
      expect(starts[1]).toBeLessThanOrEqual(130_000)
    }
  })

  it('take no slot from a room that is left alone', async () => {
    const { clock, weChat, poller } = setUp()
    const releases = [2, 3, 4, 5].map(room => poller.follow(room))
    poller.follow(1)
    await clock.advanceByAsync(10 * MINUTE)
    for (const release of releases) release()
    const [first = 0] = weChat.startsOf(1).slice(-1)
    await clock.advanceByAsync(4 * 65_000)
    expect(weChat.startsOf(1).filter(startedAtMs => startedAtMs > first).map(startedAtMs => Math.round(startedAtMs - first)))
      .toEqual([65_000, 130_000, 195_000, 260_000])
  })

  it('need one timer between them', async () => {
    const { clock, timers, weChat, poller } = setUp()
    for (let room = 1; room <= 10_000; room++) poller.follow(room)
    expect(timers.size).toBe(1)
    await clock.advanceByAsync(30_000)
    expect(timers.size).toBe(1)
    expect(weChat.calls).toHaveLength(604)
    expect(poller.stats()).toMatchObject({ followedRooms: 10_000, inFlight: 4 })
  })

  it('are not held up by four that hang for longer than those may take', async () => {
    const { clock, weChat, poller } = setUp()
    for (let room = 1; room <= 5; room++) {
      if (room < 5)
        weChat.behave(room, HANG)
      poller.follow(room)
    }
    await clock.advanceByAsync(8_000)
    expect(weChat.startsOf(5)).toEqual([8_000])
  })
})

describe('while the app is hidden', () => {
  it('no timer runs, nothing is asked and nothing is told', async () => {
    const { clock, timers, weChat, heard, poller } = setUp()
    poller.follow(ROOM)
    poller.pause()
    expect(timers.size).toBe(0)
    poller.follow(8)
    poller.plan(8, clock.now())
    await clock.advanceByAsync(HOUR)
    expect(weChat.calls).toHaveLength(1)
    expect(heard.onReading).not.toHaveBeenCalled()
    expect(timers.size).toBe(0)
    expect(poller.stats().nextCheckAtMs).toBeNull()
  })

  it('an answer is kept, and told when the app is shown again', async () => {
    const { clock, heard, poller, statuses } = setUp()
    poller.follow(ROOM)
    poller.pause()
    await clock.advanceByAsync(5_000)
    poller.resume()
    expect(statuses()).toEqual(['live'])
    expect(heard.onActivity.mock.calls).toEqual([[ROOM, true], [ROOM, false]])
  })

  it('what has grown older than its interval is asked about at once on return, four at a time, the rest when due', async () => {
    const { clock, weChat, poller } = setUp()
    for (let room = 1; room <= 6; room++) poller.follow(room)
    await clock.advanceByAsync(40_000)
    poller.follow(9)
    await clock.advanceByAsync(1_000)
    poller.pause()
    const before = weChat.calls.length
    await clock.advanceByAsync(30 * MINUTE)
    poller.resume()
    expect(weChat.calls.slice(before).map(({ roomId }) => roomId)).toHaveLength(4)
    await clock.advanceByAsync(1_000)
    expect(weChat.calls.slice(before).map(({ roomId }) => roomId).sort()).toEqual([1, 2, 3, 4, 5, 6, 9])
  })

  it('a room keeps its due time across a short absence', async () => {
    const { clock, weChat, poller } = setUp()
    poller.follow(ROOM)
    await clock.advanceByAsync(10_000)
    poller.pause()
    await clock.advanceByAsync(20_000)
    poller.resume()
    poller.resume()
    expect(weChat.startsOf(ROOM)).toEqual([0])
    await clock.advanceByAsync(35_000)
    expect(weChat.startsOf(ROOM)).toEqual([0, 65_000])
  })

  it('a call that was cut short is no failure, and its room is asked about on return', async () => {
    const { clock, weChat, heard, poller } = setUp()
    weChat.behave(ROOM, HANG)
    poller.follow(ROOM)
    await clock.advanceByAsync(1_000)
    poller.pause()
    await clock.advanceByAsync(2 * MINUTE)
    poller.resume()
    expect(weChat.startsOf(ROOM)).toEqual([0, 121_000])
    expect(heard.onFailure).not.toHaveBeenCalled()
    expect(heard.onActivity.mock.calls).toEqual([[ROOM, true], [ROOM, false], [ROOM, true]])
  })

  it('being hidden and shown all the time neither asks more nor less', async () => {
    const { clock, weChat, poller } = setUp()
    poller.follow(ROOM)
    for (let round = 0; round < 130; round++) {
      await clock.advanceByAsync(500)
      poller.pause()
      await clock.advanceByAsync(500)
      poller.resume()
    }
    expect(weChat.startsOf(ROOM)).toEqual([0, 65_000, 130_000])
  })
})

describe('a phone whose clock is set', () => {
  it.each([HOUR, 24 * HOUR, 30_000])('forward by %s ms does not ask early', async (jumpMs) => {
    const { clock, weChat, poller } = setUp()
    poller.follow(ROOM)
    await clock.advanceByAsync(10_000)
    clock.jumpBy(jumpMs)
    await expect(poller.refresh(ROOM)).resolves.toBe('deferred')
    await clock.advanceByAsync(49_999)
    expect(weChat.startsOf(ROOM)).toEqual([0])
    await clock.advanceByAsync(1)
    expect(weChat.startsOf(ROOM)).toEqual([0, 60_000])
  })

  it.each([HOUR, 24 * HOUR, 30_000])('back by %s ms neither stops polling nor asks early', async (jumpMs) => {
    const { clock, weChat, poller } = setUp()
    poller.follow(ROOM)
    await clock.advanceByAsync(10_000)
    clock.jumpBy(-jumpMs)
    await clock.advanceByAsync(120_000)
    expect(weChat.startsOf(ROOM)).toEqual([0, 65_000, 130_000])
  })

  it('back just before a second room is asked about does not ask about that room early', async () => {
    const { clock, weChat, poller } = setUp()
    poller.follow(1)
    await clock.advanceByAsync(5_000)
    clock.jumpBy(-4_000)
    poller.follow(2)
    void poller.refresh(2)
    await clock.advanceByAsync(1_000)
    await expect(poller.refresh(2)).resolves.toBe('deferred')
    await clock.advanceByAsync(70_000)
    expect(weChat.startsOf(2)).toEqual([5_000, 65_000])
  })

  it('back while the app is hidden costs at most one rhythm', async () => {
    const { clock, weChat, poller } = setUp()
    poller.follow(ROOM)
    await clock.advanceByAsync(10_000)
    poller.pause()
    await clock.advanceByAsync(HOUR)
    clock.jumpBy(-3 * HOUR)
    poller.resume()
    await clock.advanceByAsync(65_000)
    expect(weChat.calls).toHaveLength(2)
  })

  it('forward while the app is hidden is taken for time that has passed, once', async () => {
    const { clock, weChat, poller } = setUp()
    poller.follow(ROOM)
    await clock.advanceByAsync(10_000)
    poller.pause()
    clock.jumpBy(HOUR)
    poller.resume()
    await clock.advanceByAsync(65_000)
    expect(weChat.startsOf(ROOM)).toEqual([0, 10_000, 75_000])
  })
})

describe('a phone whose clock does more than one thing at a time', () => {
  it('does not ask early when the app was frozen before the second call and hidden after it', async () => {
    const { clock, weChat, poller } = setUp()
    poller.follow(1)
    clock.freezeFor(13_000)
    poller.follow(2)
    poller.pause()
    poller.resume()
    await clock.advanceByAsync(66_000)
    expect(weChat.startsOf(2)).toEqual([13_000, 78_000])
  })

  it('does not hold a room back when its clock was set forward before the call, back after it, and the app hidden', async () => {
    const { clock, weChat, poller } = setUp()
    poller.follow(1)
    clock.jumpBy(HOUR)
    poller.follow(2)
    clock.jumpBy(-HOUR)
    for (let round = 0; round < 100; round++) {
      poller.pause()
      poller.resume()
      await clock.advanceByAsync(1_000)
    }
    expect(weChat.startsOf(2)).toHaveLength(2)
  })

  it('does not count a sleep twice when it is hidden by what it says on waking', async () => {
    const { clock, weChat, heard, poller } = setUp()
    poller.follow(ROOM)
    await clock.advanceByAsync(60_000)
    heard.onActivity.mockImplementationOnce(() => poller.pause())
    await clock.advanceByAsync(5_000)
    poller.resume()
    void poller.refresh(ROOM)
    await clock.advanceByAsync(1_000)
    void poller.refresh(ROOM)
    await clock.advanceByAsync(60_000)
    expect(weChat.startsOf(ROOM)).toEqual([0, 65_000, 125_000])
  })

  it('does not ask early when it takes the phone a while to begin a call', async () => {
    const { clock, weChat, poller } = setUp({ check: roomId => slowCheck(roomId) })
    function slowCheck(roomId: number) {
      const answered = weChat.check(roomId)
      clock.freezeFor(300)
      return answered
    }
    poller.pause()
    poller.follow(1)
    poller.follow(2)
    poller.resume()
    poller.pause()
    poller.resume()
    await clock.advanceByAsync(1_000)
    void poller.refresh(2)
    await clock.advanceByAsync(60_000)
    const [first = 0, second = 0] = weChat.startsOf(2)
    expect(first).toBe(300)
    expect(second - first).toBeGreaterThanOrEqual(60_000)
  })
})

describe('those whom the poller tells', () => {
  it('hear things in the order in which they happened, though they come back with wishes meanwhile', async () => {
    const { clock, heard, poller } = setUp()
    poller.follow(ROOM)
    poller.pause()
    await clock.advanceByAsync(2 * MINUTE)
    heard.onReading.mockImplementationOnce(() => void poller.follow(8))
    poller.resume()
    expect(heard.onActivity.mock.calls).toEqual([[ROOM, true], [ROOM, false], [8, true], [ROOM, true]])
  })

  it.each(['onReading', 'onActivity', 'onUndocumentedCode', 'onFailure'] as const)('may throw in %s without stopping it', async (name) => {
    const { clock, weChat, heard, poller } = setUp()
    heard[name].mockImplementation(() => {
      throw new Error('a bug above')
    })
    heard.onCallbackError.mockImplementation(() => {
      throw new Error('a bug in the report of the bug')
    })
    weChat.behave(ROOM, name === 'onFailure' ? REJECT : answer(name === 'onUndocumentedCode' ? 0 : 101))
    poller.follow(ROOM)
    const outcome = poller.refresh(ROOM)
    await clock.advanceByAsync(65_000)
    await expect(outcome).resolves.toBe(name === 'onFailure' ? 'failed' : 'checked')
    expect(weChat.calls).toHaveLength(2)
    expect(heard.onCallbackError).toHaveBeenCalledWith(new Error('a bug above'))
  })

  it('may dispose of it there and then', async () => {
    const { clock, timers, weChat, heard, poller } = setUp()
    heard.onReading.mockImplementation(() => poller.dispose())
    poller.follow(ROOM)
    poller.follow(8)
    await clock.advanceByAsync(HOUR)
    expect(weChat.calls).toHaveLength(2)
    expect(heard.onReading).toHaveBeenCalledTimes(1)
    expect(heard.onActivity.mock.calls).toEqual([[ROOM, true], [8, true]])
    expect(timers.size).toBe(0)
  })

  it('may pause it there and then', async () => {
    const { clock, timers, weChat, heard, poller } = setUp()
    heard.onReading.mockImplementationOnce(() => poller.pause())
    for (let room = 1; room <= 8; room++) poller.follow(room)
    await clock.advanceByAsync(HOUR)
    expect(weChat.calls).toHaveLength(4)
    expect(timers.size).toBe(0)
    expect(heard.onReading).toHaveBeenCalledTimes(1)
    poller.resume()
    expect(heard.onReading).toHaveBeenCalledTimes(4)
  })
})

describe('after it was disposed of', () => {
  it('does nothing any more', async () => {
    const { clock, timers, weChat, heard, poller } = setUp()
    weChat.behave(ROOM, REJECT)
    const release = poller.follow(ROOM)
    poller.dispose()
    poller.dispose()
    heard.onActivity.mockClear()
    release()
    poller.follow(8)()
    poller.plan(8, clock.now())
    poller.pause()
    poller.resume()
    await clock.advanceByAsync(HOUR)
    expect(weChat.calls).toHaveLength(1)
    expect(timers.size).toBe(0)
    expect([heard.onReading, heard.onFailure, heard.onActivity].map(spy => spy.mock.calls)).toEqual([[], [], []])
    expect(poller.stats()).toEqual({ followedRooms: 0, calls: 1, failures: 0, timeouts: 0, skipped: 0, inFlight: 0, nextCheckAtMs: null })
  })
})

describe('the numbers for diagnostics', () => {
  it('say when the next check is planned', async () => {
    const { clock, poller } = setUp()
    const startAtMs = clock.now()
    expect(poller.stats().nextCheckAtMs).toBeNull()
    poller.follow(ROOM)
    await clock.advanceByAsync(20_000)
    expect(poller.stats().nextCheckAtMs).toBe(startAtMs + 65_000)
    await poller.refresh(ROOM)
    expect(poller.stats()).toEqual({ followedRooms: 1, calls: 1, failures: 0, timeouts: 0, skipped: 1, inFlight: 0, nextCheckAtMs: startAtMs + 60_000 })
  })
})
