import type { Clock } from '@/src/domain/clock'
import { randomBytes } from 'node:crypto'

/** What WeChat says about a login code: 40163 for one that was used, 40029 for one that it never gave or that is too old. */
export type LoginVerdict
  = | { readonly verdict: 'good', readonly openid: string, readonly sessionKey: string }
    | { readonly verdict: 'used' | 'invalid' }

/** Hands out login codes as `wx.login` does, and takes them back as `jscode2session` does. */
export interface LoginOffice {
  /** A code that is good once, for five minutes. */
  issue: (openid: string) => string
  redeem: (code: string) => LoginVerdict
}

const LIFE_MS = 5 * 60_000

interface Login {
  readonly openid: string
  readonly endsAtMs: number
  isUsed: boolean
}

/** @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html */
export function createLoginOffice(clock: Clock): LoginOffice {
  const logins = new Map<string, Login>()

  function forgetOld(): void {
    for (const [code, { endsAtMs }] of logins) {
      if (endsAtMs <= clock.now())
        logins.delete(code)
    }
  }

  return {
    issue: (openid) => {
      forgetOld()
      const code = randomBytes(16).toString('hex')
      logins.set(code, { openid, endsAtMs: clock.now() + LIFE_MS, isUsed: false })
      return code
    },
    redeem: (code) => {
      forgetOld()
      const login = logins.get(code)
      if (!login)
        return { verdict: 'invalid' }
      if (login.isUsed)
        return { verdict: 'used' }
      login.isUsed = true
      return { verdict: 'good', openid: login.openid, sessionKey: randomBytes(16).toString('base64') }
    },
  }
}
