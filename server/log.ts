import type { FastifyBaseLogger } from 'fastify'
import process from 'node:process'
import { redact } from './operations/redact'

/** How much is said, from everything to nothing. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** One of {@link LOG_LEVELS}. */
export type LogLevel = typeof LOG_LEVELS[number]

/** What a part of the gateway needs in order to say something. */
export type Log = Pick<FastifyBaseLogger, 'debug' | 'info' | 'warn' | 'error'>

/** Whether such lines are written: for those who would build many in vain. */
export function isLogged(log: Pick<FastifyBaseLogger, 'level'>, level: LogLevel): boolean {
  return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.findIndex(known => known === log.level)
}

/**
 * A logger that writes one JSON object a line, as log collectors expect. No secret and no openid in clear gets into a
 * line: `{ openid }` is written as `visitor`, with a mark that stands for them.
 * @param level the least severe level that is written
 * @param write takes a line with its line break; standard output unless told otherwise
 */
export function createLog(level: LogLevel, write: (line: string) => void = line => void process.stdout.write(line)): FastifyBaseLogger {
  const threshold = LOG_LEVELS.indexOf(level)

  const build = (bindings: Record<string, unknown>): FastifyBaseLogger => {
    const at = (lineLevel: LogLevel) => LOG_LEVELS.indexOf(lineLevel) < threshold
      ? nothing
      : (...args: readonly unknown[]): void => {
          write(toLine({ time: new Date().toISOString(), level: lineLevel, ...bindings }, toFields(args)))
        }
    return {
      level,
      trace: at('trace'),
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
      fatal: at('fatal'),
      silent: nothing,
      child: more => build({ ...bindings, ...more }),
    }
  }
  return build({})
}

function nothing(): void {}

function toLine(head: object, fields: Readonly<Record<string, unknown>>): string {
  try {
    return `${JSON.stringify({ ...head, ...fields }, redact)}\n`
  }
  catch {
    // A request or a reply, which the framework attaches to some lines and which refers to itself.
    return `${JSON.stringify({ ...head, msg: fields.msg, err: fields.err }, redact)}\n`
  }
}

// Callers say `(details, message)` or `(message)`.
function toFields([first, second]: readonly unknown[]): Record<string, unknown> {
  if (typeof first === 'string')
    return { msg: first }
  if (first instanceof Error)
    return { msg: second ?? first.message, err: errorFields(first) }
  const { err, openid, ...details } = first as Readonly<Record<string, unknown>>
  return { ...details, ...(openid === undefined ? {} : { visitor: openid }), ...(err instanceof Error ? { err: errorFields(err) } : {}), msg: second }
}

// Not `cause`: what lies below an HTTP failure may hold the address that was called, and that holds a token.
function errorFields(error: Error): Record<string, unknown> {
  return { type: error.name, message: error.message, stack: error.stack }
}
