import type { WeChatCall } from './call-wechat'
import type { Clock } from '@/src/domain/clock'
import { callWeChat } from './call-wechat'
import { WeChatFailure } from './wechat-error'

/** The token that WeChat's server API wants with every call. */
export interface AccessToken {
  /** A token that is good for minutes at least; asked from WeChat once however many callers wait. */
  get: () => Promise<string>
  /** Another token, because WeChat refused this one. */
  replace: (refused: string) => Promise<string>
}

/** What {@link createAccessToken} needs. */
export interface AccessTokenOptions {
  readonly appId: string
  readonly appSecret: string
  readonly call: Pick<WeChatCall, 'baseUrl' | 'timeoutMs' | 'timeLimit' | 'secrets' | 'observe'>
  readonly clock: Clock
}

// WeChat hands the same token out until 5 minutes before its end. Asking earlier brings the old one back; asking
// inside those 5 minutes brings a new one while the old still works.
const MARGIN_MS = 4 * 60_000

// WeChat allows 20 forced renewals a day. Spread evenly, a token that is refused again and again (two systems that
// force against each other) cannot use the day's allowance up.
const FORCE_EVERY_MS = 75 * 60_000

/**
 * Keeps one access token of WeChat's stable kind.
 * @see https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken
 */
export function createAccessToken({ appId, appSecret, call, clock }: AccessTokenOptions): AccessToken {
  let current: { readonly token: string, readonly renewAtMs: number } | null = null
  let flight: Promise<string> | null = null
  let forcedAtMs = Number.NEGATIVE_INFINITY

  async function ask(isForced: boolean): Promise<string> {
    const askedAtMs = clock.now()
    const answer = await callWeChat({
      ...call,
      path: '/cgi-bin/stable_token',
      body: { grant_type: 'client_credential', appid: appId, secret: appSecret, force_refresh: isForced },
    })
    const { access_token: token, expires_in: expiresInS } = answer
    if (typeof token !== 'string' || token === '' || typeof expiresInS !== 'number')
      throw new WeChatFailure({ kind: 'answer-invalid', reason: 'access_token or expires_in is missing' })
    current = { token, renewAtMs: askedAtMs + expiresInS * 1000 - MARGIN_MS }
    return token
  }

  function share(asking: () => Promise<string>): Promise<string> {
    flight ??= asking().finally(() => {
      flight = null
    })
    return flight
  }

  async function askForOther(refused: string): Promise<string> {
    const token = await ask(false)
    if (token !== refused || clock.now() - forcedAtMs < FORCE_EVERY_MS)
      return token
    forcedAtMs = clock.now()
    return ask(true)
  }

  async function get(): Promise<string> {
    return current && clock.now() < current.renewAtMs ? current.token : share(() => ask(false))
  }

  async function replace(refused: string): Promise<string> {
    // Somebody else has replaced it already, or is about to.
    if (current && current.token !== refused)
      return get()
    current = null
    return share(() => askForOther(refused))
  }

  return { get, replace }
}
