/**
 * Everything that can go wrong between the gateway and WeChat, as one tagged union. No token, secret or address with a
 * query is ever in it, so it may be logged as it is.
 */
export type WeChatError
  // WeChat answered with an error code
  = | { readonly kind: WeChatCodeKind, readonly code: number, readonly message: string }
  // Something answered, but not as WeChat documents
    | { readonly kind: 'http-status', readonly status: number }
  /** HTML, half a JSON document, or JSON of another shape. */
    | { readonly kind: 'answer-invalid', readonly reason: string }
  // Nothing answered
    | { readonly kind: 'time-out', readonly timeoutMs: number }
  /** No connection, or one that broke; `reason` is the system's code, such as ECONNREFUSED. */
    | { readonly kind: 'unreachable', readonly reason: string }

/** The names of WeChat's error codes that the gateway's calls can meet; any other code is `wechat-error`. */
export type WeChatCodeKind = typeof KIND_BY_CODE[keyof typeof KIND_BY_CODE] | 'wechat-error'

// https://developers.weixin.qq.com/miniprogram/dev/server/API/livebroadcast/studio-management/api_getliveinfo.html
// https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken
// https://developers.weixin.qq.com/miniprogram/dev/server/API/livebroadcast/studio-management/api_getsharedcode.html
// https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session.html, which leaves 40163 out:
// https://developers.weixin.qq.com/community/personal/oCJUswyXAKS-2WEUfqGYPm42xzjw/question
const KIND_BY_CODE = {
  [-1]: 'system-busy',
  1001: 'code-failed',
  40001: 'token-invalid',
  40013: 'appid-invalid',
  40014: 'token-invalid',
  40029: 'login-code-invalid',
  40125: 'secret-invalid',
  40163: 'login-code-used',
  40164: 'address-not-allowed',
  40226: 'visitor-blocked',
  42001: 'token-invalid',
  45009: 'quota-exhausted',
  45011: 'too-frequent',
  47001: 'body-invalid',
  48001: 'live-not-opened',
  61007: 'permission-missing',
  300022: 'room-unknown',
  300023: 'room-state-forbids',
  9410001: 'list-failed',
  9410002: 'goods-failed',
  9410003: 'replay-failed',
} as const

/** WeChat's codes for "this account has no rooms": 9410000, and 1 in the first edition of the interface. */
const EMPTY_LIST_CODES: readonly number[] = [1, 9_410_000]

// WeChat repeats parts of the request in some messages; this is enough to find the code's page.
const MESSAGE_LIMIT_CHARS = 200

/** A failed call to WeChat; what failed is in `detail`. */
export class WeChatFailure extends Error {
  override readonly name = 'WeChatFailure'

  constructor(readonly detail: WeChatError) {
    super(describe(detail))
  }
}

/**
 * WeChat's error code as an error.
 * @param code `errcode` of the answer
 * @param message `errmsg` of the answer
 * @param secrets texts that must not be in it
 */
export function weChatErrorFromCode(code: number, message: string, secrets: readonly string[]): WeChatError {
  const kind = Object.hasOwn(KIND_BY_CODE, code) ? KIND_BY_CODE[code as keyof typeof KIND_BY_CODE] : 'wechat-error'
  const hidden = secrets.filter(Boolean).flatMap(secret => [secret, encodeURIComponent(secret)]).sort((a, b) => b.length - a.length)
  const safe = hidden.reduce((text, secret) => text.replaceAll(secret, '***'), message)
  return { kind, code, message: safe.slice(0, MESSAGE_LIMIT_CHARS) }
}

/** Whether WeChat's "error" only says that there are no rooms. */
export function isEmptyListCode(code: number): boolean {
  return EMPTY_LIST_CODES.includes(code)
}

function describe(detail: WeChatError): string {
  if ('code' in detail)
    return `WeChat answered ${detail.code} (${detail.kind}): ${detail.message}`
  switch (detail.kind) {
    case 'http-status':
      return `WeChat answered with HTTP status ${detail.status}`
    case 'answer-invalid':
      return `WeChat's answer cannot be read: ${detail.reason}`
    case 'time-out':
      return `WeChat did not answer within ${detail.timeoutMs} ms`
    case 'unreachable':
      return `WeChat cannot be reached: ${detail.reason}`
    default:
      return detail satisfies never
  }
}
