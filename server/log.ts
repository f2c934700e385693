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
export function createLog(level: LogLevel, write: (line: string) => void = toStandardOutput): FastifyBaseLogger {
  return new JsonLog(level, write, {})
}

/**
 * Writes what is said in one turn of the event loop at once: a system call for every line costs more than the line.
 * @param write takes one or more lines
 * @returns takes one line; what is left is written when the process ends
 */
export function writeInBatches(write: (lines: string) => void): (line: string) => void {
  let lines = ''
  function flush(): void {
    const batch = lines
    lines = ''
    if (batch !== '')
      write(batch)
  }
  process.on('exit', flush)
  return (line) => {
    if (lines === '')
      setImmediate(flush)
    lines += line
  }
}

let standardOutput: ((line: string) => void) | null = null

function toStandardOutput(line: string): void {
  standardOutput ??= writeInBatches(lines => void process.stdout.write(lines))
  standardOutput(line)
}

// A class, because every request has a child of its own: making one must not make eight functions.
class JsonLog implements FastifyBaseLogger {
  constructor(readonly level: LogLevel, private readonly write: (line: string) => void, private readonly bindings: Record<string, unknown>) {}

  trace(...args: readonly unknown[]): void { this.say('trace', args) }
  debug(...args: readonly unknown[]): void { this.say('debug', args) }
  info(...args: readonly unknown[]): void { this.say('info', args) }
  warn(...args: readonly unknown[]): void { this.say('warn', args) }
  error(...args: readonly unknown[]): void { this.say('error', args) }
  fatal(...args: readonly unknown[]): void { this.say('fatal', args) }
  silent(): void {}

  child(more: Record<string, unknown>): FastifyBaseLogger {
    return new JsonLog(this.level, this.write, { ...this.bindings, ...more })
  }

  private say(level: LogLevel, args: readonly unknown[]): void {
    if (isLogged(this, level))
      this.write(toLine({ time: new Date().toISOString(), level, ...this.bindings }, toFields(args)))
  }
}

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
