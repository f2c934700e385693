import type { Static, TSchema } from '@sinclair/typebox'
import type { LiveStatus } from '@/src/domain/live-status'
import type { PriceType } from '@/src/domain/room'
import { Type } from '@sinclair/typebox'
import { LIVE_STATUSES } from '@/src/domain/live-status'
import { millis, named, readonlyArray, roomId } from './common'

/** The most rooms that one page may hold. */
export const MAX_PAGE_SIZE = 50
/** How many rooms a page holds when the client does not say. */
export const DEFAULT_PAGE_SIZE = 20
/** The longest text that rooms are searched by, in characters. */
export const MAX_SEARCH_CHARS = 60
/** The most rooms whose statuses can be asked at once. */
export const MAX_STATUS_IDS = 100

const PRICE_TYPES: readonly PriceType[] = ['fixed', 'range', 'discount']

const checkedAtMs = millis('When WeChat was last asked')
const isStale = Type.Boolean({ description: 'True while WeChat cannot be asked (quota, outage) and the last good answer is served.' })
const statusCode = Type.Integer({ description: 'WeChat\'s number behind the status: 101–107, or what came instead.' })

const statusSchema = named(Type.Unsafe<LiveStatus>(Type.String({
  $id: 'LiveStatus',
  enum: [...LIVE_STATUSES],
  description: 'What a room is doing. A room that never started is `expired` once its planned end has passed, even while WeChat still lists it as upcoming.',
})))

const goodsSchema = named(Type.Object({
  id: Type.Optional(Type.Integer({ description: 'WeChat\'s number of the product; absent where WeChat did not send it.' })),
  name: Type.String(),
  coverUrl: Type.String(),
  path: Type.String({ description: 'The mini-program page that sells it, with its query.' }),
  priceType: Type.Unsafe<PriceType>(Type.String({ enum: [...PRICE_TYPES] })),
  priceFen: Type.Integer({ description: 'In fen. The price (fixed), the lowest price (range) or the price before (discount).' }),
  price2Fen: Type.Integer({ description: 'In fen. The highest price (range) or the price now (discount); 0 when fixed.' }),
}, { $id: 'Goods', description: 'A product on sale in a room.' }))

const roomSchema = named(Type.Object({
  id: roomId,
  name: Type.String(),
  hostName: Type.String(),
  coverUrl: Type.String({ description: 'Portrait, 1080×1920. Links may expire.' }),
  shareImageUrl: Type.String({ description: '5:4, 800×640, made for share cards.' }),
  startAtMs: millis('Planned start'),
  endAtMs: millis('Planned end'),
  status: statusSchema.ref,
  statusCode,
  goods: readonlyArray(goodsSchema.ref),
  hasReplay: Type.Boolean({ description: 'Whether the shop lets people watch the replay.' }),
}, { $id: 'Room', description: 'A live room.' }))

const roomPageSchema = named(Type.Object({
  rooms: readonlyArray(roomSchema.ref),
  total: Type.Integer({ description: 'How many rooms match in all.' }),
  offset: Type.Integer({ description: 'Where this slice starts.' }),
  limit: Type.Integer({ description: 'How many rooms were asked for.' }),
  revision: Type.String({ description: 'Names the order of all matching rooms. Slices with different revisions do not fit together: start again from offset 0.' }),
  checkedAtMs,
  isStale,
}, { $id: 'RoomPage', description: 'A slice of the rooms that match: on air first, then upcoming by planned start, then the rest with the latest start first.' }))

const roomSnapshotSchema = named(Type.Object({
  room: roomSchema.ref,
  checkedAtMs,
  isStale,
}, { $id: 'RoomSnapshot', description: 'One room, and how old the knowledge of it is.' }))

const roomStatusSchema = named(Type.Object({
  roomId,
  status: statusSchema.ref,
  code: statusCode,
  checkedAtMs,
}, { $id: 'RoomStatus', description: 'What one room is doing.' }))

const roomStatusesSchema = named(Type.Object({
  statuses: readonlyArray(roomStatusSchema.ref),
  unknownIds: Type.Array(roomId, { description: 'The asked rooms that the shop does not have.' }),
  checkedAtMs,
  isStale,
}, { $id: 'RoomStatuses', description: 'What the asked rooms are doing, in the order of the question.' }))

/** Named schemas of rooms. */
export const ROOMS_SCHEMAS: readonly TSchema[] = [
  statusSchema,
  goodsSchema,
  roomSchema,
  roomPageSchema,
  roomSnapshotSchema,
  roomStatusSchema,
  roomStatusesSchema,
].map(({ schema }) => schema)

const ID_PATTERN = '[1-9]\\d{0,15}'
const STATUS_PATTERN = `(${LIVE_STATUSES.join('|')})`

/** Query of `GET /v1/rooms`. */
export const roomsQuerySchema = Type.Object({
  status: Type.Optional(Type.String({
    pattern: `^${STATUS_PATTERN}(,${STATUS_PATTERN}){0,20}$`,
    description: `Only rooms in one of these statuses: a comma-separated list of ${LIVE_STATUSES.join(', ')}.`,
    examples: ['live,paused'],
  })),
  search: Type.Optional(Type.String({
    maxLength: MAX_SEARCH_CHARS,
    description: `Only rooms whose name or host contains this text: at most ${MAX_SEARCH_CHARS} characters.`,
  })),
  goods_id: Type.Optional(Type.String({
    pattern: `^${ID_PATTERN}$`,
    description: 'Only rooms that sell this product: WeChat\'s number of it, a positive whole number.',
    examples: ['5001'],
  })),
  offset: Type.Optional(Type.Integer({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    default: 0,
    description: 'How many rooms to skip (not a page number): a whole number from 0.',
  })),
  limit: Type.Optional(Type.Integer({
    minimum: 1,
    maximum: MAX_PAGE_SIZE,
    default: DEFAULT_PAGE_SIZE,
    description: `How many rooms to answer: a whole number from 1 to ${MAX_PAGE_SIZE}.`,
  })),
})

/** Path of `GET /v1/rooms/{id}`. */
export const roomParamsSchema = Type.Object({
  id: Type.String({ pattern: `^${ID_PATTERN}$`, description: 'The room\'s number: a positive whole number.' }),
})

/** Query of `GET /v1/statuses`. */
export const statusesQuerySchema = Type.Object({
  ids: Type.String({
    pattern: `^${ID_PATTERN}(,${ID_PATTERN}){0,${MAX_STATUS_IDS - 1}}$`,
    description: `1 to ${MAX_STATUS_IDS} room numbers, separated by commas.`,
    examples: ['1001,1002'],
  }),
})

/** References to the answers about rooms, for route definitions. */
export const roomsAnswers = {
  roomPage: roomPageSchema.ref,
  roomSnapshot: roomSnapshotSchema.ref,
  roomStatuses: roomStatusesSchema.ref,
}

/** A product as it travels. */
export type GoodsJson = Static<typeof goodsSchema.schema>
/** A room as it travels. */
export type RoomJson = Static<typeof roomSchema.schema>
/** Answer of `GET /v1/rooms`. */
export type RoomPageJson = Static<typeof roomPageSchema.schema>
/** Answer of `GET /v1/rooms/{id}`. */
export type RoomSnapshotJson = Static<typeof roomSnapshotSchema.schema>
/** One entry of {@link RoomStatusesJson}. */
export type RoomStatusJson = Static<typeof roomStatusSchema.schema>
/** Answer of `GET /v1/statuses`. */
export type RoomStatusesJson = Static<typeof roomStatusesSchema.schema>
