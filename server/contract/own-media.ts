import type { Static, TSchema } from '@sinclair/typebox'
import type { StreamOrientation } from '@/src/domain/stream'
import { Type } from '@sinclair/typebox'
import { named, readonlyArray } from './common'

/** How a picture can be held. */
export const ORIENTATIONS: readonly StreamOrientation[] = ['vertical', 'horizontal']

const streamSchema = named(Type.Object({
  id: Type.String({ description: 'Letters, digits, - and _.' }),
  title: Type.String(),
  liveUrl: Type.String({ description: 'FLV over http(s) or RTMP, for `<live-player>`; empty where there is none.' }),
  hlsUrl: Type.String({ description: 'HLS, for browsers; empty where there is none.' }),
  coverUrl: Type.String({ description: 'Empty where there is none.' }),
  orientation: Type.Unsafe<StreamOrientation>(Type.String({ enum: [...ORIENTATIONS] })),
}, { $id: 'Stream', description: 'A stream of the shop\'s own. It is no room: it has no goods and no status.' }))

const streamsSchema = named(Type.Object({
  streams: readonlyArray(streamSchema.ref, { description: 'In the order in which the shop wants them shown.' }),
}, { $id: 'Streams', description: 'The streams that the gateway is configured with.' }))

const accountSchema = named(Type.Object({
  finderUserName: Type.String({ description: 'The account\'s id from 视频号助手; begins with sph.' }),
  isSameSubject: Type.Boolean({ description: 'Whether it belongs to the same subject as the mini program, which `<channel-live>` wants.' }),
}, { $id: 'ChannelsAccount', description: 'A Channels (视频号) account whose broadcasts the app shows.' }))

const accountsSchema = named(Type.Object({
  accounts: readonlyArray(accountSchema.ref, { description: 'In the order in which the shop wants them shown.' }),
}, { $id: 'ChannelsAccounts', description: 'The Channels accounts that the gateway is configured with.' }))

/** Named schemas of what plays outside the rooms. */
export const OWN_MEDIA_SCHEMAS: readonly TSchema[] = [streamSchema, streamsSchema, accountSchema, accountsSchema].map(({ schema }) => schema)

/** References to the answers about what plays outside the rooms, for route definitions. */
export const ownMediaAnswers = { streams: streamsSchema.ref, accounts: accountsSchema.ref }

/** A stream as it travels. */
export type StreamJson = Static<typeof streamSchema.schema>
/** Answer of `GET /v1/streams`. */
export type StreamsJson = Static<typeof streamsSchema.schema>
/** A Channels account as it travels. */
export type ChannelsAccountJson = Static<typeof accountSchema.schema>
/** Answer of `GET /v1/channels`. */
export type ChannelsAccountsJson = Static<typeof accountsSchema.schema>
