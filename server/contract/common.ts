import type { Static, TSchema } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'

/** The stable codes in `error.code`; clients decide by these, never by the message. */
export const ERROR_CODES = [
  // The request
  'invalid-query',
  'invalid-body',
  'invalid-request',
  'body-too-large',
  'not-found',
  'rate-limited',
  // Rooms
  'room-not-found',
  'catalogue-unavailable',
  'replays-unavailable',
  'room-code-refused',
  'room-code-unavailable',
  // Sessions
  'login-code-invalid',
  'login-code-used',
  'login-unavailable',
  'visitor-blocked',
  'session-required',
  'session-invalid',
  'session-expired',
  // Touches
  'batch-too-large',
  'touches-rejected',
  // The shop's own staff
  'admin-key-required',
  'admin-key-invalid',
  'admin-key-not-configured',
  // WeChat's events
  'events-not-configured',
  'signature-invalid',
  'event-malformed',
  // The gateway itself
  'storage-unavailable',
  'not-ready',
  'internal',
] as const

/** One of {@link ERROR_CODES}. */
export type ErrorCode = typeof ERROR_CODES[number]

/** An array as the domain has them: TypeBox knows no readonly ones, so only the type is changed here. */
export function readonlyArray<T extends TSchema>(items: T, options: { readonly description?: string, readonly maxItems?: number } = {}) {
  return Type.Unsafe<readonly Static<T>[]>(Type.Array(items, options))
}

/** A schema with an `$id`: written once in the OpenAPI document and referred to by its name. */
export function named<T extends TSchema>(schema: T) {
  return { schema, ref: Type.Unsafe<Static<T>>({ $ref: `${String(schema.$id)}#` }) }
}

/** A moment. */
export function millis(what: string) {
  return Type.Integer({ description: `${what}, milliseconds since the epoch.` })
}

/** A room's number. */
export const roomId = Type.Integer({ minimum: 1, description: 'The room\'s number in WeChat.' })

const errorSchema = named(Type.Object({
  error: Type.Object({
    code: Type.Unsafe<ErrorCode>(Type.String({ enum: [...ERROR_CODES], description: 'Stable; decide by this.' })),
    message: Type.String({ description: 'For developers: what is wrong and what was expected. May change.' }),
  }),
}, { $id: 'Error', description: 'Why there is no answer.' }))

const healthSchema = named(Type.Object({
  ok: Type.Literal(true),
}, { $id: 'Health', description: 'The process is alive. WeChat is not asked.' }))

/** Named schemas that every part of the contract refers to. */
export const COMMON_SCHEMAS: readonly TSchema[] = [errorSchema.schema, healthSchema.schema]

/** References to the common answers, for route definitions. */
export const commonAnswers = { error: errorSchema.ref, health: healthSchema.ref }

/** Answer of `GET /healthz`. */
export type HealthJson = Static<typeof healthSchema.schema>
/** Every answer that is not 2xx. */
export type ErrorJson = Static<typeof errorSchema.schema>
