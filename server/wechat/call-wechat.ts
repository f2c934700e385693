import type { WeChatError } from './wechat-error'
import { objectOf } from '@/src/domain/untrusted'
import { weChatErrorFromCode, WeChatFailure } from './wechat-error'

/** One call to WeChat's server API. */
export interface WeChatCall {
  readonly baseUrl: string
  readonly path: string
  /** Goes into the query, where WeChat wants it; absent for calls that need none. */
  readonly accessToken?: string
  /** What else goes into the query. */
  readonly query?: Readonly<Record<string, string>>
  /** Posted as JSON; a call without one is a GET. */
  readonly body?: object
  readonly timeoutMs: number
  /** Gives up when that time is over; `AbortSignal.timeout`, unless a test has a time of its own. */
  readonly timeLimit?: (timeoutMs: number) => AbortSignal
  /** Texts that must not leave this function in an error. */
  readonly secrets: readonly string[]
  /** `errcode`s that are an answer, not an error. */
  readonly isAnswer?: (code: number) => boolean
  readonly observe?: WeChatObserver
}

/**
 * Told about every call once it has ended.
 * @param call the last part of its path, such as `getliveinfo`
 * @param outcome `ok`, or the kind of the error
 */
export type WeChatObserver = (call: string, outcome: 'ok' | WeChatError['kind']) => void

/** An answer of WeChat: a JSON object, its fields not yet parsed. */
export type WeChatAnswer = Readonly<Record<string, unknown>>

/**
 * Calls WeChat and reads the JSON it answers.
 * @throws WeChatFailure for everything but an answer with `errcode` 0 or none (or one that `isAnswer`)
 */
export async function callWeChat(call: WeChatCall): Promise<WeChatAnswer> {
  const name = call.path.slice(call.path.lastIndexOf('/') + 1)
  try {
    const answer = await ask(call)
    call.observe?.(name, 'ok')
    return answer
  }
  catch (thrown) {
    if (thrown instanceof WeChatFailure)
      call.observe?.(name, thrown.detail.kind)
    throw thrown
  }
}

async function ask(call: WeChatCall): Promise<WeChatAnswer> {
  const answer = parseAnswer(await send(call))
  const code = answer.errcode ?? 0
  if (typeof code !== 'number')
    throw new WeChatFailure({ kind: 'answer-invalid', reason: 'errcode is not a number' })
  if (code === 0 || call.isAnswer?.(code))
    return answer
  const message = typeof answer.errmsg === 'string' ? answer.errmsg : ''
  throw new WeChatFailure(weChatErrorFromCode(code, message, [...call.secrets, call.accessToken ?? '']))
}

async function send({ body, timeoutMs, timeLimit = ms => AbortSignal.timeout(ms), ...call }: WeChatCall): Promise<string> {
  try {
    const response = await fetch(addressOf(call), {
      ...(body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
      redirect: 'error',
      // Covers the body too: WeChat may send the headers and then nothing.
      signal: timeLimit(timeoutMs),
    })
    if (!response.ok) {
      await response.body?.cancel()
      throw new WeChatFailure({ kind: 'http-status', status: response.status })
    }
    return await response.text()
  }
  catch (thrown) {
    if (thrown instanceof WeChatFailure)
      throw thrown
    throw new WeChatFailure(isTimeOut(thrown) ? { kind: 'time-out', timeoutMs } : { kind: 'unreachable', reason: systemCode(thrown) })
  }
}

function addressOf({ baseUrl, path, accessToken, query = {} }: Omit<WeChatCall, 'body' | 'timeoutMs' | 'timeLimit'>): string {
  const fields = { ...(accessToken === undefined ? {} : { access_token: accessToken }), ...query }
  const pairs = Object.entries(fields).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `${baseUrl}${path}${pairs.length > 0 ? '?' : ''}${pairs.join('&')}`
}

function parseAnswer(text: string): WeChatAnswer {
  let answer: WeChatAnswer | null
  try {
    answer = objectOf(JSON.parse(text))
  }
  catch {
    // Not the parser's own message: it quotes the text.
    throw new WeChatFailure({ kind: 'answer-invalid', reason: 'not JSON' })
  }
  if (!answer)
    throw new WeChatFailure({ kind: 'answer-invalid', reason: 'not a JSON object' })
  return answer
}

function isTimeOut(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'TimeoutError'
}

// fetch says "fetch failed" and keeps the system's code one level below. Messages may quote the address, codes do not.
function systemCode(thrown: unknown): string {
  const cause = thrown instanceof Error ? thrown.cause : undefined
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : 'connection failed'
}
