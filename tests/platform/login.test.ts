import { describe, expect, it, vi } from 'vitest'
import { createLogin } from '@/src/platform/login'
import { createFakeClock } from '@/tests/support/fake-clock'

interface Asked { success: (answer: object) => void, fail: (failure: object) => void }

function logIn(answer: (asked: Asked) => void) {
  vi.stubGlobal('uni', { login: answer })
  const clock = createFakeClock()
  return { clock, code: createLogin(clock)() }
}

describe('a login', () => {
  it('gives WeChat\'s code, and leaves no timer behind', async () => {
    const { clock, code } = logIn(({ success }) => success({ code: '0a1b', errMsg: 'login:ok' }))
    await expect(code).resolves.toBe('0a1b')
    expect(clock.pendingTimers()).toBe(0)
  })

  it('fails where WeChat refuses', async () => {
    const refusal = { errMsg: 'login:fail 频率限制' }
    await expect(logIn(({ fail }) => fail(refusal)).code).rejects.toEqual({ kind: 'login-failed', cause: refusal })
  })

  it.each([{}, { code: '' }, { errMsg: 'login:ok' }])('fails without a code: %j', async (answer) => {
    await expect(logIn(({ success }) => success(answer)).code).rejects.toMatchObject({ kind: 'login-failed' })
  })

  it('fails where WeChat throws', async () => {
    await expect(logIn(() => {
      throw new Error('not here')
    }).code).rejects.toMatchObject({ kind: 'login-failed' })
  })

  it('ends after eight seconds where WeChat never answers', async () => {
    const { clock, code } = logIn(() => {})
    code.catch(() => {})
    await clock.advanceByAsync(8000)
    await expect(code).rejects.toMatchObject({ kind: 'login-failed' })
  })
})
