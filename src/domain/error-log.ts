import type { LiveError, LiveErrorKind } from './live-error'
import { toLiveError } from './live-error'
import { fieldsOf } from './untrusted'

/** How many failures are remembered. */
export const ERROR_LOG_LIMIT = 20

/** A failure as it may be shown and copied: nothing of what the outside sent is in it. */
export interface ErrorNote {
  readonly kind: LiveErrorKind
  /** The port and its method, e.g. `liveApi.getRoom`. */
  readonly where: string
  /** The numbers and names that belong to it; may be empty. */
  readonly detail: string
  /** The last time, milliseconds since the epoch. */
  readonly atMs: number
  /** How often it came in a row. */
  readonly times: number
}

/** The last failures, in memory only. */
export interface ErrorLog {
  /** Takes in whatever a `catch` received. Never throws. */
  readonly note: (where: string, thrown: unknown) => void
  /** The newest first, at most {@link ERROR_LOG_LIMIT}. */
  readonly notes: () => readonly ErrorNote[]
}

/** @param now milliseconds since the epoch */
export function createErrorLog(now: () => number): ErrorLog {
  let notes: readonly ErrorNote[] = []
  return {
    note: (where, thrown) => {
      const error = readSafely(thrown)
      const fresh = { kind: error.kind, where, detail: errorDetail(error), atMs: now(), times: 1 }
      const [last, ...older] = notes
      notes = last && last.kind === fresh.kind && last.where === where && last.detail === fresh.detail
        ? [{ ...fresh, times: last.times + 1 }, ...older]
        : [fresh, ...notes].slice(0, ERROR_LOG_LIMIT)
    },
    notes: () => notes,
  }
}

// Never `cause` and `answer`: they are what the outside sent, and it may have sent anything.
const SHOWN = ['functionName', 'apiName', 'reason', 'neededVersion', 'clientVersion', 'baseLibraryVersion', 'httpStatus', 'code', 'timeoutMs', 'lengthChars', 'limitChars', 'key', 'url', 'message']

const MAX_DETAIL_CHARS = 80
const MAX_TEXT_CHARS = 400

/** What belongs to a failure besides its kind, fit to be shown and copied. */
export function errorDetail(error: LiveError): string {
  const fields = fieldsOf(error)
  return SHOWN.filter(name => ['string', 'number'].includes(typeof fields[name]))
    .map(name => `${name}=${maskText(String(fields[name])).slice(0, MAX_DETAIL_CHARS)}`)
    .join(' ')
}

/**
 * Takes out of a text what may be a secret: queries, and runs too long for a word, of which both ends stay. What is behind
 * the first 400 characters goes.
 */
export function maskText(text: string): string {
  // A run that is cut would no longer look too long.
  const head = text.length > MAX_TEXT_CHARS ? text.slice(0, MAX_TEXT_CHARS).replace(/[\w+=-]*$/, '') : text
  return head.replace(/\?\S+/g, '?…').replace(/(?=[\w+=-]*\d)[\w+=-]{20,}|[\w+=-]{26,}/g, maskName)
}

/** Enough of an openid to tell two apart, too little to use it. */
export function maskName(name: string): string {
  return name.length < 12 ? `${name.slice(0, 2)}…` : `${name.slice(0, 4)}…${name.slice(-4)}`
}

function readSafely(thrown: unknown): LiveError {
  try {
    const error = toLiveError(thrown)
    // The getters of foreign objects run here, once.
    return Object.assign({ ...error }, { kind: maskText(error.kind) })
  }
  catch {
    return { kind: 'unexpected' }
  }
}
