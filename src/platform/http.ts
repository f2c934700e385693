import type { Clock } from '@/src/domain/clock'
import type { LiveError } from '@/src/domain/live-error'
import { fieldsOf } from '@/src/domain/untrusted'
import { fail } from './fail'
import { readRejection } from './rejection'
import { settleInTime } from './settle-in-time'

/** Talks JSON with the gateway. */
export interface Http {
  /**
   * The body of the answer, not yet parsed into a type. Identical requests share one answer while it is under way.
   * Rejects with `gateway-not-configured`, `offline`, `request-timeout` or `request-failed`.
   * @param path with its query, e.g. `/v1/rooms?offset=0`
   */
  get: (path: string) => Promise<unknown>
  /**
   * Hands something over, and gives the body of the answer, not yet parsed into a type. Rejects like {@link Http.get};
   * what came with a refusal is in the error's `answer`, because it may say what was taken all the same.
   * @param path without a query
   * @param body any JSON
   * @param headers besides those that JSON needs
   */
  post: (path: string, body: object, headers?: Readonly<Record<string, string>>) => Promise<unknown>
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
  readonly header?: unknown
}

type Request = Pick<UniApp.RequestOptions, 'url' | 'method' | 'data' | 'header'>

/** Talks to the gateway through `uni.request`. */
export function createHttp({ clock, baseUrl, isOnline, timeoutMs = 10_000 }: HttpOptions): Http {
  const inFlight = new Map<string, Promise<unknown>>()

  function urlOf(path: string): string {
    return baseUrl === null ? fail({ kind: 'gateway-not-configured' }) : baseUrl + path
  }

  async function send(request: Request): Promise<Response> {
    let abort = () => {}
    return settleInTime(clock, timeoutMs, () => new Promise<Response>((resolve, reject) => {
      const task = uni.request({
        ...request,
        timeout: timeoutMs,
        success: resolve,
        fail: failure => reject(transportError(failure, isOnline(), timeoutMs)),
      })
      abort = () => task.abort()
    }), () => {
      abort()
      return { kind: 'request-timeout', timeoutMs }
    })
  }

  async function read(url: string): Promise<unknown> {
    const response = await send({ url, method: 'GET' })
    return isSuccess(response) ? response.data : fail(refusal(response))
  }

  return {
    get: async (path) => {
      const url = urlOf(path)
      const answer = inFlight.get(url) ?? read(url)
      inFlight.set(url, answer)
      try {
        return await answer
      }
      finally {
        inFlight.delete(url)
      }
    },
    post: async (path, body, headers = {}) => {
      const header = { ...headers, 'content-type': 'application/json' }
      const response = await send({ url: urlOf(path), method: 'POST', data: JSON.stringify(body), header })
      return isSuccess(response) ? response.data : fail({ ...refusal(response), answer: response.data })
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

function isSuccess({ statusCode }: Response): boolean {
  return statusCode >= 200 && statusCode <= 299
}

function refusal({ statusCode, data, header }: Response): LiveError & { readonly kind: 'request-failed' } {
  const code = fieldsOf(fieldsOf(data).error).code
  const retryAfterMs = readRetryAfter(header)
  return {
    kind: 'request-failed',
    httpStatus: statusCode,
    ...(typeof code === 'string' ? { code } : {}),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  }
}

// Only seconds: the other form is a date by the server's clock. Phones differ in how they write the names of headers.
function readRetryAfter(header: unknown): number | null {
  const headers = fieldsOf(header)
  const name = Object.keys(headers).find(key => key.toLowerCase() === 'retry-after')
  const value = name === undefined ? '' : String(headers[name])
  return /^\d{1,9}$/.test(value) ? Number(value) * 1000 : null
}
