import { fieldsOf, isUnsafeKey } from './untrusted'

/** The parameters of a page or a URL. */
export type Query = Readonly<Record<string, string>>

// Beyond this a query is not one of ours: WeChat's own limits are 1024 characters for a path, 128 for a scene.
const MAX_QUERY_CHARS = 10_000

const MAX_DECODINGS = 3

/**
 * Reads the text after the `?` of a URL, with each value decoded once; what cannot be decoded stays as it came.
 * The first of several values wins. Text of more than 10,000 characters has no parameters. Never throws.
 */
export function parseQuery(text: string): Query {
  const query: Record<string, string> = {}
  if (text.length > MAX_QUERY_CHARS)
    return query

  for (const pair of text.replace(/^\?/, '').split('&')) {
    const [rawKey = '', ...rest] = pair.split('=')
    const key = decodeOnce(rawKey)
    if (key !== '' && !isUnsafeKey(key) && !(key in query))
      query[key] = decodeOnce(rest.join('='))
  }
  return query
}

/**
 * Reads the query object of a page or of `App.onShow`, values as they came: WeChat leaves them encoded. Text is taken
 * for a query string. Values that are neither text, number nor boolean are dropped. Never throws.
 */
export function queryOf(input: unknown): Query {
  if (typeof input === 'string')
    return parseQuery(input)

  const query: Record<string, string> = {}
  const fields = fieldsOf(input)
  for (const key of Object.keys(fields)) {
    const value = fields[key]
    if (!isUnsafeKey(key) && ['string', 'number', 'boolean'].includes(typeof value))
      query[key] = String(value)
  }
  return query
}

/** The text of a query without `?`, each value encoded once; undefined values are left out. */
export function stringifyQuery(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.keys(values)
    .map((key) => {
      const value = values[key]
      return value === undefined ? '' : `${encodeURIComponent(key)}=${encodeURIComponent(value)}`
    })
    .filter(Boolean)
    .join('&')
}

/**
 * Decodes text that was encoded an unknown number of times, at most three times and as far as it can be decoded.
 * Only for values that hold no `%` of their own, such as ids. Never throws.
 */
export function decodeRepeatedly(text: string): string {
  let decoded = text
  for (let decodings = 0; decodings < MAX_DECODINGS; decodings++)
    decoded = decodeOnce(decoded)
  return decoded
}

function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text)
  }
  catch {
    return text
  }
}
