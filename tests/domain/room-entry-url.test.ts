import type { RoomEntry } from '@/src/domain/room-entry-url'
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRoomEntryQuery, parseRoomEntryUrl } from '@/src/domain/room-entry-query'
import { buildRoomEntryUrl } from '@/src/domain/room-entry-url'
import { thrownBy } from './support/thrown-by'

const PAGE = 'plugin-private://wx2b03c6e691cd7370/pages/live-player-plugin'

describe('buildRoomEntryUrl', () => {
  it('is the address that the documentation of WeChat gives', () => {
    const customParams = { path: 'pages/index/index', pid: 1 }
    expect(buildRoomEntryUrl({ roomId: 12, customParams }))
      .toBe(`plugin-private://wx2b03c6e691cd7370/pages/live-player-plugin?room_id=12&custom_params=${encodeURIComponent(JSON.stringify(customParams))}`)
  })

  it('has no leading slash, which WeChat refuses', () => {
    expect(buildRoomEntryUrl({ roomId: 1 })).toMatch(/^plugin-private:\/\/wx/)
  })

  it('says nothing about parameters that are not there', () => {
    expect(buildRoomEntryUrl({ roomId: 12 })).toBe(`${PAGE}?room_id=12`)
    expect(buildRoomEntryUrl({ roomId: 12, customParams: {}, isSmallWindowOff: false, hasShareTicket: false })).toBe(`${PAGE}?room_id=12`)
    expect(buildRoomEntryUrl({ roomId: 12, customParams: JSON.parse('{}', () => ({ path: undefined })) })).toBe(`${PAGE}?room_id=12`)
  })

  it('turns the small window off, names the entrance and asks for a shareTicket', () => {
    expect(buildRoomEntryUrl({ roomId: 12, isSmallWindowOff: true })).toBe(`${PAGE}?room_id=12&close_picture_in_picture_mode=1`)
    expect(buildRoomEntryUrl({ roomId: 12, entrance: 'qr-code' })).toBe(`${PAGE}?room_id=12&type=9`)
    expect(buildRoomEntryUrl({ roomId: 12, entrance: 'article' })).toBe(`${PAGE}?room_id=12&type=10`)
    expect(buildRoomEntryUrl({ roomId: 12, hasShareTicket: true })).toBe(`${PAGE}?room_id=12&open_share_ticket=1`)
  })

  it.each([0, -1, 1.5, Number.NaN, 2 ** 53, '12a', '012', '', null, undefined, [12], { id: 12 }])('refuses %j, which is no room id', (roomId) => {
    expect(thrownBy(() => buildRoomEntryUrl({ roomId } as unknown as RoomEntry))).toEqual({ kind: 'invalid-room-id' })
  })

  it('refuses parameters that WeChat would cut', () => {
    expect(thrownBy(() => buildRoomEntryUrl({ roomId: 12, customParams: { t: 'x'.repeat(600) } }))).toMatchObject({ kind: 'custom-params-too-long' })
  })
})

describe('the way back from an entry', () => {
  const anyEntry = fc.record({
    roomId: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    customParams: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.oneof(fc.integer(), fc.string({ unit: 'grapheme', maxLength: 6 })), { minKeys: 1, maxKeys: 3 }),
    isSmallWindowOff: fc.constant(true),
    entrance: fc.constantFrom('qr-code' as const, 'article' as const),
    hasShareTicket: fc.constant(true),
  }, { requiredKeys: ['roomId'] })

  it('finds every entry again in its URL', () => {
    fc.assert(fc.property(anyEntry, (entry) => {
      expect(parseRoomEntryUrl(buildRoomEntryUrl(entry))).toEqual(entry)
    }))
  })

  it.each([['qr-code', 9], ['article', 10]] as const)('finds the entrance by %s beside everything else', (entrance, type) => {
    const entry = { roomId: 12, customParams: { pid: 1 }, isSmallWindowOff: true, entrance }
    const url = buildRoomEntryUrl(entry)
    expect(url).toBe(`${PAGE}?room_id=12&custom_params=%7B%22pid%22%3A1%7D&close_picture_in_picture_mode=1&type=${type}`)
    expect(parseRoomEntryUrl(url)).toEqual(entry)
  })

  it('finds it in the query of a page too, where WeChat leaves the values encoded and others decode them', () => {
    const customParams = { pid: 7, name: '直播 50%' }
    const json = JSON.stringify(customParams)
    for (const custom_params of [customParams, json, encodeURIComponent(json), encodeURIComponent(encodeURIComponent(json))]) {
      expect(parseRoomEntryQuery({ room_id: '12', custom_params, type: '9', close_picture_in_picture_mode: '0' }))
        .toEqual({ roomId: 12, customParams, entrance: 'qr-code' })
    }
  })

  it.each([`${PAGE}?room_id=0`, `${PAGE}?room_id=1&room_id=x`.replace('1&', '&'), PAGE, '/pages/goods/goods?room_id=12', '', null, 12, [`${PAGE}?room_id=1`]])('finds no entry in %j', (url) => {
    expect(parseRoomEntryUrl(url)).toBeNull()
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), fc.webUrl({ withQueryParameters: true }), (input, url) => {
      parseRoomEntryQuery(input)
      parseRoomEntryUrl(input)
      parseRoomEntryUrl(url)
    }))
  })
})

describe('the address of the plugin', () => {
  const folder = resolve('src/domain')
  const sources = readdirSync(folder).filter(name => name.endsWith('.ts') && name !== 'room-entry-url.ts').map(name => ({ name, text: readFileSync(resolve(folder, name), 'utf8') }))

  it('stands in one file of domain, which no other file of domain loads: builds without the plugin must not hold it', () => {
    expect(sources.filter(({ text }) => text.includes('plugin-private')).map(({ name }) => name)).toEqual([])
    expect(sources.filter(({ text }) => /import (?!type )[^\n]*room-entry-url/.test(text)).map(({ name }) => name)).toEqual([])
  })
})
