import type { Clock } from '@/src/domain/clock'
import type { LiveError } from '@/src/domain/live-error'
import { fieldsOf } from '@/src/domain/untrusted'
import { fail } from './fail'
import { readRejection } from './rejection'
import { settleInTime } from './settle-in-time'

/** Reads JSON from the gateway. */
export interface Http {
  /**
   * The body of the answer, not yet parsed into a type. Identical requests share one answer while it is under way.
   * Rejects with `gateway-not-configured`, `offline`, `request-timeout` or `request-failed`.
   * @param path with its query, e.g. `/v1/rooms?offset=0`
   */
  get: (path: string) => Promise<unknown>
}

/** What {@link createHttp} leans on. */
export interface HttpOptions {
  readonly clock: Clock
  /** The gateway's address without a slash at its end; null when this build has none. */
  readonly baseUrl: string | null
  readonly isOnline: () => boolean
  readonly timeoutMs?: number
}

interface Response {
  readonly statusCode: number
  readonly data: unknown
}

/** Talks to the gateway through `uni.request`. */
export function createHttp({ clock, baseUrl, isOnline, timeoutMs = 10_000 }: HttpOptions): Http {
  const inFlight = new Map<string, Promise<unknown>>()

  async function request(url: string): Promise<unknown> {
    let abort = () => {}
    const { statusCode, data } = await settleInTime(clock, timeoutMs, () => new Promise<Response>((resolve, reject) => {
      const task = uni.request({
        url,
        method: 'GET',
        timeout: timeoutMs,
        success: resolve,
        fail: failure => reject(transportError(failure, isOnline(), timeoutMs)),
      })
      abort = () => task.abort()
    }), () => {
      abort()
      return { kind: 'request-timeout', timeoutMs }
    })
    if (statusCode < 200 || statusCode > 299)
      fail(refusal(statusCode, data))
    return data
  }

  return {
    get: async (path) => {
      if (baseUrl === null)
        fail({ kind: 'gateway-not-configured' })
      const url = baseUrl + path
      const answer = inFlight.get(url) ?? request(url)
      inFlight.set(url, answer)
      try {
        return await answer
      }
      finally {
        inFlight.delete(url)
      }
    },
  }
}

/** Why no answer came, read from the words of Android, iOS, DevTools and browsers. */
function transportError(cause: unknown, isOnline: boolean, timeoutMs: number): LiveError {
  const { message } = readRejection(cause)
  if (/timed?\s?out|超时/i.test(message))
    return { kind: 'request-timeout', timeoutMs, cause }
  if (/domain list|合法域名|invalid url/i.test(message))
    return { kind: 'gateway-not-configured', cause }
  if (!isOnline || /internet_disconnected|appears to be offline|断开/i.test(message))
    return { kind: 'offline', cause }
  return { kind: 'request-failed', httpStatus: 0, cause }
}

function refusal(httpStatus: number, body: unknown): LiveError {
  const code = fieldsOf(fieldsOf(body)?.error)?.code
  return typeof code === 'string' ? { kind: 'request-failed', httpStatus, code } : { kind: 'request-failed', httpStatus }
}
