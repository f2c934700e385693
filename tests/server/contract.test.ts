import type { ChannelsAccountJson, StreamJson } from '@/server/contract/own-media'
import type { GoodsJson, RoomJson, RoomPageJson, RoomSnapshotJson, RoomStatusJson } from '@/server/contract/rooms'
import type { TouchJson } from '@/server/contract/touches'
import type { ChannelsAccount } from '@/src/domain/channels-account'
import type { RoomPage, RoomSnapshot, RoomStatusReading } from '@/src/domain/live-api'
import type { Goods, Room } from '@/src/domain/room'
import type { Stream } from '@/src/domain/stream'
import type { Touch } from '@/src/domain/touch'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { fieldsOf, objectOf } from '@/src/domain/untrusted'
import { startWorld } from './support/world'

type Fields = Readonly<Record<string, unknown>>

const at = (value: unknown, ...path: readonly string[]): unknown => path.reduce<unknown>((inner, key) => fieldsOf(inner)[key], value)

const fieldsAt = (value: unknown, ...path: readonly string[]): Fields => objectOf(at(value, ...path)) ?? expect.fail(`nothing at ${path.join('.')}`)

async function openApi(): Promise<Fields> {
  const { get } = await startWorld()
  const { status, body } = await get('/openapi.json')
  expect(status).toBe(200)
  return fieldsAt(body)
}

function operationsOf(document: Fields): ReadonlyArray<readonly [name: string, operation: Fields]> {
  return Object.entries(fieldsAt(document, 'paths')).flatMap(([path, item]) =>
    Object.entries(fieldsAt(item)).map(([method, operation]) => [`${method} ${path}`, fieldsAt(operation)] as const))
}

function everythingIn(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? [value, ...Object.values(value).flatMap(everythingIn)] : [value]
}

const REPORT_PARAMETERS = ['query from', 'query to', 'query offset', 'query limit']

const STATUSES = {
  'get /v1/rooms': ['200', '400', '500', '503'],
  'get /v1/rooms/{id}': ['200', '400', '404', '500', '503'],
  'get /v1/statuses': ['200', '400', '500', '503'],
  'get /v1/rooms/{id}/replays': ['200', '400', '404', '500', '503'],
  'get /v1/rooms/{id}/code': ['200', '400', '401', '404', '409', '500', '503'],
  'get /v1/streams': ['200', '500'],
  'get /v1/channels': ['200', '500'],
  'post /v1/sessions': ['200', '400', '403', '413', '500', '503'],
  'post /v1/touches': ['200', '400', '401', '413', '422', '500', '503'],
  'get /v1/wechat/events': ['200', '400', '403', '413', '500', '503'],
  'post /v1/wechat/events': ['200', '400', '403', '413', '500', '503'],
  'get /v1/attribution/rooms': ['200', '400', '401', '500', '503'],
  'get /v1/attribution/rooms/{id}': ['200', '400', '401', '404', '500', '503'],
  'get /v1/attribution/rooms/{id}/chain': ['200', '400', '401', '500', '503'],
  'get /v1/attribution/sharers': ['200', '400', '401', '500', '503'],
  'get /healthz': ['200'],
  'get /readyz': ['200', '503'],
}

describe('the contract', () => {
  // The type checker runs these; at run time they say nothing.
  it('has the domain\'s types, field for field', () => {
    expectTypeOf<GoodsJson>().toExtend<Goods>()
    expectTypeOf<Goods>().toExtend<GoodsJson>()
    expectTypeOf<RoomJson>().toExtend<Room>()
    expectTypeOf<Room>().toExtend<RoomJson>()
    expectTypeOf<RoomSnapshotJson>().toExtend<RoomSnapshot>()
    expectTypeOf<RoomSnapshot>().toExtend<RoomSnapshotJson>()
    expectTypeOf<RoomPageJson>().toExtend<RoomPage>()
    expectTypeOf<RoomPage & { limit: number }>().toExtend<RoomPageJson>()
    expectTypeOf<RoomStatusJson>().toExtend<RoomStatusReading>()
    expectTypeOf<RoomStatusReading>().toExtend<RoomStatusJson>()
    expectTypeOf<StreamJson>().toExtend<Stream>()
    expectTypeOf<Stream>().toExtend<StreamJson>()
    expectTypeOf<ChannelsAccountJson>().toExtend<ChannelsAccount>()
    expectTypeOf<ChannelsAccount>().toExtend<ChannelsAccountJson>()
    expectTypeOf<Omit<Touch, 'openid'>>().toExtend<TouchJson>()
    expectTypeOf<TouchJson>().toExtend<Omit<Touch, 'openid'>>()
  })
})

describe('gET /openapi.json', () => {
  it('lists every route', async () => {
    expect(operationsOf(await openApi()).map(([name]) => name).sort()).toEqual(Object.keys(STATUSES).sort())
  })

  it('says what each route is for and what it answers, errors included', async () => {
    const operations = operationsOf(await openApi())
    for (const [name, operation] of operations) {
      expect(operation, name).toMatchObject({ operationId: expect.any(String), summary: expect.any(String), tags: [expect.any(String)] })
      for (const [status, response] of Object.entries(fieldsAt(operation, 'responses'))) {
        expect(response, `${name} ${status}`).toMatchObject({ description: expect.stringMatching(/\w/) })
        // WeChat wants plain text.
        if (name.includes('wechat') && status === '200')
          continue
        const schema = status === '200' ? nameOf(response) : status === '422' ? 'PartialTouchReceipt' : 'Error'
        expect(at(response, 'content', 'application/json', 'schema', '$ref'), `${name} ${status}`).toBe(`#/components/schemas/${schema}`)
      }
    }
    const statuses = Object.fromEntries(operations.map(([name, operation]) => [name, Object.keys(fieldsAt(operation, 'responses'))]))
    expect(statuses).toEqual(STATUSES)
    expect(new Set(operations.map(([, { operationId }]) => operationId)).size).toBe(operations.length)
  })

  it('describes every parameter', async () => {
    const parameters = operationsOf(await openApi()).flatMap(([, { parameters: list }]) => Array.isArray(list) ? list.map(item => fieldsAt(item)) : [])
    expect(parameters.map(({ in: place, name }) => `${String(place)} ${String(name)}`)).toEqual([
      ...['query status', 'query search', 'query goods_id', 'query offset', 'query limit', 'path id', 'query ids', 'path id', 'query custom_params', 'path id'],
      ...REPORT_PARAMETERS,
      ...['query from', 'query to', 'path id'],
      ...[...REPORT_PARAMETERS, 'path id'],
      ...[...REPORT_PARAMETERS, 'query room_id'],
    ])
    for (const parameter of parameters) {
      expect(parameter).toMatchObject({ description: expect.stringMatching(/\w/), required: parameter.name === 'ids' || parameter.in === 'path' })
      expect(at(parameter, 'schema', 'type')).toMatch(/^(?:string|integer)$/)
    }
  })

  it('leads nowhere that does not exist', async () => {
    const document = await openApi()
    const references = everythingIn(document).flatMap(value => fieldsOf(value).$ref ?? [])
    expect(references.length).toBeGreaterThan(10)
    for (const reference of references) {
      const [root, ...path] = String(reference).split('/')
      expect(root).toBe('#')
      expect(fieldsAt(document, ...path)).toHaveProperty('description')
    }
  })

  it('is what the routes really answer', async () => {
    const world = await startWorld()
    const document = fieldsAt((await world.get('/openapi.json')).body)
    const { body } = await world.get('/v1/rooms?limit=50')
    const required = (name: string) => at(document, 'components', 'schemas', name, 'required')
    expect(Object.keys(fieldsAt(body))).toEqual(required('RoomPage'))
    for (const room of fieldsAt(body).rooms as RoomJson[])
      expect(Object.keys(room).sort()).toEqual([...required('Room') as string[]].sort())
  })
})

function nameOf(response: unknown): string {
  return String(at(response, 'content', 'application/json', 'schema', '$ref')).split('/').at(-1) ?? ''
}
