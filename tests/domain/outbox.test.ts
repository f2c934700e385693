import type { LiveError } from '@/src/domain/live-error'
import type { TouchReceipt } from '@/src/domain/touch-api'
import { describe, expect, it, vi } from 'vitest'
import { GATHER_MS } from '@/src/domain/outbox'
import { MAX_BATCH_TOUCHES } from '@/src/domain/touch-api'
import { LOGINS_APART_MS } from '@/src/domain/visitor-session'
import { settlePromises } from '@/tests/support/fake-clock'
import { aTouch } from './support/a-touch'
import { refusal, setUpOutbox, takeAll } from './support/outbox-world'

const SECOND = 1000
const MINUTE = 60 * SECOND
const offline: LiveError = { kind: 'offline' }
const serverError = refusal(500, 'internal')

describe('a touch', () => {
  it('goes out a moment after it was added, and then waits no longer', async () => {
    const { outbox, clock, sent, send, storedIds } = setUpOutbox()
    expect(outbox.add(aTouch('a'))).toBe(true)
    expect(storedIds()).toEqual(['a'])
    await clock.advanceByAsync(GATHER_MS - 1)
    expect(sent()).toEqual([])
    await clock.advanceByAsync(1)
    expect(sent()).toEqual([['a']])
    expect(send.mock.calls[0]?.[0]).toBe('token-1')
    expect(storedIds()).toEqual([])
    expect(outbox.state()).toMatchObject({ waitingCount: 0, isSending: false, lastError: null, nextAttemptAtMs: null })
    expect(clock.pendingTimers()).toBe(0)
  })

  it('goes with those that follow it closely', async () => {
    const { outbox, clock, sent } = setUpOutbox()
    for (const id of ['a', 'b', 'c']) {
      outbox.add(aTouch(id))
      await clock.advanceByAsync(500)
    }
    await clock.advanceByAsync(MINUTE)
    expect(sent()).toEqual([['a', 'b', 'c']])
  })

  it('counts once however often it is added', async () => {
    const { outbox, clock, sent } = setUpOutbox()
    expect([outbox.add(aTouch('a')), outbox.add(aTouch('a', { scene: 1008 }))]).toEqual([true, true])
    expect(outbox.state().waitingCount).toBe(1)
    await clock.advanceByAsync(MINUTE)
    expect(sent()).toEqual([['a']])
  })

  it('of a clock that was set back since is none from the future', async () => {
    const { outbox, clock, send } = setUpOutbox()
    outbox.add(aTouch('a', { atMs: clock.now() }))
    outbox.add(aTouch('b', { atMs: clock.now() - 5 * 60 * MINUTE }))
    clock.jumpBy(-60 * MINUTE)
    await clock.advanceByAsync(MINUTE)
    const batch = send.mock.calls[0]?.[1]
    expect(batch?.touches[0]?.atMs).toBe(batch?.sentAtMs)
    expect(batch?.touches[1]).toMatchObject({ id: 'b', atMs: Number(batch?.sentAtMs) - 4 * 60 * MINUTE - GATHER_MS })
  })
})

describe('a request', () => {
  it('carries no more touches than the gateway takes, and the next carries the rest', async () => {
    const { outbox, clock, sent } = setUpOutbox()
    for (let id = 0; id < 250; id++) outbox.add(aTouch(String(id)))
    await clock.advanceByAsync(GATHER_MS)
    expect(sent().map(ids => ids.length)).toEqual([MAX_BATCH_TOUCHES, MAX_BATCH_TOUCHES, 50])
  })

  it('stays below 100 KB', async () => {
    const { outbox, clock, send, sent } = setUpOutbox()
    for (let id = 0; id < 100; id++) outbox.add(aTouch(String(id), { customParams: { text: '中'.repeat(1000) } }))
    await clock.advanceByAsync(GATHER_MS)
    for (const [, batch] of send.mock.calls) expect(new TextEncoder().encode(JSON.stringify(batch)).length).toBeLessThan(100_000)
    expect(sent().flat()).toHaveLength(100)
    expect(sent().length).toBeLessThan(5)
  })

  it('is the only one at a time', async () => {
    const { outbox, clock, send, sent } = setUpOutbox()
    let finish = (_receipt: TouchReceipt): void => {}
    send.mockReturnValueOnce(new Promise(resolve => finish = resolve))
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(GATHER_MS)
    expect(outbox.state().isSending).toBe(true)
    outbox.add(aTouch('b'))
    await clock.advanceByAsync(5 * MINUTE)
    expect(sent()).toEqual([['a']])
    finish({ acceptedIds: ['a'], refused: [] })
    await settlePromises()
    expect(sent()).toEqual([['a'], ['b']])
  })
})

describe('after a failure', () => {
  it.each([offline, serverError, refusal(0), refusal(404), { kind: 'request-timeout', timeoutMs: 10_000 }, { kind: 'response-invalid' }] as LiveError[])('the touch waits for another try: %j', async (error) => {
    const { outbox, clock, send, sent } = setUpOutbox()
    send.mockRejectedValueOnce(error)
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(GATHER_MS)
    expect(outbox.state()).toMatchObject({ waitingCount: 1, lastError: error, nextAttemptAtMs: clock.now() + 5 * SECOND })
    await clock.advanceByAsync(5 * SECOND)
    expect(sent()).toEqual([['a'], ['a']])
    expect(outbox.state()).toMatchObject({ waitingCount: 0, lastError: null })
  })

  it('tries come less and less often, down to one in five minutes', async () => {
    const { outbox, clock, send } = setUpOutbox()
    const atMs: number[] = []
    send.mockImplementation(async () => {
      atMs.push(clock.trueMs())
      return Promise.reject(serverError)
    })
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(20 * MINUTE)
    expect(atMs.slice(1).map((ms, index) => (ms - (atMs[index] ?? 0)) / SECOND)).toEqual([5, 10, 20, 40, 80, 160, 300, 300])
  })

  it('and a success, the waits begin anew', async () => {
    const { outbox, clock, send } = setUpOutbox()
    send.mockRejectedValueOnce(serverError).mockRejectedValueOnce(serverError)
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(MINUTE)
    send.mockRejectedValueOnce(serverError)
    outbox.add(aTouch('b'))
    await clock.advanceByAsync(GATHER_MS)
    expect(outbox.state().nextAttemptAtMs).toBe(clock.now() + 5 * SECOND)
  })

  it('chance shortens the waits by up to a half', async () => {
    const { outbox, clock, send } = setUpOutbox({ random: () => 1 })
    send.mockRejectedValue(serverError)
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(GATHER_MS)
    expect(outbox.state().nextAttemptAtMs).toBe(clock.now() + 2.5 * SECOND)
  })

  it('a new touch does not hurry a gateway that is unwell', async () => {
    const { outbox, clock, send } = setUpOutbox()
    send.mockRejectedValue(serverError)
    outbox.add(aTouch('first'))
    await clock.advanceByAsync(30 * SECOND)
    const before = send.mock.calls.length
    for (let id = 0; id < 100; id++) {
      outbox.add(aTouch(String(id)))
      await clock.advanceByAsync(SECOND / 10)
    }
    expect(send.mock.calls.length - before).toBeLessThanOrEqual(1)
  })

  it('a network that comes back ends the wait, one that goes does not', async () => {
    const { outbox, clock, send, sent, setOnline } = setUpOutbox()
    send.mockRejectedValueOnce(offline)
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(GATHER_MS)
    setOnline(false)
    await settlePromises()
    expect(sent()).toHaveLength(1)
    setOnline(true)
    await settlePromises()
    expect(sent()).toEqual([['a'], ['a']])
  })

  it('being shown again ends the wait', async () => {
    const { outbox, clock, send, sent } = setUpOutbox()
    send.mockRejectedValueOnce(offline)
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(GATHER_MS)
    outbox.pause()
    outbox.resume()
    await settlePromises()
    expect(sent()).toHaveLength(2)
  })

  it('nothing ends the wait that the gateway asked for', async () => {
    const { outbox, clock, send, sent, setOnline } = setUpOutbox()
    send.mockRejectedValueOnce(refusal(429, 'rate-limited', 90 * SECOND))
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(GATHER_MS)
    setOnline(true)
    outbox.pause()
    outbox.resume()
    outbox.add(aTouch('b'))
    await clock.advanceByAsync(90 * SECOND - 1)
    expect(sent()).toHaveLength(1)
    await clock.advanceByAsync(1)
    expect(sent()).toEqual([['a'], ['a', 'b']])
  })

  it('a gateway that asks for a week is asked again within the hour', async () => {
    const { outbox, clock, send, sent } = setUpOutbox()
    send.mockRejectedValueOnce(refusal(503, 'not-ready', 7 * 24 * 60 * MINUTE))
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(61 * MINUTE)
    expect(sent()).toHaveLength(2)
  })
})

describe('the session', () => {
  it('is asked for when there is something to send, once', async () => {
    const { outbox, clock, login } = setUpOutbox()
    await clock.advanceByAsync(MINUTE)
    expect(login).not.toHaveBeenCalled()
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(MINUTE)
    outbox.add(aTouch('b'))
    await clock.advanceByAsync(MINUTE)
    expect(login).toHaveBeenCalledTimes(1)
  })

  it('that was refused gives way to a new one at once', async () => {
    const { outbox, clock, send, sent } = setUpOutbox()
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(MINUTE)
    send.mockRejectedValueOnce(refusal(401, 'session-expired'))
    outbox.add(aTouch('b'))
    await clock.advanceByAsync(GATHER_MS)
    expect(send.mock.calls.map(([token]) => token)).toEqual(['token-1', 'token-1', 'token-2'])
    expect(sent()[2]).toEqual(['b'])
  })

  it.each([0, LOGINS_APART_MS])('is not renewed over and over by a gateway that refuses all of them after %i ms', async (answerMs) => {
    const { outbox, clock, send, login } = setUpOutbox()
    send.mockImplementation(() => new Promise((_, reject) => void clock.setTimer(() => reject(refusal(401, 'session-invalid')), answerMs)))
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(10 * MINUTE)
    expect(login.mock.calls.length).toBeLessThan(12)
    expect(outbox.state()).toMatchObject({ waitingCount: 1, lastError: { httpStatus: 401 } })
  })

  it('that cannot be had costs no touch and no request', async () => {
    const { outbox, clock, login, send } = setUpOutbox()
    login.mockRejectedValueOnce({ kind: 'login-failed' })
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(GATHER_MS)
    expect(outbox.state()).toMatchObject({ waitingCount: 1, lastError: { kind: 'login-failed' } })
    expect(send).not.toHaveBeenCalled()
    await clock.advanceByAsync(5 * SECOND)
    expect(outbox.state().waitingCount).toBe(0)
  })

  it('is waited for until another login may be tried', async () => {
    const { outbox, clock, send } = setUpOutbox({ random: () => 1 })
    send.mockRejectedValueOnce(refusal(401, 'session-invalid'))
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(GATHER_MS)
    expect(outbox.state().nextAttemptAtMs).toBe(clock.now() + LOGINS_APART_MS)
  })

  it('is waited for as long as the gateway asks for', async () => {
    const { outbox, clock, createSession } = setUpOutbox()
    createSession.mockRejectedValueOnce(refusal(429, 'rate-limited', 40 * SECOND))
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(GATHER_MS)
    outbox.pause()
    outbox.resume()
    await settlePromises()
    expect(outbox.state().nextAttemptAtMs).toBe(clock.now() + 40 * SECOND)
  })

  it.each([400, 401, 413])('that is refused with %i blames no touch', async (httpStatus) => {
    const { outbox, clock, createSession, send } = setUpOutbox()
    createSession.mockRejectedValueOnce(refusal(httpStatus, 'login-code-invalid'))
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(MINUTE)
    expect(outbox.state()).toMatchObject({ waitingCount: 0, refusedCount: 0 })
    expect(send).toHaveBeenCalledTimes(1)
  })
})

describe('the answer', () => {
  it('takes out what was refused for good and says so', async () => {
    const { outbox, clock, send, sent } = setUpOutbox()
    send.mockResolvedValueOnce({ acceptedIds: ['a', 'c'], refused: [{ index: 1, code: 'room-not-found', isFinal: true }] })
    for (const id of ['a', 'b', 'c']) outbox.add(aTouch(id))
    await clock.advanceByAsync(10 * MINUTE)
    expect(sent()).toHaveLength(1)
    expect(outbox.state()).toMatchObject({ waitingCount: 0, refusedCount: 1, lastLost: { id: 'b', reason: 'room-not-found' } })
  })

  it('puts off what was refused for now, and holds up nothing else', async () => {
    const { outbox, clock, send, sent } = setUpOutbox()
    send.mockResolvedValueOnce({ acceptedIds: [], refused: [{ index: 0, code: 'room-not-known-yet', isFinal: false }] })
    outbox.add(aTouch('new-room'))
    await clock.advanceByAsync(GATHER_MS)
    expect(outbox.state()).toMatchObject({ waitingCount: 1, refusedCount: 0, lastError: null })
    outbox.add(aTouch('b'))
    await clock.advanceByAsync(GATHER_MS)
    await clock.advanceByAsync(5 * SECOND)
    expect(sent()).toEqual([['new-room'], ['b'], ['new-room']])
    expect(outbox.state().waitingCount).toBe(0)
  })

  it('that says both of one touch is believed when it says yes', async () => {
    const { outbox, clock, send } = setUpOutbox()
    send.mockResolvedValueOnce({ acceptedIds: ['a'], refused: [{ index: 0, code: 'touch-malformed', isFinal: true }] })
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(GATHER_MS)
    expect(outbox.state()).toMatchObject({ waitingCount: 0, refusedCount: 0, lastLost: null })
  })

  it('that mentions none of them is no answer', async () => {
    const { outbox, clock, send } = setUpOutbox()
    send.mockResolvedValue({ acceptedIds: ['foreign'], refused: [{ index: 7, code: 'touch-malformed', isFinal: true }] })
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(10 * MINUTE)
    expect(outbox.state()).toMatchObject({ waitingCount: 1, lastError: { kind: 'response-invalid' } })
    expect(send.mock.calls.length).toBeLessThan(10)
  })

  it('may leave some out; they are sent again', async () => {
    const { outbox, clock, send, sent } = setUpOutbox()
    send.mockResolvedValueOnce({ acceptedIds: ['b'], refused: [] })
    for (const id of ['a', 'b']) outbox.add(aTouch(id))
    await clock.advanceByAsync(GATHER_MS)
    expect(sent()).toEqual([['a', 'b'], ['a']])
  })
})

describe('a batch that is refused as a whole', () => {
  it.each(['batch-too-large', 'body-too-large'])('goes in smaller ones: %s', async (code) => {
    const { outbox, clock, send, sent } = setUpOutbox()
    send.mockImplementation(async (_, batch) => batch.touches.length > 30 ? Promise.reject(refusal(413, code)) : takeAll(batch))
    for (let id = 0; id < 100; id++) outbox.add(aTouch(String(id)))
    await clock.advanceByAsync(MINUTE)
    expect(sent().slice(0, 3).map(ids => ids.length)).toEqual([100, 50, 25])
    expect(outbox.state()).toMatchObject({ waitingCount: 0, refusedCount: 0 })
  })

  it('costs only the one that is bad', async () => {
    const { outbox, clock, send } = setUpOutbox()
    send.mockImplementation(async (_, batch) => batch.touches.some(({ id }) => id === '63') ? Promise.reject(refusal(400, 'invalid-body')) : takeAll(batch))
    for (let id = 0; id < 100; id++) outbox.add(aTouch(String(id)))
    await clock.advanceByAsync(5 * MINUTE)
    expect(outbox.state()).toMatchObject({ waitingCount: 0, refusedCount: 1, lastLost: { id: '63', reason: 'invalid-body' } })
    expect(send.mock.calls.length).toBeLessThan(40)
  })

  it('costs a single one that is too large', async () => {
    const { outbox, clock, send } = setUpOutbox()
    send.mockRejectedValueOnce(refusal(413))
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(GATHER_MS)
    expect(outbox.state()).toMatchObject({ waitingCount: 0, refusedCount: 1, lastLost: { id: 'a', reason: 'http-413' } })
  })

  it('by a gateway that refuses everything, empties the outbox slowly', async () => {
    const { outbox, clock, send } = setUpOutbox()
    send.mockRejectedValue(refusal(400))
    for (let id = 0; id < 100; id++) outbox.add(aTouch(String(id)))
    await clock.advanceByAsync(60 * MINUTE)
    expect(outbox.state().waitingCount).toBeGreaterThan(75)
  })
})

describe('while the app is hidden', () => {
  it('nothing is sent, and no timer runs', async () => {
    const { outbox, clock, send, login, setOnline } = setUpOutbox({ isHidden: true })
    outbox.add(aTouch('a'))
    setOnline(true)
    await clock.advanceByAsync(60 * MINUTE)
    outbox.resume()
    outbox.pause()
    expect(clock.pendingTimers()).toBe(0)
    setOnline(true)
    await clock.advanceByAsync(60 * MINUTE)
    expect(send).not.toHaveBeenCalled()
    expect(login).toHaveBeenCalledTimes(1)
    outbox.resume()
    await settlePromises()
    expect(send).toHaveBeenCalledTimes(1)
  })

  it('an answer that comes late still takes out what was accepted', async () => {
    const { outbox, clock, send, storedIds } = setUpOutbox()
    let finish = (_receipt: TouchReceipt): void => {}
    send.mockReturnValueOnce(new Promise(resolve => finish = resolve))
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(GATHER_MS)
    outbox.pause()
    outbox.add(aTouch('b'))
    finish({ acceptedIds: ['a'], refused: [] })
    await settlePromises()
    expect(storedIds()).toEqual(['b'])
    await clock.advanceByAsync(MINUTE)
    expect(send).toHaveBeenCalledTimes(1)
  })

  it('what found no room in the phone is stored when the app is hidden, if there is room by then', async () => {
    const { outbox, phone, storedIds } = setUpOutbox()
    phone.isFull = true
    outbox.add(aTouch('a'))
    expect(storedIds()).toEqual([])
    phone.isFull = false
    outbox.pause()
    expect(storedIds()).toEqual(['a'])
  })

  it('a session that comes late starts no request', async () => {
    const { outbox, clock, login, send } = setUpOutbox()
    let finish = (_code: string): void => {}
    login.mockReturnValueOnce(new Promise(resolve => finish = resolve))
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(GATHER_MS)
    outbox.pause()
    finish('code')
    await settlePromises()
    expect(send).not.toHaveBeenCalled()
    expect(outbox.state()).toMatchObject({ isSending: false, lastError: null })
    outbox.resume()
    await settlePromises()
    expect(send).toHaveBeenCalledTimes(1)
  })
})

describe('a restart', () => {
  it('sends what was left, at once', async () => {
    const { outbox, restart, sent } = setUpOutbox({ isHidden: true })
    for (const id of ['a', 'b']) outbox.add(aTouch(id))
    outbox.dispose()
    const again = restart()
    expect(again.state().waitingCount).toBe(2)
    again.resume()
    await settlePromises()
    expect(sent()).toEqual([['a', 'b']])
  })

  it('sends again what the gateway may have but did not confirm', async () => {
    const { outbox, clock, restart, send, sent } = setUpOutbox()
    send.mockReturnValueOnce(new Promise(() => {}))
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(GATHER_MS)
    restart()
    await settlePromises()
    expect(sent()).toEqual([['a'], ['a']])
  })

  it('ends with the outbox before it, which leaves no timer, no listener and no trace', async () => {
    const { outbox, clock, send, states, storedIds, listenerCount } = setUpOutbox()
    let finish = (_receipt: TouchReceipt): void => {}
    send.mockReturnValueOnce(new Promise(resolve => finish = resolve))
    outbox.add(aTouch('a'))
    await clock.advanceByAsync(GATHER_MS)
    outbox.dispose()
    const told = states.length
    finish({ acceptedIds: ['a'], refused: [] })
    await settlePromises()
    expect(outbox.add(aTouch('b'))).toBe(false)
    outbox.resume()
    expect([states.length - told, clock.pendingTimers(), listenerCount()]).toEqual([0, 0, 0])
    expect(storedIds()).toEqual(['a'])
  })
})

describe('whoever is told', () => {
  it('hears of every step', async () => {
    const onChange = vi.fn()
    const { outbox, clock } = setUpOutbox({ onChange })
    outbox.add(aTouch('a'))
    expect(onChange).toHaveBeenLastCalledWith(expect.objectContaining({ waitingCount: 1, isSending: false, nextAttemptAtMs: clock.now() + GATHER_MS }))
    clock.advanceBy(GATHER_MS)
    expect(onChange).toHaveBeenLastCalledWith(expect.objectContaining({ waitingCount: 1, isSending: true, nextAttemptAtMs: null }))
    await settlePromises()
    expect(onChange).toHaveBeenLastCalledWith(expect.objectContaining({ waitingCount: 0, isSending: false }))
  })
})
