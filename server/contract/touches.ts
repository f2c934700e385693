import type { Static, TSchema } from '@sinclair/typebox'
import type { CustomParams } from '@/src/domain/custom-params'
import type { TouchWay } from '@/src/domain/touch'
import { Type } from '@sinclair/typebox'
import { TOUCH_WAYS } from '@/src/domain/touch'
import { MAX_BATCH_TOUCHES, TOUCH_REFUSALS } from '@/src/domain/touch-api'
import { named } from './common'

/** The longest id, openid or share id, in characters. */
export const MAX_NAME_CHARS = 128

const name = (description: string) => Type.String({ maxLength: MAX_NAME_CHARS, description })

/** One touch as it travels. The visitor is the session's; an `openid` beside these must be the same one. */
export const touchSchema = Type.Object({
  id: Type.String({ minLength: 1, maxLength: MAX_NAME_CHARS, description: 'The visitor\'s own number for it; sent twice, it counts once.' }),
  via: Type.Unsafe<TouchWay>(Type.String({ enum: [...TOUCH_WAYS] })),
  roomId: Type.Union([Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }), Type.Null()], { description: 'Null for the list of rooms.' }),
  goodsId: Type.Union([Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }), Type.Null()]),
  shareOpenid: name('Who shared, where WeChat\'s plugin said so; empty otherwise.'),
  shareId: name('Who shared, where the app\'s own card said so; empty otherwise.'),
  customParams: Type.Unsafe<CustomParams>(Type.Object({}, { additionalProperties: true, description: 'At most 600 characters, URI-encoded.' })),
  scene: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  atMs: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'By the phone\'s clock, like `sentAtMs`.' }),
})

/** Body of `POST /v1/touches`. Each touch is judged by itself, so that a bad one takes no good one with it. */
export const touchBatchSchema = Type.Object({
  sentAtMs: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'When this is sent, by the phone\'s clock: what tells a wrong clock from a touch that waited.' }),
  touches: Type.Array(Type.Unknown(), { description: `1 to ${MAX_BATCH_TOUCHES} touches.` }),
})

const refusalSchema = named(Type.Object({
  index: Type.Integer({ description: 'Where in the batch it was.' }),
  id: Type.Union([Type.String(), Type.Null()], { description: 'Its id, where one could be read.' }),
  code: Type.Unsafe<typeof TOUCH_REFUSALS[number]>(Type.String({ enum: [...TOUCH_REFUSALS], description: 'Stable; decide by this.' })),
  message: Type.String(),
  isFinal: Type.Boolean({ description: 'True when sending it again is no use.' }),
}, { $id: 'TouchRefusal', description: 'Why one touch was not taken.' }))

const receiptSchema = named(Type.Object({
  accepted: Type.Array(Type.String(), { description: 'The ids that are kept now, whether they came first today or before.' }),
}, { $id: 'TouchReceipt', description: 'Every touch of the batch is kept.' }))

const partialReceiptSchema = named(Type.Object({
  error: Type.Object({ code: Type.Literal('touches-rejected'), message: Type.String() }),
  accepted: Type.Array(Type.String()),
  rejected: Type.Array(refusalSchema.ref),
}, { $id: 'PartialTouchReceipt', description: 'Some touches of the batch were refused; the accepted ones are kept.' }))

/** Named schemas of touches. */
export const TOUCHES_SCHEMAS: readonly TSchema[] = [refusalSchema.schema, receiptSchema.schema, partialReceiptSchema.schema]

/** References to the answers about touches, for route definitions. */
export const touchesAnswers = { receipt: receiptSchema.ref, partialReceipt: partialReceiptSchema.ref }

/** A touch as it travels. */
export type TouchJson = Static<typeof touchSchema>
/** Why one touch was not taken. */
export type TouchRefusalJson = Static<typeof refusalSchema.schema>
/** Answer of `POST /v1/touches` when all were taken. */
export type TouchReceiptJson = Static<typeof receiptSchema.schema>
