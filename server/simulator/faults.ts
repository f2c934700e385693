import type { FastifyReply } from 'fastify'

/** What can be wrong instead of an answer. */
export type Fault
  /** No answer, ever; `begun` hears of each call that gets none. */
  = | { readonly kind: 'hang', readonly begun?: () => void }
  /** A proper answer that takes its time, in real milliseconds; `begun` hears of each call that waits for one. */
    | { readonly kind: 'slow', readonly delayMs: number, readonly begun?: () => void }
    | { readonly kind: 'status', readonly status: number }
  /** A gateway's error page, with HTTP status 200. */
    | { readonly kind: 'html' }
  /** A JSON document that stops in the middle. */
    | { readonly kind: 'half-json' }
  /** A connection that breaks while the body is on its way. */
    | { readonly kind: 'cut-off' }
    | { readonly kind: 'errcode', readonly errcode: number, readonly errmsg?: string }
  /** An error whose message repeats the whole request, token and secret included. */
    | { readonly kind: 'echo', readonly errcode: number }
  /** Any JSON. */
    | { readonly kind: 'body', readonly body: unknown }

/** Which calls fail how. */
export interface Faults<Call extends string> {
  /** Answers with a fault from now on, or the next `times` times; the first `after` calls are still answered properly. */
  readonly fail: (call: Call, fault: Fault, times?: number, after?: number) => void
  /** Answers properly again. */
  readonly heal: () => void
  /** The fault that this call is to be answered with, if any. */
  readonly take: (call: Call) => Fault | null
}

/** Nothing fails at first. */
export function createFaults<Call extends string>(): Faults<Call> {
  const entries = new Map<Call, { readonly fault: Fault, times: number, after: number }>()
  return {
    fail: (call, fault, times = Number.POSITIVE_INFINITY, after = 0) => void entries.set(call, { fault, times, after }),
    heal: () => entries.clear(),
    take: (call) => {
      const entry = entries.get(call)
      if (!entry || entry.times <= 0)
        return null
      if (entry.after > 0) {
        entry.after -= 1
        return null
      }
      entry.times -= 1
      return entry.fault
    },
  }
}

/** Answers a call with a fault that takes the place of the answer. */
export function answerFault(fault: Exclude<Fault, { kind: 'slow' }>, reply: FastifyReply): FastifyReply {
  switch (fault.kind) {
    case 'hang':
      fault.begun?.()
      return reply.hijack()
    case 'status':
      return reply.code(fault.status).type('text/plain').send('simulated outage')
    case 'html':
      return reply.type('text/html').send('<html><body><h1>502 Bad Gateway</h1></body></html>')
    case 'half-json':
      return reply.type('application/json').send('{"errcode":0,"room_info":[{"name":"half')
    case 'cut-off':
      reply.hijack()
      reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': 10_000 })
      reply.raw.write('{"errcode":0,', () => reply.raw.destroy())
      return reply
    case 'errcode':
      return reply.send({ errcode: fault.errcode, errmsg: fault.errmsg ?? 'simulated' })
    case 'echo':
      return reply.send({ errcode: fault.errcode, errmsg: `${reply.request.url} ${JSON.stringify(reply.request.body)}` })
    case 'body':
      return reply.type('application/json').send(JSON.stringify(fault.body))
    default:
      return fault satisfies never
  }
}
