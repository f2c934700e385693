import type { Static, TSchema } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { named } from './common'

/** The longest login code that is passed on to WeChat; real ones have 32 characters. */
export const MAX_LOGIN_CODE_CHARS = 128

/** Body of `POST /v1/sessions`. */
export const sessionRequestSchema = Type.Object({
  code: Type.String({
    minLength: 1,
    maxLength: MAX_LOGIN_CODE_CHARS,
    description: 'What `wx.login` gave: good once, for five minutes.',
  }),
})

const sessionSchema = named(Type.Object({
  token: Type.String({ description: 'Goes into the header `authorization: Bearer …` of the visitor\'s requests.' }),
  expiresInSeconds: Type.Integer({ description: 'How long the token is good for, counted from this answer: phones\' clocks are often wrong.' }),
  openid: Type.String({ description: 'The visitor, as this mini program knows them.' }),
  shareId: Type.String({ description: 'Stands for the visitor on the cards and codes that they send. Only the gateway can tell whose it is.' }),
}, { $id: 'Session', description: 'Who a visitor is, proven by WeChat. WeChat\'s session key stays on the server.' }))

/** Named schemas of sessions. */
export const SESSIONS_SCHEMAS: readonly TSchema[] = [sessionSchema.schema]

/** References to the answers about sessions, for route definitions. */
export const sessionsAnswers = { session: sessionSchema.ref }

/** Answer of `POST /v1/sessions`. */
export type SessionJson = Static<typeof sessionSchema.schema>
