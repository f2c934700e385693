import type { Static, TSchema } from '@sinclair/typebox'
import type { TouchWay } from '@/src/domain/touch'
import { Type } from '@sinclair/typebox'
import { TOUCH_WAYS } from '@/src/domain/touch'
import { millis, named, roomId } from './common'

/** The most rows that one page of a report may hold. */
export const MAX_REPORT_ROWS = 200
/** How many rows a report holds when the question does not say. */
export const DEFAULT_REPORT_ROWS = 50

const DAY_PATTERN = '^\\d{4}-\\d{2}-\\d{2}$'
const day = (what: string) => Type.String({ pattern: DAY_PATTERN, description: `${what}, as YYYY-MM-DD in China's time (UTC+8).`, examples: ['2026-11-23'] })

const period = {
  from: Type.Optional(day('First day that counts; absent = from the beginning')),
  to: Type.Optional(day('Last day that counts; absent = to the end')),
}
const slice = {
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0, description: 'How many rows to skip: a whole number from 0 to 1000000.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_REPORT_ROWS, default: DEFAULT_REPORT_ROWS, description: `How many rows to answer: a whole number from 1 to ${MAX_REPORT_ROWS}.` })),
}

/** Query of reports on one thing. */
export const periodQuerySchema = Type.Object(period)
/** Query of reports that are lists. */
export const reportQuerySchema = Type.Object({ ...period, ...slice })
/** Query of `GET /v1/attribution/sharers`. */
export const sharersQuerySchema = Type.Object({
  ...period,
  ...slice,
  room_id: Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,15}$', description: 'Only this room: a positive whole number.' })),
})

const entries = Type.Integer({ description: 'Touches: ways in that were taken.' })
const visitors = Type.Integer({ description: 'Different people among them.' })
const chainDepth = Type.Integer({ description: 'The longest chain of shares: 1 when A\'s card brought B, 2 when B\'s then brought C; 0 without shares.' })
const via = Type.Unsafe<TouchWay>(Type.String({ enum: [...TOUCH_WAYS] }))

const roomSummarySchema = named(Type.Object({
  roomId,
  name: Type.Union([Type.String(), Type.Null()], { description: 'Null for a room that was never in the list.' }),
  startAtMs: Type.Union([millis('Planned start'), Type.Null()]),
  entries,
  visitors,
  chainDepth,
}, { $id: 'RoomAttributionSummary', description: 'What came of one room, in a line.' }))

const roomSummariesSchema = named(Type.Object({
  rooms: Type.Array(roomSummarySchema.ref),
  total: Type.Integer({ description: 'How many rooms have touches in the period.' }),
}, { $id: 'RoomAttributionSummaries', description: 'The rooms with touches, most entries first.' }))

const dayCountSchema = named(Type.Object({ day: Type.String(), entries, visitors }, { $id: 'DayCount', description: 'One day in China\'s time.' }))

const roomReportSchema = named(Type.Object({
  roomId,
  name: Type.Union([Type.String(), Type.Null()]),
  entries,
  visitors,
  chainDepth,
  byDay: Type.Array(dayCountSchema.ref, { description: 'Days with entries, oldest first.' }),
  byWay: Type.Array(Type.Object({ via, entries, visitors }), { description: 'Most entries first.' }),
  byGoods: Type.Array(Type.Object({ goodsId: Type.Integer(), entries, visitors }), { description: 'Products that were looked at from the room, most entries first.' }),
  reminders: Type.Object({
    subscribed: Type.Integer({ description: 'People who asked to be reminded in the period.' }),
    unsubscribed: Type.Integer({ description: 'People who took it back in the period.' }),
  }),
}, { $id: 'RoomAttribution', description: 'What came of one room.' }))

const linkSchema = named(Type.Object({
  openid: Type.String({ description: 'Who came.' }),
  sharerOpenid: Type.String({ description: 'Through whom they came first.' }),
  depth: Type.Integer({ description: 'How many shares lie between them and the one who began.' }),
  atMs: millis('When they came'),
}, { $id: 'ShareLink', description: 'One step of a chain: a visitor\'s first way in through somebody\'s card.' }))

const chainSchema = named(Type.Object({
  roomId,
  links: Type.Array(linkSchema.ref, { description: 'By depth, then in the order in which they came.' }),
  total: Type.Integer({ description: 'How many links there are in all.' }),
}, { $id: 'ShareChain', description: 'Who came through whom into one room.' }))

const sharerSchema = named(Type.Object({
  openid: Type.String(),
  entries: Type.Integer({ description: 'Touches through this person\'s cards.' }),
  visitors: Type.Integer({ description: 'Different people who came through this person\'s cards.' }),
  rooms: Type.Integer({ description: 'Different rooms among them.' }),
  chainDepth: Type.Integer({ description: 'The longest chain that begins with this person\'s card.' }),
}, { $id: 'Sharer', description: 'What came of one person\'s sharing. Their own visits through their own cards do not count.' }))

const sharersSchema = named(Type.Object({
  sharers: Type.Array(sharerSchema.ref),
  total: Type.Integer({ description: 'How many people\'s cards were opened.' }),
  byDay: Type.Array(dayCountSchema.ref, { description: 'Shared entries per day, oldest first.' }),
}, { $id: 'Sharers', description: 'Who brings people, most visitors first.' }))

/** Named schemas of attribution. */
export const ATTRIBUTION_SCHEMAS: readonly TSchema[] = [
  roomSummarySchema,
  roomSummariesSchema,
  dayCountSchema,
  roomReportSchema,
  linkSchema,
  chainSchema,
  sharerSchema,
  sharersSchema,
].map(({ schema }) => schema)

/** References to the answers about attribution, for route definitions. */
export const attributionAnswers = {
  roomSummaries: roomSummariesSchema.ref,
  roomReport: roomReportSchema.ref,
  chain: chainSchema.ref,
  sharers: sharersSchema.ref,
}

/** Answer of `GET /v1/attribution/rooms`. */
export type RoomSummariesJson = Static<typeof roomSummariesSchema.schema>
/** Answer of `GET /v1/attribution/rooms/{id}`. */
export type RoomReportJson = Static<typeof roomReportSchema.schema>
/** Answer of `GET /v1/attribution/rooms/{id}/chain`. */
export type ShareChainJson = Static<typeof chainSchema.schema>
/** Answer of `GET /v1/attribution/sharers`. */
export type SharersJson = Static<typeof sharersSchema.schema>
