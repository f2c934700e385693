import type { ChannelsRefusal } from './channels-live'

/**
 * Everything that can go wrong between a customer and a live room, as one tagged union.
 *
 * Adapters in `platform/` turn thrown strings, `{ errMsg }` objects and HTTP failures into one of these; nothing above
 * them sees the raw form, which is kept in `cause` for diagnostics. Words for people are chosen by `kind` in `src/text.ts`.
 */
export type LiveError = LiveErrorDetail & { readonly cause?: unknown }

type LiveErrorDetail
  // The live plugin
  /** This build, or this appid, has no live plugin. */
  = | { readonly kind: 'plugin-missing' }
  /** WeChat below 7.0.7 or base library below 2.9.0: the user can only watch, so WeChat asks to upgrade. */
    | { readonly kind: 'client-too-old', readonly clientVersion: string, readonly baseLibraryVersion: string }
  /** The declared plugin version is older than the function asked for. */
    | { readonly kind: 'plugin-function-missing', readonly functionName: string }
  /** The plugin did not settle in time (it never does for a second status call within a minute). */
    | { readonly kind: 'plugin-timeout', readonly functionName: string, readonly timeoutMs: number }
  /** The plugin refused; `code` is WeChat's number where it gave one. */
    | { readonly kind: 'plugin-rejected', readonly functionName: string, readonly message: string, readonly code?: number }
  /** The plugin answered something that is not an answer. */
    | { readonly kind: 'plugin-answer-invalid', readonly functionName: string }
  /** `getShareParams` was asked outside the scenes in which WeChat answers it. */
    | { readonly kind: 'not-a-share-scene' }
  // What we are about to send
    | { readonly kind: 'invalid-room-id' }
  /** Longer than WeChat keeps; it would be cut and no longer parse. */
    | { readonly kind: 'custom-params-too-long', readonly lengthChars: number, readonly limitChars: number }
    | { readonly kind: 'custom-params-not-json' }
  // WeChat's own interfaces
  /** This WeChat is older than the interface; `neededVersion` is the base library that brought it. */
    | { readonly kind: 'api-missing', readonly apiName: string, readonly neededVersion: string }
  /** WeChat refused a call of one of its own interfaces; `code` is its number where it gave one. */
    | { readonly kind: 'api-failed', readonly apiName: string, readonly message: string, readonly code?: number }
  /** WeChat refused a question about a Channels account for a reason that it has a number for. */
    | { readonly kind: 'channels-refused', readonly apiName: string, readonly reason: ChannelsRefusal, readonly code: number }
  // Going places
    | { readonly kind: 'navigation-failed', readonly url: string }
  // The gateway
    | { readonly kind: 'offline' }
    | { readonly kind: 'request-timeout', readonly timeoutMs: number }
  /**
   * The gateway answered with an error; `code` is its stable error code, e.g. `room-not-found`. `httpStatus` is 0 when it
   * could not be reached although the phone is online. `retryAfterMs` is how long it asks to be left alone, and `answer`
   * the body that came with a refusal of something posted.
   */
    | { readonly kind: 'request-failed', readonly httpStatus: number, readonly code?: string, readonly retryAfterMs?: number, readonly answer?: unknown }
    | { readonly kind: 'response-invalid' }
  /** No gateway address in this build, or one that is not a URL. */
    | { readonly kind: 'gateway-not-configured' }
  /** WeChat gave no login code: offline, in Moments' single-page mode, or asked too often. */
    | { readonly kind: 'login-failed' }
  // The phone
    | { readonly kind: 'storage-failed', readonly key: string }
  /** Anything no adapter foresaw. */
    | { readonly kind: 'unexpected' }

/** The tags of {@link LiveError}. */
export type LiveErrorKind = LiveError['kind']

/**
 * Passes a {@link LiveError} through and wraps everything else as `unexpected`.
 * @param thrown whatever a `catch` received
 */
export function toLiveError(thrown: unknown): LiveError {
  return isLiveError(thrown) ? thrown : { kind: 'unexpected', cause: thrown }
}

/** How long the gateway asked to be left alone, in milliseconds; 0 when it did not. */
export function retryAfterMsOf(error: LiveError): number {
  return error.kind === 'request-failed' ? error.retryAfterMs ?? 0 : 0
}

// A native Error has no `kind`, and WeChat's failures are `{ errMsg }`, so the tag is enough to tell ours apart.
function isLiveError(thrown: unknown): thrown is LiveError {
  return typeof thrown === 'object' && thrown !== null && 'kind' in thrown && typeof thrown.kind === 'string'
}
