import type { LiveError } from './live-error'
import { isUnsafeKey, objectOf } from './untrusted'

/** A JSON value. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/** What travels with a room through share cards and into goods pages: a small JSON object. No token, no personal data. */
export interface CustomParams { readonly [key: string]: JsonValue }

/**
 * How many encoded characters WeChat keeps of `custom_params`; it cuts the rest off, and cut JSON no longer parses.
 * @see https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/industry/liveplayer/component-api.html
 */
export const CUSTOM_PARAMS_LIMIT_CHARS = 600

// Far above what WeChat carries, so that nothing real is refused, and small enough to bound the nesting.
const MAX_JSON_CHARS = 2000

// JSON that arrives encoded three times: a Chinese character has become three times `%2525E4`.
const MAX_DECODINGS = 3
const MAX_INPUT_CHARS = MAX_JSON_CHARS * 21

/**
 * The parameters as WeChat wants them in a URL: JSON, URI-encoded once. No parameters are empty text, so that the URL
 * can go without.
 *
 * An undefined field is left out, as an optional one that was not given. What JSON would change in silence is refused:
 * functions, NaN, undefined in a list, half an emoji.
 * @throws {LiveError} `custom-params-too-long` above {@link CUSTOM_PARAMS_LIMIT_CHARS} encoded characters (nothing is
 * ever cut), `custom-params-not-json` for what JSON cannot carry
 */
export function encodeCustomParams(params: CustomParams): string {
  const json = stringify(params)
  if (json === '{}')
    return ''

  const encoded = encodeURIComponent(json)
  if (encoded.length > CUSTOM_PARAMS_LIMIT_CHARS) {
    const error: LiveError = { kind: 'custom-params-too-long', lengthChars: encoded.length, limitChars: CUSTOM_PARAMS_LIMIT_CHARS }
    throw error
  }
  return encoded
}

/**
 * The parameters where they can travel on, others where they cannot: those that came with a link may be too long.
 * @param params what should travel
 * @param otherwise what does when that does not fit; default none
 */
export function fittingParams(params: CustomParams, otherwise: CustomParams = {}): CustomParams {
  try {
    encodeCustomParams(params)
    return params
  }
  catch {
    return otherwise
  }
}

function stringify(params: CustomParams): string {
  try {
    const json: string | undefined = JSON.stringify(params, refuseWhatJsonChanges)
    if (json?.startsWith('{'))
      return json
    throw new TypeError('custom params are an object')
  }
  catch (cause) {
    const error: LiveError = { kind: 'custom-params-not-json', cause }
    throw error
  }
}

// A replacer of JSON.stringify, which calls it on the object or list that holds the value.
function refuseWhatJsonChanges(this: unknown, key: string, value: unknown): unknown {
  if (isUnsafeKey(key))
    return undefined

  // Half an emoji is a URIError here; engines differ in whether JSON.stringify escapes it.
  encodeURIComponent(key)
  if (typeof value === 'string')
    encodeURIComponent(value)

  const isLost = value === undefined ? Array.isArray(this) : typeof value === 'function' || typeof value === 'symbol'
  if (isLost || (typeof value === 'number' && !Number.isFinite(value)))
    throw new TypeError(`JSON cannot carry the value of "${key}"`)
  return value
}

/**
 * Reads parameters however WeChat hands them over: as an object, as JSON, or as JSON encoded up to three times.
 * Anything else is no parameters: null, rubbish, a list, and what is far larger than WeChat carries.
 *
 * Values stay as they are, even where they are encoded themselves; `+` stays a plus. Keys that every object inherits,
 * `__proto__` first, are dropped at every depth. Never throws.
 */
export function decodeCustomParams(input: unknown): CustomParams {
  try {
    let text: string | undefined = typeof input === 'string' ? input : JSON.stringify(input)
    if (text === undefined || text.length > MAX_INPUT_CHARS)
      return {}

    // An object is decoded already: what looks encoded in it is a value.
    const maxDecodings = typeof input === 'string' ? MAX_DECODINGS : 0
    for (let decodings = 0; decodings <= maxDecodings; decodings++) {
      const params = parse(text)
      if (params)
        return params
      text = decodeURIComponent(text)
    }
  }
  catch {
    // A cycle, a nesting deeper than the stack, half a `%E4`: rubbish.
  }
  return {}
}

function parse(text: string): CustomParams | null {
  if (text.length > MAX_JSON_CHARS)
    return null
  try {
    const value: unknown = JSON.parse(text, (key, value: unknown) => isUnsafeKey(key) ? undefined : value)
    return isJsonObject(value) ? value : null
  }
  catch {
    return null
  }
}

// Only for what JSON.parse made: all inside is JSON already.
function isJsonObject(value: unknown): value is CustomParams {
  return objectOf(value) !== null
}
