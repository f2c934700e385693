import type { Clock } from '@/src/domain/clock'
import type { LiveError } from '@/src/domain/live-error'
import { settleInTime } from './settle-in-time'

/**
 * Asks WeChat for login codes. WeChat may never answer, so each question has its own end.
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/open-api/login/wx.login.html
 */
export function createLogin(clock: Clock, timeoutMs = 8_000): () => Promise<string> {
  return () => settleInTime(clock, timeoutMs, () => new Promise<string>((resolve, reject) => {
    uni.login({
      success: answer => answer.code ? resolve(answer.code) : reject(refusal(answer)),
      fail: failure => reject(refusal(failure)),
    })
  }), () => refusal(`no answer within ${timeoutMs} ms`))
}

function refusal(cause: unknown): LiveError {
  return { kind: 'login-failed', cause }
}
