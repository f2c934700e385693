import type { Static, TSchema } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { CUSTOM_PARAMS_LIMIT_CHARS } from '@/src/domain/custom-params'
import { named, roomId } from './common'

/** The longest text that is looked at; what is not encoded yet is shorter than what WeChat counts. */
const MAX_CUSTOM_PARAMS_CHARS = 2000

/** Query of `GET /v1/rooms/{id}/code`. */
export const roomCodeQuerySchema = Type.Object({
  custom_params: Type.Optional(Type.String({
    maxLength: MAX_CUSTOM_PARAMS_CHARS,
    description: `What whoever comes by this code brings along: a JSON object, at most ${CUSTOM_PARAMS_LIMIT_CHARS} characters once it is URI-encoded.`,
    examples: ['{"channel":"poster"}'],
  })),
})

const roomCodeSchema = named(Type.Object({
  roomId,
  codeUrl: Type.String({ description: 'The picture of the code. Links may expire.' }),
  posterUrl: Type.String({ description: 'The same on a poster; empty where WeChat sent none.' }),
  pagePath: Type.String({ description: 'The room\'s page with its query; empty where WeChat sent none.' }),
}, { $id: 'RoomCode', description: 'A code that leads to a room.' }))

/** Named schemas of codes. */
export const ROOM_CODES_SCHEMAS: readonly TSchema[] = [roomCodeSchema.schema]

/** References to the answers about codes, for route definitions. */
export const roomCodesAnswers = { roomCode: roomCodeSchema.ref }

/** Answer of `GET /v1/rooms/{id}/code`. */
export type RoomCodeJson = Static<typeof roomCodeSchema.schema>
