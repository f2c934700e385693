import type { LiveError } from '@/src/domain/live-error'
import type { VisitorSession } from '@/src/domain/touch-api'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { createVisitorSessions, LOGINS_APART_MS } from '@/src/domain/visitor-session'
import { createFakeClock, settlePromises } from '@/tests/support/fake-clock'
import { refusal } from './support/outbox-world'

const SECOND = 1000
const MINUTE = 60 * SECOND
const expired = refusal(401, 'session-expired')
const loginFailed: LiveError = { kind: 'login-failed' }

function setUp({ lifetimeMs = 120 * MINUTE, chance = 0 } = {}) {
  const clock = createFakeClock()
  const login = vi.fn(async () => `code-${login.mock.calls.length}`)
  const createSession = vi.fn(async (code: string): Promise<VisitorSession> => ({ token: code.replace('code', 'token'), lifetimeMs, openid: 'visitor', shareId: 'share' }))
  return { clock, login, createSession, sessions: createVisitorSessions({ clock, login, createSession, random: () => chance }) }
}

describe('the session', () => {
  it('is made by one login for all who ask', async () => {
    const { sessions, login, createSession } = setUp()
    expect(login).not.toHaveBeenCalled()
    const answers = await Promise.all([sessions.get(), sessions.get(), sessions.get()])
    expect(new Set(answers)).toEqual(new Set([{ token: 'token-1', lifetimeMs: 120 * MINUTE, openid: 'visitor', shareId: 'share' }]))
    await sessions.get()
    expect(createSession.mock.calls).toEqual([['code-1']])
  })

  it.each([[120 * MINUTE, 119 * MINUTE], [100 * SECOND, 90 * SECOND]])('of %i ms is renewed after %i', async (lifetimeMs, renewedAfterMs) => {
    const { sessions, clock } = setUp({ lifetimeMs })
    await sessions.get()
    clock.advanceBy(renewedAfterMs - 1)
    await expect(sessions.get()).resolves.toMatchObject({ token: 'token-1' })
    clock.advanceBy(1)
    await expect(sessions.get()).resolves.toMatchObject({ token: 'token-2' })
  })

  it('that the gateway refuses is followed by another', async () => {
    const { sessions, clock } = setUp()
    const { token } = await sessions.get()
    clock.advanceBy(MINUTE)
    sessions.forget(token, expired)
    await expect(sessions.get()).resolves.toMatchObject({ token: 'token-2' })
  })

  it('is not forgotten for the sake of one before it', async () => {
    const { sessions, clock } = setUp()
    const { token } = await sessions.get()
    clock.advanceBy(MINUTE)
    sessions.forget(token, expired)
    await sessions.get()
    sessions.forget(token, expired)
    await expect(sessions.get()).resolves.toMatchObject({ token: 'token-2' })
  })
})

describe('logins', () => {
  it('are five seconds apart at least, whatever the gateway refuses and whoever hurries', async () => {
    const { sessions, clock, login } = setUp()
    const { token } = await sessions.get()
    sessions.forget(token, expired)
    sessions.hurry()
    expect(sessions.waitMs()).toBe(LOGINS_APART_MS)
    await expect(sessions.get()).rejects.toBe(expired)
    clock.advanceBy(LOGINS_APART_MS - 1)
    await expect(sessions.get()).rejects.toBe(expired)
    expect(login).toHaveBeenCalledTimes(1)
    clock.advanceBy(1)
    expect(sessions.waitMs()).toBe(0)
    await expect(sessions.get()).resolves.toMatchObject({ token: 'token-2' })
  })

  it.each([undefined, 1, SECOND])('are five seconds apart also when the gateway asks for less, or for nothing: %s', async (retryAfterMs) => {
    const { sessions, createSession } = setUp()
    createSession.mockRejectedValueOnce(refusal(503, 'not-ready', retryAfterMs))
    await expect(sessions.get()).rejects.toMatchObject({ httpStatus: 503 })
    sessions.hurry()
    expect(sessions.waitMs()).toBe(LOGINS_APART_MS)
  })

  it.each(['login', 'createSession'] as const)('back off while they fail: %s', async (step) => {
    const { sessions, clock, ...world } = setUp()
    world[step].mockRejectedValue(loginFailed)
    const atSeconds: number[] = []
    for (let second = 0; second < 600; second++) {
      const before = world.login.mock.calls.length
      await expect(sessions.get()).rejects.toBe(loginFailed)
      if (world.login.mock.calls.length > before)
        atSeconds.push(second)
      clock.advanceBy(SECOND)
    }
    expect(atSeconds).toEqual([0, 5, 15, 35, 75, 155, 315])
    world[step].mockRestore()
  })

  it('need not back off any longer when the network is back', async () => {
    const { sessions, clock, login } = setUp()
    login.mockRejectedValueOnce(loginFailed)
    await expect(sessions.get()).rejects.toBe(loginFailed)
    clock.advanceBy(10 * SECOND)
    login.mockRejectedValueOnce(loginFailed)
    await expect(sessions.get()).rejects.toBe(loginFailed)
    clock.advanceBy(LOGINS_APART_MS)
    expect(sessions.waitMs()).toBe(5 * SECOND)
    sessions.hurry()
    await expect(sessions.get()).resolves.toMatchObject({ token: 'token-3' })
  })

  it('wait as long as the gateway asks, whoever hurries', async () => {
    const { sessions, clock, createSession, login } = setUp()
    createSession.mockRejectedValueOnce(refusal(429, 'rate-limited', MINUTE))
    await expect(sessions.get()).rejects.toMatchObject({ httpStatus: 429 })
    clock.advanceBy(MINUTE - 1)
    sessions.hurry()
    await expect(sessions.get()).rejects.toMatchObject({ httpStatus: 429 })
    clock.advanceBy(1)
    await sessions.get()
    expect(login).toHaveBeenCalledTimes(2)
  })

  it('go on when the clock was set back', async () => {
    const { sessions, clock, login } = setUp()
    login.mockRejectedValueOnce(loginFailed)
    await expect(sessions.get()).rejects.toBe(loginFailed)
    clock.jumpBy(-24 * 60 * MINUTE)
    await expect(sessions.get()).resolves.toMatchObject({ token: 'token-2' })
  })

  it('are one at a time and five seconds apart, whatever happens', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('pass' as const), ms: fc.nat(20_000) }),
      fc.record({ do: fc.constantFrom('get' as const, 'get' as const, 'forget' as const, 'hurry' as const, 'finish' as const, 'fail' as const) }),
    )
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), fc.float({ min: 0, max: 1, noNaN: true }), async (steps, chance) => {
      const { clock, login, sessions } = setUp({ lifetimeMs: MINUTE, chance })
      const startsMs: number[] = []
      const underWay: { resolve: (code: string) => void, reject: (error: LiveError) => void }[] = []
      login.mockImplementation(() => new Promise((resolve, reject) => {
        expect(underWay).toEqual([])
        startsMs.push(clock.trueMs())
        underWay.push({ resolve, reject })
      }))
      let token = ''
      for (const next of steps) {
        if (next.do === 'pass') {
          clock.advanceBy(next.ms)
        }
        else if (next.do === 'get') {
          sessions.get().then(session => token = session.token, () => {})
        }
        else if (next.do === 'forget') {
          sessions.forget(token, expired)
        }
        else if (next.do === 'hurry') {
          sessions.hurry()
        }
        else if (next.do === 'finish') {
          underWay.pop()?.resolve('code')
        }
        else {
          underWay.pop()?.reject(loginFailed)
        }
        await settlePromises()
      }
      for (const [index, startMs] of startsMs.slice(1).entries()) expect(startMs - (startsMs[index] ?? 0)).toBeGreaterThanOrEqual(LOGINS_APART_MS)
    }), { numRuns: 100 })
  })
})
