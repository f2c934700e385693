import type { ChannelsApi } from '@/src/domain/channels-api'
import type { ClientFeature, ClientVersions } from '@/src/domain/client-features'
import type { Clock } from '@/src/domain/clock'
import type { LiveError } from '@/src/domain/live-error'
import { channelsRefusalOf, parseChannelsLive, parseChannelsNotice, parseChannelsShareKey, parseReserveOutcome } from '@/src/domain/channels-live'
import { BASE_LIBRARY_OF, hasFeature } from '@/src/domain/client-features'
import { fail } from '@/src/platform/fail'
import { readRejection } from '@/src/platform/rejection'
import { settleInTime } from '@/src/platform/settle-in-time'

/** What the adapter of Channels leans on. */
export interface ChannelsOptions {
  /** Gives `wx`. */
  readonly wechat: () => object
  readonly client: () => ClientVersions
  readonly clock: Clock
  /** How long an answer may take that needs nobody. */
  readonly timeoutMs?: number
}

// WeChat's popup waits for its user.
const USER_TIMEOUT_MS = 5 * 60_000

/**
 * WeChat's Channels interfaces behind types and guards: every call settles, but one that waits for its user to agree to
 * leave, and every rejection is a `LiveError`.
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/channels-live.html
 */
export function createChannels({ wechat, client, clock, timeoutMs = 8_000 }: ChannelsOptions): ChannelsApi {
  const warned = new Set<string>()

  // Once each: accounts are asked about again and again.
  function warn(found: string): void {
    if (!warned.has(found))
      console.warn(`[weixin-live] Channels: WeChat does not document ${found}`)
    warned.add(found)
  }

  // The executor runs before this returns, so a call made in a tap reaches WeChat in that tap.
  function call(apiName: string, feature: ClientFeature, options: object): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const wx = wechat()
      const api: unknown = hasFeature(client(), feature) && Reflect.get(wx, apiName)
      if (!isFunction(api))
        return reject(missing(apiName, feature))
      try {
        Reflect.apply(api, wx, [{ ...options, success: resolve, fail: (cause: unknown) => reject(refusal(apiName, cause)) }])
      }
      catch (cause) {
        reject(refusal(apiName, cause))
      }
    })
  }

  function ask(apiName: string, feature: ClientFeature, options: object, limitMs = timeoutMs): Promise<unknown> {
    return settleInTime(clock, limitMs, () => call(apiName, feature, options), () => ({ kind: 'api-failed', apiName, message: 'timeout' }))
  }

  async function find<T>(apiName: string, feature: ClientFeature, finderUserName: string, parse: (answer: unknown, report: typeof warn) => T | null): Promise<T | null> {
    try {
      const answer = await ask(apiName, feature, { finderUserName })
      return parse(answer, warn) ?? fail({ kind: 'api-failed', apiName, message: 'not an answer' })
    }
    catch (thrown) {
      const error = thrown as LiveError
      const isNothing = error.kind === 'channels-refused' && error.reason === 'nothing-found'
      // Where there is no notice WeChat fails, and documents no number for it. What is ours has no cause.
      return isNothing || (feature === 'channels-notice' && error.kind === 'api-failed' && error.cause) ? null : fail(error)
    }
  }

  return {
    getLiveInfo: finderUserName => find('getChannelsLiveInfo', 'channels-live', finderUserName, parseChannelsLive),
    getNotice: finderUserName => find('getChannelsLiveNoticeInfo', 'channels-notice', finderUserName, parseChannelsNotice),
    reserve: async noticeId => parseReserveOutcome(await ask('reserveChannelsLive', 'channels-notice', { noticeId }, USER_TIMEOUT_MS), warn),
    open: ({ finderUserName, feedId, nonceId }) => {
      const isAccountEnough = hasFeature(client(), 'channels-open-by-account')
      return call('openChannelsLive', feedId || isAccountEnough ? 'channels-live' : 'channels-open-by-account', isAccountEnough ? { finderUserName } : { finderUserName, feedId, nonceId })
        .then(() => true, (error: LiveError) => error.kind === 'api-failed' && /cancel/i.test(error.message) ? false : fail(error))
    },
    getShareKey: async () => parseChannelsShareKey(await ask('getChannelsShareKey', 'channels-share-key', {})),
  }
}

function missing(apiName: string, feature: ClientFeature): LiveError {
  return { kind: 'api-missing', apiName, neededVersion: BASE_LIBRARY_OF[feature] }
}

function refusal(apiName: string, cause: unknown): LiveError {
  const { message, code } = readRejection(cause)
  if (code === undefined)
    return { kind: 'api-failed', apiName, message, cause }
  const reason = channelsRefusalOf(code)
  return reason ? { kind: 'channels-refused', apiName, reason, code, cause } : { kind: 'api-failed', apiName, message, code, cause }
}

function isFunction(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === 'function'
}
