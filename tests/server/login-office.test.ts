import { describe, expect, it } from 'vitest'
import { createLoginOffice } from '@/server/simulator/login-office'
import { createFakeClock } from '@/tests/support/fake-clock'

const MINUTE_MS = 60_000

function setUp() {
  const clock = createFakeClock()
  return { clock, office: createLoginOffice(clock) }
}

describe('login codes of the simulated WeChat', () => {
  it('say whose they are', () => {
    const { office } = setUp()
    const codes = [office.issue('visitor-1'), office.issue('visitor-2')]
    expect(codes.map(office.redeem)).toEqual([
      { verdict: 'good', openid: 'visitor-1', sessionKey: expect.stringMatching(/^[\w+/]{22}==$/) },
      { verdict: 'good', openid: 'visitor-2', sessionKey: expect.any(String) },
    ])
  })

  it('are good once', () => {
    const { office } = setUp()
    const code = office.issue('visitor-1')
    office.redeem(code)
    expect(office.redeem(code)).toEqual({ verdict: 'used' })
  })

  it('are good for five minutes', () => {
    const { office, clock } = setUp()
    const [early, late] = [office.issue('visitor-1'), office.issue('visitor-1')]
    clock.advanceBy(5 * MINUTE_MS - 1)
    expect(office.redeem(early)).toMatchObject({ verdict: 'good' })
    clock.advanceBy(1)
    expect(office.redeem(late)).toEqual({ verdict: 'invalid' })
  })

  it.each(['', 'made-up', '__proto__'])('cannot be made up: %j', (code) => {
    expect(setUp().office.redeem(code)).toEqual({ verdict: 'invalid' })
  })

  it('are a visitor\'s own every time', () => {
    const { office } = setUp()
    expect(new Set([1, 2, 3].map(() => office.issue('visitor-1'))).size).toBe(3)
  })
})
