/** What can be read from a failure of WeChat or its plugin. */
export interface Rejection {
  /** Empty where nothing was said. */
  readonly message: string
  readonly code?: number
}

/**
 * Reads a failure of any shape: text, an Error, `{ errMsg }`, `{ errCode, errMsg }`, `{ code, msg }` or nothing at all.
 * Never throws.
 */
export function readRejection(thrown: unknown): Rejection {
  try {
    if (typeof thrown === 'string')
      return { message: thrown }
    if (typeof thrown !== 'object' || thrown === null)
      return { message: '' }
    const fields: Record<string, unknown> = { ...thrown }
    // An Error's message is not enumerable, so the spread above leaves it out.
    const message = [fields.errMsg, fields.msg, fields.errmsg, 'message' in thrown ? thrown.message : ''].find(isText) ?? ''
    const code = [fields.errCode, fields.code, fields.errcode, fields.errno].map(toInteger).find(value => value !== null)
    return { message, ...(code === undefined || code === null ? {} : { code }) }
  }
  catch {
    return { message: '' }
  }
}

/** A whole number, or its decimal text, as a number; null for anything else. */
export function toInteger(input: unknown): number | null {
  const value = typeof input === 'string' && /^-?\d{1,15}$/.test(input) ? Number(input) : input
  return Number.isSafeInteger(value) ? value as number : null
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
