import type { Clock } from '@/src/domain/clock'
import type { LiveError } from '@/src/domain/live-error'
import { fail } from './fail'
import { settleInTime } from './settle-in-time'

/**
 * Asks WeChat for login codes. WeChat may never answer, so each question has its own end.
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/open-api/login/wx.login.html
 */
export function createLogin(clock: Clock, timeoutMs = 8_000): () => Promise<string> {
  const late: LiveError = { kind: 'login-failed', cause: `no answer within ${timeoutMs} ms` }
  return () => settleInTime(clock, timeoutMs, () => askForCode().catch(cause => fail({ kind: 'login-failed', cause })), () => late)
}

function askForCode(): Promise<string> {
  return new Promise((resolve, reject) => {
    uni.login({
      success: answer => answer.code ? resolve(answer.code) : reject(answer),
      fail: reject,
    })
  })
}
