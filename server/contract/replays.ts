import type { Static, TSchema } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { millis, named, roomId } from './common'

const segmentSchema = named(Type.Object({
  mediaUrl: Type.String(),
  createdAtMs: millis('When WeChat made it'),
  expiresAtMs: Type.Union([millis('When the link stops working'), Type.Null()]),
  isExpired: Type.Boolean({ description: 'True when the link no longer works at the moment of this answer.' }),
}, { $id: 'ReplaySegment', description: 'A part of a replay: its source video, without the comments.' }))

const replaysSchema = named(Type.Object({
  roomId,
  isOpen: Type.Boolean({ description: 'Whether the shop lets people watch the replay. When it does not, there are no segments.' }),
  segments: Type.Array(segmentSchema.ref, { description: 'In the order in which they are played. WeChat has them about ten minutes after the end.' }),
  checkedAtMs: millis('When WeChat was last asked'),
  isStale: Type.Boolean({ description: 'True while WeChat cannot be asked and the last good answer is served.' }),
}, { $id: 'RoomReplays', description: 'The replay of one room.' }))

/** Named schemas of replays. */
export const REPLAYS_SCHEMAS: readonly TSchema[] = [segmentSchema.schema, replaysSchema.schema]

/** References to the answers about replays, for route definitions. */
export const replaysAnswers = { replays: replaysSchema.ref }

/** Answer of `GET /v1/rooms/{id}/replays`. */
export type RoomReplaysJson = Static<typeof replaysSchema.schema>
